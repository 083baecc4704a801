"""A change that opens nothing may be notified where the protocol says so; any other is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.agreements import service as agreements
from casework.agreements.in_force import standing_of
from casework.agreements.models import Agreement, Party
from casework.agreements.standing import WITHDRAWN
from casework.agreements.standing_models import Signature, Way
from casework.clock import now, today
from casework.sharing import service
from casework.sharing.edits import find_clause, with_clause
from casework.sharing.leaving import give_notice
from casework.sharing.signatures import record_standing
from protocols.life import ALL, NOTIFIED, Life
from protocols.loader import load
from protocols.writer import digest, write
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_circulation import on
from tests.casework.sharing.test_desk import fire_sees_money
from tests.client import PageClient
from tests.factories.agreements import STARTER


@pytest.fixture
def notified(desk: Desk) -> Desk:
    """The same protocol, whose parties agreed that small changes are notified."""
    agreed(desk, Life(minor_changes=NOTIFIED))
    return desk


def agreed(desk: Desk, life: Life) -> None:
    text = write(replace(load(STARTER), life=life))
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        row.text, row.digest = text, digest(load(text))


def handed_over(desk: Desk, client: PageClient, url: str) -> PageClient:
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    return desk.browser(desk.approver)


def said_better(desk: Desk) -> None:
    with desk.store.writing() as session:
        service.edit(
            session, desk.author, agreement_id=desk.draft().id, clause="1.1", what="Said better",
            change=lambda p: with_clause(
                p, replace(find_clause(p, "1.1"), words="Only to keep people safe."), "1.1"
            ),
        )  # fmt: skip


def withdraws(desk: Desk, agency_id: UUID) -> None:
    with desk.store.writing() as session:
        record_standing(
            session, desk.author, agreement_id=UUID(desk.in_force), agency_id=agency_id,
            status=WITHDRAWN, signed_by="Chief",
        )  # fmt: skip


def leaves(desk: Desk, agency_id: UUID) -> None:
    with desk.store.writing() as session:
        give_notice(
            session, desk.author, agreement_id=UUID(desk.in_force), agency_id=agency_id,
            last_day=None, said_by="Chief", reason="It closes.",
        )  # fmt: skip


def ways(desk: Desk) -> set[str]:
    with desk.store.reading() as session:
        new = session.scalars(select(Agreement.id).where(Agreement.label == "1.1")).one()
        return set(session.scalars(select(Signature.way).where(Signature.agreement_id == new)))


def test_a_small_change_carries_the_signatures_over(notified: Desk) -> None:
    client, url = notified.started()
    said_better(notified)
    second = handed_over(notified, client, url)
    assert "This is a small change" in second.page(f"{url}/approve").words
    assert second.submit(f"{url}/approve", {"confirm": "y"}).status_code == 302
    assert ways(notified) == {Way.CARRIED}
    case = f"/cases/{notified.world.case.id}"
    advocate = notified.browser(notified.world.viewers["victim_service"])
    assert "Markervictim" in advocate.page(case).words


def test_a_change_that_opens_something_is_signed_whatever_the_protocol_says(
    notified: Desk,
) -> None:
    client, url = notified.started()
    fire_sees_money(client, url)
    second = handed_over(notified, client, url)
    words = second.page(f"{url}/approve").words
    assert "11 agencies have not signed this version" in words
    refused = second.submit(f"{url}/approve", {"confirm": "y"})
    assert refused.status_code == 422
    assert "nothing is shared with those who have not signed" in refused.text
    assert second.submit(f"{url}/approve", {"confirm": "y", "unsigned": "y"}).status_code == 302
    case = f"/cases/{notified.world.case.id}"
    advocate = notified.browser(notified.world.viewers["victim_service"])
    assert "Markervictim" not in advocate.page(case).words
    assert "has not signed version 1.1" in advocate.page(case).words


def test_what_somebody_has_to_do_is_not_dropped_without_a_signature(notified: Desk) -> None:
    client, url = notified.started()
    draft = notified.draft().id
    with notified.store.writing() as session:
        before = load(session.get_one(Agreement, UUID(notified.in_force)).text)
        bound = next(c for c in before.clauses if any(r.obligations for r in c.rules))
        free = tuple(replace(rule, obligations=()) for rule in bound.rules)
        service.edit(
            session, notified.author, agreement_id=draft, clause=bound.number,
            what="Less to do",
            change=lambda p: with_clause(p, replace(bound, rules=free), bound.number),
        )  # fmt: skip
    words = client.page(f"{url}/compare").words
    assert "No longer has to be done" in words
    assert f"Clause {bound.number}: After: " in words
    second = handed_over(notified, client, url)
    assert "This is a small change" not in second.page(f"{url}/approve").words


@pytest.mark.parametrize("goes", [withdraws, leaves])
@pytest.mark.parametrize("life", [Life(quorum=ALL, minor_changes=NOTIFIED), Life(quorum=ALL)])
def test_whoever_has_gone_is_no_party_of_the_next_version_and_holds_up_nobody(
    desk: Desk, goes: Callable[[Desk, UUID], None], life: Life
) -> None:
    agreed(desk, life)
    fire = desk.world.agencies["fire"].id
    goes(desk, fire)
    client, url = desk.started()
    said_better(desk)
    second = handed_over(desk, client, url)
    key = desk.draft().id
    with desk.store.writing() as session:
        staying = {
            p.agency_id for p in agreements.parties(session, session.get_one(Agreement, key))
        }
        if life.minor_changes != NOTIFIED:
            agreements.sign(session, desk.author, agreement_id=key, agencies=staying)
    assert second.submit(f"{url}/approve", {"confirm": "y"}).status_code == 302
    with desk.store.reading() as session:
        standing = standing_of(session, session.get_one(Agreement, key))
    assert len(standing.members) == 10
    assert fire not in standing.members
    assert standing.has_quorum(now())
    assert "has not signed" not in client.page("/protocol/").words


def test_without_that_term_even_better_words_are_signed_again(desk: Desk) -> None:
    client, url = desk.started()
    said_better(desk)
    second = handed_over(desk, client, url)
    assert second.submit(f"{url}/approve", {"confirm": "y"}).status_code == 422


def test_screens_speak_of_the_version_that_counts_now(desk: Desk) -> None:
    client, url = desk.started()
    second = handed_over(desk, client, url)
    told = {"confirm": "y", "unsigned": "y", **on(today() + timedelta(days=9), "starts_on")}
    assert second.submit(f"{url}/approve", told).status_code == 302
    assert "has not signed" not in client.page("/protocol/").words


def test_a_version_approved_for_a_day_is_agreed_and_the_one_before_goes_on(desk: Desk) -> None:
    client, url = desk.started()
    second = handed_over(desk, client, url)
    desk.everybody_signs()
    told = {"confirm": "y", **on(today() + timedelta(days=9), "starts_on")}
    past = {"confirm": "y", **on(today() - timedelta(days=1), "starts_on")}
    assert "today or in the future" in second.submit(f"{url}/approve", past).text
    assert second.submit(f"{url}/approve", told).status_code == 302
    words = client.page("/protocol/").words
    assert "Agreed In force from" in words
    assert "11 of 11 have signed; until" in words
    with desk.store.reading() as session:
        assert session.scalars(select(Party.status).distinct()).all() == ["signed"]


@pytest.mark.parametrize(("overdue", "shares"), [("warn", True), ("suspend", False)])
def test_an_overdue_review_is_said_on_screens_and_stops_sharing_only_where_it_was_agreed(
    desk: Desk, overdue: str, shares: bool
) -> None:
    late = replace(
        load(STARTER), review_by=today() - timedelta(days=1), life=Life(review_overdue=overdue)
    )
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        row.text, row.digest = write(late), digest(late)
    words = desk.browser(desk.world.viewers["victim_service"]).page(
        f"/cases/{desk.world.case.id}"
    ).words  # fmt: skip
    assert "The review of" in words
    assert ("Markervictim" in words) is shares
    assert "Review due" in desk.browser(desk.author).page("/protocol/").words
    assert (
        "Review version 1.0 of ‘Information sharing at the City Community MARAC’"
        in desk.browser(desk.author).page("/").words
    )
