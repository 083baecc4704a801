"""What the research pages show: everything of a case comes through the gate, in one opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.matters import matter
from casework.cases.models import AnswerRelease, Case
from casework.catalogue.sections import fields_of
from casework.catalogue.withholding_reasons import WITHHOLDING_BY_CODE
from casework.disclosure.gate import Gate
from casework.disclosure.shown import Revealed, Shown
from casework.research.answering import KNOWN, items_of, looked_up
from casework.research.items import KINDS, judgements
from casework.research.models import ResearchItem, ResearchRequest, Share
from casework.research.people import IDENTIFIERS, Person, people_of
from casework.research.sharing import WIDER, WITHHELD_CODE, WITHHELD_REASON

RESEARCH = tuple(
    f.name for s in ("research_return", "research_items", "research_risks") for f in fields_of(s)
)
NO_AGENCIES: Mapping[UUID, str] = {}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One entry as its own agency reads it."""

    item: ResearchItem
    shown: Shown | None
    about: str
    judged: Mapping[str, str]
    # Who may read it, in words.
    who: str
    reason: str
    can_widen: bool


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Everything on the page of one request."""

    revealed: Revealed
    people: list[Person]
    lines: list[ItemLine]
    # What was said about the search.
    search: Mapping[str, str]
    known: Mapping[UUID, str]


def open_case(session: Session, viewer: Viewer, gate: Gate, case: Case) -> Revealed:
    """Identifiers and research, as far as this viewer may read them."""
    handed = matter(session, case, fields=(*IDENTIFIERS, *RESEARCH))
    return gate.reveal([viewer], handed)


def return_page(
    session: Session,
    viewer: Viewer,
    gate: Gate,
    request: ResearchRequest,
    case: Case,
    agencies: Mapping[UUID, str] = NO_AGENCIES,
) -> ReturnPage:
    """The page of one request for its own agency."""
    revealed = open_case(session, viewer, gate, case)
    people = people_of(looked_up(session, case), revealed)
    said = revealed.about(request.id)
    names = {p.id: p.label for p in people}
    lines = [_line(session, item, revealed, names, agencies) for item in items_of(session, request)]
    return ReturnPage(
        revealed, people, lines,
        search={s.field: s.value for s in said if s.value and s.subject_id is None},
        known={
            s.subject_id: s.value for s in said if s.field == KNOWN and s.value and s.subject_id
        },
    )  # fmt: skip


def shared_lines(revealed: Revealed) -> list[Shown]:
    """What agencies let go, and this viewer may read, by agency."""
    found = [s for s in revealed.shown if s.field in KINDS and s.value]
    return sorted(found, key=lambda s: (s.originator, s.given_at is None, s.given_at))


def _line(
    session: Session,
    item: ResearchItem,
    revealed: Revealed,
    people: Mapping[UUID, str],
    agencies: Mapping[UUID, str],
) -> ItemLine:
    shown = revealed.of(item.answer_id)
    subject = shown.subject_id if shown else None
    return ItemLine(
        item,
        shown,
        people.get(subject, "Somebody in this case") if subject else "The case as a whole",
        judgements(session, item.answer_id),
        _who(session, item, agencies),
        _reason(item, revealed),
        bool(WIDER[Share(item.share)]),
    )


def _who(session: Session, item: ResearchItem, agencies: Mapping[UUID, str]) -> str:
    if item.share == Share.NAMED:
        return "Shared with " + ", ".join(_named(session, item, agencies))
    return {
        Share.UNDECIDED: "Only your agency: not decided yet",
        Share.ALL: "Shared with the conference",
        Share.VERBAL: "To be said at the meeting",
        Share.WITHHELD: "Held back",
    }[Share(item.share)]


def _named(session: Session, item: ResearchItem, agencies: Mapping[UUID, str]) -> Sequence[str]:
    rows = session.scalars(
        select(AnswerRelease.agency_id).where(
            AnswerRelease.answer_id == item.answer_id, AnswerRelease.agency_id.is_not(None)
        )
    )
    return sorted({agencies.get(key, "") for key in rows if key is not None})


def _reason(item: ResearchItem, revealed: Revealed) -> str:
    if item.share != Share.WITHHELD:
        return ""
    code = revealed.value(WITHHELD_CODE, about_id=item.id) or ""
    words = revealed.value(WITHHELD_REASON, about_id=item.id) or ""
    label = WITHHOLDING_BY_CODE[code].label if code in WITHHOLDING_BY_CODE else ""
    return f"{label}. {words}" if words else label
