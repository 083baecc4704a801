"""What can be told of an approval: as few words as rules can tell apart."""

from collections.abc import Iterable
from functools import cache

from protocols.approvals import answers


def approval_states(name: str, words: Iterable[str]) -> list[str]:
    """Told approvals, alone and together, that answer these words differently; the least first."""
    return list(_states(name, tuple(sorted(words))))


@cache
def _states(name: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    shares = ["none", "some", *(f"{have}_of_{need}" for have, need in SHARES)]
    alone = [
        "_".join(part for part in (share, form, scope) if part)
        for share in shares
        for form in ("", "written", "verbal")
        for scope in ("", "this_request", "standing")
    ]
    known: dict[tuple[str, ...], str] = {}
    for told in alone:
        known.setdefault(_pattern(name, told, wanted), told)
    for more in list(known.values()):
        for told in list(known.values()):
            both = f"{told};{more}"
            known.setdefault(_pattern(name, both, wanted), both)
    return tuple(known.values())


SHARES = [(1, 1), (1, 2), *((n, n) for n in range(2, 10)), *((n, 2 * n) for n in range(2, 10)),
          *((n, n + 1) for n in range(2, 10))]  # fmt: skip


def _pattern(name: str, told: str, words: Iterable[str]) -> tuple[str, ...]:
    found = answers(name, told)
    return tuple(found[word] for word in words)
