"""Several actions in one cell: lines that begin like the entries of a list."""

from __future__ import annotations

import re

# Action 1: 1. 1) 1.2 (a) a) • - – * at the beginning of a line.
ENTRY = re.compile(
    r"^\s*(?:(?:action|task|step)\s*\d{1,2}\s*[.):–-]\s*|"
    r"\(?\d{1,2}(?:\.\d{1,2})*[.):](?:\s+|(?=[a-z]))|"
    r"(?:\(?[a-h][.)]|\(?[ivx]{1,4}[.)]|[•●▪◦·*–-])\s+)",
    re.IGNORECASE,
)
MOST = 30


def entries(words: str) -> list[str]:
    """The entries of a cell without their marks; the whole as one when it is no list.

    A line that begins no entry belongs to the one before it.
    """
    lines = words.split("\n")
    if sum(bool(ENTRY.match(line)) for line in lines) < 2:
        return [words] if words else []
    found: list[str] = []
    for line in lines:
        begins = ENTRY.match(line)
        if begins or not found:
            found.append(line[begins.end() :] if begins else line)
        else:
            found[-1] += f"\n{line}"
    return [entry for entry in found if entry.strip()][:MOST]


def beside(words: str, count: int) -> list[str]:
    """The cell next to it, line by line when it has as many lines as there are entries."""
    lines = [ENTRY.sub("", line) for line in words.split("\n") if line.strip()]
    return lines if len(lines) == count and count > 1 else [words] * count
