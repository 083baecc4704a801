"""Everything around the clauses is made, broken and mended in the browser."""

from __future__ import annotations

from datetime import date

import pytest

from casework.sharing.marks import clause_mark
from casework.sharing.service import document
from protocols.clauses import SharingProtocol
from protocols.life import ALL
from protocols.vocabulary import DimensionKind
from tests.casework.sharing.desk import Desk
from tests.client import PageClient

SCRIPT = "<script>alert(1)</script>"


def add(client: PageClient, url: str, part: str, **said: object) -> int:
    return client.submit(f"{url}/lists/{part}", said, action="").status_code


def drafted(desk: Desk) -> SharingProtocol:
    return document(desk.draft())


def test_a_party_is_an_agency_of_ours_with_its_officer(desk: Desk) -> None:
    client, url = desk.started()
    police = desk.world.agencies["police"]
    sent = client.post(
        f"{url}/lists/parties",
        data=client.page(f"{url}/lists/parties").forms[-1].filled(
            {"agency": police.code, "officer": "Chief Constable"}
        ),
    )  # fmt: skip
    assert sent.status_code == 302, sent.text
    party = drafted(desk).parties[0]
    assert (party.id, party.name, party.officer) == (police.code, police.name, "Chief Constable")
    assert party.agency_type == "police"


def test_every_agency_becomes_a_party_at_once(desk: Desk) -> None:
    client, url = desk.started()
    page = f"{url}/lists/parties"
    assert client.submit(page, action=f"{url}/every-agency").status_code == 302
    names = {p.name for p in drafted(desk).parties}
    assert names >= {a.name for a in desk.world.agencies.values()}


def test_a_party_that_a_rule_names_cannot_go_and_the_clause_is_named(desk: Desk) -> None:
    client, url = desk.started()
    client.submit(f"{url}/lists/parties", action=f"{url}/every-agency")
    code = drafted(desk).parties[0].id
    client.submit(f"{url}/clauses/new", {"number": "9", "words": "They see it."})
    page = f"{url}/clauses/9/rules/new"
    sent = client.page(page).form().filled({"kind": "grant", "level": "full"})
    grown = client.post(page, data={**sent, "another": "a:agency"})
    assert grown.status_code == 200
    shown = {"shown": "a:agency", "a_agency_op": "is", "a_agency": [code]}
    assert client.post(page, data={**sent, **shown}).status_code == 302
    refused = client.submit(f"{url}/lists/parties/0/remove")
    assert refused.status_code == 422
    assert "Clause 9" in refused.text
    assert drafted(desk).parties[0].id == code


def test_a_legal_basis_has_its_reach_and_keeps_its_name_in_rules(desk: Desk) -> None:
    client, url = desk.started()
    page = f"{url}/lists/bases"
    said = {"title": "Care Act 2014, section 45", "recipients": ["adult_social_care"]}
    assert client.submit(page, said).status_code == 302
    made = drafted(desk).bases[-1]
    assert (made.id, made.recipients) == ("care-act-2014-section-45", ("adult_social_care",))
    place = len(drafted(desk).bases) - 1
    assert client.submit(f"{page}/{place}", {"title": "Care Act, s. 45"}).status_code == 302
    assert drafted(desk).bases[-1].id == "care-act-2014-section-45"
    assert client.submit(f"{page}/{place}/remove").status_code == 302
    assert client.submit(f"{page}/0/remove").status_code == 422


def test_a_fact_says_who_records_it_and_can_be_used_at_once(desk: Desk) -> None:
    client, url = desk.started()
    said = {"says": "the person lives alone", "kind": "yes_no", "recorded_by": ["coordinator"]}
    assert client.submit(f"{url}/lists/facts", said).status_code == 302
    fact = drafted(desk).facts[-1]
    assert (fact.name, fact.kind) == ("the_person_lives_alone", DimensionKind.YES_NO)
    assert fact.recorded_by == ("coordinator",)
    assert "The person lives alone" in client.page(f"{url}/ask").words


def test_a_word_of_ones_own_stands_under_a_wider_one(desk: Desk) -> None:
    client, url = desk.started()
    said = {"word": "Rent arrears", "above": "category:housing"}
    assert client.submit(f"{url}/lists/words", said).status_code == 302
    assert drafted(desk).local_words["category"] == {"rent_arrears": "housing"}
    assert client.submit(f"{url}/lists/words", said).status_code == 422


def test_the_title_page_takes_dates_purposes_and_how_it_lives(desk: Desk) -> None:
    client, url = desk.started()
    said = {
        "title": "Another title", "review_by-day": "1", "review_by-month": "4",
        "review_by-year": "2030", "purposes": ["safeguarding"], "everybody": "all",
        "notice_days": "30", "review_overdue": "suspend",
    }  # fmt: skip
    assert client.submit(f"{url}/details", said).status_code == 302
    made = drafted(desk)
    assert (made.title, made.review_by) == ("Another title", date(2030, 4, 1))
    assert made.purposes == ("safeguarding",)
    assert (made.life.quorum, made.life.notice_days) == (ALL, 30)
    assert made.life.review_overdue == "suspend"


def test_what_silence_means_is_chosen_thing_by_thing(desk: Desk) -> None:
    client, url = desk.started()
    before = dict(drafted(desk).absence)
    words = client.page(f"{url}/silence").words
    assert "Not known, as long as this protocol does not say otherwise" in words
    assert client.submit(f"{url}/silence").status_code == 302
    assert dict(drafted(desk).absence) == before
    assert client.submit(f"{url}/silence", {"s_under_18": "no"}).status_code == 302
    assert drafted(desk).absence["under_18"] == "no"


@pytest.mark.parametrize(
    ("page", "said", "told"),
    [
        ("lists/parties", {"name": "", "agency": ""}, "Select the agency"),
        ("lists/parties", {"name": "\u4e2d", "agency": ""}, "Use letters"),
        ("lists/bases", {"title": ""}, "Enter the legal basis"),
        ("lists/bases", {"title": "x" * 900}, "200 characters"),
        ("lists/facts", {"says": "the risk", "kind": "words"}, "Enter the words"),
        ("lists/facts", {"says": "purpose"}, "core name already"),
        ("lists/words", {"word": "!!!", "above": "category:"}, "Use letters"),
        ("details", {"ends-day": "1", "ends-month": "1", "ends-year": "1999"}, "must be after"),
        ("details", {"starts-day": "31", "starts-month": "2", "starts-year": "2026"}, "real date"),
        ("details", {"everybody": "some", "quorum": ""}, "Enter how many"),
        ("details", {"title": ""}, "Enter the title"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_draft_stays(
    desk: Desk, page: str, said: dict[str, object], told: str
) -> None:
    client, url = desk.started()
    before = desk.draft().text
    form = client.page(f"{url}/{page}").forms[-1]
    answer = client.post(f"{url}/{page}", data=form.filled(said))
    assert answer.status_code == 422, answer.text
    assert told in answer.text
    assert desk.draft().text == before


def test_hostile_text_is_text_everywhere(desk: Desk) -> None:
    client, url = desk.started()
    for page, said in (
        ("lists/bases", {"title": SCRIPT}), ("lists/facts", {"says": SCRIPT}),
        ("details", {"title": SCRIPT, "summary": "{{ 7*7 }}", "owner": SCRIPT}),
    ):  # fmt: skip
        assert client.submit(f"{url}/{page}", said).status_code == 302
    for page in ("", "/lists/bases", "/lists/facts", "/details", "/silence", "/ask", "/print"):
        assert SCRIPT not in client.get(url + page).text


def test_clauses_move_and_are_numbered_again_with_what_refers_to_them(desk: Desk) -> None:
    client, url = desk.started()
    client.submit(f"{url}/clauses/new", {"number": "9.1", "words": "As clause 1.2 says."})
    first = drafted(desk).clauses[0].number
    moved = client.submit(f"{url}/order", button=("down", clause_mark(drafted(desk).clauses[0])))
    assert moved.status_code == 302
    assert drafted(desk).clauses[1].number == first
    assert client.submit(f"{url}/order", button=("again", "yes")).status_code == 302
    made = drafted(desk)
    assert [c.number for c in made.clauses[:2]] == ["1.1", "1.2"]
    # What was 1.2 stands first now.
    assert made.clauses[-1].words == "As clause 1.1 says."


def test_two_people_change_two_lists_and_only_the_same_one_collides(desk: Desk) -> None:
    client, url = desk.started()
    bases = client.page(f"{url}/lists/bases").forms[-1]
    other = desk.browser(desk.second)
    assert other.submit(f"{url}/lists/facts", {"says": "a fact"}).status_code == 302
    sent = client.post(f"{url}/lists/bases", data=bases.filled({"title": "One"}))
    assert sent.status_code == 302
    late = client.post(f"{url}/lists/bases", data=bases.filled({"title": "Typed late"}))
    assert late.status_code == 422
    assert "changed the legal bases" in late.text
    assert "Typed late" in late.text


def test_a_body_that_does_not_sign_is_named_and_picked_in_a_rule(desk: Desk) -> None:
    client, url = desk.started()
    said = {"name": f"Family court {SCRIPT}", "agency_type": "family_court"}
    assert add(client, url, "bodies", **said) == 302
    body = drafted(desk).bodies[0]
    assert (body.name, body.agency_type) == (f"Family court {SCRIPT}", "family_court")
    assert drafted(desk).parties == ()
    client.submit(f"{url}/clauses/new", {"number": "9", "words": "The court sees it."})
    page = f"{url}/clauses/9/rules/new"
    sent = client.page(page).form().filled({"kind": "grant", "level": "full"})
    shown = {"shown": "a:agency", "a_agency_op": "is", "a_agency": [body.id]}
    assert client.post(page, data={**sent, **shown}).status_code == 302
    assert drafted(desk).clauses[-1].rules[0].applies[0].words == (body.id,)
    assert SCRIPT not in client.get(f"{url}/lists/bodies").text
    again = client.page(f"{url}/lists/bodies/0").form().filled({"name": "Crown court"})
    assert client.post(f"{url}/lists/bodies/0", data=again).status_code == 302
    assert (drafted(desk).bodies[0].id, drafted(desk).bodies[0].name) == (body.id, "Crown court")
    assert client.submit(f"{url}/lists/bodies/0/remove").status_code == 422


def test_a_group_of_parties_is_one_word_in_a_rule_and_keeps_it_when_its_name_changes(
    desk: Desk,
) -> None:
    client, url = desk.started()
    for name in ("City Police", "Family court", "City Hospitals"):
        assert add(client, url, "bodies", name=name) == 302
    first, second, third = (body.id for body in drafted(desk).bodies)
    assert add(client, url, "groups", name="Panel members", parties=[]) == 422
    assert add(client, url, "groups", name="Panel members", parties=[first, second]) == 302
    assert [(g.id, g.parties) for g in drafted(desk).groups] == [("panel_members", (first, second))]
    client.submit(f"{url}/clauses/new", {"number": "9", "words": "The panel sees it."})
    page = f"{url}/clauses/9/rules/new"
    sent = client.page(page).form().filled({"kind": "grant", "level": "full"})
    shown = {"shown": "a:agency", "a_agency_op": "is", "a_agency": ["panel_members"]}
    assert client.post(page, data={**sent, **shown}).status_code == 302
    changed = {"name": "the panel", "parties": [first, third]}
    assert client.submit(f"{url}/lists/groups/0", changed).status_code == 302
    assert "where the agency is the panel" in client.get(f"{url}/clauses/9").text
    assert "The panel: City Police, City Hospitals." in client.get(f"{url}/print").text
    assert "the panel City Police, City Hospitals" in client.page(f"{url}/lists/groups").words
    assert drafted(desk).clauses[-1].rules[0].applies[0].words == ("panel_members",)
    assert client.submit(f"{url}/lists/groups/0/remove").status_code == 422
    assert client.submit(f"{url}/lists/bodies/0/remove").status_code == 422


def test_a_date_of_ones_own_may_lie_ahead_and_nothing_else_may(desk: Desk) -> None:
    client, url = desk.started()
    said = {"says": "the court sits", "about": "case", "recorded_by": ["chair"], "ahead": "y"}
    assert add(client, url, "facts", **said, kind="date") == 302
    assert drafted(desk).facts[-1].ahead
    made = f"{url}/lists/facts/{len(drafted(desk).facts) - 1}"
    assert client.post(made, data=client.page(made).form().filled({})).status_code == 302
    assert drafted(desk).facts[-1].ahead
    again = client.page(made).form().filled({"kind": "number"})
    assert client.post(made, data=again).status_code == 302
    assert not drafted(desk).facts[-1].ahead


def test_a_fact_that_lists_kinds_of_information_can_be_asked_whether_it_covers(desk: Desk) -> None:
    client, url = desk.started()
    said = {
        "says": "what the chair allowed", "kind": "many", "of": "category", "about": "case",
        "words": "health\nrisk", "recorded_by": ["chair"],
    }  # fmt: skip
    assert add(client, url, "facts", **said) == 302
    fact = drafted(desk).facts[-1]
    assert (fact.of, fact.words) == ("category", ("health", "risk"))
    assert f"covered_by_{fact.name}" in drafted(desk).vocabulary
    client.submit(f"{url}/clauses/new", {"number": "9", "words": "What the chair allows is told."})
    page = f"{url}/clauses/9/rules/new"
    sent = client.page(page).form().filled({"kind": "grant", "level": "full"})
    grown = client.post(page, data={**sent, "another_only": f"r:covered_by_{fact.name}"})
    assert "Whether what the chair allowed covers the kind of information" in grown.text
    made = f"{url}/lists/facts/{len(drafted(desk).facts) - 1}"
    wrong = client.page(made).form().filled({"words": "healht"})
    answer = client.post(made, data=wrong)
    assert (answer.status_code, "Did you mean" in answer.text) == (422, True)
