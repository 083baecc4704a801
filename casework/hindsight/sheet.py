"""The answer about the past as one CSV: what could be seen, then who looked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from casework.clock import LONDON
from casework.hindsight.looking import Then
from casework.hindsight.looks import Look
from casework.web.csv_text import csv_text
from casework.web.words import sentence

HEADINGS = (
    "Kind of line", "Case", "Agency", "Moment (London)", "Version", "Section", "About", "What",
    "Effect", "Clause", "Who", "Why",
)  # fmt: skip
COULD, LOOKED = "Could see", "Looked"


def sheet(
    reference: str, agency: str, then: Then, looks: Sequence[Look], people: Mapping[UUID, str],
    labels: Mapping[str, str],
) -> str:  # fmt: skip
    """Every line of the page, in its order."""
    could = _could(reference, agency, then)
    looked = _looked(reference, agency, looks, people, labels)
    return csv_text(HEADINGS, [*could, *looked])


def _could(reference: str, agency: str, then: Then) -> Iterator[Iterable[str]]:
    at = f"{then.moment.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
    version = "; ".join(f"{v.title} {v.label}" for v in then.versions) or "no protocol"
    for line in then.lines:
        less = f"Less for: {', '.join(line.less)}" if line.less else ""
        yield (COULD, reference, agency, at, version, line.section, line.about, line.label,
               _theirs(line.effect), line.clause, less, " ".join(line.full))  # fmt: skip


def _looked(
    reference: str, agency: str, looks: Iterable[Look], people: Mapping[UUID, str],
    labels: Mapping[str, str],
) -> Iterator[Iterable[str]]:  # fmt: skip
    for look in looks:
        at = f"{look.at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
        who = people.get(look.person_id, "") if look.person_id else ""
        for _, field, effect, clause in look.shown:
            yield (LOOKED, reference, agency, at, look.version or "no protocol", "", "",
                   labels.get(field, field), _theirs(effect), clause, who, "")  # fmt: skip


def _theirs(effect: str) -> str:
    """The effect in words, for somebody who reads about others."""
    return sentence(effect).replace("with you", "with them")
