"""An example with as little in it as shows the same."""

from collections.abc import Callable
from dataclasses import replace

from protocols.question import Question

# Who asks, for what and at which stage a reader always wants to know.
KEPT = frozenset({"agency_type", "category", "stage"})


def plainer(asked: Question, shows: Callable[[Question], bool]) -> Question:
    """The question without every value and fact that can be left out while it shows the same."""
    for name in [*asked.values, *asked.facts]:
        fewer = _without(asked, name)
        if name not in KEPT and shows(fewer):
            asked = fewer
    return asked


def _without(asked: Question, name: str) -> Question:
    return replace(
        asked,
        values={n: v for n, v in asked.values.items() if n != name},
        facts={n: v for n, v in asked.facts.items() if n != name},
    )
