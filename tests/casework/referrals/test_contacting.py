"""An accepted domestic abuse case reaches the victim service before the meeting does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.agreements.posts import give_post
from casework.cases.exclusions import exclude
from casework.cases.models import Case, ContactBeforeMeeting
from casework.cases.visibility import load_case
from casework.clock import moved_to, today
from casework.db import Database
from casework.directory.models import Agency, AgencyType, AppointmentRow, ConferenceKind
from casework.errors import Invalid, NotFound
from casework.notices.models import Notice
from casework.referrals import contacting, triage
from casework.referrals.contact_telling import next_working_moment
from casework.referrals.models import Referral, ReferralState
from casework.referrals.work import work_for
from tests.factories.accounts import browser_of
from tests.factories.agreements import STARTER, gated
from tests.factories.directory import make_viewer
from tests.factories.referrals import World, make_referral, make_world

BUILT = datetime(2026, 2, 2, 10, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 3, 27, 22, tzinfo=UTC)


@dataclass
class Advocacy:
    """The usual world, with a victim service at its table."""

    world: World
    agency: Agency
    idva: Viewer
    deputy: Viewer
    referral: Referral
    case: Case


def make_advocacy(
    store: Database,
    kind: ConferenceKind = ConferenceKind.DOMESTIC_ABUSE_MARAC,
    protocol: str = STARTER,
) -> Advocacy:
    with moved_to(BUILT), store.writing() as session:
        more = (AgencyType.VICTIM_SERVICE,)
        world = make_world(session, kind, more=more, protocol=protocol)
        agency = session.scalars(
            select(Agency).where(
                Agency.partnership_id == world.partnership.id, Agency.agency_type == more[0]
            )
        ).one()
        idva = make_viewer(session, agency, Role.REPRESENTATIVE, world.conference)
        deputy = make_viewer(session, agency, Role.DEPUTY, world.conference)
        referral, case = make_referral(session, world, ReferralState.SUBMITTED)
    return Advocacy(world, agency, idva, deputy, referral, case)


@pytest.fixture
def store(site: Database) -> Database:
    return site


@pytest.fixture
def made(store: Database) -> Advocacy:
    return make_advocacy(store)


def accept(store: Database, made: Advocacy, *, urgent: bool = False) -> None:
    with store.writing() as session:
        what = {
            "referral": session.get_one(Referral, made.referral.id),
            "case": session.get_one(Case, made.case.id),
        }
        if urgent:
            triage.mark_urgent(session, made.world.coordinator, reason="He has found her.", **what)
        triage.accept(session, made.world.coordinator, **what)


def the_contact(store: Database) -> ContactBeforeMeeting:
    with store.reading() as session:
        return session.scalars(select(ContactBeforeMeeting)).one()


def letters(store: Database, made: Advocacy) -> list[Notice]:
    ours = (made.idva.person_id, made.deputy.person_id)
    with store.reading() as session:
        return list(session.scalars(select(Notice).where(Notice.person_id.in_(ours))))


def words(store: Database, who: Viewer) -> list[str]:
    with store.reading() as session:
        return [item.words for item in work_for(session, who)]


def test_before_it_is_accepted_the_victim_service_knows_of_nothing(
    store: Database, made: Advocacy
) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        load_case(session, made.idva, made.case.id)
    assert letters(store, made) == []


def test_accepting_puts_it_on_the_list_of_its_people_and_says_so_without_a_word_of_the_case(
    store: Database, made: Advocacy
) -> None:
    with moved_to(MONDAY):
        accept(store, made)
    for who in (made.idva, made.deputy):
        assert words(store, who) == [f"Contact before the meeting, case {made.case.reference}"]
    sent = letters(store, made)
    assert {n.person_id for n in sent} == {made.idva.person_id, made.deputy.person_id}
    assert [(n.kind, n.refers, n.due_at) for n in sent] == [("work waiting", {}, MONDAY)] * 2


def test_what_is_not_urgent_waits_for_the_next_working_day_and_what_is_urgent_does_not(
    store: Database,
) -> None:
    calm, pressing = make_advocacy(store), make_advocacy(store)
    with moved_to(FRIDAY_NIGHT):
        accept(store, calm)
        accept(store, pressing, urgent=True)
    # The clocks go forward in that night of Saturday to Sunday.
    monday = datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
    assert {n.due_at for n in letters(store, calm)} == {monday}
    assert {n.due_at for n in letters(store, pressing)} == {FRIDAY_NIGHT}


def test_a_case_that_becomes_urgent_is_told_of_again_at_once(
    store: Database, made: Advocacy
) -> None:
    with moved_to(FRIDAY_NIGHT):
        accept(store, made)
        with store.writing() as session:
            triage.mark_urgent(
                session, made.world.coordinator, reason="He has found her.",
                referral=session.get_one(Referral, made.referral.id),
                case=session.get_one(Case, made.case.id),
            )  # fmt: skip
    assert FRIDAY_NIGHT in {n.due_at for n in letters(store, made)}
    assert words(store, made.idva)[0].startswith("Urgent: contact before the meeting")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 3, 6, tzinfo=UTC), datetime(2026, 3, 3, 7, 30, tzinfo=UTC)),
        (datetime(2026, 3, 3, 17, 59, tzinfo=UTC), datetime(2026, 3, 3, 17, 59, tzinfo=UTC)),
        (datetime(2026, 3, 3, 18, tzinfo=UTC), datetime(2026, 3, 4, 7, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 26, 7, 30, tzinfo=UTC)),
        (datetime(2026, 7, 3, 16, 59, tzinfo=UTC), datetime(2026, 7, 3, 16, 59, tzinfo=UTC)),
        (datetime(2026, 7, 3, 17, tzinfo=UTC), datetime(2026, 7, 6, 6, 30, tzinfo=UTC)),
        # From the evening before Good Friday to the Tuesday after Easter.
        (datetime(2026, 4, 2, 17, tzinfo=UTC), datetime(2026, 4, 7, 6, 30, tzinfo=UTC)),
    ],
)
def test_the_working_day_goes_by_the_clock_on_the_wall(
    moment: datetime, expected: datetime
) -> None:
    assert next_working_moment(moment) == expected


def test_a_protocol_that_keeps_the_case_from_the_victim_service_keeps_this_too(
    store: Database,
) -> None:
    strict = STARTER.replace('agency_type = { not = "victim_service" }\n', "", 1)
    assert strict != STARTER
    made = make_advocacy(store, protocol=strict)
    accept(store, made)
    assert words(store, made.idva) == []
    assert letters(store, made) == []
    with store.reading() as session:
        case = session.get_one(Case, made.case.id)
        lines = contacting.contacts_of(session, case) or []
        assert [line.row for line in lines] == [None]
        with pytest.raises(NotFound):
            load_case(session, made.idva, made.case.id)


@pytest.mark.parametrize("has_idva", [False, True])
def test_a_service_is_asked_where_its_idva_may_know_and_nobody_else_of_it(
    store: Database, *, has_idva: bool
) -> None:
    to_idvas = gated('role = "idva"', applies='agency_type = "victim_service"')
    made = make_advocacy(store, protocol=to_idvas)
    if has_idva:
        with store.writing() as session:
            row = session.scalars(
                select(AppointmentRow).where(AppointmentRow.person_id == made.idva.person_id)
            ).one()
            give_post(
                session, made.world.coordinator, conference_id=made.world.conference.id,
                appointment_id=row.id, word="idva",
            )  # fmt: skip
    accept(store, made)
    with store.reading() as session:
        assert len(session.scalars(select(ContactBeforeMeeting)).all()) == has_idva
    assert bool(letters(store, made)) is has_idva


def test_a_victim_service_that_is_kept_from_the_case_is_not_asked(
    store: Database, made: Advocacy
) -> None:
    with store.writing() as session:
        exclude(session, made.world.writer, case=made.case, agency_id=made.agency.id)
    accept(store, made)
    assert letters(store, made) == []
    with store.reading() as session:
        assert session.scalars(select(ContactBeforeMeeting)).all() == []


def test_a_worker_with_a_conflict_hears_nothing_of_it(store: Database, made: Advocacy) -> None:
    with store.writing() as session:
        exclude(session, made.world.writer, case=made.case, person_id=made.deputy.person_id)
    accept(store, made)
    assert {n.person_id for n in letters(store, made)} == {made.idva.person_id}
    assert words(store, made.deputy) == []


def test_another_kind_of_conference_asks_nobody(store: Database) -> None:
    made = make_advocacy(store, ConferenceKind.CCM)
    accept(store, made)
    assert words(store, made.idva) == []
    with store.reading() as session:
        assert contacting.contacts_of(session, session.get_one(Case, made.case.id)) is None


def day(moment: object) -> dict[str, str]:
    return {f"contacted_on-{part}": str(getattr(moment, part)) for part in ("day", "month", "year")}


def test_the_advocate_says_how_it_went_and_the_coordinator_sees_it(
    app: Flask, store: Database, made: Advocacy
) -> None:
    accept(store, made)
    office, idva = browser_of(app, made.world.coordinator), browser_of(app, made.idva)
    case_page = f"/cases/{made.case.id}"
    assert "not answered yet" in office.page(case_page).words
    assert "Say how it went" in idva.page(case_page).words
    url = f"/referrals/contacts/{the_contact(store).id}"
    assert "How did it go?" in idva.page(url).words
    nothing = idva.submit(url, {"outcome": "", **day(today())})
    assert nothing.status_code == 422
    assert "Select how it went" in nothing.text
    tomorrow = idva.submit(url, {"outcome": "reached", **day(today() + timedelta(days=1))})
    assert tomorrow.status_code == 422
    assert "today or in the past" in tomorrow.text
    assert idva.submit(url, {"outcome": "not_reached", **day(today())}).status_code == 302
    assert len(words(store, made.idva)) == 1
    assert "could not be reached safely" in office.page(case_page).words
    assert idva.submit(url, {"outcome": "reached", **day(today())}).status_code == 302
    assert words(store, made.idva) == []
    assert "they were spoken with" in office.page(case_page).words


def test_nobody_else_answers_for_the_advocate(app: Flask, store: Database, made: Advocacy) -> None:
    accept(store, made)
    url = f"/referrals/contacts/{the_contact(store).id}"
    assert browser_of(app, made.world.representative).get(url).status_code == 404


def test_two_advocates_who_answer_at_once_lose_nothing(
    app: Flask, store: Database, made: Advocacy
) -> None:
    accept(store, made)
    url = f"/referrals/contacts/{the_contact(store).id}"
    idva, deputy = browser_of(app, made.idva), browser_of(app, made.deputy)
    seen = idva.page(url)
    assert deputy.submit(url, {"outcome": "not_safe", **day(today())}).status_code == 302
    late = idva.post(url, data=seen.form().filled({"outcome": "reached", **day(today())}))
    assert late.status_code == 422
    assert "Somebody else changed this" in late.text
    assert the_contact(store).outcome == "not_safe"


def test_the_day_is_not_before_the_referral(store: Database, made: Advocacy) -> None:
    accept(store, made)
    row = the_contact(store)
    with store.writing() as session, pytest.raises(Invalid):
        contacting.record_contact(
            session, made.idva, contact_id=row.id, outcome="reached", version=row.version,
            contacted_on=BUILT.date() - timedelta(days=1),
        )  # fmt: skip
