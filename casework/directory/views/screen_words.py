"""What every template of this room may ask for."""

from __future__ import annotations

from typing import Any

from flask import url_for

from casework.access import Action
from casework.directory.blueprint import bp
from casework.directory.words import AGENCY_TYPES, CONFERENCE_KINDS, STATUSES
from casework.web.navigation import signed_in

PAGES = (
    ("index", "People"),
    ("agencies", "Agencies"),
    ("conferences", "Conferences and boards"),
)


@bp.context_processor
def words() -> dict[str, Any]:
    """Words for codes, what the person may change, the links between the three lists."""
    who = signed_in()
    return {
        "agency_types": AGENCY_TYPES,
        "conference_kinds": CONFERENCE_KINDS,
        "statuses": STATUSES,
        "may_people": who is not None and who.may(Action.PEOPLE_MANAGE),
        "directory_links": _links,
    }


def _links(current: str) -> list[dict[str, Any]]:
    return [
        {"text": text, "href": url_for(f"directory.{name}"), "current": name == current}
        for name, text in PAGES
    ]
