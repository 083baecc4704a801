"""A document that calls agencies otherwise than the directory: said, mended by a press, refused."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from casework.agreements import service as agreements
from casework.agreements.in_force import in_force
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from casework.directory.models import Agency
from casework.sharing import service
from casework.sharing.examples.models import ProtocolExample
from casework.sharing.service import document
from protocols.engine import decide_given
from tests.casework.sharing.desk import FROM_PAPER, Desk
from tests.client import PageClient
from tests.factories.directory import make_agency

PAPER = (
    FROM_PAPER
    + """
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
)


def imported(desk: Desk, more: str = "", **names: str) -> tuple[PageClient, Agreement, str]:
    """A file in which agencies have words of its writer's own."""
    ours = {word: desk.world.agencies[word].name for word in ("police", "housing")}
    with desk.store.writing() as session:
        text = PAPER.format(**ours | names, more=more)
        row = service.import_draft(session, desk.author, text=text)
    return desk.browser(desk.author), row, f"/protocol/{row.id}"


def add(client: PageClient, page: str, **said: str) -> TestResponse:
    """One more on a list; the form for it stands under the presses."""
    return client.post(page, data=client.page(page).forms[-1].filled(said))


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
    assert "Kripo is no agency here: nobody can sign for it" in said
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
    assert "The harbour master is no agency here: nobody can sign for it" in client.page(url).words
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
    said = "Nobody is called force, in this version or in the directory."
    assert words.count(said) == 1
    assert f"Cannot be answered. {said}" in client.page(url).words


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
    said = f"The harbour master is {police.name} here. Is it who is meant?"
    assert said not in client.page(url).words
    assert said in client.page(f"{url}/analysis").words
    assert f"{police.name} here" in client.page(f"{url}/lists/bodies").words
    assert "No agency here; no officer named" in client.page(f"{url}/lists/parties").words


def test_who_is_misnamed_by_the_time_of_approval_stops_it(desk: Desk) -> None:
    client, row, url = imported(desk, '\n[[party]]\nid = "h"\nname = "The harbour master"\n')
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    assert hand_over(desk, client, row).status_code == 302
    approver = desk.browser(desk.approver)
    assert "The harbour master is no agency here" in approver.page(f"{url}/approve").words
    with desk.store.writing() as session:
        added = make_agency(session, desk.world.partnership, name="The harbour master")
        added.code = "hm"
    for page in (url, f"{url}/approve"):
        assert "is “h” in this document and “hm” in the directory" in approver.page(page).words
    said = {"confirm": "y", "unsigned": "y"}
    sent = approver.submit(f"{url}/approve", said)
    assert sent.status_code == 422
    assert "“hm” in the directory" in sent.text
    assert stored(desk, row).state == AgreementState.PROPOSED


def test_an_agency_that_is_named_already_is_not_added_a_second_time(desk: Desk) -> None:
    client, row, url = imported(desk)
    page = f"{url}/lists/parties"
    assert client.submit(page, action=f"{url}/every-agency").status_code == 302
    ours = {desk.world.agencies[word] for word in ("police", "housing")}
    ids = {p.id for p in document(stored(desk, row)).parties}
    assert ids.isdisjoint({agency.code for agency in ours})
    assert ids > {"force", "homes"}
    assert "Take over the directory's words" in client.page(url).words


@pytest.mark.parametrize("part", ["parties", "bodies"])
def test_two_of_one_name_are_refused_where_they_are_typed(desk: Desk, part: str) -> None:
    client, row, url = imported(desk, housing="The landlord")
    sent = add(client, f"{url}/lists/{part}", name="The landlord")
    assert sent.status_code == 422
    assert "“The landlord” is there already" in sent.text
    assert "landlord" not in {p.id for p in document(stored(desk, row)).named}


def test_a_name_of_one_agency_is_not_given_to_another(desk: Desk) -> None:
    client, row, url = imported(desk)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    police, health = (desk.world.agencies[word] for word in ("police", "health"))
    sent = client.submit(f"{url}/lists/parties/0", {"agency": health.code})
    assert sent.status_code == 422
    assert f"The directory has “{police.name}” as another agency" in sent.text
    assert document(stored(desk, row)).parties[0].id == police.code


def test_whoever_is_no_agency_gets_a_word_that_no_agency_has(desk: Desk) -> None:
    client, row, url = imported(desk)
    health = desk.world.agencies["health"]
    by_chance = health.code.replace("-", " and ")
    assert add(client, f"{url}/lists/bodies", name=by_chance).status_code == 302
    word = health.code.replace("-", "-and-")
    with desk.store.writing() as session:
        session.get_one(Agency, health.id).code = word
    assert add(client, f"{url}/lists/bodies", name=f"{by_chance}!").status_code == 302
    assert [b.id for b in document(stored(desk, row)).bodies] == [word, f"{word}-2"]


def test_a_body_becomes_an_agency_and_none_again(desk: Desk) -> None:
    client, row, url = imported(desk)
    page, health = f"{url}/lists/bodies", desk.world.agencies["health"].code
    assert add(client, page, name="The ward").status_code == 302
    assert client.submit(f"{page}/0", {"agency": health}).status_code == 302
    assert document(stored(desk, row)).bodies[0].id == health
    assert client.submit(f"{page}/0", {"agency": ""}).status_code == 302
    assert document(stored(desk, row)).bodies[0].id == "the-ward"


def test_a_closed_agency_keeps_its_word_and_is_named(desk: Desk) -> None:
    with desk.store.writing() as session:
        session.get_one(Agency, desk.world.agencies["housing"].id).active = False
    code = desk.world.agencies["housing"].code
    more = f'\n[[body]]\nid = "{code}"\nname = "Closed homes"\n'
    client, row, url = imported(desk, more, housing="Somebody")
    assert "Closed homes is" in (words := client.page(url).words)
    assert "which takes no part any more" in words
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    assert document(stored(desk, row)).bodies[0].id == code


def test_a_rule_that_was_open_meanwhile_says_whose_word_is_gone(desk: Desk) -> None:
    client, _, url = imported(desk)
    page = f"{url}/clauses/1/rules/1"
    form = client.page(page).forms[-1]
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    late = client.post(page, data=form.filled({"full": "Markertyped."}))
    assert late.status_code == 422
    assert "Not on offer now: force" in late.text
    assert "Markertyped." in late.text


def test_a_press_that_changes_nothing_says_so_and_writes_nothing(desk: Desk) -> None:
    client, row, url = imported(desk)
    said = {"csrf_token": client.token(f"{url}/lists/parties")}
    code = desk.world.agencies["police"].code
    assert client.post(f"{url}/words-of-the-directory", data=said).status_code == 302
    assert f"force → {code}" in client.page(url).words
    assert client.post(f"{url}/words-of-the-directory", data=said).status_code == 302
    assert "There is no word to take over any more" in client.page(url).words
    with desk.store.reading() as session:
        told = [c.what for c in agreements.changes(session, row)]
    assert told.count("Words of the directory taken over") == 1


def test_an_example_keeps_the_word_of_an_agency_that_is_nobodys(desk: Desk) -> None:
    client, row, url = imported(desk)
    said = {"sentence": "The police see it.", "expected": "summary", "q_agency": "force",
            "q_category": "finance"}  # fmt: skip
    officer = desk.browser(desk.world.viewers["police"])
    officer.submit(f"{url}/examples/new", said)
    client.submit(f"{url}/lists/parties", action=f"{url}/words-of-the-directory")
    with desk.store.reading() as session:
        example = session.scalars(select(ProtocolExample)).one()
    page = f"{url}/examples/{example.id}"
    assert "force (nobody here)" in officer.get(page).text
    assert officer.submit(page, {"sentence": "They see it."}).status_code == 302
    with desk.store.reading() as session:
        kept = session.get_one(ProtocolExample, example.id)
    assert (kept.sentence, json.loads(kept.given)["agency"]) == ("They see it.", "force")
    assert row.id
