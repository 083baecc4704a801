"""A document that calls agencies otherwise than the directory: said, mended by a press, refused."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from casework.agreements import service as agreements
from casework.agreements.in_force import in_force
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from casework.directory.models import Agency
from casework.sharing import service
from casework.sharing.service import document
from casework.sharing.strangers import called_as_here, misnamed
from protocols.engine import decide_given
from protocols.loader import load
from protocols.writer import write
from tests.casework.sharing.desk import Desk
from tests.client import PageClient

PAPER = """[protocol]
id = "from-paper"
title = "The paper"
version = "1"
starts = 2026-01-01
purposes = ["safeguarding"]
conference_kinds = ["ccm"]

[[party]]
id = "force"
name = "{police}"

[[party]]
id = "homes"
name = "{housing}"
{more}
[[clause]]
number = "1"
title = "Money"
words = "Everybody sees what concerns money, and the police a summary."

[[clause.rule]]
kind = "grant"
level = "full"
applies = {{ category = "finance" }}

[[clause.rule]]
kind = "cap"
level = "summary"
applies = {{ agency = "force", category = "finance" }}
"""


def imported(desk: Desk, more: str = "", **names: str) -> tuple[PageClient, Agreement, str]:
    """A file in which agencies have words of its writer's own."""
    ours = {word: desk.world.agencies[word].name for word in ("police", "housing")}
    with desk.store.writing() as session:
        text = PAPER.format(**ours | names, more=more)
        row = service.import_draft(session, desk.author, text=text)
    return desk.browser(desk.author), row, f"/protocol/{row.id}"


def stored(desk: Desk, row: Agreement) -> Agreement:
    with desk.store.reading() as session:
        return session.get_one(Agreement, row.id)


def hand_over(desk: Desk, client: PageClient, row: Agreement) -> TestResponse:
    version = ("version", str(stored(desk, row).version))
    url = f"/protocol/{row.id}"
    return client.submit(url, action=f"{url}/propose", button=version)


def test_an_agency_that_is_called_otherwise_here_is_named_with_both_words(desk: Desk) -> None:
    client, _, url = imported(desk)
    police = desk.world.agencies["police"]
    for page in (url, f"{url}/analysis"):
        said = client.page(page).words
        assert f"{police.name} is “force” in this document and “{police.code}” in the" in said


def test_it_is_not_handed_over_for_its_limits_would_reach_nobody(desk: Desk) -> None:
    client, row, url = imported(desk)
    page = client.page(url)
    assert "Hand over for approval" not in page.words
    assert "Take over the directory's words, also in rules" in page.words
    said = {"csrf_token": client.token(f"{url}/lists/parties"), "version": row.version}
    sent = client.post(f"{url}/propose", data=said)
    assert sent.status_code == 409
    assert f"“{desk.world.agencies['police'].code}”" in sent.text
    assert stored(desk, row).state == AgreementState.DRAFT


def test_one_press_takes_the_directorys_words_over_in_rules_too(desk: Desk) -> None:
    client, row, url = imported(desk)
    code = desk.world.agencies["police"].code
    page = f"{url}/lists/parties"
    assert "Take over the directory's words" in client.page(page).words
    assert client.submit(page, action=f"{url}/words-of-the-directory").status_code == 302
    made = document(stored(desk, row))
    assert [p.id for p in made.parties] == [code, desk.world.agencies["housing"].code]
    assert [c.words for c in made.clauses[0].rules[1].applies] == [(code,), ("finance",)]
    assert "Take over" not in client.page(page).words
    assert hand_over(desk, client, row).status_code == 302


def test_the_limit_of_the_paper_then_reaches_them_and_they_are_to_sign(desk: Desk) -> None:
    client, row, url = imported(desk)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    hand_over(desk, client, row)
    with desk.store.writing() as session:
        new = session.get_one(Agreement, row.id)
        agreements.put_in_force(
            session, desk.approver, agreement_id=new.id, version=new.version, gains_confirmed=0
        )
    with desk.store.reading() as session:
        (held,) = (
            v for v in in_force(session, desk.author.partnership_id, "ccm", now())
            if v.name == "from-paper"
        )  # fmt: skip
        signing = {p.agency_id for p in agreements.parties(session, new)}
    police = desk.world.agencies["police"]
    assert police.id in signing
    told = {"agency": police.code, "category": "finance", "purpose": "safeguarding",
            "conference_kind": "ccm"}  # fmt: skip
    assert decide_given(held.table, told).effect.word == "summary"


def test_choosing_the_agency_of_a_party_changes_it_in_every_rule(desk: Desk) -> None:
    client, row, url = imported(desk, police="Kripo")
    code = desk.world.agencies["police"].code
    said = client.page(url).words
    assert "No agency that takes part here is Kripo: nobody can sign for it" in said
    assert client.submit(f"{url}/lists/parties/0", {"agency": code}).status_code == 302
    made = document(stored(desk, row))
    assert made.parties[0].id == code
    assert made.clauses[0].rules[1].applies[0].words == (code,)


def test_another_agency_of_ours_in_its_place_is_no_other_name(desk: Desk) -> None:
    client, row, url = imported(desk)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    health = desk.world.agencies["health"]
    sent = client.submit(f"{url}/lists/parties/0", {"agency": health.code, "name": ""})
    assert sent.status_code == 422
    assert "is no party" in sent.text
    code = desk.world.agencies["police"].code
    assert document(stored(desk, row)).clauses[0].rules[1].applies[0].words == (code,)


def test_a_party_without_an_agency_is_named_and_does_not_stop_anything(desk: Desk) -> None:
    more = '\n[[party]]\nid = "harbour"\nname = "The harbour master"\n'
    client, row, url = imported(desk, more)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    assert "No agency that takes part here is The harbour master" in client.page(url).words
    assert hand_over(desk, client, row).status_code == 302
    with desk.store.reading() as session:
        named = {p.agency_id for p in agreements.parties(session, row)}
    assert named == {desk.world.agencies[w].id for w in ("police", "housing")}


def test_an_example_about_a_word_that_is_nobodys_any_more_does_not_hold_by_itself(
    desk: Desk,
) -> None:
    client, _, url = imported(desk)
    said = {"sentence": "The police do not see money.", "expected": "not_seen",
            "q_agency": "force", "q_category": "finance"}  # fmt: skip
    officer = desk.browser(desk.world.viewers["police"])
    assert officer.submit(f"{url}/examples/new", said).status_code == 302
    assert "0 of 1 hold" in client.page(f"{url}/examples").words
    assert client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    words = client.page(f"{url}/examples").words
    assert "0 of 1 hold" in words
    assert "Nobody is called force, in this version or in the directory" in words


def test_an_example_about_an_agency_that_is_no_party_any_more_is_asked_as_before(
    desk: Desk,
) -> None:
    client, _, url = imported(desk)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    housing = desk.world.agencies["housing"].code
    said = {"sentence": "Housing sees it.", "expected": "full", "q_agency": housing,
            "q_category": "finance"}  # fmt: skip
    officer = desk.browser(desk.world.viewers["housing"])
    assert officer.submit(f"{url}/examples/new", said).status_code == 302
    assert "1 of 1 hold" in client.page(f"{url}/examples").words
    assert client.submit(f"{url}/lists/parties/1/remove").status_code == 302
    assert "1 of 1 hold" in client.page(f"{url}/examples").words


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("fire", "Rules about the first reach it, and rules about the second do not"),
        ("police", ""),
    ],
)
def test_an_agency_of_another_kind_than_in_the_directory_is_named(
    desk: Desk, kind: str, said: str
) -> None:
    police = desk.world.agencies["police"]
    more = f'\n[[body]]\nid = "{police.code}"\nname = "The force itself"\nagency_type = "{kind}"\n'
    client, _, url = imported(desk, more, police="Kripo")
    words = client.page(url).words
    assert said in words if said else "Rules about" not in words


def test_a_narrower_kind_in_the_directory_is_only_told(desk: Desk) -> None:
    with desk.store.writing() as session:
        session.get_one(Agency, desk.world.agencies["housing"].id).agency_type = "housing_provider"
    code = desk.world.agencies["housing"].code
    more = f'\n[[body]]\nid = "{code}"\nname = "The landlord"\nagency_type = "housing"\n'
    client, _, url = imported(desk, more, housing="Somebody")
    assert "Rules about either reach it" not in client.page(url).words
    assert "Rules about either reach it" in client.page(f"{url}/analysis").words


def test_tables_of_what_changes_keep_the_capitals_of_names(desk: Desk) -> None:
    client, _, url = imported(desk, police="Avon & Wessex POLICE")
    words = client.page(f"{url}/analysis").words
    assert "Avon & Wessex POLICE" in words.split("Beside another protocol")[1]


def test_who_has_one_of_our_words_and_another_name_is_told_for_it_may_be_chance(
    desk: Desk,
) -> None:
    police = desk.world.agencies["police"]
    more = f'\n[[body]]\nid = "{police.code}"\nname = "The harbour master"\n'
    client, _, url = imported(desk, more, police="Kripo")
    said = f"Is it who is meant? The harbour master is {police.name} here"
    assert said not in client.page(url).words
    assert said in client.page(f"{url}/analysis").words
    assert f"{police.name} here" in client.page(f"{url}/lists/bodies").words
    assert "No agency here; no officer named" in client.page(f"{url}/lists/parties").words


def test_names_are_compared_however_they_are_spelt_and_each_agency_is_meant_once() -> None:
    protocol = load(PAPER.format(police="city -POLICE", housing="City Police", more=""))
    ours = [Agency(code="cp", name="City Police", short_name=""), Agency(code="x", name="X")]
    ours[1].short_name = "homes"
    found = [(one.one.id, one.agency.code) for one in misnamed(protocol, ours)]
    assert found == [("force", "cp"), ("homes", "x")]
    made = called_as_here(protocol, ours)
    assert [p.id for p in made.parties] == ["cp", "x"]
    assert load(write(made)) == made
    assert misnamed(made, ours) == []
