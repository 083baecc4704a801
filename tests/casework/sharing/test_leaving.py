"""A partner leaves: what is lost is read first, sharing ends to the moment, the rest is settled."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.resources import files
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.agreements.models import Agreement
from casework.agreements.standing_models import Leaving, LeftBehind
from casework.cases.answers import write_answer
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.clock import end_of, moved_to, now, today
from casework.directory.models import AppointmentRow
from casework.disclosure.current import GATE
from casework.errors import Conflict, Invalid
from casework.sharing import leaving
from casework.sharing.losses import losses, quorum_words
from casework.sharing.officers import name_officer
from protocols.life import Life
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_circulation import on
from tests.factories.agreements import STARTER, adopt
from tests.factories.directory import make_viewer


def page(desk: Desk, agency: str = "victim_service") -> str:
    return f"/protocol/{desk.in_force}/parties/{desk.world.agencies[agency].id}/leave"


def told(days: int = 30) -> dict[str, object]:
    return {
        **on(today() + timedelta(days=days), "last_day"), "said_by": "Chief executive",
        "reason": "The contract ends.", "confirm": "y",
    }  # fmt: skip


def sees(desk: Desk, who: str, moment: datetime) -> bool:
    with moved_to(moment), desk.store.reading() as session:
        case = session.get_one(Case, desk.world.case.id)
        decided = desk.app.extensions[GATE].decide(desk.world.viewers[who], matter(session, case))
    return any(i.field == "victim.surname" and d.effect.word == "full" for i, d in decided)


def notice(desk: Desk) -> Leaving:
    with desk.store.reading() as session:
        return session.scalars(select(Leaving)).one()


def test_who_loses_what_is_read_before_the_notice_is_recorded(desk: Desk) -> None:
    client = desk.browser(desk.author)
    words = client.page(page(desk)).words
    assert "that you do not take part in" in words
    # Who keeps the protocol opens no case, and is not told which there are.
    assert desk.world.case.reference not in words
    assert "10 of 11 signatures would stand" in words
    assert "Markervictim" not in words
    assert client.submit(page(desk), {**told(), "confirm": ""}).status_code == 422
    assert desk.browser(desk.world.viewers["coordinator"]).get(page(desk)).status_code == 403


def test_the_one_who_supplied_everything_takes_it_from_all_the_others(desk: Desk) -> None:
    with desk.store.reading() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        gate = desk.app.extensions[GATE]
        police = losses(session, gate, row, desk.world.agencies["police"].id).lines
        advocate = losses(session, gate, row, desk.world.agencies["victim_service"].id).lines
    names = {loss.agency for loss in police}
    assert desk.world.agencies["victim_service"].name in names
    assert desk.world.agencies["police"].name not in names, "it keeps its own"
    assert [loss.agency for loss in advocate] == [desk.world.agencies["victim_service"].name]


def test_only_live_cases_and_the_people_of_today_lose_something(desk: Desk) -> None:
    def lost() -> dict[str, tuple[int, int]]:
        with desk.store.reading() as session:
            row = session.get_one(Agreement, UUID(desk.in_force))
            police = desk.world.agencies["police"].id
            found = losses(session, desk.app.extensions[GATE], row, police).lines
            return {loss.agency: (loss.answers, loss.cases) for loss in found}

    service = desk.world.agencies["victim_service"].name
    assert lost()[service] == (2, 1)
    with desk.store.writing() as session:
        person_id = desk.world.viewers["victim_service"].person_id
        held = session.scalars(
            select(AppointmentRow).where(AppointmentRow.person_id == person_id)
        ).one()
        held.ends_on = today() - timedelta(days=1)
    assert service not in lost(), "nobody of that agency looks any more"
    with desk.store.writing() as session:
        session.get_one(Case, desk.world.case.id).state = "open"
    assert lost() == {}


def test_what_a_leaver_supplied_is_counted_as_it_stands_now(desk: Desk) -> None:
    def supplied() -> int:
        with desk.store.reading() as session:
            row = session.get_one(Agreement, UUID(desk.in_force))
            found = leaving.belongings(session, row, desk.world.agencies["police"].id)
        return next((count for count, words in found if words.startswith("answers")), 0)

    before = supplied()
    with desk.store.writing() as session:
        case = session.get_one(Case, desk.world.case.id)
        write_answer(
            session, desk.world.viewers["police"], case=case, field="victim.surname",
            text="Markeranother", subject_id=desk.world.subjects["victim"],
        )  # fmt: skip
    assert supplied() == before, "an answer takes the place of another"
    with desk.store.writing() as session:
        session.get_one(Case, desk.world.case.id).state = "not_taken"
    assert supplied() == 0


def test_sharing_goes_on_to_the_last_moment_of_the_last_day_and_then_ends(desk: Desk) -> None:
    client = desk.browser(desk.author)
    assert client.submit(page(desk), told()).status_code == 302
    end = end_of(today() + timedelta(days=30))
    assert notice(desk).leaves_at == end
    assert sees(desk, "victim_service", end - timedelta(microseconds=1))
    assert not sees(desk, "victim_service", end)
    assert sees(desk, "childrens_social_care", end)
    assert "Leaves on" in client.page(f"/protocol/{desk.in_force}/parties").words
    again = client.submit(page(desk), told())
    assert "given notice already" in again.text


def test_leaving_at_once_counts_at_once_and_cannot_be_taken_back(desk: Desk) -> None:
    client = desk.browser(desk.author)
    assert client.submit(page(desk), {**told(), **on_nothing()}).status_code == 302
    assert not sees(desk, "victim_service", now())
    back = f"/protocol/leaving/{notice(desk).id}/back"
    assert "has ended" in client.submit(back, {}).text


def test_who_has_left_gives_no_notice_again_and_no_notice_brings_anybody_back(desk: Desk) -> None:
    client = desk.browser(desk.author)
    assert client.submit(page(desk), {**told(), **on_nothing()}).status_code == 302
    again = client.submit(page(desk), told())
    assert "has left already. It can sign again" in again.text
    first = notice(desk)
    with desk.store.writing() as session:
        session.add(
            Leaving(
                partnership_id=first.partnership_id, name=first.name, agency_id=first.agency_id,
                given_at=now(), leaves_at=now() + timedelta(days=30), said_by="Chief executive",
                reason="", recorded_by=desk.author.person_id,
            )
        )  # fmt: skip
    assert not sees(desk, "victim_service", now())


def test_the_officer_of_an_agency_that_has_left_signs_again_and_it_is_back(desk: Desk) -> None:
    agency, at = desk.world.agencies["victim_service"], f"/protocol/{desk.in_force}"
    with desk.store.writing() as session:
        who = make_viewer(session, agency, Role.REPRESENTATIVE)
        name_officer(
            session, desk.author, agreement_id=UUID(desk.in_force), agency_id=agency.id,
            person_id=who.person_id, name="", post="Manager",
        )  # fmt: skip
    desk.browser(desk.author).submit(page(desk), {**told(), **on_nothing()})
    assert not sees(desk, "victim_service", now())
    assert desk.browser(who).submit(f"{at}/sign", {"agreed": "y"}).status_code == 302
    assert sees(desk, "victim_service", now())


def on_nothing() -> dict[str, object]:
    return {f"last_day-{part}": "" for part in ("day", "month", "year")}


def test_a_notice_is_taken_back_while_it_runs(desk: Desk) -> None:
    client = desk.browser(desk.author)
    client.submit(page(desk), told())
    made = notice(desk)
    assert client.submit(f"/protocol/leaving/{made.id}/back", {}).status_code == 302
    assert sees(desk, "victim_service", made.leaves_at + timedelta(days=1))


def test_what_it_leaves_behind_is_settled_line_by_line(desk: Desk) -> None:
    client = desk.browser(desk.author)
    police = desk.browser(desk.world.viewers["police"])
    police.page(f"/cases/{desk.world.case.id}")
    client.submit(page(desk, "police"), told())
    with desk.store.reading() as session:
        lines = list(session.scalars(select(LeftBehind)))
    said = {line.words: line.count for line in lines}
    assert said["answers that it supplied to open cases"] == 2
    assert said["cases of which it was shown something"] == 1
    assert said["offices as chair or coordinator held by its people"] == 1
    listed = f"/protocol/leaving/{notice(desk).id}"
    url = f"{listed}/{lines[0].id}"
    assert client.submit(url, {}).status_code == 422
    assert client.submit(url, {"fate": "destroy", "note": "By the DPO"}).status_code == 302
    assert f"1 of {len(lines)} settled" in client.page(listed).words


def test_leaving_before_the_notice_has_run_needs_a_reason(desk: Desk) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        _with_life(row, "notice_days = 90")
        with pytest.raises(Invalid, match="90 days"):
            leaving.give_notice(
                session, desk.author, agreement_id=row.id,
                agency_id=desk.world.agencies["fire"].id,
                last_day=today() + timedelta(days=89), said_by="Chief", reason="",
            )  # fmt: skip
        made = leaving.give_notice(
            session, desk.author, agreement_id=row.id, agency_id=desk.world.agencies["fire"].id,
            last_day=today() + timedelta(days=90), said_by="Chief", reason="",
        )  # fmt: skip
        assert leaving.last_day_of(made) == today() + timedelta(days=90)


def test_a_departure_that_ends_the_quorum_says_so_first(desk: Desk) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        _with_life(row, "quorum = 11")
        words, ends = quorum_words(session, row, desk.world.agencies["fire"].id)
    assert ends
    assert "the protocol needs 11. Nothing would be shared by anybody." in words
    assert Life().quorum == 0


def test_notice_is_given_under_what_is_in_force_only(desk: Desk) -> None:
    desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/draft", {"label": "1.1"})
    draft = desk.draft().id
    url = f"/protocol/{draft}/parties/{desk.world.agencies['fire'].id}/leave"
    assert desk.browser(desk.author).get(url).status_code == 404
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        row.state, fire = "superseded", desk.world.agencies["fire"].id
        with pytest.raises(Conflict):
            leaving.party_of_version(session, row, fire)


def _with_life(row: Agreement, life: str) -> None:
    """The same protocol with a term of its own, as if it had been signed like that."""
    first = '\n[[clause]]\nnumber = "1.1"\n'
    row.text = STARTER.replace(first, f"\n[life]\n{life}\n{first}", 1)


def test_leaving_an_agreement_about_something_else_loses_and_leaves_nothing(desk: Desk) -> None:
    other = files("protocols").joinpath("library/review_panel.toml").read_text()
    with desk.store.writing() as session:
        agencies = tuple(session.merge(a) for a in desk.world.agencies.values())
        row = adopt(session, session.merge(desk.world.partnership), agencies, other)
        key, police = row.id, desk.world.agencies["police"].id
    with desk.store.reading() as session:
        row = session.get_one(Agreement, key)
        assert losses(session, desk.app.extensions[GATE], row, police).lines == []
        assert leaving.belongings(session, row, police) == []
        ours = session.get_one(Agreement, UUID(desk.in_force))
        assert losses(session, desk.app.extensions[GATE], ours, police).lines != []
        assert leaving.belongings(session, ours, police) != []
