"""One press reminds everybody who is late: a notice, a letter, a line in the history."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from docx import Document
from sqlalchemy import select

from casework.access import Viewer
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, Party
from casework.agreements.reminder_models import Missing, Reminder
from casework.agreements.standing_models import Signature
from casework.clock import LONDON, end_of, moved_to, today
from casework.notices.models import Notice
from casework.sharing.late import late
from casework.sharing.leaving import give_notice
from casework.sharing.officers import name_officer
from casework.sharing.work import work_for
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_circulation import officer, sent
from tests.client import PageClient
from tests.factories.directory import make_viewer

__all__ = ["officer"]


def names(desk: Desk, agreement_id: str) -> list[tuple[str, Missing]]:
    with desk.store.reading() as session:
        row = session.get_one(Agreement, UUID(agreement_id))
        return [(one.name, one.missing) for one in late(session, row)]


def passed() -> datetime:
    """The moment at which the day for replies has ended."""
    return end_of(today() + timedelta(days=14))


def draft_of(desk: Desk) -> str:
    return f"/protocol/{desk.draft().id}"


def pressed(desk: Desk) -> tuple[PageClient, str]:
    """Everybody late is reminded; the author's browser, and where the letters are."""
    client = desk.browser(desk.author)
    page = f"{draft_of(desk)}/reminders"
    answer = client.submit(page, action=page)
    assert answer.status_code == 302, answer.text
    return client, answer.headers["Location"]


def test_nobody_is_late_before_the_day_for_replies_has_ended_in_london(
    desk: Desk, officer: Viewer
) -> None:
    sent(desk)
    with moved_to(passed() - timedelta(microseconds=1)):
        assert names(desk, str(desk.draft().id)) == []
    with moved_to(passed()):
        assert names(desk, str(desk.draft().id)) == [
            ("Noor Aziz", Missing.OPENING),
            ("A. Marsh", Missing.REPLY),
        ]


def test_the_day_ends_at_midnight_in_london_also_in_summer(desk: Desk, officer: Viewer) -> None:
    with moved_to(datetime(2026, 3, 20, 12, tzinfo=LONDON)):
        sent(desk)
    # Replies by 3 April: summer time began on 29 March, so midnight is 23:00 UTC.
    midnight = datetime(2026, 4, 4, 0, 0, tzinfo=LONDON)
    with moved_to(midnight - timedelta(minutes=1)):
        assert names(desk, str(desk.draft().id)) == []
    with moved_to(midnight):
        assert len(names(desk, str(desk.draft().id))) == 2


def test_whoever_opened_it_is_reminded_of_the_reply_and_whoever_replied_of_nothing(
    desk: Desk, officer: Viewer
) -> None:
    _author, page = sent(desk)
    desk.browser(officer).submit(page, action=f"{page}/open")
    with moved_to(passed()):
        assert ("Noor Aziz", Missing.REPLY) in names(desk, str(desk.draft().id))
    desk.browser(officer).submit(f"{page}/reply", {"said": "agrees"})
    with moved_to(passed()):
        assert names(desk, str(desk.draft().id)) == [("A. Marsh", Missing.REPLY)]


def test_one_press_reminds_all_of_them_and_not_twice_on_one_day(
    desk: Desk, officer: Viewer
) -> None:
    _author, page = sent(desk)
    with moved_to(passed() + timedelta(hours=9)):
        client, letters = pressed(desk)
        words = client.page(letters).words
        assert "Notice by mail, and letter" in words
        assert "A. Marsh" in words
        again = client.page(f"{draft_of(desk)}/reminders").words
        assert "Reminded today" in again
        assert "Remind all" not in again
        assert "Reminders" in client.page(page).words
        assert "Noor Aziz" in client.page(page).words
    with moved_to(passed() + timedelta(days=1, hours=9)):
        pressed(desk)
    with desk.store.reading() as session:
        assert len(session.scalars(select(Reminder)).all()) == 4
        told = session.scalars(select(Notice.person_id).where(Notice.once.like("reminder %")))
        assert list(told) == [officer.person_id] * 2


def test_the_letters_say_what_is_missing_to_whom_and_since_when(
    desk: Desk, officer: Viewer
) -> None:
    sent(desk)
    with moved_to(passed() + timedelta(hours=9)):
        client, letters = pressed(desk)
        word = client.get(f"{letters}/word")
        paper = client.get(f"{letters}/pdf")
    assert paper.data.startswith(b"%PDF-")
    said = "\n".join(p.text for p in Document(BytesIO(word.data)).paragraphs)
    assert "Noor Aziz" in said
    assert "version 1.1" in said
    assert "Sign in to Confer: the draft stands on your work list" in said
    assert "A. Marsh" in said
    assert "Read the draft that you have on paper" in said
    assert desk.author.name in said
    assert "Markervictim" not in said


def test_only_those_who_record_for_the_partnership_remind(desk: Desk, officer: Viewer) -> None:
    sent(desk)
    page = f"{draft_of(desk)}/reminders"
    assert desk.browser(officer).get(page).status_code == 403
    assert desk.browser(desk.world.viewers["coordinator"]).get(page).status_code == 200
    with moved_to(passed() + timedelta(hours=9)):
        _client, letters = pressed(desk)
        assert desk.browser(officer).get(f"{letters}/word").status_code == 403
        other = letters.replace(str(desk.draft().id), desk.in_force)
        assert desk.browser(desk.author).get(other).status_code == 404


def test_an_officer_who_has_not_signed_what_is_in_force_is_late_from_its_first_day(
    desk: Desk, officer: Viewer
) -> None:
    assert names(desk, desk.in_force) == []
    with desk.store.writing() as session:
        party = session.scalars(
            select(Party).where(Party.agency_id == desk.world.agencies["health"].id)
        ).one()
        party.status, party.signed_at = "invited", None
        for old in session.scalars(select(Signature).where(Signature.agency_id == party.agency_id)):
            session.delete(old)
    assert names(desk, desk.in_force) == [("Noor Aziz", Missing.SIGNATURE)]


def test_every_officer_is_reminded_of_a_review_once_its_day_has_passed(
    desk: Desk, officer: Viewer
) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        by = row_review(row)
        person = make_viewer(session, desk.world.agencies["fire"], name="Ola Brand")
        name_officer(
            session, desk.author, agreement_id=row.id, agency_id=desk.world.agencies["fire"].id,
            person_id=person.person_id, name="", post="",
        )  # fmt: skip
    with moved_to(by - timedelta(microseconds=1)):
        assert names(desk, desk.in_force) == []
    with moved_to(by):
        assert {name for name, _ in names(desk, desk.in_force)} == {"Noor Aziz", "Ola Brand"}
        with desk.store.reading() as session:
            kinds = {item.kind for item in work_for(session, officer)}
        assert "protocol_review_overdue" in kinds


def test_the_officer_of_an_agency_that_has_left_takes_no_part_in_the_review(
    desk: Desk, officer: Viewer
) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        by = row_review(row)
        give_notice(
            session, desk.author, agreement_id=row.id, agency_id=officer.agency_id,
            last_day=today() + timedelta(days=1), said_by="Chief executive", reason="It closes.",
        )  # fmt: skip
    with moved_to(by), desk.store.reading() as session:
        assert work_for(session, officer) == []


def row_review(row: Agreement) -> datetime:
    """The moment from which its review is overdue."""
    by = compiled(row.text)[0].review_by
    if by is None:
        pytest.fail("the starter protocol has a day of review")
    return end_of(by)
