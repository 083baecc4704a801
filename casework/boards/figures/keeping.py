"""Small numbers of people are kept back, and with them whatever would give one of them away.

A reader knows what the members of a family add up to, that one `fewer than 5` is 1 to 4, and that
one which is hidden beside it is no small one, nor larger than any that is shown. More is hidden
until that leaves every small number at least two ways to be (secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.boards.figures.measures import TOTAL, Measure
from casework.boards.figures.value import FEWER, HIDDEN, SMALLEST, Value

LARGEST_SMALL = SMALLEST - 1


def keep_back(asked: Iterable[Measure], values: dict[str, Value]) -> dict[str, Value]:
    """The same values, the small ones and those that would give one away without their number."""
    asked = list(asked)
    kept = {
        m.key: values[m.key].kept_back(FEWER)
        if m.cases and values[m.key].is_small
        else values[m.key]
        for m in asked
    }
    families = _families(asked)
    for members in families:
        while _given_away(members, kept) and _hide_least(members, kept):
            pass
    if any(_given_away(members, kept) for members in families):
        _hide_total(families, kept)
    return kept


def _families(asked: Sequence[Measure]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for m in asked:
        if m.family:
            found.setdefault(m.family, []).append(m.key)
    return list(found.values())


def _given_away(members: Sequence[str], kept: dict[str, Value]) -> bool:
    small = [kept[key].number or 0 for key in members if kept[key].kept == FEWER]
    hidden = [kept[key].number or 0 for key in members if kept[key].kept == HIDDEN]
    total = sum(small) + sum(hidden)
    if not small or (total < SMALLEST and not _shown(members, kept)):
        # Nothing is small, or the total is, and is kept back itself.
        return False
    most = min((kept[key].number or 0 for key in _shown(members, kept)), default=total)
    # What the small ones may add up to, as far as a reader can tell.
    sums = {
        together
        for together in range(len(small), LARGEST_SMALL * len(small) + 1)
        if len(hidden) * SMALLEST <= total - together <= len(hidden) * most
    }
    if len(small) == 1:
        return len(sums) == 1
    return sums in ({len(small)}, {LARGEST_SMALL * len(small)})


def _shown(members: Sequence[str], kept: dict[str, Value]) -> list[str]:
    """Those that are shown, without the noughts: to hide a nought would hide nothing."""
    return [key for key in members if kept[key].known and kept[key].number]


def _hide_least(members: Sequence[str], kept: dict[str, Value]) -> bool:
    shown = _shown(members, kept)
    if not shown:
        return False
    least = min(shown, key=lambda key: (kept[key].number or 0, key))
    kept[least] = kept[least].kept_back(HIDDEN)
    return True


def _hide_total(families: Iterable[Sequence[str]], kept: dict[str, Value]) -> None:
    """Nothing else is left to hide in a family: then no family may say what they all add up to."""
    if TOTAL not in kept or not kept[TOTAL].known:
        return
    kept[TOTAL] = kept[TOTAL].kept_back(HIDDEN)
    for members in families:
        if not any(kept[key].kept for key in members):
            _hide_least(members, kept)
