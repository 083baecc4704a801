"""Every state of every machine occurs, and so do the hard cases."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role
from casework.actions.models import ActionState, CaseAction
from casework.agreements.circulation_models import Comment, Reader
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.standing_models import Leaving, Scan, Signature
from casework.cases.duties import duties_of
from casework.cases.models import (
    AskedDecision,
    AskedToSee,
    Case,
    CaseKind,
    CaseLink,
    CaseRole,
    CaseState,
    DutySettled,
    Exclusion,
    LinkKind,
    RecordedFact,
)
from casework.clock import now
from casework.conferences.models import Meeting
from casework.conferences.vocabulary import MeetingState
from casework.demo import service
from casework.directory.models import Agency, Conference, ConferenceKind
from casework.referrals.models import Referral, ReferralState
from casework.research.models import RequestState, ResearchItem, ResearchRequest, Share
from casework.reviews import vocabulary as learning
from casework.reviews.models import Recommendation, RecommendationAction, SustainmentCheck
from casework.reviews.plan_models import Candidate
from casework.sharing.examples.service import results
from casework.sharing.preview import shifts

CASES = 60

MACHINES: list[tuple[type[StrEnum], object, set[str]]] = [
    (CaseState, Case.state, set()),
    (CaseKind, Case.kind, set()),
    (ReferralState, Referral.state, set()),
    (RequestState, ResearchRequest.state, set()),
    (Share, ResearchItem.share, set()),
    (ActionState, CaseAction.state, set()),
    # Nobody sits for ever: a meeting in session is passed through and never left standing.
    (MeetingState, Meeting.state, {"in_session"}),
    (learning.State, Recommendation.state, set()),
    # An action sent back was put right since; its history has it.
    (learning.ActionState, RecommendationAction.state, {"returned"}),
    # A request can be withdrawn by hand only; the desk has no such button yet.
    (AskedDecision, AskedToSee.decision, {"withdrawn"}),
    # One version in force and its successor on the desk.
    (AgreementState, Agreement.state, {"proposed", "superseded", "withdrawn"}),
]


@pytest.mark.parametrize(("words", "column", "absent"), MACHINES, ids=lambda m: str(m)[:40])
def test_every_state_occurs(
    session: Session, words: type[StrEnum], column: object, absent: set[str]
) -> None:
    found = set(session.scalars(select(column)))  # type: ignore[call-overload]  # any column
    assert {w.value for w in words} - found == absent


def test_there_are_sixty_cases_in_three_conferences(session: Session) -> None:
    cases = list(session.scalars(select(Case)))
    assert len(cases) == CASES
    assert len({c.conference_id for c in cases}) == 3


def test_each_conference_meets_within_the_next_days_with_cases_on_its_agenda(
    session: Session,
) -> None:
    for conference in session.scalars(select(Conference)):
        if conference.kind != ConferenceKind.BOARD:
            asked = select(Meeting).where(
                Meeting.conference_id == conference.id, Meeting.state == MeetingState.AGENDA_OPEN
            )
            meeting = session.scalars(asked).one()
            wait = meeting.starts_at - meeting.state_since
            assert wait.days < 30
            listed = (CaseState.LISTED, CaseState.RESEARCHED)
            waiting = select(Case).where(
                Case.conference_id == conference.id, Case.state.in_(listed)
            )
            assert len(list(session.scalars(waiting))) >= 2


def test_every_role_has_an_account(session: Session) -> None:
    held = {account.role for account in service.accounts(session)}
    assert held == {role.value for role in Role}


def test_every_agency_signed_the_protocol_in_force(session: Session) -> None:
    signed = set(session.scalars(select(Party.agency_id).where(Party.status == "signed")))
    assert signed == set(session.scalars(select(Agency.id)))
    assert len(signed) >= 12


def test_signatures_a_round_and_a_notice_are_there(session: Session) -> None:
    assert {"product", "paper"} <= set(session.scalars(select(Signature.way)))
    assert session.scalars(select(Scan.media_type)).all() == ["application/pdf"]
    assert {"accepted", "rejected", ""} == set(session.scalars(select(Comment.answer)))
    assert any(session.scalars(select(Comment.wording)))
    assert {"agrees", "agrees_if", "objects", "no_view", ""} == set(
        session.scalars(select(Reader.reply))
    )
    left = session.scalars(select(Leaving)).one()
    assert left.taken_back_at is None
    assert left.leaves_at > now()


def test_the_draft_gives_to_some_and_takes_from_others_on_live_cases(session: Session) -> None:
    rows = {a.label: a for a in session.scalars(select(Agreement))}
    found = shifts(session, rows["1.0"], rows["1.1"])
    assert {s.gains for s in found} == {True, False}
    assert all(s.cases for s in found)


def test_officers_signed_what_they_expect_and_the_draft_breaks_one(session: Session) -> None:
    rows = {a.label: a for a in session.scalars(select(Agreement))}
    held, drafted = (results(session, rows[label]) for label in ("1.0", "1.1"))
    assert [e.sentence for e, r in held if e.signed_at and not r.held] == []
    broken = [e.signed_agency for e, r in drafted if e.signed_at and not r.held]
    assert len(broken) == 1
    assert "Fire" in broken[0]
    # What schools asked for is what the draft gives them.
    assert [r.held for e, r in drafted if not e.signed_at] == [True]


def test_the_hard_cases_are_there(session: Session) -> None:
    assert {k.value for k in LinkKind} - set(session.scalars(select(CaseLink.kind))) == {
        "duplicate", "place",
    }  # fmt: skip
    assert session.scalars(select(Exclusion)).all()
    assert session.scalars(select(Case).where(Case.urgent)).all()
    assert session.scalars(select(Case).where(Case.restricted)).all()
    assert session.scalars(select(Case).where(Case.repeat)).all()
    names = set(session.scalars(select(RecordedFact.name)))
    assert {"tenant_of_recipient", "fire_risk", "serious_threat", "under_18"} <= names


def test_a_duty_of_the_protocol_is_about_to_be_missed_and_others_were_done(
    session: Session,
) -> None:
    cases = session.scalars(select(Case)).all()
    settled = {row.id: row for row in session.scalars(select(DutySettled))}
    duties = [d for found in duties_of(session, cases).values() for d in found]
    waiting = [d for d in duties if d.id not in settled]
    assert any(d.due and now() < d.due < now() + timedelta(days=7) for d in waiting)
    assert not [d for d in waiting if d.is_overdue]
    assert {d.what for d in duties if d.id in settled} == {
        "acknowledge_application", "send_outcome",
    }  # fmt: skip
    assert {d.missed for d in waiting if d.due} == {"reported"}


def test_some_agencies_stand_on_both_sides_of_a_case(session: Session) -> None:
    sides: dict[tuple[object, object], set[str]] = {}
    for role in session.scalars(select(CaseRole).where(CaseRole.ended_at.is_(None))):
        sides.setdefault((role.case_id, role.agency_id), set()).add(role.relationship)
    both = {"works_with_victim", "works_with_perpetrator"}
    assert sum(both <= held for held in sides.values()) >= 3


def test_the_review_has_its_recommendations_and_checks_that_were_made(
    session: Session,
) -> None:
    assert len(session.scalars(select(Recommendation)).all()) == 20
    assert {c.state for c in session.scalars(select(Candidate))} == set(learning.CandidateState)
    assert {c.works for c in session.scalars(select(SustainmentCheck))} == {True, False, None}
