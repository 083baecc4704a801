"""While a version is agreed for a later day: what another one replaces, opens and is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from casework.agreements import service as agreements
from casework.agreements.in_force import in_force
from casework.agreements.models import Agreement, AgreementState
from casework.agreements.naming import named_words
from casework.clock import first_moment, moved_to, now, today
from casework.errors import Invalid
from casework.sharing import service
from casework.sharing.amending import is_small
from casework.sharing.opened import opened
from casework.sharing.printed.around import around_of
from tests.casework.sharing.desk import Desk
from tests.factories.agreements import STARTER, clause

LATER = today() + timedelta(days=30)
# What 1.1 opens, from a later day on.
WIDER = STARTER.replace('"1.0"', '"1.1"', 1) + clause("99", "grant", "full", category="finance")


def handed_over(desk: Desk, text: str) -> UUID:
    with desk.store.writing() as session:
        row = agreements.draft(session, desk.author, text=text)
        row = service.hand_over(session, desk.author, agreement_id=row.id, version=row.version)
        every = [agency.id for agency in desk.world.agencies.values()]
        agreements.sign(session, desk.author, agreement_id=row.id, agencies=every)
        return row.id


def approved(desk: Desk, key: UUID, *, later: bool = False) -> None:
    """As the approver does, who reads the list that the page shows."""
    with desk.store.writing() as session:
        row = session.get_one(Agreement, key)
        day = LATER if later else None
        read = opened(session, service.replaced(session, row, day), row)
        service.put_in_force(
            session, desk.approver, agreement_id=key, version=row.version,
            confirmed=read.digest, starts_on=day, knows_unsigned=True,
        )  # fmt: skip


@pytest.fixture
def coming(desk: Desk) -> UUID:
    """Version 1.1, in thirty days."""
    key = handed_over(desk, WIDER)
    approved(desk, key, later=True)
    return key


def counts_at(desk: Desk, moment: datetime) -> str:
    with desk.store.reading() as session:
        kind = desk.world.conference.kind
        (found,) = in_force(session, desk.world.partnership.id, kind, moment)
        return found.label


def test_what_opens_is_told_against_the_version_that_counts_and_not_against_a_later_one(
    desk: Desk, coming: UUID
) -> None:
    key = handed_over(desk, WIDER.replace('"1.1"', '"1.2"', 1))
    with desk.store.reading() as session:
        row = session.get_one(Agreement, key)
        before = service.replaced(session, row)
        assert [one.label for one in before] == ["1.0", "1.1"]
        assert opened(session, before, row).people
        assert not is_small(before, row)
    page = desk.browser(desk.approver).page(f"/protocol/{key}/approve").words
    assert "This version shows people more than they see today" in page
    assert "Version 1.1 was agreed to follow" in page


def test_a_list_read_for_one_day_is_read_again_for_another_on_which_another_version_counts(
    desk: Desk, coming: UUID
) -> None:
    key = handed_over(desk, WIDER.replace('"1.1"', '"1.2"', 1))
    with desk.store.writing() as session:
        row = session.get_one(Agreement, key)
        today_read = opened(session, service.replaced(session, row), row)
        with pytest.raises(Invalid, match="Read the list again"):
            service.put_in_force(
                session, desk.approver, agreement_id=key, version=row.version,
                confirmed=today_read.digest, starts_on=LATER + timedelta(days=1),
                knows_unsigned=True,
            )  # fmt: skip


def test_the_later_version_never_comes_and_says_so(desk: Desk, coming: UUID) -> None:
    assert counts_at(desk, now()) == "1.0"
    assert counts_at(desk, first_moment(LATER)) == "1.1"
    approved(desk, handed_over(desk, STARTER.replace('"1.0"', '"1.2"', 1)))
    assert counts_at(desk, now()) == counts_at(desk, first_moment(LATER)) == "1.2"
    page = desk.browser(desk.author)
    assert "It was never in force" in page.page(f"/protocol/{coming}").words
    assert page.page("/protocol/").words.count("It was never in force") == 1
    with moved_to(first_moment(LATER)), desk.store.reading() as session:
        assert not around_of(session, session.get_one(Agreement, coming)).binding


def test_one_that_begins_still_later_follows_the_one_that_is_agreed(
    desk: Desk, coming: UUID
) -> None:
    key = handed_over(desk, STARTER.replace('"1.0"', '"1.2"', 1))
    with desk.store.reading() as session:
        row = session.get_one(Agreement, key)
        before = service.replaced(session, row, LATER + timedelta(days=1))
    assert [one.label for one in before] == ["1.1"]


def test_until_the_next_one_begins_the_words_of_this_one_can_be_said(desk: Desk) -> None:
    text = STARTER.replace('"1.0"', '"1.1"', 1)
    held_back = text + clause("98", "cap", "summary", role="idva", category="finance")
    approved(desk, handed_over(desk, held_back))
    approved(desk, handed_over(desk, text.replace('"1.1"', '"1.2"', 1)), later=True)

    def posts(moment: datetime) -> bool:
        with moved_to(moment), desk.store.reading() as session:
            world = desk.world
            return "idva" in named_words(
                session, world.partnership.id, world.conference.kind, "role"
            )

    assert posts(now())
    assert not posts(first_moment(LATER))


def test_a_version_that_runs_to_an_agreed_end_is_printed_as_binding(desk: Desk) -> None:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        agreements.end(session, row, moment=now() + timedelta(days=10))
        assert row.state == AgreementState.WITHDRAWN
        assert around_of(session, row).binding


def test_a_copy_of_a_draft_has_the_authors_of_the_draft(desk: Desk) -> None:
    with desk.store.writing() as session:
        own = agreements.draft(session, desk.author, text=WIDER)
        copy = service.start_draft(session, desk.second, agreement_id=own.id, label="1.2")
        assert agreements.authors(session, copy) == {desk.author.person_id, desk.second.person_id}
        row = session.get_one(Agreement, UUID(desk.in_force))
        after = service.start_draft(session, desk.second, agreement_id=row.id, label="1.3")
        assert agreements.authors(session, after) == {desk.second.person_id}, "others approved it"
