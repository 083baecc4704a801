"""The protocol desk: drafts in the browser, comparison on live cases, a second person."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from casework.access import Role
from casework.agreements import service as agreements
from casework.agreements.models import AgreementState
from casework.clock import today
from casework.directory.models import AppointmentRow
from casework.sharing.phases import phases
from casework.sharing.service import document
from protocols.vocabulary import Effect, RuleKind
from tests.casework.sharing.desk import Desk
from tests.client import Page, PageClient
from tests.factories.agreements import STARTER
from tests.factories.directory import make_viewer
from tests.factories.world import make_world
from tests.statements import counted


def fire_sees_money(client: PageClient, url: str) -> None:
    """A new clause with one rule of two conditions, without typing any syntax."""
    client.submit(
        f"{url}/clauses/new", {"number": "5.1", "title": "Money", "words": "Fire officers see it."}
    )
    done = client.submit(
        f"{url}/clauses/5.1/rules/new",
        {"kind": "grant", "level": "full", "a_agency_type": ["fire"], "a_category": ["finance"]},
    )
    assert done.status_code == 302, done.text


def test_everybody_reads_the_protocol_in_force_as_document_table_and_paper(desk: Desk) -> None:
    client = desk.browser(desk.world.viewers["housing"])
    assert "In force" in client.page("/protocol/").words
    assert "Confidentiality" in client.page(f"/protocol/{desk.in_force}").words
    assert "Nothing" in client.page(f"/protocol/{desk.in_force}/matrix?stage=agenda").words
    assert "Legal bases" in client.page(f"/protocol/{desk.in_force}/print").words
    assert client.get(f"/protocol/{desk.in_force}/document").text.startswith("[protocol]")


def test_a_clause_with_a_rule_is_written_without_typing_syntax(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    clause = document(desk.draft()).clauses[-1]
    assert (clause.number, clause.rules[0].kind, clause.rules[0].level) == (
        "5.1", RuleKind.GRANT, Effect.FULL,
    )  # fmt: skip
    words = client.page(url).words
    assert "May see all of it, where the kind of agency is fire" in words


def test_a_condition_is_changed_and_taken_out_again(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    rule = f"{url}/clauses/5.1/rules/0"
    client.submit(rule, {"a_agency_type_op": "not", "a_agency_type": ["police"]})
    assert "the kind of agency is not police" in client.page(rule).words
    client.submit(rule, {"a_agency_type_op": "", "a_agency_type": []})
    assert [c.dimension for c in document(desk.draft()).clauses[-1].rules[0].applies] == [
        "category"
    ]


def test_a_change_that_the_engine_refuses_leaves_the_draft_as_it_was(desk: Desk) -> None:
    client, url = desk.started()
    before = desk.draft().text
    number, place = only_holder_of_a_lifted_limit(desk)
    refused = client.submit(f"{url}/clauses/{number}/rules/{place}/remove")
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert desk.draft().text == before


def test_a_refused_clause_keeps_everything_typed(desk: Desk) -> None:
    client, url = desk.started()
    refused = client.submit(f"{url}/clauses/new", {"number": "1.1", "words": "Typed with care."})
    assert refused.status_code == 422
    assert "There is a clause 1.1 already." in refused.text
    assert "Typed with care." in refused.text


def only_holder_of_a_lifted_limit(desk: Desk) -> tuple[str, int]:
    protocol = document(desk.draft())
    named = [(c.number, n, r) for c in protocol.clauses for n, r in enumerate(c.rules)]
    lifted = {name for _, _, r in named for name in r.lifts}
    for name in sorted(lifted):
        holders = [(number, n) for number, n, r in named if r.name == name]
        if len(holders) == 1:
            return holders[0]
    raise AssertionError("every lifted limit stands in several rules")


def test_a_document_file_with_mistakes_is_refused_with_its_lines(desk: Desk) -> None:
    client = desk.browser(desk.author)
    broken = STARTER.replace('version = "1.0"', 'version = "2.0"').replace(
        'kind = "grant"', 'kind = "grand"', 1
    )
    token = client.token("/protocol/import")
    answer = client.post(
        "/protocol/import",
        data={"csrf_token": token, "file": (BytesIO(broken.encode()), "p.toml")},
    )
    assert answer.status_code == 422
    assert "line" in answer.text
    assert "grand" in answer.text
    assert desk.drafts() == []


def test_the_second_of_two_editors_is_told_and_loses_nothing(desk: Desk) -> None:
    client, url = desk.started()
    form = client.page(f"{url}/clauses/1.1").form()
    client.submit(f"{url}/clauses/1.1", {"words": "First editor."})
    late = client.post(f"{url}/clauses/1.1", data=form.filled({"words": "Second editor typed."}))
    assert late.status_code == 422
    assert "Second editor typed." in late.text
    assert "First editor." in late.text
    assert f"{desk.author.name} changed clause 1.1 at" in late.text
    again = Page(late.text).form()
    sent = client.post(f"{url}/clauses/1.1", data=again.filled({"words": "Both agreed."}))
    assert sent.status_code == 302
    assert document(desk.draft()).clauses[0].words == "Both agreed."


def test_two_people_write_two_clauses_at_once_and_neither_is_in_the_way(desk: Desk) -> None:
    client, url = desk.started()
    form = client.page(f"{url}/clauses/1.1").form()
    client.submit(f"{url}/clauses/1.2", {"words": "First editor."})
    sent = client.post(f"{url}/clauses/1.1", data=form.filled({"words": "Second editor."}))
    assert sent.status_code == 302
    assert [c.words for c in document(desk.draft()).clauses[:2]] == [
        "Second editor.", "First editor.",
    ]  # fmt: skip


def test_the_comparison_names_people_agencies_and_live_cases(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    words = client.page(f"{url}/compare").words
    fire = desk.world.viewers["fire"]
    assert "Would see more" in words
    assert fire.name in words
    assert fire.agency_name in words
    # An administrator opens no case by being one: how many, not which.
    assert desk.world.case.reference not in words
    assert "1 that you do not take part in" in words


def test_whoever_drafts_and_knows_a_case_reads_which_it_is(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    with desk.store.writing() as session:
        both = make_viewer(
            session, desk.world.agencies["council"] if "council" in desk.world.agencies
            else desk.world.agencies["police"], Role.COORDINATOR, desk.world.conference,
        )  # fmt: skip
        session.add(
            AppointmentRow(
                partnership_id=both.partnership_id, person_id=both.person_id,
                role=Role.PROTOCOL_ADMINISTRATOR, starts_on=today(),
            )
        )  # fmt: skip
    assert desk.world.case.reference in desk.browser(both).page(f"{url}/compare").words
    whole = f"{url}/compare/{desk.world.viewers['fire'].person_id}"
    assert desk.world.case.reference in desk.browser(both).page(f"{whole}/housing_money").words
    less = desk.browser(both).page(f"{whole}/housing_money?way=less").words
    assert desk.world.case.reference not in less
    assert desk.browser(both).get(f"{whole}/nothing_of_the_kind").status_code == 404
    assert desk.browser(both).get(f"{url}/compare/{UUID(int=1)}/housing_money").status_code == 404
    # Who keeps the protocol and knows no case reads how many here as well.
    words = client.page(f"{whole}/housing_money").words
    assert desk.world.case.reference not in words
    assert "In 1 live case. 1 of them you do not take part in." in words


def test_people_who_neither_draft_nor_approve_get_no_list_of_live_cases(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    other = desk.browser(desk.world.viewers["housing"])
    other.forbidden_markers = {desk.world.case.reference}
    assert "In principle" in other.page(f"{url}/compare").words


def test_nobody_puts_their_own_words_in_force(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    assert client.get(f"{url}/approve").status_code == 403


def test_a_second_person_confirms_what_opens_and_it_opens_at_once(desk: Desk) -> None:
    fire = desk.browser(desk.world.viewers["fire"])
    case = f"/cases/{desk.world.case.id}"
    assert "Markermoney" not in fire.page(case).words
    client, url = desk.started()
    fire_sees_money(client, url)
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    desk.everybody_signs()
    second = desk.browser(desk.approver)
    assert "more than they see today" in second.page(f"{url}/approve").words
    assert second.submit(f"{url}/approve", {}).status_code == 422
    done = second.submit(f"{url}/approve", {"confirm": "y"})
    assert done.status_code == 302, done.text
    assert "version 1.1" in fire.page(case).words


def test_what_was_seen_under_the_old_version_keeps_it(desk: Desk) -> None:
    case = f"/cases/{desk.world.case.id}"
    desk.browser(desk.world.viewers["police"]).page(case)
    client, url = desk.started()
    fire_sees_money(client, url)
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    desk.everybody_signs()
    desk.browser(desk.approver).submit(f"{url}/approve", {"confirm": "y"})
    desk.browser(desk.world.viewers["police"]).page(case)
    words = desk.browser(desk.world.viewers["coordinator"]).page(f"{case}/seen").words
    assert "1.0" in words
    assert "1.1" in words


def test_a_version_of_another_partnership_is_not_found(desk: Desk) -> None:
    with desk.store.writing() as session:
        elsewhere = make_world(session, {})
    assert (
        desk.browser(elsewhere.viewers["police"]).get(f"/protocol/{desk.in_force}").status_code
        == 404
    )


def test_an_agency_reads_once_its_signature_is_recorded_and_no_more_once_it_ends(
    desk: Desk,
) -> None:
    police, administrator = desk.browser(desk.world.viewers["police"]), desk.browser(desk.author)
    advocate = desk.browser(desk.world.viewers["victim_service"])
    case, page = f"/cases/{desk.world.case.id}", f"/protocol/{desk.in_force}/signatures"
    agency = str(desk.world.agencies["victim_service"].id)
    assert "Markervictim" in advocate.page(case).words
    for status, sees in (("withdrawn", False), ("signed", True)):
        told = {"agency_id": agency, "status": status, "signed_by": "Chief executive"}
        assert administrator.submit(page, told).status_code == 302
        assert ("Markervictim" in advocate.page(case).words) is sees
    assert "Chief executive" in police.page(f"/protocol/{desk.in_force}/parties").words


def test_a_signature_needs_an_agency_of_ours_and_a_name(desk: Desk) -> None:
    client, page = desk.browser(desk.author), f"/protocol/{desk.in_force}/signatures"
    with desk.store.writing() as session:
        elsewhere = make_world(session, {}).agencies["health"].id
    for agency, name in (("", "Somebody"), (str(elsewhere), "Somebody")):
        told = {"agency_id": agency, "status": "signed", "signed_by": name}
        assert client.submit(page, told).status_code == 422
    told = {"agency_id": str(desk.world.agencies["fire"].id), "status": "signed", "signed_by": ""}
    assert client.submit(page, told).status_code == 422


def test_nobody_signs_a_version_that_is_over_and_agencies_do_not_sign_for_others(
    desk: Desk,
) -> None:
    assert (
        desk.browser(desk.world.viewers["police"])
        .get(f"/protocol/{desk.in_force}/signatures")
        .status_code
        == 403
    )


def test_a_list_that_has_changed_since_it_was_read_is_asked_about_again(desk: Desk) -> None:
    client, url = desk.started()
    fire_sees_money(client, url)
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    second = desk.browser(desk.approver)
    form = second.page(f"{url}/approve").form()
    with desk.store.writing() as session:
        agency = desk.world.agencies["fire"]
        newcomer = make_viewer(session, agency, Role.REPRESENTATIVE, desk.world.conference)
    late = second.post(f"{url}/approve", data=form.filled({"confirm": "y", "unsigned": "y"}))
    assert late.status_code == 422
    assert "has changed since you read it" in late.text
    assert newcomer.name in late.text
    assert desk.draft().state == AgreementState.PROPOSED
    done = second.submit(f"{url}/approve", {"confirm": "y", "unsigned": "y"})
    assert done.status_code == 302, done.text


def test_the_states_of_many_versions_cost_as_many_questions_as_that_of_one(desk: Desk) -> None:
    with desk.store.writing() as session:
        for label in ("1.1", "1.2"):
            text = STARTER.replace('"1.0"', f'"{label}"', 1)
            row = agreements.draft(session, desk.author, text=text)
            agreements.propose(session, desk.author, agreement_id=row.id, version=row.version)
    with desk.store.reading() as session:
        rows = agreements.versions(session, desk.author.partnership_id)
        with counted(desk.store) as one:
            phases(session, desk.author.partnership_id, rows[:1])
        with counted(desk.store) as three:
            found = phases(session, desk.author.partnership_id, rows)
    assert len(found) == 3
    assert len(three) == len(one)
