"""A version ends without a successor: what falls away is read, and a second person confirms."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.agreements import service as agreements
from casework.agreements.ending_models import Ended, Ending
from casework.agreements.models import Agreement, AgreementState
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.clock import end_of, moved_to, now, today
from casework.disclosure.current import GATE
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Refused
from casework.sharing.duties import duties
from casework.sharing.ending import confirm_end
from casework.sharing.falling import falling
from casework.sharing.lookers import Loss
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_circulation import on
from tests.casework.sharing.test_leaving import on_nothing, sees
from tests.factories.agreements import STARTER, adopt
from tests.factories.directory import make_viewer

WHY = "The funding ends."


def asked(desk: Desk, days: int | None = None) -> str:
    """The address of the version, of which its author has asked that it ends."""
    last = on_nothing() if days is None else on(today() + timedelta(days=days), "last_day")
    page = f"/protocol/{desk.in_force}"
    told = {**last, "reason": WHY, "read": "y"}
    assert desk.browser(desk.author).submit(f"{page}/end", told).status_code == 302
    return page


def confirmed(desk: Desk, days: int | None = None) -> str:
    page = asked(desk, days)
    answer = desk.browser(desk.approver).submit(f"{page}/end/confirm", {"confirm": "y"})
    assert answer.status_code == 302
    return page


def row_of(desk: Desk) -> Agreement:
    with desk.store.reading() as session:
        return session.get_one(Agreement, UUID(desk.in_force))


def said(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [d.words for d in duties(session, desk.author.partnership_id)]


def test_what_falls_away_is_read_before_anybody_asks(desk: Desk) -> None:
    client = desk.browser(desk.author)
    page = f"/protocol/{desk.in_force}"
    assert "End it without another" in client.page(page).words
    words = client.page(f"{page}/end").words
    assert f"No protocol would be in force for {desk.world.conference.name}" in words
    assert desk.world.agencies["victim_service"].name in words
    assert "answers that it supplied to open cases" in words
    # Who keeps the protocol opens no case, and is not told which there are.
    assert desk.world.case.reference not in words
    assert "Markervictim" not in words
    assert client.submit(f"{page}/end", {"reason": WHY}).status_code == 422


def test_many_answers_are_read_with_their_thousands_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = desk.world.agencies["police"]
    lost, held = [Loss(police.id, police.name, 4235, 1200)], [(5120, "cases of which it was shown")]
    monkeypatch.setattr("casework.sharing.falling.ended_losses", lambda *_: lost)
    monkeypatch.setattr("casework.sharing.falling.belongings", lambda *_: held)
    words = desk.browser(desk.author).page(f"/protocol/{desk.in_force}/end").words
    assert f"{police.name} 4,235 1,200" in words
    assert "5,120 cases of which it was shown" in words


def test_nothing_is_typed_twice_when_the_day_is_wrong(desk: Desk) -> None:
    told = {**on(today() - timedelta(days=1), "last_day"), "reason": WHY, "read": "y"}
    answer = desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/end", told)
    assert answer.status_code == 422
    assert "The last day must be today or in the future" in answer.text
    assert WHY in answer.text


def test_the_one_who_asks_does_not_confirm_and_nothing_changes_until_somebody_does(
    desk: Desk,
) -> None:
    page = asked(desk)
    client = desk.browser(desk.author)
    assert client.get(f"{page}/end/confirm").status_code == 403
    with desk.store.writing() as session, pytest.raises(Refused, match="somebody else"):
        confirm_end(
            session, desk.author, desk.app.extensions[GATE], agreement_id=UUID(desk.in_force),
            confirmed="",
        )  # fmt: skip
    assert sees(desk, "victim_service", now())
    assert row_of(desk).state == AgreementState.IN_FORCE
    assert "Somebody else has to confirm it" in client.page(page).words
    assert desk.browser(desk.world.viewers["police"]).get(f"{page}/end/confirm").status_code == 403


def test_what_waits_stands_on_the_work_list_of_the_second_person_only(desk: Desk) -> None:
    page = asked(desk)
    assert "Confirm the end of version" in desk.browser(desk.approver).page("/").words
    assert "Confirm the end of version" not in desk.browser(desk.author).page("/").words
    assert WHY in desk.browser(desk.approver).page(f"{page}/end/confirm").words


def test_confirmed_at_once_it_opens_nothing_more_to_anybody(desk: Desk) -> None:
    confirmed(desk)
    assert row_of(desk).state == AgreementState.WITHDRAWN
    assert not sees(desk, "victim_service", now())
    assert sees(desk, "police", now()), "what an agency wrote itself stays its own"


def test_what_is_counted_as_lost_is_what_is_lost(desk: Desk) -> None:
    def visible() -> set[tuple[str, UUID | None]]:
        with desk.store.reading() as session:
            gate, case = desk.app.extensions[GATE], session.get_one(Case, desk.world.case.id)
            return {
                (viewer.agency_name, item.answer_id)
                for viewer in desk.world.viewers.values()
                for item, decision in gate.decide(viewer, matter(session, case))
                if item.answer_id and decision.effect.word in ("full", "masked", "summary")
            }

    with desk.store.reading() as session:
        found = falling(session, desk.app.extensions[GATE], row_of(desk), now())
    told = {loss.agency: (loss.answers, loss.cases) for loss in found.falls}
    before = visible()
    confirmed(desk)
    lost = Counter(agency for agency, _ in before - visible())
    assert told == {agency: (answers, 1) for agency, answers in lost.items()}
    assert told, "something is lost, or this shows nothing"
    assert visible() <= before


def test_it_holds_to_the_last_moment_of_its_last_day(desk: Desk) -> None:
    confirmed(desk, 10)
    end = end_of(today() + timedelta(days=10))
    assert sees(desk, "victim_service", end - timedelta(microseconds=1))
    assert not sees(desk, "victim_service", end)


def test_what_it_closed_beside_another_protocol_stays_closed(desk: Desk) -> None:
    other = STARTER.replace('id = "starter-ccm"', 'id = "second-ccm"')
    assert other != STARTER
    with desk.store.writing() as session:
        adopt(session, desk.world.partnership, tuple(desk.world.agencies.values()), other)
    with desk.store.reading() as session:
        found = falling(session, desk.app.extensions[GATE], row_of(desk), now())
    assert found.conferences == ()
    confirmed(desk)
    assert not sees(desk, "victim_service", now())
    assert said(desk) == [], "another protocol is in force for the conference"


def test_the_list_is_read_again_where_it_has_changed(desk: Desk) -> None:
    page = asked(desk)
    answer = desk.browser(desk.approver).submit(
        f"{page}/end/confirm", {"confirm": "y", "seen": "0" * 64}
    )
    assert answer.status_code == 422
    assert "has changed since you read it" in answer.text
    assert row_of(desk).state == AgreementState.IN_FORCE


def test_it_goes_on_where_nobody_confirms_it_and_can_be_asked_again(desk: Desk) -> None:
    page = asked(desk)
    assert desk.browser(desk.author).get(f"{page}/end").status_code == 200
    again = desk.browser(desk.author).submit(f"{page}/end", {"reason": WHY, "read": "y"})
    assert "asked already" in again.text
    assert desk.browser(desk.approver).submit(f"{page}/end/drop", {}).status_code == 302
    assert sees(desk, "victim_service", now())
    assert desk.browser(desk.approver).get(f"{page}/end/confirm").status_code == 404
    asked(desk)
    with desk.store.reading() as session:
        decisions = list(session.scalars(select(Ending.decision).order_by(Ending.asked_at)))
    assert decisions == [Ended.DROPPED, ""]


def test_afterwards_affected_screens_say_who_must_act(desk: Desk) -> None:
    page = confirmed(desk)
    words = desk.browser(desk.world.viewers["police"]).page(f"/cases/{desk.world.case.id}").words
    assert f"no protocol is in force for {desk.world.conference.name}" in words
    assert desk.author.name in words
    assert "must put another version in force" in words
    shown = desk.browser(desk.author).page(page).words
    assert "Ended without another in its place" in shown
    assert WHY in shown
    assert f"confirmed by {desk.approver.name}" in shown
    assert "End it without another" not in shown


def test_before_its_last_day_the_screens_say_what_is_coming(desk: Desk) -> None:
    confirmed(desk, 10)
    assert any("The last day of version" in words for words in said(desk))
    with moved_to(end_of(today() + timedelta(days=10))):
        assert any("no protocol is in force" in words for words in said(desk))


def test_a_version_that_follows_before_the_end_takes_its_place(desk: Desk) -> None:
    confirmed(desk, 10)
    desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/draft", {"label": "1.1"})
    with desk.store.reading() as session:
        new = session.scalars(select(Agreement).where(Agreement.label == "1.1")).one()
    with desk.store.writing() as session:
        every = [a.id for a in desk.world.agencies.values()]
        new = agreements.propose(session, desk.author, agreement_id=new.id, version=new.version)
        agreements.sign(session, desk.author, agreement_id=new.id, agencies=every)
        agreements.put_in_force(
            session, desk.approver, agreement_id=new.id, version=new.version, gains_confirmed=0
        )
    assert row_of(desk).state == AgreementState.SUPERSEDED
    assert said(desk) == []
    assert sees(desk, "victim_service", end_of(today() + timedelta(days=10)))


def test_an_agency_signs_and_withdraws_while_the_version_runs_out(desk: Desk) -> None:
    page = confirmed(desk, 10)
    client = desk.browser(desk.author)
    told = {
        "agency_id": str(desk.world.agencies["victim_service"].id), "status": "withdrawn",
        "signed_by": "Chief executive",
    }  # fmt: skip
    assert client.submit(f"{page}/signatures", told).status_code == 302
    assert not sees(desk, "victim_service", now())
    with moved_to(end_of(today() + timedelta(days=10))):
        late = desk.browser(desk.author).submit(f"{page}/signatures", {**told, "status": "signed"})
    assert "no longer used" in late.text


def test_the_calendar_of_a_version_that_ends_names_no_successor(desk: Desk) -> None:
    page = confirmed(desk, days=10)
    words = desk.browser(desk.author).page(f"{page}/analysis").words
    assert "This version ends without another in its place" in words
    assert "Another takes its place" not in words


def test_the_ledger_says_who_asked_and_who_confirmed(desk: Desk) -> None:
    confirmed(desk)
    with desk.store.reading() as session:
        rows = session.execute(
            select(LedgerEntry.kind, LedgerEntry.actor_id)
            .where(LedgerEntry.kind.like("protocol:end%"))
            .order_by(LedgerEntry.seq)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("protocol:end-asked", desk.author.person_id),
        ("protocol:ended", desk.approver.person_id),
    ]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INFORMATION_GOVERNANCE_OFFICER])
def test_only_who_keeps_the_protocol_asks(desk: Desk, role: Role) -> None:
    with desk.store.writing() as session:
        other = make_viewer(session, desk.world.agencies["health"], role)
    assert desk.browser(other).get(f"/protocol/{desk.in_force}/end").status_code == 403
