"""What officers of the partnership expect of the protocol, in their words; most have signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.demo.cast import Cast
from casework.sharing.asking import ordinary
from casework.sharing.examples import report
from casework.sharing.examples import service as examples

Given = Mapping[str, Any]

# Who says it, the sentence, what is asked, what is expected, whether it is signed.
EXPECTATIONS: tuple[tuple[str, str, Given, str, bool], ...] = (
    ("linden", "A service for people who cause harm never learns that an address is held.",
     {"agency_type": "perpetrator_service", "category": "location",
      "relationship": ["works_with_perpetrator"]}, "concealed", True),
    ("haddix", "Police officers at the meeting know how it is safe to reach her.",
     {"agency_type": "police", "category": "safe_contact"}, "full", True),
    ("dacre", "Housing reads a summary of health, never the notes.",
     {"agency_type": "housing", "category": "health"}, "summary", True),
    ("hale", "The fire service reads a summary of health, because of oxygen and hoarding.",
     {"agency_type": "fire", "category": "health"}, "summary", True),
    ("ridley", "Schools learn in summary what concerns the children.",
     {"agency_type": "education", "category": "child", "subject": "child"}, "summary", False),
)  # fmt: skip


def write_expectations(cast: Cast, row: Agreement) -> None:
    """Written under the version in force by each officer, signed by most of them; a report."""
    for key, sentence, given, expected, signed in EXPECTATIONS:
        officer = cast.viewer(key)
        made = examples.write_example(
            cast.session, officer, agreement_id=row.id, sentence=sentence,
            given=_asked(row, given), expected=expected,
        )  # fmt: skip
        if signed:
            examples.sign_example(
                cast.session, officer, agreement_id=row.id, example_id=made.id,
                version=made.version,
            )  # fmt: skip
    report.sign_report(cast.session, cast.viewer("locke"), agreement_id=row.id)


def _asked(row: Agreement, given: Given) -> dict[str, Any]:
    """The question in an ordinary case, as the page would fill it in."""
    said = ordinary(compiled(row.text)[0])
    facts = {n[2:]: v for n, v in said.items() if n.startswith("f_")}
    usual = {n[2:]: v for n, v in said.items() if n.startswith("q_")}
    none: dict[str, list[str]] = {"relationship": [], "handling": [], "item_relationship": []}
    return {**usual, "subject": "victim", "channel": "screen", **none, **given, "facts": facts}
