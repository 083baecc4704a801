"""Filling a form in as a person does, one control after another."""

from __future__ import annotations

from playwright.sync_api import Page

from casework.catalogue.field import BETWEEN
from casework.catalogue.section import Section
from casework.referrals.forms.page import html_name
from tests.factories.referrals import answer_to

PRESS = "main form[method=post] button"


def put(page: Page, name: str, text: str) -> None:
    """Answer one question; a question that this page does not ask is an error."""
    controls = page.locator(f'main [name="{name}"]')
    folded = page.locator(f'details:not([open]):has([name="{name}"]) > summary')
    if folded.count():
        folded.first.click()
    kind = controls.first.evaluate("e => e.tagName + (e.type || '')")
    if kind in ("INPUTradio", "INPUTcheckbox"):
        for value in text.split(BETWEEN):
            page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
    elif kind.startswith("SELECT"):
        controls.first.select_option(text)
    else:
        controls.first.fill(text)


def fill_section(page: Page, section: Section) -> None:
    """Every question of a page of a referral."""
    for field in section.fields:
        if page.locator(f'main [name="{html_name(field.name)}"]').count():
            put(page, html_name(field.name), answer_to(field))


def press(page: Page, words: str) -> None:
    """Press the button that says so."""
    page.get_by_role("button", name=words, exact=True).first.click()
