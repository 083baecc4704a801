"""Every endpoint says who may call it, and asking for a page changes nothing."""

from __future__ import annotations

import re

from flask import Flask

from casework.access import Action
from casework.web.guard import MARK
from casework.web.transaction import WRITING_GETS

# Files that carry nothing of anybody's: style, script, font.
FILES = {"web.static"}
ALLOWED_METHODS = {"GET", "HEAD", "OPTIONS", "POST"}


def test_every_endpoint_declares_its_action(app: Flask) -> None:
    undeclared = [
        name
        for name, view in app.view_functions.items()
        if name not in FILES and not isinstance(getattr(view, MARK, None), Action | str)
    ]
    assert undeclared == []


def test_public_endpoints_are_few_and_known(app: Flask) -> None:
    public = {n for n, view in app.view_functions.items() if getattr(view, MARK, None) == "public"}
    rooms = {name.split(".")[0] for name in public}
    assert rooms <= {"health", "accounts", "web"}


def test_pages_speak_the_methods_of_forms_only(app: Flask) -> None:
    other = {
        rule.rule for rule in app.url_map.iter_rules() if set(rule.methods or ()) - ALLOWED_METHODS
    }
    assert other == set()


def test_addresses_name_things_by_random_ids_in_kebab_case(app: Flask) -> None:
    # No sequence, no reference, no name of a person in an address: addresses end up in logs.
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FILES
        and (
            re.search(r"[A-Z_]", re.sub(r"<[^>]*>", "", rule.rule))
            or re.search(r"<(float|path|any)", rule.rule)
            # A place within a document is no sequence of things.
            or ("<int" in rule.rule and not rule.endpoint.startswith("sharing."))
        )
    ]
    assert odd == []


def test_a_get_that_writes_is_named_and_exists(app: Flask) -> None:
    assert set(app.view_functions) >= WRITING_GETS
