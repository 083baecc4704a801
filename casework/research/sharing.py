"""Who may read an item: its own agency decides, wider whenever it likes, narrower never."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.answers import NewAnswer, release, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.history import note
from casework.cases.models import AnswerRelease, Case, CaseState
from casework.catalogue.withholding_reasons import WITHHOLDING_BY_CODE
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, StaleEdit, WrongState
from casework.research.answering import ABOUT
from casework.research.asking import seated
from casework.research.items import TOLD, load_item, may_be_told
from casework.research.models import RequestState, ResearchItem, Share

S = Share
# What was told is told: from there on only more agencies can be told.
WIDER: Mapping[Share, frozenset[Share]] = {
    S.UNDECIDED: frozenset({S.ALL, S.NAMED, S.VERBAL, S.WITHHELD}),
    S.WITHHELD: frozenset({S.ALL, S.NAMED, S.VERBAL, S.WITHHELD}),
    S.VERBAL: frozenset({S.ALL, S.NAMED}),
    S.NAMED: frozenset({S.ALL, S.NAMED}),
    S.ALL: frozenset(),
}
WITHHELD_CODE, WITHHELD_REASON = "research.withheld_code", "research.withheld_reason"


def share_item(
    session: Session,
    viewer: Viewer,
    *,
    item_id: UUID,
    share: str,
    agency_ids: Collection[UUID] = (),
    withheld_code: str = "",
    withheld_reason: str = "",
    version: int | None = None,
) -> ResearchItem:
    """Decide who may read an item: all, named agencies, those in the room, or nobody and why."""
    item, request, case = load_item(session, viewer, item_id)
    if version is not None and item.version != version:
        raise StaleEdit("entry")
    if case.state == CaseState.CLOSED or request.state == RequestState.WITHDRAWN:
        raise WrongState("request", request.state, "shared")
    wanted = _wanted(item, share)
    if wanted == S.WITHHELD:
        _withhold(session, viewer, case, item, withheld_code, withheld_reason)
    else:
        _let_go(session, viewer, case, item, wanted, agency_ids)
    item.share, item.shared_at = wanted, now()
    session.flush()
    _log(session, viewer, case, item)
    return item


def named(session: Session, item: ResearchItem) -> list[UUID]:
    """The agencies an item was let go to by name."""
    return list(
        session.scalars(
            select(AnswerRelease.agency_id).where(
                AnswerRelease.answer_id == item.answer_id, AnswerRelease.agency_id.is_not(None)
            )
        )
    )


def _wanted(item: ResearchItem, share: str) -> Share:
    if share not in set(Share) - {S.UNDECIDED}:
        raise Invalid({"share": "Select who may read this."})
    wanted = Share(share)
    if wanted not in WIDER[Share(item.share)]:
        raise Conflict(
            "What was told stays told. It can be shared with more agencies, not with fewer."
        )
    return wanted


def _withhold(
    session: Session, viewer: Viewer, case: Case, item: ResearchItem, code: str, words: str
) -> None:
    reason = WITHHOLDING_BY_CODE.get(code)
    if reason is None:
        raise Invalid({"withheld_code": "Select why you hold this back."})
    if reason.hint and not words.strip():
        raise Invalid({"withheld_reason": reason.hint})
    guard_texts(session, viewer, case=case, texts={WITHHELD_REASON: words})
    item.withheld_code = code
    write_answers(
        session, viewer, case=case,
        answers=[
            NewAnswer(name, text, about_kind=ABOUT, about_id=item.id, released=False)
            for name, text in ((WITHHELD_CODE, code), (WITHHELD_REASON, words.strip()))
        ],
    )  # fmt: skip


def _let_go(
    session: Session,
    viewer: Viewer,
    case: Case,
    item: ResearchItem,
    wanted: Share,
    agency_ids: Collection[UUID],
) -> None:
    if not may_be_told(session, item.answer_id):
        raise Invalid(
            {"share": "First say in the entry that it is relevant to the risk and needed."}
        )
    if wanted == S.NAMED:
        for agency_id in _new_names(session, viewer, case, item, agency_ids):
            release(session, viewer, answer_id=item.answer_id, agency_id=agency_id)
    else:
        release(session, viewer, answer_id=item.answer_id, verbal=wanted == S.VERBAL)
    note(session, viewer, case, "research_shared", only_agency_id=viewer.agency_id)


def _new_names(
    session: Session,
    viewer: Viewer,
    case: Case,
    item: ResearchItem,
    agency_ids: Collection[UUID],
) -> set[UUID]:
    around = {a.id for a in seated(session, case)} - {viewer.agency_id}
    before = set(named(session, item))
    if not agency_ids or not set(agency_ids) <= around | before:
        raise Invalid({"agencies": "Select the agencies that may read this."})
    if not before <= set(agency_ids):
        raise Conflict(
            "What was told stays told. It can be shared with more agencies, not with fewer."
        )
    return set(agency_ids) - before


def _log(session: Session, viewer: Viewer, case: Case, item: ResearchItem) -> None:
    agencies = named(session, item) if item.share in TOLD else []
    append(
        session,
        Entry(
            kind=Kind.ANSWERS_RELEASED, partnership_id=case.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
            object_id=item.id,
            detail={"answer": item.answer_id, "share": item.share, "agencies": agencies},
        ),
    )  # fmt: skip
