"""Who is asked to sign a version: nobody whom its document names is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.agreements.standing import INVITED, SIGNED
from casework.clock import today
from casework.directory.models import Agency
from casework.sharing import service
from casework.sharing.circulating import circulate
from casework.sharing.leaving import give_notice
from casework.sharing.officers import name_officer
from protocols.clauses import Party, SharingProtocol
from tests.casework.sharing.desk import FROM_PAPER, Desk
from tests.factories.directory import make_agency

PAPER = (
    FROM_PAPER
    + """{parties}
[[clause]]
number = "1"
title = "Money"
words = "Everybody sees what concerns money."

[[clause.rule]]
kind = "grant"
level = "full"
applies = {{ category = "finance" }}
"""
)
PARTY = '\n[[party]]\nid = "{id}"\nname = "{name}"\n'


def drafted(desk: Desk, *names: str, more: str = "") -> Agreement:
    """A draft that names these agencies as its parties."""
    agencies = [desk.world.agencies[name] for name in names]
    parties = "".join(PARTY.format(id=a.code, name=a.name) for a in agencies) + more
    with desk.store.writing() as session:
        return service.import_draft(session, desk.author, text=PAPER.format(parties=parties))


def handed_over(desk: Desk, key: UUID) -> Agreement:
    with desk.store.writing() as session:
        row = session.get_one(Agreement, key)
        return service.hand_over(session, desk.author, agreement_id=key, version=row.version)


def agreed(desk: Desk, key: UUID, *, handed: bool = False) -> None:
    """Handed over, signed by everybody who is asked, and put in force."""
    if not handed:
        handed_over(desk, key)
    with desk.store.writing() as session:
        row = session.get_one(Agreement, key)
        everybody = [p.agency_id for p in agreements.parties(session, row)]
        agreements.sign(session, desk.author, agreement_id=key, agencies=everybody)
        agreements.put_in_force(
            session, desk.approver, agreement_id=key, version=row.version, gains_confirmed=0
        )


def next_version(desk: Desk, key: UUID, label: str = "2") -> UUID:
    desk.browser(desk.author).submit(f"/protocol/{key}/draft", {"label": label})
    return next(row.id for row in desk.drafts() if row.label == label)


def with_party(agency: Agency) -> Callable[[SharingProtocol], SharingProtocol]:
    one = Party(agency.code, agency.name)
    return lambda protocol: replace(protocol, parties=(*protocol.parties, one))


def add_party(desk: Desk, key: UUID, agency: Agency) -> None:
    with desk.store.writing() as session:
        service.edit(
            session, desk.author, agreement_id=key, clause="parties", what="Party added",
            change=with_party(agency),
        )  # fmt: skip


def name_chief(session: Session, desk: Desk, key: UUID) -> None:
    """Somebody names who signs for the police before anything else is settled."""
    name_officer(
        session, desk.author, agreement_id=key, agency_id=desk.world.agencies["police"].id,
        person_id=None, name="A. Chief", post="",
    )  # fmt: skip


def asked(desk: Desk, key: UUID) -> dict[str, str]:
    with desk.store.reading() as session:
        found = agreements.parties(session, session.get_one(Agreement, key))
        return {session.get_one(Agency, p.agency_id).agency_type: p.status for p in found}


def test_a_party_that_the_next_version_adds_is_asked_beside_those_of_the_version_before(
    desk: Desk,
) -> None:
    first = drafted(desk, "police", "housing").id
    agreed(desk, first)
    second = next_version(desk, first)
    add_party(desk, second, desk.world.agencies["fire"])
    handed_over(desk, second)
    assert asked(desk, second) == dict.fromkeys(("police", "housing", "fire"), INVITED)


def test_a_party_that_is_added_after_the_draft_went_round_is_asked_as_well(desk: Desk) -> None:
    key = drafted(desk, "police", "housing").id
    with desk.store.writing() as session:
        name_chief(session, desk, key)
        circulate(session, desk.author, agreement_id=key, reply_by=today() + timedelta(days=7))
    add_party(desk, key, desk.world.agencies["fire"])
    handed_over(desk, key)
    assert asked(desk, key) == dict.fromkeys(("police", "housing", "fire"), INVITED)


def test_parties_of_the_version_before_are_asked_beside_one_whose_officer_was_named(
    desk: Desk,
) -> None:
    first = drafted(desk, "police", "housing").id
    agreed(desk, first)
    second = next_version(desk, first)
    with desk.store.writing() as session:
        name_chief(session, desk, second)
    handed_over(desk, second)
    assert asked(desk, second) == dict.fromkeys(("police", "housing"), INVITED)


def test_a_version_that_names_nobody_asks_those_of_the_version_before_and_no_other(
    desk: Desk,
) -> None:
    desk.started()
    key = desk.draft().id
    handed_over(desk, key)
    assert len(asked(desk, key)) == 11
    assert "ngo" not in asked(desk, key)


def test_an_agency_that_comes_into_the_directory_later_is_named_until_its_officer_is(
    desk: Desk,
) -> None:
    harbour = PARTY.format(id="harbour", name="The harbour master")
    key = drafted(desk, "police", "housing", more=harbour).id
    handed_over(desk, key)
    url, approver = f"/protocol/{key}", desk.browser(desk.approver)
    said = "The harbour master is named as a party and has not been asked to sign: it came later"
    assert said not in approver.page(url).words
    with desk.store.writing() as session:
        new = make_agency(session, desk.world.partnership, name="The harbour master")
        new.code = "harbour"
    for place in (url, f"{url}/approve"):
        assert said in approver.page(place).words
    author = desk.browser(desk.author)
    officer = f"{url}/parties/{new.id}"
    page = author.page(f"{url}/parties")
    assert "Named in the document and not asked to sign." in page.words
    assert officer in author.get(f"{url}/parties").text
    assert author.submit(officer, {"name": "H. Master"}).status_code == 302
    for page_of in (approver.page(url), author.page(f"{url}/parties")):
        assert "not asked to sign" not in page_of.words
        assert said not in page_of.words
    assert asked(desk, key) == dict.fromkeys(("police", "housing"), INVITED)


def test_under_what_is_in_force_screens_say_who_has_not_been_asked(desk: Desk) -> None:
    key = drafted(
        desk, "police", "housing", more=PARTY.format(id="harbour", name="The harbour master")
    ).id
    agreed(desk, key)
    said = "The harbour master has not been asked to sign version 1: nobody is named to sign."
    housing = desk.browser(desk.world.viewers["housing"])
    assert said not in housing.page(f"/protocol/{key}").words
    with desk.store.writing() as session:
        make_agency(session, desk.world.partnership, name="The harbour master").code = "harbour"
    assert said in housing.page(f"/protocol/{key}").words


@pytest.mark.parametrize("named", [True, False])
def test_whoever_has_left_is_told_and_comes_back_by_a_persons_word_alone(
    desk: Desk, named: bool
) -> None:
    first = drafted(desk, "police", "housing", "fire").id
    agreed(desk, first)
    assert asked(desk, first)["fire"] == SIGNED
    with desk.store.writing() as session:
        give_notice(
            session, desk.author, agreement_id=first,
            agency_id=desk.world.agencies["fire"].id, last_day=None, said_by="Chief",
            reason="It closes.",
        )  # fmt: skip
    second = next_version(desk, first)
    fire = desk.world.agencies["fire"]
    if not named:
        with desk.store.writing() as session:
            service.edit(
                session, desk.author, agreement_id=second, clause="parties", what="Party out",
                change=lambda p: replace(
                    p, parties=tuple(one for one in p.parties if one.id != fire.code)
                ),
            )  # fmt: skip
    handed_over(desk, second)
    assert "fire" not in asked(desk, second)
    told = f"{fire.name} is named as a party and has not been asked to sign: it left"
    assert (told in desk.browser(desk.approver).page(f"/protocol/{second}").words) is named
    agreed(desk, second, handed=True)
    third = next_version(desk, second, "3")
    handed_over(desk, third)
    assert asked(desk, third) == dict.fromkeys(("police", "housing"), INVITED)
