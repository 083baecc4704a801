"""Officers say what they expect, sign it, and are not passed over."""

from __future__ import annotations

import json

from sqlalchemy import select

from casework.sharing.examples.models import ExampleReport, ProtocolExample
from casework.sharing.examples.report import fingerprint
from tests.casework.sharing.desk import Desk
from tests.client import PageClient

SENTENCE = "Fire officers do not see what somebody earns."
HOSTILE = "<script>alert(1)</script> =cmd() {{ 7*7 }} ' OR 1=1"


def write(desk: Desk, client: PageClient, **changed: object) -> int:
    said: dict[str, object] = {
        "sentence": SENTENCE, "expected": "not_seen", "q_agency_type": "fire",
        "q_category": "finance", "q_subject": "victim", **changed,
    }  # fmt: skip
    return client.submit(f"/protocol/{desk.in_force}/examples/new", said).status_code


def only(desk: Desk) -> ProtocolExample:
    with desk.store.reading() as session:
        return session.scalars(select(ProtocolExample)).one()


def opened_to_fire(client: PageClient, url: str) -> None:
    client.submit(
        f"{url}/clauses/new", {"number": "5.1", "title": "Money", "words": "Fire officers see it."}
    )
    client.submit(
        f"{url}/clauses/5.1/rules/new",
        {"kind": "grant", "level": "full", "a_agency_type": ["fire"], "a_category": ["finance"]},
    )


def signed(desk: Desk) -> ProtocolExample:
    officer = desk.browser(desk.world.viewers["fire"])
    assert write(desk, officer) == 302
    page = f"/protocol/{desk.in_force}/examples/{only(desk).id}/sign"
    assert officer.submit(page).status_code == 302
    return only(desk)


def test_an_officer_writes_an_example_and_reads_that_it_holds(desk: Desk) -> None:
    officer = desk.browser(desk.world.viewers["fire"])
    assert write(desk, officer) == 302
    words = officer.page(f"/protocol/{desk.in_force}/examples").words
    assert SENTENCE in words
    assert "1 of 1 hold under this version" in words
    assert "Not signed yet" in words


def test_a_signature_keeps_name_agency_day_and_fingerprint(desk: Desk) -> None:
    fire = desk.world.viewers["fire"]
    example = signed(desk)
    assert (example.signed_name, example.signed_agency) == (fire.name, fire.agency_name)
    words = desk.browser(desk.author).page(
        f"/protocol/{desk.in_force}/examples"
    ).words  # fmt: skip
    assert f"Signed by {fire.name}, {fire.agency_name}" in words
    assert example.digest[:12] in words


def test_a_signed_example_is_not_changed_and_not_signed_by_another_agency(
    desk: Desk,
) -> None:
    example = signed(desk)
    page = f"/protocol/{desk.in_force}/examples/{example.id}"
    officer = desk.browser(desk.world.viewers["fire"])
    assert officer.submit(page, {"sentence": "Something else."}).status_code == 422
    other = desk.browser(desk.world.viewers["housing"])
    assert other.submit(f"{page}/end", {"reason": "It is in our way."}).status_code == 403
    assert only(desk).sentence == SENTENCE


def test_a_draft_that_breaks_a_signed_example_says_so_with_the_deciding_clause(
    desk: Desk,
) -> None:
    signed(desk)
    client, url = desk.started()
    opened_to_fire(client, url)
    words = client.page(url).words
    assert "1 example broken by this version" in words
    assert "Clause 5.1: sees all of it" in words
    assert "0 of 1 hold under this version" in client.page(f"{url}/examples").words


def test_what_breaks_a_signed_example_needs_a_reason_to_be_put_in_force(desk: Desk) -> None:
    signed(desk)
    client, url = desk.started()
    opened_to_fire(client, url)
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    second = desk.browser(desk.approver)
    page = f"{url}/approve"
    assert SENTENCE in second.page(page).words
    refused = second.submit(page, {"confirm": "y"})
    assert refused.status_code == 422
    assert "although it breaks what is signed" in refused.text
    told = {"confirm": "y", "unsigned": "y", "despite": "Agreed with the brigade on 3 March."}
    assert second.submit(page, told).status_code == 302
    officer = desk.browser(desk.world.viewers["fire"])
    assert "Agreed with the brigade on 3 March." in officer.page(f"{url}/examples").words


def test_an_ended_example_stops_nothing_and_is_kept(desk: Desk) -> None:
    example = signed(desk)
    officer = desk.browser(desk.world.viewers["fire"])
    page = f"/protocol/{desk.in_force}/examples/{example.id}/end"
    assert officer.submit(page, {"reason": " "}).status_code == 422
    assert officer.submit(page, {"reason": "We no longer ask for it."}).status_code == 302
    assert "No examples yet" in officer.page(f"/protocol/{desk.in_force}/examples").words
    assert only(desk).ended_reason == "We no longer ask for it."


def test_a_report_is_kept_as_it_was_signed(desk: Desk) -> None:
    signed(desk)
    client, page = desk.browser(desk.author), f"/protocol/{desk.in_force}"
    sent = client.submit(f"{page}/examples", action=f"{page}/examples/reports")
    with desk.store.reading() as session:
        report = session.scalars(select(ExampleReport)).one()
    assert fingerprint(report) == report.digest
    words = client.page(sent.location).words
    for told in (SENTENCE, "1 of 1 held", report.version_digest, report.program, report.digest):
        assert told in words
    file = client.get(f"{sent.location}.csv")
    assert SENTENCE in file.text
    assert report.digest in file.text


def test_no_text_of_an_example_runs_anywhere(desk: Desk) -> None:
    officer = desk.browser(desk.world.viewers["fire"])
    assert write(desk, officer, sentence=HOSTILE.replace("<script>", "=<script>")) == 302
    page = f"/protocol/{desk.in_force}/examples"
    assert "<script>alert" not in officer.get(page).text
    sent = officer.submit(page, action=f"{page}/reports")
    assert "<script>alert" not in officer.get(sent.location).text
    assert "\n'=" in officer.get(f"{sent.location}.csv").text


def test_an_example_without_a_question_is_refused_at_its_fields(desk: Desk) -> None:
    officer = desk.browser(desk.world.viewers["fire"])
    page = f"/protocol/{desk.in_force}/examples/new"
    refused = officer.submit(page, {"sentence": "Typed with care.", "expected": "full"})
    assert refused.status_code == 422
    assert "Typed with care." in refused.text
    assert 'href="#q_category"' in refused.text


def test_examples_travel_as_a_file_for_the_command_line(desk: Desk) -> None:
    signed(desk)
    told = json.loads(
        desk.browser(desk.author).get(
            f"/protocol/{desk.in_force}/examples/file"
        ).text
    )  # fmt: skip
    assert [(e["sentence"], e["signed"]) for e in told] == [(SENTENCE, True)]


def test_an_example_of_another_protocol_is_not_found(desk: Desk) -> None:
    example = signed(desk)
    with desk.store.writing() as session:
        session.get_one(ProtocolExample, example.id).name = "another"
    officer = desk.browser(desk.world.viewers["fire"])
    page = f"/protocol/{desk.in_force}/examples/{example.id}"
    assert officer.get(page).status_code == 404
    assert officer.get(f"{page}/sign").status_code == 404
