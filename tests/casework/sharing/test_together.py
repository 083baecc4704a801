"""Two people write in one draft: nothing is put in another's place, and nothing typed is lost."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import select

from casework.access import Role
from casework.agreements import service as agreements
from casework.sharing import edits, service
from casework.sharing.examples.models import ProtocolExample
from casework.sharing.marks import clause_mark, rule_marks
from casework.sharing.service import document
from casework.sharing.which import GONE
from protocols.clauses import Clause, Rule, SharingProtocol
from protocols.vocabulary import RuleKind
from tests.casework.sharing.desk import Desk
from tests.client import Form, Page, PageClient
from tests.factories.directory import make_viewer
from tests.factories.world import make_world

FIRE = {"kind": "grant", "level": "full", "a_agency_type": ["fire"], "a_category": ["finance"]}
HEALTH = {"kind": "grant", "level": "full", "a_agency_type": ["health"], "a_category": ["health"]}
CAP = {"kind": "cap", "level": "withheld", "a_agency_type": ["housing"]}
TYPED = "Markertyped with care."


def begun(desk: Desk, *rules: dict[str, object]) -> tuple[PageClient, str]:
    """A draft whose clause 9 has these rules."""
    client, url = desk.started()
    client.submit(f"{url}/clauses/new", {"number": "9", "title": "New", "words": "New words."})
    for said in rules:
        assert client.submit(f"{url}/clauses/9/rules/new", said).status_code == 302
    return client, url


def drafted(desk: Desk) -> SharingProtocol:
    return document(desk.draft())


def clause(desk: Desk, number: str = "9") -> Clause:
    return edits.find_clause(drafted(desk), number)


def told(rule: Rule) -> tuple[RuleKind, tuple[str, ...], str]:
    (kinds,) = [c.words for c in rule.applies if c.dimension == "agency_type"]
    return rule.kind, tuple(map(str, kinds)), rule.reasons.full


def rules(desk: Desk) -> list[tuple[RuleKind, tuple[str, ...], str]]:
    return [told(rule) for rule in clause(desk).rules]


def handed_over(desk: Desk) -> None:
    with desk.store.writing() as session:
        row = desk.draft()
        agreements.propose(session, desk.second, agreement_id=row.id, version=row.version)


def form_of(client: PageClient, page: str) -> Form:
    return client.page(page).forms[-1]


def test_a_rule_is_changed_where_it_stands_now_and_not_what_took_its_place(desk: Desk) -> None:
    client, url = begun(desk, HEALTH, FIRE, CAP)
    page = f"{url}/clauses/9/rules/1"
    form = form_of(client, page)
    desk.browser(desk.second).submit(f"{url}/clauses/9/rules/0/remove")
    late = client.post(page, data=form.filled({"full": TYPED}))
    assert late.status_code == 422
    assert f"{desk.second.name} changed clause 9" in late.text
    sent = client.post(page, data=Page(late.text).forms[-1].filled({"stay": "yes"}))
    assert sent.status_code == 302
    assert rules(desk) == [
        (RuleKind.GRANT, ("fire",), TYPED), (RuleKind.CAP, ("housing",), ""),
    ]  # fmt: skip
    assert TYPED in client.page(str(sent.location)).form().filled()["full"]


@pytest.mark.parametrize("away", ["taken out", "changed"])
def test_a_rule_that_is_gone_is_saved_as_a_new_one_and_never_in_anothers_place(
    desk: Desk, away: str
) -> None:
    client, url = begun(desk, FIRE, CAP)
    page, other = f"{url}/clauses/9/rules/0", desk.browser(desk.second)
    form = form_of(client, page)
    if away == "taken out":
        other.submit(f"{page}/remove")
        left = [(RuleKind.CAP, ("housing",), "")]
    else:
        other.submit(page, {"full": "Another's."})
        left = [(RuleKind.GRANT, ("fire",), "Another's."), (RuleKind.CAP, ("housing",), "")]
    late = client.post(page, data=form.filled({"full": TYPED}))
    for _ in range(2):
        assert late.status_code == 422
        assert GONE in late.text
        assert TYPED in late.text
        assert rules(desk) == left
        late = client.post(page, data=Page(late.text).forms[-1].filled())
    sent = client.post(page, data=Page(late.text).forms[-1].filled({"which": "new"}))
    assert sent.status_code == 302
    assert rules(desk) == [*left, (RuleKind.GRANT, ("fire",), TYPED)]


def test_a_rule_takes_the_place_of_one_that_was_chosen_from_the_page(desk: Desk) -> None:
    client, url = begun(desk, FIRE, CAP)
    page = f"{url}/clauses/9/rules/0"
    form = form_of(client, page)
    desk.browser(desk.second).submit(page, {"full": "Another's."})
    late = client.post(page, data=form.filled({"full": TYPED}))
    assert "In place of this: May see all of it, where the kind of agency is fire" in late.text
    which = rule_marks(clause(desk))[0]
    sent = client.post(page, data=Page(late.text).forms[-1].filled({"which": which}))
    assert sent.status_code == 302
    assert rules(desk) == [(RuleKind.GRANT, ("fire",), TYPED), (RuleKind.CAP, ("housing",), "")]


def test_a_rule_is_not_taken_out_in_the_place_of_another(desk: Desk) -> None:
    client, url = begun(desk, FIRE, CAP)
    page = f"{url}/clauses/9/rules/0/remove"
    form = form_of(client, page)
    desk.browser(desk.second).submit(page)
    for _ in range(2):
        sent = client.post(page, data=form.filled(), follow_redirects=True)
        assert "so nothing was taken out" in sent.text
    assert rules(desk) == [(RuleKind.CAP, ("housing",), "")]


def test_an_item_of_a_list_never_takes_the_place_of_another(desk: Desk) -> None:
    client, url = desk.started()
    count = len(drafted(desk).bases)
    for title in ("First act", "Second act"):
        client.submit(f"{url}/lists/bases", {"title": title})
    page, gone = f"{url}/lists/bases/{count}", f"{url}/lists/bases/{count}/remove"
    form, going = form_of(client, page), form_of(client, gone)
    desk.browser(desk.second).submit(gone)
    late = client.post(page, data=form.filled({"title": TYPED}))
    for _ in range(2):
        assert late.status_code == 422
        assert GONE in late.text
        late = client.post(page, data=Page(late.text).forms[-1].filled())
    again = client.post(gone, data=going.filled(), follow_redirects=True)
    assert "so nothing was taken out" in again.text
    sent = client.post(page, data=Page(late.text).forms[-1].filled({"which": "new"}))
    assert sent.status_code == 302
    assert [b.title for b in drafted(desk).bases[count:]] == ["Second act", TYPED]


def test_the_clause_that_was_pressed_moves_whatever_its_number_is_by_now(desk: Desk) -> None:
    client, url = begun(desk)
    client.submit(f"{url}/order", button=("again", "yes"))
    first, second = drafted(desk).clauses[:2]
    form = client.page(f"{url}/order").form()
    other = desk.browser(desk.second)
    other.submit(f"{url}/order", button=("down", clause_mark(first)))
    other.submit(f"{url}/order", button=("again", "yes"))
    assert drafted(desk).clauses[0].words == second.words
    sent = client.post(f"{url}/order", data=form.filled({"down": clause_mark(first)}))
    assert sent.status_code == 302
    assert drafted(desk).clauses[2].words == first.words


def test_words_of_a_clause_that_was_taken_out_are_kept_and_become_a_new_one(desk: Desk) -> None:
    client, url = begun(desk, FIRE)
    page = f"{url}/clauses/9"
    form = form_of(client, page)
    desk.browser(desk.second).submit(f"{page}/remove")
    for stay in ({}, {"stay": "yes"}):
        late = client.post(page, data=form.filled({"words": TYPED, **stay}))
        assert late.status_code == 422
        assert TYPED in late.text
        assert f"{desk.second.name} changed clause 9" in late.text
        assert "Clause 9 is no longer in the draft." in late.text
    again = Page(late.text).forms[-1]
    assert client.post(again.action, data=again.filled()).status_code == 302
    assert (clause(desk).words, clause(desk).rules) == (TYPED, ())


def test_words_follow_a_clause_to_its_new_number(desk: Desk) -> None:
    client, url = begun(desk)
    client.submit(f"{url}/clauses/new", {"number": "10", "words": "Ten."})
    form = form_of(client, f"{url}/clauses/10")
    desk.browser(desk.second).submit(f"{url}/clauses/9/remove")
    with desk.store.writing() as session:
        row = desk.draft()
        service.edit(
            session, desk.second, agreement_id=row.id, clause="order", what="Order changed",
            change=lambda p: edits.with_clause(
                p, Clause("9", "Ten."), "10"
            ),
        )  # fmt: skip
    late = client.post(f"{url}/clauses/10", data=form.filled({"words": TYPED}))
    assert late.status_code == 422
    assert "What you were changing is clause 9 now." in late.text
    again = Page(late.text).forms[-1]
    assert client.post(again.action, data=again.filled()).status_code == 302
    assert clause(desk).words == TYPED


def test_a_rule_and_a_table_of_a_clause_that_was_taken_out_are_kept(desk: Desk) -> None:
    client, url = begun(desk, FIRE)
    pages = {
        f"{url}/clauses/9/rules/0": {"full": TYPED},
        f"{url}/clauses/9/rules/new": {**HEALTH, "full": TYPED},
        f"{url}/clauses/9/table?agency_type=fire&category=health": {"c-fire-health": "full"},
    }
    forms = {page: form_of(client, page) for page in pages}
    desk.browser(desk.second).submit(f"{url}/clauses/9/remove")
    for page, said in pages.items():
        late = client.post(page, data=forms[page].filled(said))
        assert late.status_code == 422, page
        assert "Clause 9 is no longer in the draft." in late.text
        assert TYPED in late.text or 'value="full" selected' in late.text
    assert client.get(f"{url}/clauses/9").status_code == 404


def test_what_was_typed_is_kept_when_the_draft_was_handed_over_meanwhile(desk: Desk) -> None:
    client, url = begun(desk, FIRE)
    typed = {
        f"{url}/clauses/9": {"words": TYPED}, f"{url}/clauses/new": {"words": TYPED},
        f"{url}/clauses/9/rules/0": {"full": TYPED},
        f"{url}/lists/bases": {"title": TYPED}, f"{url}/details": {"summary": TYPED},
        f"{url}/text": {"text": TYPED},
    }  # fmt: skip
    forms = {page: form_of(client, page) for page in typed}
    handed_over(desk)
    before = desk.draft().text
    for page, said in typed.items():
        late = client.post(page, data=forms[page].filled(said))
        assert late.status_code == 422, page
        assert TYPED in late.text, page
        assert "This draft was handed over for approval" in late.text, page
        assert client.get(page).status_code == 404
    assert desk.draft().text == before
    client.submit(url, action=f"{url}/take-back", button=("version", str(desk.draft().version)))
    sent = client.post(f"{url}/clauses/9", data=forms[f"{url}/clauses/9"].filled({"words": TYPED}))
    assert sent.status_code == 302
    assert clause(desk).words == TYPED


def test_of_a_draft_that_was_handed_over_nobody_else_is_told(desk: Desk) -> None:
    client, url = begun(desk, FIRE)
    form = form_of(client, f"{url}/clauses/9")
    handed_over(desk)
    with desk.store.writing() as session:
        elsewhere = make_world(session, {})
        stranger = make_viewer(session, elsewhere.agencies["police"], Role.PROTOCOL_ADMINISTRATOR)
    for viewer, status in ((stranger, 404), (desk.world.viewers["housing"], 403)):
        browser = desk.browser(viewer)
        browser.forbidden_markers = {"handed over", "New words.", TYPED}
        said = form.filled({"words": TYPED, "csrf_token": browser.token("/account/password")})
        for page in ("clauses/9", "clauses/8", "clauses/9/rules/0", "lists/bases", "text"):
            assert browser.post(f"{url}/{page}", data=said).status_code == status, page


def example_of(desk: Desk, officer: PageClient) -> str:
    """The address of an example that an officer of the fire service has written."""
    said = {
        "sentence": "Fire officers do not see it.", "expected": "not_seen",
        "q_agency_type": "fire", "q_category": "finance", "q_subject": "victim",
    }  # fmt: skip
    examples = f"/protocol/{desk.in_force}/examples"
    officer.submit(f"{examples}/new", said)
    with desk.store.reading() as session:
        return f"{examples}/{session.scalars(select(ProtocolExample.id)).one()}"


def test_words_of_an_example_that_was_ended_meanwhile_are_kept(desk: Desk) -> None:
    officer, examples = desk.browser(desk.world.viewers["fire"]), f"/protocol/{desk.in_force}"
    page = example_of(desk, officer)
    with desk.store.writing() as session:
        colleague = make_viewer(
            session, desk.world.agencies["fire"], Role.REPRESENTATIVE, desk.world.conference
        )
    form, ending = form_of(officer, page), form_of(officer, f"{page}/end")
    desk.browser(colleague).submit(f"{page}/end", {"reason": "No longer asked for."})
    late = officer.post(page, data=form.filled({"sentence": TYPED}))
    for answer in (late, officer.post(f"{page}/end", data=ending.filled({"reason": TYPED}))):
        assert answer.status_code == 422
        assert TYPED in answer.text
        assert f"{colleague.name} ended this example" in answer.text
    other = desk.browser(desk.world.viewers["housing"])
    other.forbidden_markers = {"No longer asked for.", TYPED}
    foreign = form_of(other, f"{examples}/examples/new").filled({"sentence": TYPED})
    assert other.post(page, data=foreign).status_code == 404
    again = Page(late.text).forms[-1]
    assert officer.post(again.action, data=again.filled()).status_code == 302
    assert TYPED in officer.page(f"{examples}/examples").words


def test_an_example_that_a_colleague_changed_is_shown_and_saved_over_by_a_second_press(
    desk: Desk,
) -> None:
    officer = desk.browser(desk.world.viewers["fire"])
    page = example_of(desk, officer)
    form, ending, signing = (form_of(officer, f"{page}{x}") for x in ("", "/end", "/sign"))
    officer.submit(page, {"sentence": "A colleague's words.", "expected": "summary"})
    late = officer.post(page, data=form.filled({"sentence": TYPED}))
    assert late.status_code == 422
    assert TYPED in late.text
    assert "What is saved now: A colleague's words." in Page(late.text).words
    assert "Expected: this person sees a summary" in Page(late.text).words
    for where, old, more in (("end", ending, {"reason": TYPED}), ("sign", signing, {})):
        answer = officer.post(f"{page}/{where}", data=old.filled(more))
        assert "Somebody else changed this example" in answer.text
        assert "A colleague's words." in Page(answer.text).words
    assert officer.post(page, data=Page(late.text).forms[-1].filled()).status_code == 302
    assert TYPED in officer.page(f"/protocol/{desk.in_force}/examples").words


@pytest.mark.postgresql
def test_two_clauses_that_are_saved_in_the_same_moment_are_both_saved(desk: Desk) -> None:
    desk.started()

    def write(number: str) -> None:
        with desk.store.writing() as session:
            service.edit(
                session, desk.author, agreement_id=row.id, clause=number, what="Clause added",
                change=lambda p: edits.with_clause(p, Clause(number, TYPED), None),
            )  # fmt: skip

    row = desk.draft()
    other = Thread(target=write, args=("98",))
    with desk.store.writing() as session:
        service.edit(
            session, desk.second, agreement_id=row.id, clause="99", what="Clause added",
            change=lambda p: edits.with_clause(p, Clause("99", TYPED), None),
        )  # fmt: skip
        session.flush()
        other.start()
        other.join(timeout=0.5)
    other.join()
    assert [c.number for c in drafted(desk).clauses[-2:]] == ["98", "99"]
