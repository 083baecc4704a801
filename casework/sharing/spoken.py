"""What checker and loader say, in the words of the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from protocols.errors import Problem
from protocols.spelling import capitalised

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b[Aa] gate or (?:a )?cap\b", "a limit"),
        (r"\bno gate or cap\b", "no limit"),
        (r"\bgate or (?:a )?cap\b", "limit"),
        (r"\bgates? and caps?\b", "limits"),
        (r"\ba grant or a cap\b", "'may see' and 'never more than'"),
        (r"\ba grant or an exception\b", "'may see' or 'unless'"),
        (r"\b(?:a |an |the |this )?gates?\b", "'must be true first'"),
        (r"\b(?:a |an |the |this )?caps?\b", "'never more than'"),
        (r"\b(?:a |an |the |this )?grants?\b", "'may see'"),
        (r"\b(?:a |an |the |this )?exceptions?\b", "'unless'"),
        (r"\b[Aa] duty\b", "'has to be done'"),
        (r"\bwithheld\b", "nothing"),
        (r"\bconcealed\b", "hidden completely"),
        (r"\bmasked\b", "a part"),
        (r"\bexistence\b", "whom to ask"),
        (r"'(level|requires|lifts|mask|until|obligations)' is missing: ", ""),
        (r"\bcliff\b", "one small change opens a lot"),
    )
)
# Keys of the document by the field that asks for them.
FIELDS: Mapping[str, str] = {"viewer": "viewer", "full": "full", "applies": "", "requires": ""}


def spoken(message: str) -> str:
    """A message without our code words."""
    for pattern, words in _WORDS:
        message = pattern.sub(words, message)
    return capitalised(message)


def errors_of(problems: tuple[Problem, ...]) -> dict[str, str]:
    """Problems of a document by the field they belong to, or together above the form."""
    found: dict[str, str] = {}
    for problem in problems:
        where = f"Clause {problem.clause}: " if problem.clause else ""
        message = where + spoken(problem.message)
        key = FIELDS.get(problem.key, problem.key)
        found[key] = f"{found[key]} {message}" if key in found else message
    return found
