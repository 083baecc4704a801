"""Write answers: seal, supersede, remember the hash of the row in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.ages import record_age
from casework.cases.models import AnswerRelease, Case, Nature, SealedAnswer, Source
from casework.cases.sealing import seal_answer
from casework.catalogue.sections import field as catalogue_field
from casework.clock import now
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import NotFound


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One answer as the author gave it. An empty text clears what the agency said before."""

    field: str
    text: str
    subject_id: UUID | None = None
    about_kind: str | None = None
    about_id: UUID | None = None
    source: str = Source.AGENCY
    nature: str = Nature.FACT
    released: bool = True
    verbal_only: bool = False
    originator_consent: bool = False
    do_not_confirm: bool = False
    # Whose information it is where somebody else writes it down (minutes); None: the writer's.
    origin_agency_id: UUID | None = None

    def __repr__(self) -> str:
        return f"NewAnswer({self.field})"


def write_answers(
    session: Session, viewer: Viewer, *, case: Case, answers: Sequence[NewAnswer]
) -> list[SealedAnswer]:
    """Seal and store several answers at once, with one ledger entry for them all."""
    # The case's own date is that of its last step: moved by an answer that somebody may not
    # see, it would tell them, by its place in a list, that there is one.
    written = [row for new in answers if (row := _write(session, viewer, case, new)) is not None]
    session.flush()
    if written:
        _record(session, viewer, case, written)
    return written


def write_answer(
    session: Session, viewer: Viewer, *, case: Case, field: str, text: str, **more: object
) -> SealedAnswer | None:
    """One answer; None when an empty text only cleared an older one."""
    new = NewAnswer(field, text, **more)  # type: ignore[arg-type]  # the dataclass names the keys
    written = write_answers(session, viewer, case=case, answers=[new])
    return written[0] if written else None


def release(
    session: Session,
    viewer: Viewer,
    *,
    answer_id: UUID,
    agency_id: UUID | None = None,
    verbal: bool = False,
) -> None:
    """Let go of an unreleased answer of one's own agency: to all, to one agency, or verbally."""
    answer = own_answer(session, viewer, answer_id)
    session.add(
        AnswerRelease(
            partnership_id=answer.partnership_id,
            case_id=answer.case_id,
            answer_id=answer.id,
            agency_id=agency_id,
            verbal=verbal,
            released_by=viewer.person_id,
            released_at=now(),
        )
    )
    if agency_id is None and not verbal:
        answer.released = True
    session.flush()


def set_aside(session: Session, viewer: Viewer, *, answer_id: UUID) -> None:
    """Take an answer of one's own agency off the case; it stays in the history."""
    own_answer(session, viewer, answer_id).current = False
    session.flush()


def own_answer(session: Session, viewer: Viewer, answer_id: UUID) -> SealedAnswer:
    """An answer of the viewer's own agency, or NotFound."""
    answer = session.get(SealedAnswer, answer_id)
    if (
        answer is None
        or answer.partnership_id != viewer.partnership_id
        or answer.origin_agency_id != viewer.agency_id
    ):
        raise NotFound("answer")
    return answer


def row_hash(answer: SealedAnswer) -> str:
    """What the ledger keeps of a row: neither its value nor its label can be moved unnoticed."""
    parts = (
        answer.id, answer.case_id, answer.subject_id, answer.field, answer.envelope.hex(),
        answer.origin_agency_id, answer.author_id, answer.given_at.isoformat(), answer.source,
        answer.nature, answer.verbal_only, answer.originator_consent, answer.do_not_confirm,
        answer.about_kind, answer.about_id, answer.supersedes_id,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _write(session: Session, viewer: Viewer, case: Case, new: NewAnswer) -> SealedAnswer | None:
    spec = catalogue_field(new.field)
    before = _superseded(session, viewer, case, new)
    if before is not None:
        before.current = False
    record_age(session, viewer, case, new.field, new.subject_id, new.text)
    if not new.text and not spec.presence_sealed:
        return None
    answer = _row(session, viewer, case, new, before)
    session.add(answer)
    return answer


def _row(
    session: Session, viewer: Viewer, case: Case, new: NewAnswer, before: SealedAnswer | None
) -> SealedAnswer:
    key = new_id()
    return SealedAnswer(
        id=key,
        partnership_id=case.partnership_id,
        case_id=case.id,
        subject_id=new.subject_id,
        field=new.field,
        envelope=seal_answer(session, case.id, answer_id=key, field=new.field, text=new.text),
        origin_agency_id=new.origin_agency_id or viewer.agency_id,
        author_id=viewer.person_id,
        given_at=now(),
        source=new.source,
        nature=new.nature,
        released=new.released,
        verbal_only=new.verbal_only,
        originator_consent=new.originator_consent,
        do_not_confirm=new.do_not_confirm,
        about_kind=new.about_kind,
        about_id=new.about_id,
        supersedes_id=before.id if before else None,
    )


def _superseded(
    session: Session, viewer: Viewer, case: Case, new: NewAnswer
) -> SealedAnswer | None:
    found = session.scalars(
        select(SealedAnswer).where(
            SealedAnswer.case_id == case.id,
            SealedAnswer.current.is_(True),
            SealedAnswer.field == new.field,
            SealedAnswer.origin_agency_id == (new.origin_agency_id or viewer.agency_id),
            SealedAnswer.subject_id.is_not_distinct_from(new.subject_id),
            SealedAnswer.about_id.is_not_distinct_from(new.about_id),
            SealedAnswer.about_kind.is_not_distinct_from(new.about_kind),
        )
    )
    return found.first()


def _record(session: Session, viewer: Viewer, case: Case, written: Sequence[SealedAnswer]) -> None:
    append(
        session,
        Entry(
            kind=Kind.ANSWERS_WRITTEN,
            partnership_id=case.partnership_id,
            at=now(),
            actor_id=viewer.person_id,
            agency_id=viewer.agency_id,
            case_id=case.id,
            detail={"answers": [[str(a.id), a.field, row_hash(a)] for a in written]},
        ),
    )
