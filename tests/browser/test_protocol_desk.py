"""Somebody who knows only the paper agreement enters ten clauses, with no manual open."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site, visiting

pytestmark = pytest.mark.browser
# A press, a tick, a choice or a field typed: a minute holds about six of them for a beginner.
MOST_ACTS = 150
HEALTH = "Health information is shared in summary only."


@dataclass
class Beginner:
    """A person at the desk who chooses and types, and whose every act is counted."""

    page: Page
    acts: int = 0
    pages: list[str] = field(default_factory=list)

    def press(self, name: str) -> None:
        self.acts += 1
        self.page.get_by_role("button", name=name).first.click()
        self.pages.append(self.page.url)

    def follow(self, name: str) -> None:
        self.acts += 1
        self.page.locator("main a", has_text=name).first.click()

    def back(self) -> None:
        self.acts += 1
        self.page.locator(".govuk-back-link").click()

    def type(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.acts += 1
            self.page.locator(f'[name="{name}"][value="{value}"]').check(force=True)

    def choose(self, name: str, value: str) -> None:
        self.acts += 1
        self.page.locator(f'select[name="{name}"]').select_option(value)

    def clause(self, title: str, words: str, why: str = "") -> None:
        """The words of a clause; its rules come next on the same page."""
        self.follow("Add a clause")
        self.type("Title", title)
        self.type("Words that partners sign", words)
        if why:
            self.type("If no rule can carry this clause out, why?", why)
        self.press("Save, and go on to its rules")

    def line(self, blank: str, value: str) -> None:
        """One more thing that a rule depends on."""
        self.choose("another_only", blank)
        self.press("Add this condition")
        part, _, name = blank.partition(":")
        self.choose(f"{part}_{name}", value)


def _around(person: Beginner) -> None:
    person.follow("Start a protocol")
    person.tick("source", "blank")
    person.type("Title", "Riverside information sharing")
    person.press("Start the draft")
    person.follow("Parties (0)")
    person.press("Add every agency of the partnership")
    person.back()
    person.follow("Legal bases (0)")
    person.type("Legal basis", "Crime and Disorder Act 1998, section 115")
    person.press("Add this legal basis")
    person.back()
    person.follow("Title page")
    person.tick("purposes", "safety_planning", "safeguarding")
    person.press("Save and go back")


def _opening(person: Beginner) -> None:
    person.clause("Purpose", "We share to keep people safe.", "The title page lists the purposes.")
    person.back()
    person.clause("Who sees what", "Police, victim services and housing see what each needs.")
    person.follow("Fill in a table of who sees what")
    person.tick("agency_type", "police", "victim_service", "housing")
    person.tick("category", "risk", "health", "safe_contact")
    person.press("Show the table")
    for kind in ("police", "victim_service"):
        for category in ("risk", "health", "safe_contact"):
            person.choose(f"c-{kind}-{category}", "full")
    person.choose("c-housing-risk", "summary")
    person.press("Make these rules")
    person.back()
    person.clause("Date of birth", "Housing sees the year of birth.")
    person.follow("Add a rule")
    person.tick("level", "masked")
    person.choose("mask", "year_of_birth")
    person.tick("a_agency_type", "housing")
    person.tick("a_category", "identity")
    person.press("Save the rule")
    person.back()


def _limits(person: Beginner) -> None:
    person.clause("Health", HEALTH)
    person.follow("Add a rule")
    person.tick("kind", "cap")
    person.tick("level", "summary")
    person.tick("a_category", "health")
    person.type("Name of this limit", "Health summary")
    person.type("What the person who does not see it is told", "Health is shared in summary.")
    person.press("Save the rule")
    person.back()
    person.clause("Serious threat", "At a serious threat the chair may let health be read in full.")
    person.follow("Add a rule")
    person.tick("kind", "exception")
    person.tick("lifts", "health_summary")
    person.line("r:serious_threat", "is:yes")
    person.press("Save the rule")
    person.back()
    person.clause("Confidentiality", "Whoever takes part has signed the statement.")
    person.follow("Add a rule")
    person.tick("kind", "gate")
    person.line("r:confidentiality_signed", "is:yes")
    person.press("Save the rule")
    person.back()
    person.clause("Conflict", "Whoever has a conflict of interest does not know of the case.")
    person.follow("Add a rule")
    person.tick("kind", "cap")
    person.tick("level", "concealed")
    person.choose("another", "a:relationship")
    person.press("Add this line")
    person.tick("a_relationship", "conflicted")
    person.press("Save the rule")
    person.back()


def _duties(person: Beginner) -> None:
    for title, words in (
        ("Accuracy", "Each agency corrects what it provided as soon as it knows better."),
        ("Complaints", "Complaints go to the information governance officer."),
    ):
        person.clause(title, words, "It is a duty for people.")
        person.back()


def test_ten_clauses_are_entered_from_nothing_by_choosing(site: Site, browser: Browser) -> None:
    with visiting(browser, site, site.account("protocol_administrator").email) as context:
        page = context.new_page()
        # A hundred acts in a row: one slow answer of a busy machine is no failure of the desk.
        page.set_default_timeout(60_000)
        page.goto(f"{site.address}/protocol/")
        person = Beginner(page)
        _around(person)
        _opening(person)
        _limits(person)
        _duties(person)
        assert page.locator("section.confer-clause-block").count() == 10
        assert person.acts <= MOST_ACTS, person.acts
        words = page.locator("main").inner_text()
        assert "May see all of it, where the kind of agency is police or victim service" in words
        assert "Unless (lifts health summary)" in words
        _saved_on_leaving(page)
        _asked(page)


def _saved_on_leaving(page: Page) -> None:
    """Words are saved when the field is left, and are still there on another day."""
    page.locator("#clause-5 a", has_text="Write this clause").click()
    here = page.url
    page.get_by_label("Words that partners sign").fill(f"{HEALTH} Not more.")
    page.get_by_label("Title", exact=True).focus()
    expect(page.locator("[data-confer-saved]")).to_contain_text("Saved at", timeout=30_000)
    page.goto(here)
    assert page.get_by_label("Words that partners sign").input_value() == f"{HEALTH} Not more."
    page.locator(".govuk-back-link").click()


def _asked(page: Page) -> None:
    page.get_by_role("link", name="Ask it a question").click()
    for name, value in (("agency_type", "police"), ("category", "health"), ("subject", "victim")):
        page.locator(f'select[name="q_{name}"]').select_option(value)
    page.get_by_role("button", name="Ask").click()
    assert "Sees a summary" in page.locator("main").inner_text()
    assert "Clause 5" in page.locator("main").inner_text()
