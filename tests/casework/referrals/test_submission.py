"""Submitting refuses what practice refuses, and a returned referral is not typed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.cases.models import CaseKind, RecordedFact, SealedAnswer
from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.field import Row
from casework.db import Database
from casework.directory.models import ConferenceKind
from casework.errors import Invalid, NotFound, StaleEdit
from casework.referrals import intake, submission, triage
from casework.referrals.models import ReferralState
from casework.referrals.pages import page_of, progress, rows, shape_of
from tests.factories.referrals import answers_for, fill_in, make_draft, make_referral, make_world

S = ReferralState
# What a form is returned for in practice (domain research 2.4), and the page that says so.
REFUSED: list[tuple[Mapping[str, str], str]] = [
    ({"referrer.name": ""}, "about_you"),
    ({"victim.surname": ""}, "victim_identity"),
    ({"victim.safe_to_call": ""}, "victim_contact"),
    ({"alleged_perpetrator.surname": ""}, "alleged_perpetrator"),
    ({"reason.why_here": ""}, "reason"),
    ({"reason.judgement": ""}, "reason"),
    ({"incident_now.account": ""}, "incident"),
    ({"risk.narrative": ""}, "risk_view"),
    ({"awareness.told": "no", "awareness.why_not_told": ""}, "awareness"),
    ({"awareness.lawful_basis": ""}, "awareness"),
    ({"awareness.agrees": "refused", "awareness.reason_without_agreement": ""}, "awareness"),
    ({"awareness.agrees": "not_asked", "awareness.reason_without_agreement": ""}, "awareness"),
    (
        {"awareness.duty_of_confidence": "yes", "awareness.confidence_weighed": ""},
        "awareness",
    ),
    (
        {"incident_now.unreported_crime": "yes", "incident_now.recording_wishes": ""},
        "incident",
    ),
    ({"previous.conference": "yes", "previous.where": ""}, "previous"),
]


@pytest.mark.parametrize(("given", "page"), REFUSED)
def test_what_practice_returns_is_refused_and_named(
    store: Database, given: Mapping[str, str], page: str
) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case, given=given)
        with pytest.raises(Invalid) as refused:
            submission.submit(session, world.writer, referral=referral, case=case)
        assert set(refused.value.errors) == {page}
        assert referral.state == S.DRAFT


def test_an_empty_draft_names_every_page_to_look_at(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        problems = submission.what_is_open(session, referral, case)
        assert {"route", "victim_identity", "awareness", "children"} <= problems.keys()


def test_domestic_abuse_needs_somebody_who_causes_harm_and_a_street_does_not(
    store: Database,
) -> None:
    with store.writing() as session:
        for kind, needed in (
            (ConferenceKind.DOMESTIC_ABUSE_MARAC, True),
            (ConferenceKind.CCM, False),
        ):
            world = make_world(session, kind)
            referral, case = make_draft(session, world)
            what: Any = {"referral": referral, "case": case}
            intake.none_to_add(session, world.writer, section="alleged_perpetrator", **what)
            found = submission.what_is_open(session, referral, case)
            assert ("alleged_perpetrator" in found) == needed


def test_relying_on_a_score_needs_a_risk_assessment(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        intake.choose_route(
            session, world.writer, referral=referral, case=case, route=ThresholdRoute.SCORE
        )
        assert "risk" in submission.what_is_open(session, referral, case)


def test_told_agrees_basis_and_confidence_are_recorded_as_facts(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        given = {"awareness.agrees": "refused", "awareness.duty_of_confidence": "yes"}
        _, case = make_referral(session, world, given=given)
        facts = {
            (f.name, f.subject_id is not None): f.value
            for f in session.scalars(
                select(RecordedFact).where(
                    RecordedFact.case_id == case.id, RecordedFact.withdrawn_at.is_(None)
                )
            )
        }
        assert facts["victim_told", False] == "yes"
        assert facts["victim_agrees", False] == "no"
        assert facts["lawful_basis_recorded", False] == "yes"
        assert facts["duty_of_confidence", False] == "yes"
        assert facts["consent", False] == facts["consent", True] == "refused"


def test_a_returned_referral_is_resubmitted_without_typing_anything_again(
    store: Database,
) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_referral(session, world, S.RETURNED_INCOMPLETE)
        what: Any = {"referral": referral, "case": case}
        assert {p.status for p in progress(session, referral, case)} == {"Completed"}
        before = session.scalar(select(func.count()).select_from(SealedAnswer))
        submission.submit(session, world.writer, **what)
        assert referral.state == S.SUBMITTED
        assert referral.times_returned == 1
        assert session.scalar(select(func.count()).select_from(SealedAnswer)) == before
        triage.accept(session, world.coordinator, **what)
        assert referral.state == S.ACCEPTED


def test_a_second_editor_is_told_and_nothing_is_overwritten(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        page = page_of(shape_of(session, referral, case), "reason")
        what: Any = {
            "referral": referral, "case": case, "section": "reason", "answers": answers_for(page),
            "version": 0,
        }  # fmt: skip
        intake.save_section(session, world.writer, **what)
        with pytest.raises(StaleEdit):
            intake.save_section(session, world.colleague, **what)


def test_only_what_changed_is_written(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        page = page_of(shape_of(session, referral, case), "reason")
        first = answers_for(page)
        what: Any = {"referral": referral, "case": case, "section": "reason"}
        intake.save_section(session, world.writer, answers=first, **what)
        count = select(func.count()).select_from(SealedAnswer)
        before = session.scalar(count) or 0
        changed = {**first, "reason.why_here": "Something else."}
        intake.save_section(session, world.colleague, answers=changed, known=first, **what)
        assert session.scalar(count) == before + 1


def test_people_of_another_case_cannot_be_written_to_or_removed(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        _, other = make_draft(session, world)
        stranger = rows(session, other)[Row.VICTIM][0]
        what: Any = {"referral": referral, "case": case, "section": "victim_identity"}
        with pytest.raises(NotFound):
            intake.save_section(session, world.writer, answers={}, subject_id=stranger, **what)
        with pytest.raises(NotFound):
            intake.remove_row(session, world.writer, subject_id=stranger, **what)


def test_a_board_hears_no_cases_and_a_marac_no_places(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        with pytest.raises(Invalid):
            make_draft(session, world, CaseKind.PLACE)
