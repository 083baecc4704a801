"""What was told is told: a correction carries on to everybody who was shown the earlier words."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.history import note
from casework.cases.models import AnswerRelease, Case, SealedAnswer
from casework.cases.visibility import load_case
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append, who_saw
from casework.errors import NotFound
from casework.research.models import ResearchCorrection, ResearchItem

READ = frozenset({"full", "masked", "summary"})


def tell_earlier_recipients(
    session: Session,
    viewer: Viewer,
    case: Case,
    item: ResearchItem,
    before: SealedAnswer,
    after: SealedAnswer,
) -> None:
    """Let the new words go as far as the old ones, and tell whoever has read those.

    Readers are taken from the ledger: to tell an agency that was let in by the author but not by
    the protocol would tell it that there is something.
    """
    _let_go_as_before(session, viewer, before, after)
    for agency_id in _readers(session, case, before):
        session.add(
            ResearchCorrection(
                partnership_id=case.partnership_id, case_id=case.id, item_id=item.id,
                agency_id=agency_id, made_at=now(),
            )
        )  # fmt: skip
        note(session, viewer, case, "research_corrected", only_agency_id=agency_id)
    session.flush()
    append(
        session,
        Entry(
            kind=Kind.RESEARCH_CORRECTED, partnership_id=case.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
            object_id=item.id, detail={"before": before.id, "after": after.id},
        ),
    )  # fmt: skip


def corrections_for(session: Session, viewer: Viewer) -> list[ResearchCorrection]:
    """Corrections that nobody of the viewer's agency has looked at, oldest first."""
    return list(
        session.scalars(
            select(ResearchCorrection)
            .where(
                ResearchCorrection.partnership_id == viewer.partnership_id,
                ResearchCorrection.agency_id == viewer.agency_id,
                ResearchCorrection.seen_at.is_(None),
            )
            .order_by(ResearchCorrection.made_at)
        )
    )


def load_correction(
    session: Session, viewer: Viewer, correction_id: UUID
) -> tuple[ResearchCorrection, Case]:
    """A correction meant for the viewer's own agency, or NotFound."""
    found = session.get(ResearchCorrection, correction_id)
    if (
        found is None
        or found.partnership_id != viewer.partnership_id
        or found.agency_id != viewer.agency_id
    ):
        raise NotFound("correction")
    case = load_case(session, viewer, found.case_id)
    if not viewer.may(Action.CASE_READ, case.conference_id):
        raise NotFound("correction")
    return found, case


def acknowledge(session: Session, viewer: Viewer, *, correction_id: UUID) -> Case:
    """The agency has read the corrected words."""
    found, case = load_correction(session, viewer, correction_id)
    if found.seen_at is None:
        found.seen_at, found.seen_by = now(), viewer.person_id
    session.flush()
    return case


def _let_go_as_before(
    session: Session, viewer: Viewer, before: SealedAnswer, after: SealedAnswer
) -> None:
    for row in session.scalars(
        select(AnswerRelease).where(AnswerRelease.answer_id == before.id)
    ).all():
        session.add(
            AnswerRelease(
                partnership_id=row.partnership_id, case_id=row.case_id, answer_id=after.id,
                agency_id=row.agency_id, verbal=row.verbal, released_by=viewer.person_id,
                released_at=now(),
            )
        )  # fmt: skip


def _readers(session: Session, case: Case, before: SealedAnswer) -> list[UUID]:
    seen = who_saw(session, case.partnership_id, case.id, answer_id=before.id)
    found = {s.agency_id for s in seen if s.effect in READ and s.agency_id is not None}
    return sorted(found - {before.origin_agency_id})
