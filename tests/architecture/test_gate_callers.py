"""Who asks the gate to open something: a list written by hand, so that a new one is looked at."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Module -> what it opens case data for.
CALLERS = {
    "casework/actions/pages.py": "the words of actions, in lists and on their page",
    "casework/advice/views/sharing.py": "the words of a question before sharing outside",
    "casework/casefile/search.py": "names of the hits on screen",
    "casework/casefile/service.py": "names in a list of cases",
    "casework/casefile/views/asking.py": "why an agency asks to see more",
    "casework/casefile/views/files.py": "names of files, and with them the files",
    "casework/casefile/views/grants.py": "reasons for answers to requests to see more",
    "casework/casefile/views/pages.py": "the case page",
    "casework/casefile/views/standing.py": "what the chair reads of declared interests",
    "casework/casefile/views/summaries.py": "a section, for the agency that summarises it",
    "casework/casefile/views/view_as.py": "the case page of somebody else, on invented data",
    "casework/conferences/reading.py": "agenda, live screen, room screen and minutes",
    "casework/disclosure/gate.py": "one matter is a list of one",
    "casework/recorded/views/recording.py": "why a fact was recorded, for whoever changes it",
    "casework/referrals/views/doors.py": "a referral, for its writers and its coordinator",
    "casework/research/pages.py": "what an agency found, for itself",
    "casework/research/views/corrections.py": "a correction, for whoever read the earlier words",
    "casework/reviews/views/papers.py": "files and drafts of a review, and what is said of them",
    "casework/reviews/views/sealed.py": "the record of a review, for its panel",
    "casework/research/views/requests.py": "what an agency needs to search its records",
}


def _opens(call: ast.Call) -> bool:
    # `SecretText.reveal()` takes nothing; the gate takes viewers and a matter.
    named = isinstance(call.func, ast.Attribute) and call.func.attr in {"reveal", "reveal_many"}
    return named and bool(call.args)


def test_every_caller_of_the_gate_is_known_by_name_and_purpose() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "casework").rglob("*.py")
        if any(
            isinstance(node, ast.Call) and _opens(node)
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }
    assert found == set(CALLERS)
