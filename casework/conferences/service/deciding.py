"""What the meeting decided about a case: its outcome, the tools it considered, what is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import Case
from casework.catalogue.legal_tools import DECISION_WORDS, ToolDecision, tools_for
from casework.clock import now, today
from casework.conferences.access import load_item, load_meeting
from casework.conferences.models import AgendaItem, LegalToolConsidered, Meeting
from casework.conferences.steps import MINUTES_MOVE, require
from casework.conferences.vocabulary import TOLD_WORDS, ItemState, Outcome, Told
from casework.db import new_id
from casework.directory.models import Conference
from casework.errors import Conflict, Invalid, StaleEdit

ABOUT_ITEM, ABOUT_TOOL = "agenda_item", "legal_tool"
OUTCOME, TOLD, NO_ROUTE, REASON = (
    "minute.outcome",
    "minute.decision_disclosure",
    "legal.no_route",
    "legal.reason",
)
# A tool, what was decided, and why.
Considered = Mapping[str, tuple[str, str]]


def record_outcome(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    item_id: UUID,
    version: int | None = None,
    outcome: str,
    words: str,
    told: str = Told.NOTHING,
    told_words: str = "",
    no_route: str = "",
    review_on: date | None = None,
) -> AgendaItem:
    """The outcome in a word and in words; without a legal route there must be a plan (R66)."""
    _, item, case = _open(session, viewer, meeting_id, item_id)
    if version is not None and item.version != version:
        raise StaleEdit("outcome")
    _check(outcome, words, told, told_words, no_route, review_on)
    if item.state != ItemState.WAITING and item.outcome != outcome:
        raise Conflict(
            "The case has been heard with another outcome. Change the words, not the outcome."
        )
    # Words left over from another choice are not kept.
    agreed = told_words.strip() if told == Told.AGREED_WORDS else ""
    texts = {
        OUTCOME: words.strip(),
        TOLD: f"{TOLD_WORDS[Told(told)]}. {agreed}".strip(),
        NO_ROUTE: no_route.strip() if outcome == Outcome.NO_LEGAL_ROUTE else "",
    }
    guard_texts(session, viewer, case=case, texts=texts)
    item.outcome, item.told = Outcome(outcome), Told(told)
    item.review_on = review_on
    write_answers(
        session, viewer, case=case,
        answers=[
            NewAnswer(name, text, about_kind=ABOUT_ITEM, about_id=item.id)
            for name, text in texts.items()
        ],
    )  # fmt: skip
    return item


def consider_tools(
    session: Session,
    viewer: Viewer,
    *,
    meeting_id: UUID,
    item_id: UUID,
    considered: Considered,
    rest_do_not_apply: bool = False,
) -> list[LegalToolConsidered]:
    """Mark what was made of each tool; 'considered and not used' needs its reason (R64)."""
    meeting, item, case = _open(session, viewer, meeting_id, item_id)
    marked = _completed(session, meeting, item, considered, rest_do_not_apply)
    _check_tools(session, meeting, marked)
    guard_texts(
        session, viewer, case=case, texts={REASON: "\n".join(why for _, why in marked.values())}
    )
    rows = [_mark(session, viewer, item, tool, decision) for tool, (decision, _) in marked.items()]
    session.flush()
    write_answers(
        session, viewer, case=case,
        answers=[
            NewAnswer(REASON, sealed_words(*marked[r.tool]), about_kind=ABOUT_TOOL, about_id=r.id)
            for r in rows
        ],
    )  # fmt: skip
    return rows


def sealed_words(decision: str, why: str) -> str:
    """What was decided and why, in one sealed text: neither is shown without the other."""
    return f"{DECISION_WORDS[ToolDecision(decision)]}. {why.strip()}".strip()


def why_of(decision: str, sealed: str) -> str:
    """The reason alone, for the form it was typed into."""
    return sealed.removeprefix(f"{DECISION_WORDS[ToolDecision(decision)]}.").strip()


def tools_considered(session: Session, item_ids: list[UUID]) -> list[LegalToolConsidered]:
    """What was made of which tool, for some cases."""
    return list(
        session.scalars(
            select(LegalToolConsidered)
            .where(LegalToolConsidered.agenda_item_id.in_(item_ids))
            .order_by(LegalToolConsidered.tool)
        )
    )


def _open(
    session: Session, viewer: Viewer, meeting_id: UUID, item_id: UUID
) -> tuple[Meeting, AgendaItem, Case]:
    meeting = load_meeting(session, viewer, meeting_id, Action.MEETING_RUN)
    require(meeting, MINUTES_MOVE, "decided upon")
    item, case = load_item(session, viewer, meeting, item_id)
    if item.state not in (ItemState.WAITING, ItemState.HEARD):
        raise Conflict("This case is not heard at this meeting.")
    return meeting, item, case


def _check(
    outcome: str, words: str, told: str, told_words: str, no_route: str, review_on: date | None
) -> None:
    errors = _unsaid(outcome, words) | _untold(told, told_words)
    if outcome == Outcome.NO_LEGAL_ROUTE:
        errors |= _without_plan(no_route, review_on)
    if review_on is not None and review_on < today():
        errors["review_on"] = "The day must be today or later."
    if errors:
        raise Invalid(errors)


def _unsaid(outcome: str, words: str) -> dict[str, str]:
    errors = {}
    if outcome not in set(Outcome):
        errors["outcome"] = "Select the outcome."
    if not words.strip():
        errors["words"] = "Enter the outcome in words."
    return errors


def _untold(told: str, told_words: str) -> dict[str, str]:
    if told not in set(Told):
        return {"told": "Select whether the person causing harm is told anything."}
    if told == Told.AGREED_WORDS and not told_words.strip():
        return {"told_words": "Enter what they are told, word for word."}
    return {}


def _without_plan(no_route: str, review_on: date | None) -> dict[str, str]:
    errors = {}
    if not no_route.strip():
        errors["no_route"] = "Enter what will be done instead."
    if review_on is None:
        errors["review_on"] = "Enter the day on which the plan is looked at again."
    return errors


def _completed(
    session: Session,
    meeting: Meeting,
    item: AgendaItem,
    considered: Considered,
    rest_do_not_apply: bool,
) -> dict[str, tuple[str, str]]:
    marked = dict(considered)
    if rest_do_not_apply:
        body = session.get_one(Conference, meeting.conference_id)
        known = {r.tool for r in tools_considered(session, [item.id])}
        for tool in tools_for(body.kind):
            if tool.code not in known:
                marked.setdefault(tool.code, (ToolDecision.NOT_APPLICABLE, ""))
    return marked


def _check_tools(session: Session, meeting: Meeting, marked: Considered) -> None:
    body = session.get_one(Conference, meeting.conference_id)
    titles = {t.code: t.title for t in tools_for(body.kind)}
    errors = {}
    for tool, (decision, why) in marked.items():
        if tool not in titles or decision not in set(ToolDecision):
            raise Invalid({"tools": "Select from the tools shown."})
        if decision == ToolDecision.NOT_USED and not why.strip():
            errors[f"{tool}-why"] = f"{titles[tool]}: enter why it was not used."
    if errors:
        raise Invalid(errors)


def _mark(
    session: Session, viewer: Viewer, item: AgendaItem, tool: str, decision: str
) -> LegalToolConsidered:
    row = session.scalar(
        select(LegalToolConsidered).where(
            LegalToolConsidered.agenda_item_id == item.id, LegalToolConsidered.tool == tool
        )
    )
    if row is None:
        row = LegalToolConsidered(
            id=new_id(), partnership_id=item.partnership_id, agenda_item_id=item.id,
            case_id=item.case_id, tool=tool,
        )  # fmt: skip
        session.add(row)
    row.decision, row.decided_by, row.decided_at = (
        ToolDecision(decision),
        viewer.person_id,
        now(),
    )
    return row
