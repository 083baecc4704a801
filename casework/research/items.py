"""What an agency knows, one thing at a time: written, judged, and private until let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import NewAnswer, own_answer, set_aside, write_answers
from casework.cases.facts import NO, YES, record_fact
from casework.cases.guarding import guard_words
from casework.cases.models import Case, CaseState, Nature, RecordedFact, SealedAnswer
from casework.catalogue.field import Field
from casework.catalogue.sections import FIELDS, fields_of
from casework.clock import now
from casework.db import new_id
from casework.disclosure.guards import Words
from casework.errors import Conflict, Invalid, NotFound, StaleEdit, WrongState
from casework.research.answering import ABOUT, begin, load_request, looked_up
from casework.research.corrections import tell_earlier_recipients
from casework.research.models import RequestState, ResearchItem, ResearchRequest, Share

RELEVANT, NECESSARY = "relevant", "necessary"
KINDS: Mapping[str, Field] = MappingProxyType(
    {
        f.name: f
        for f in (
            *fields_of("research_items"),
            FIELDS["research.actions_taken"],
            *fields_of("research_risks"),
        )
    }
)
OPINION = "research.item_opinion"
TOLD = (Share.ALL, Share.NAMED, Share.VERBAL)


@dataclass(frozen=True, slots=True)
class NewItem:
    """One thing an agency knows, as its author gave it."""

    field: str
    text: str
    subject_id: UUID | None = None
    nature: str = Nature.FACT
    # Judgements of the agency: yes, no, or not made yet.
    relevant: str = ""
    necessary: str = ""
    originator_consent: bool = False
    do_not_confirm: bool = False

    def __repr__(self) -> str:
        return f"NewItem({self.field})"


def load_item(
    session: Session, viewer: Viewer, item_id: UUID
) -> tuple[ResearchItem, ResearchRequest, Case]:
    """An item of the viewer's own agency, or the same NotFound for missing and foreign."""
    item = session.get(ResearchItem, item_id)
    if item is None or item.removed or item.partnership_id != viewer.partnership_id:
        raise NotFound("page")
    request, case = load_request(session, viewer, item.request_id)
    return item, request, case


def add_item(session: Session, viewer: Viewer, *, request_id: UUID, new: NewItem) -> ResearchItem:
    """Write one thing down; nobody outside the agency learns of it."""
    request, case = load_request(session, viewer, request_id)
    _require_writable(case, request)
    if request.state != RequestState.RETURNED:
        begin(session, viewer, case, request)
    _check(session, case, new)
    item = ResearchItem(
        id=new_id(), partnership_id=case.partnership_id, case_id=case.id, request_id=request.id,
        written_at=now(),
    )  # fmt: skip
    item.answer_id = _write(session, viewer, case, item, new, released=False).id
    session.add(item)
    session.flush()
    return item


def change_item(
    session: Session, viewer: Viewer, *, item_id: UUID, new: NewItem, version: int | None = None
) -> ResearchItem:
    """Write it anew; whoever was shown the earlier words is told that they were corrected."""
    item, request, case = load_item(session, viewer, item_id)
    _check_version(item, version)
    _require_writable(case, request)
    _check(session, case, new)
    before = own_answer(session, viewer, item.answer_id)
    told = item.share in TOLD
    if told:
        _check_correction(before, new)
    elif _moved(before, new):
        set_aside(session, viewer, answer_id=before.id)
    after = _write(session, viewer, case, item, new, released=before.released)
    item.answer_id = after.id
    if told:
        item.corrected_at = now()
        tell_earlier_recipients(session, viewer, case, item, before, after)
    session.flush()
    return item


def remove_item(
    session: Session, viewer: Viewer, *, item_id: UUID, version: int | None = None
) -> None:
    """Delete what was never told to anybody."""
    item, request, case = load_item(session, viewer, item_id)
    _check_version(item, version)
    _require_writable(case, request)
    if item.share in TOLD:
        raise Conflict("This was shared, so it cannot be deleted. You can correct it.")
    set_aside(session, viewer, answer_id=item.answer_id)
    item.removed = True
    session.flush()


def judgements(session: Session, answer_id: UUID) -> dict[str, str]:
    """What the agency holds of an answer: relevant? necessary? Only what was said."""
    found = session.scalars(
        select(RecordedFact).where(
            RecordedFact.answer_id == answer_id,
            RecordedFact.name.in_((RELEVANT, NECESSARY)),
            RecordedFact.withdrawn_at.is_(None),
        )
    )
    return {fact.name: fact.value for fact in found}


def may_be_told(session: Session, answer_id: UUID) -> bool:
    """Only what is relevant to the risk, and no more than is needed (Data Protection Act)."""
    held = judgements(session, answer_id)
    return held.get(RELEVANT) == YES and held.get(NECESSARY) == YES


def _write(
    session: Session,
    viewer: Viewer,
    case: Case,
    item: ResearchItem,
    new: NewItem,
    *,
    released: bool,
) -> SealedAnswer:
    guard_words(session, viewer, case=case, words=[Words(new.field, new.text, new.subject_id)])
    answer = write_answers(
        session, viewer, case=case,
        answers=[
            NewAnswer(
                new.field, new.text.strip(), subject_id=new.subject_id, about_kind=ABOUT,
                about_id=item.id, nature=nature_of(new), released=released,
                originator_consent=new.originator_consent, do_not_confirm=new.do_not_confirm,
            )
        ],
    )[0]  # fmt: skip
    for name, value in ((RELEVANT, new.relevant), (NECESSARY, new.necessary)):
        if value:
            record_fact(session, viewer, case=case, name=name, value=value, answer_id=answer.id)
    return answer


def nature_of(new: NewItem) -> str:
    """An opinion is one, whatever else was ticked."""
    return Nature.OPINION if new.field == OPINION else new.nature


def _check(session: Session, case: Case, new: NewItem) -> None:
    errors = _wrong_words(new)
    if new.nature not in set(Nature):
        errors["nature"] = "Select whether this is a fact or an opinion."
    for name in (RELEVANT, NECESSARY):
        if getattr(new, name) not in ("", YES, NO):
            errors[name] = "Select yes or no."
    if new.subject_id is not None and new.subject_id not in {
        s.id for s in looked_up(session, case)
    }:
        errors["subject"] = "Select whom this is about."
    if errors:
        raise Invalid(errors)


def _wrong_words(new: NewItem) -> dict[str, str]:
    if new.field not in KINDS:
        return {"field": "Select what kind of information this is."}
    if not new.text.strip():
        return {"text": "Enter what your agency knows."}
    if len(new.text) > KINDS[new.field].limit:
        return {"text": f"Enter {KINDS[new.field].limit:,} characters or fewer."}
    return {}


def _check_correction(before: SealedAnswer, new: NewItem) -> None:
    if _moved(before, new):
        raise Invalid(
            {"field": "This was shared as it is. Correct the words, or write a new entry."}
        )
    if new.relevant != YES or new.necessary != YES:
        raise Invalid(
            {"relevant": "This was shared already, so it has to stay relevant and needed."}
        )


def _moved(before: SealedAnswer, new: NewItem) -> bool:
    return (before.field, before.subject_id) != (new.field, new.subject_id)


def _require_writable(case: Case, request: ResearchRequest) -> None:
    if case.state == CaseState.CLOSED:
        raise Conflict("This case is closed, so nothing more can be written.")
    if request.state in (RequestState.NIL_RETURN, RequestState.WITHDRAWN):
        raise WrongState("request", request.state, RequestState.IN_PROGRESS)


def _check_version(item: ResearchItem, version: int | None) -> None:
    if version is not None and item.version != version:
        raise StaleEdit("entry")
