"""A safe address does not leave its place: not by a page, a reason, a file name or a submission."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.cases.guarding import guard_texts
from casework.catalogue.field import Row
from casework.db import Database
from casework.disclosure.guards import MOST_STOPS, AddressFound, guarded
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import TooMany
from casework.referrals import attachments, intake, submission, triage
from casework.referrals.pages import rows
from tests.casework.referrals.conftest import Browser
from tests.factories.referrals import World, fill_in, make_draft, make_referral, make_world

ACCOUNT = {"incident_now.account": "It began in June.\nShe ran home.\nHe waited at 17 Zephyr Cres."}
SECRETS = ("Zephyr", "17 Z", "EC2A 4NE", "960 123")


def _stops(store: Database) -> int:
    with store.reading() as session:
        query = select(func.count()).select_from(LedgerEntry)
        return session.scalar(query.where(LedgerEntry.kind == Kind.GUARD_STOPPED.value)) or 0


def test_a_page_that_names_the_address_is_refused_by_line_and_nothing_is_echoed(
    store: Database,
) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case)
    what: Any = {"section": "incident", "answers": ACCOUNT}
    with pytest.raises(AddressFound) as stopped, guarded(store.writing) as session:
        intake.save_section(session, world.writer, referral=referral, case=case, **what)
    words = stopped.value.message
    assert words.startswith("Line 3 of “What happened” seems to contain the safe address")
    assert not any(secret in words for secret in SECRETS)
    assert _stops(store) == 1


def test_an_address_written_before_it_was_known_is_found_on_submitting(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        early = {"victim.current_address": "", "victim.telephone": "", **ACCOUNT}
        fill_in(session, world.writer, referral, case, given=early)
        late = {"victim.current_address": "17 Zephyr Crescent, EC2A 4NE"}
        intake.save_section(
            session, world.writer, referral=referral, case=case, section="victim_contact",
            answers=late, subject_id=rows(session, case)[Row.VICTIM][0],
            known={"victim.postcode": "EC2A 4NE", "victim.safe_to_call": "yes"},
        )  # fmt: skip
        with pytest.raises(AddressFound, match="Line 3"):
            submission.submit(session, world.writer, referral=referral, case=case)


@pytest.mark.parametrize("text", ["see 17, Zephyr Crescent", "at E C 2 A 4 N E", "01632960123"])
def test_a_reason_of_the_office_is_searched_too(store: Database, text: str) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_referral(session, world)
        with pytest.raises(AddressFound):
            triage.accept(session, world.coordinator, referral=referral, case=case, reason=text)


def test_the_name_of_a_file_is_searched(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case)
        with pytest.raises(AddressFound):
            attachments.attach(
                session, world.writer, referral=referral, case=case, content=b"plain",
                name="17-zephyr-crescent.txt",
            )  # fmt: skip


def test_whoever_is_stopped_too_often_has_to_wait(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        _, case = make_referral(session, world)
    for _ in range(MOST_STOPS):
        with pytest.raises(AddressFound), guarded(store.writing) as session:
            guard_texts(session, world.writer, case=case, texts={"triage.reason": "EC2A 4NE"})
    with pytest.raises(TooMany), guarded(store.writing) as session:
        guard_texts(session, world.writer, case=case, texts={"triage.reason": "harmless"})


def test_the_page_keeps_what_was_typed_and_says_what_to_do(
    site: Database, world: World, browser: Browser
) -> None:
    with site.writing() as session:
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case)
    client = browser(world.writer)
    url = f"/referrals/{referral.id}/pages/incident"
    answer = client.submit(url, {"incident_now-account": ACCOUNT["incident_now.account"]})
    assert answer.status_code == 422
    assert "Line 3 of “What happened”" in answer.text
    assert "He waited at" in answer.text
    assert _stops(site) == 1


def test_a_file_name_in_the_browser_is_stopped_beside_the_file(
    site: Database, world: World, browser: Browser
) -> None:
    with site.writing() as session:
        referral, case = make_draft(session, world)
        fill_in(session, world.writer, referral, case)
    client = browser(world.writer)
    url = f"/referrals/{referral.id}/files"
    sent = {"csrf_token": client.token(url), "file": (BytesIO(b"x"), "17 Zephyr Crescent.txt")}
    answer = client.post(url, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Zephyr" not in answer.text
