"""The confidentiality statement that everybody signs at each meeting, by version.

Adapted from practice (domain 3.6): purpose, onward sharing, storage, marking, and requests under
the Freedom of Information Act.
"""

from __future__ import annotations

from collections.abc import Mapping

FIRST = """
What is said and shown here is for keeping people safe and for preventing crime, disorder and
anti-social behaviour. I use it for nothing else.

I do not pass it on to anybody outside this meeting without the agreement of the agency that gave
it, or of the chair. What is told by word of mouth I do not write down.

I tell nobody who is spoken about that their case is heard here, unless the meeting decides so.

Any note of mine is marked OFFICIAL-SENSITIVE, kept locked or encrypted, and destroyed when it is
no longer needed.

Requests under the Freedom of Information Act or for personal data that touch this meeting go to
the coordinator. I do not answer them alone.

If I know somebody in a case, or have an interest in it, I say so and leave for that case.
"""
# A version once signed keeps its wording for ever; another wording is another version.
STATEMENTS: Mapping[int, str] = {1: FIRST}


def statement(version: int) -> tuple[str, ...]:
    """The wording of one version, rule by rule."""
    return tuple(" ".join(rule.split()) for rule in STATEMENTS[version].strip().split("\n\n"))
