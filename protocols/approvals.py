"""Approvals as named atoms: who has said yes, how many of how many, in writing, for this request.

A rule asks for one word: how many (`any`, `most`, `all`, `at_least_2` to `at_least_9`), then
`written` where only writing counts, then `this_request` where an earlier approval is not enough.
A question tells what was said, as `written_this_request`, `2_of_3_written`, `pending`, `refused`;
several sorts of approval of one body are joined by `;`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from protocols.errors import QuestionError

WRITTEN, THIS_REQUEST = "written", "this_request"
QUORUMS = ("any", "most", "all", *(f"at_least_{n}" for n in range(2, 10)))
WORDS: tuple[str, ...] = tuple(
    "_".join(part for part in (quorum, form, scope) if part)
    for quorum in QUORUMS
    for form in ("", WRITTEN)
    for scope in ("", THIS_REQUEST)
)
YES, NO, UNKNOWN = "yes", "no", "unknown"

_NONE = frozenset({"no", "none", "refused", "pending", "not_asked", "withdrawn", "expired"})
_EVERYBODY = frozenset({"yes", "given", "all", "all_agencies_concerned"})
_FORMS = {"written": True, "in_writing": True, "verbal": False, "oral": False}
_SCOPES = {"this_request": True, "per_request": True, "standing": False, "old": False}
_LEAST: Mapping[str, tuple[int, int | None]] = {"any": (1, None), "most": (2, 3)}
_SHARE = re.compile(r"(\d+)_of_(\d+)(?:_agencies(?:_concerned)?)?$")


@dataclass(frozen=True)
class Told:
    """What is known of one sort of approval; None where it was not told."""

    have: int
    need: int | None
    written: bool | None = None
    this_request: bool | None = None


def answers(name: str, value: object) -> dict[str, str]:
    """For every word a rule may ask for: yes, no or unknown."""
    told = [_told(name, part) for part in _parts(value)]
    return {word: _best(_answer(word, one) for one in told) for word in WORDS}


def sentence(says: str, word: str) -> str:
    """'the agencies concerned have all approved in writing, for this request'."""
    base = word.removesuffix(f"_{THIS_REQUEST}")
    request = ", for this request" if base != word else ""
    quorum = base.removesuffix(f"_{WRITTEN}")
    form = " in writing" if quorum != base else ""
    many = {"any": "", "most": ", more than half of them,", "all": ", all of them,"}
    among = many.get(quorum, f", at least {quorum.rpartition('_')[2]} of them,")
    named = says if says.startswith("approval") else f"approval by {says}"
    return f"{named}{among} is recorded{form}{request}"


def wanted(word: str) -> str:
    """What is asked for of an approval, beyond that somebody gives it: 'in writing, ...'."""
    base = word.removesuffix(f"_{THIS_REQUEST}")
    quorum = base.removesuffix(f"_{WRITTEN}")
    parts = [
        "" if quorum == "any" else f"{quorum.replace('_', ' ')} of them",
        "in writing" if quorum != base else "",
        "for this request" if base != word else "",
    ]
    return ", ".join(part for part in parts if part)


def _parts(value: object) -> list[str]:
    if isinstance(value, bool):
        return [YES if value else NO]
    return [part.strip() for part in str(value).split(";")]


def _told(name: str, text: str) -> Told:
    """One part: a share or a state, a form and a scope, in any order."""
    rest, written, this_request = text.strip().lower().replace(" ", "_"), None, None
    for words, place in ((_FORMS, "form"), (_SCOPES, "scope")):
        for word, meaning in words.items():
            if re.search(rf"(^|_){word}($|_)", rest):
                rest = re.sub(rf"(^|_){word}($|_)", "_", rest, count=1).strip("_")
                written, this_request = (
                    (meaning, this_request) if place == "form" else (written, meaning)
                )
    have, need = _share(name, rest, text)
    return Told(have, need, written, this_request)


def _share(name: str, rest: str, text: str) -> tuple[int, int | None]:
    share = _SHARE.match(rest)
    if share:
        return int(share[1]), int(share[2])
    # What a rule asks for may be told in its own word.
    if rest in QUORUMS and rest != "all":
        return _LEAST.get(rest) or (int(rest.rpartition("_")[2]), None)
    if rest.isdigit():
        return int(rest), None
    if rest in _NONE:
        return 0, 1
    if rest == "some":
        return 1, None
    if rest in _EVERYBODY or not rest:
        return 1, 1
    raise QuestionError(
        name, f"'{text}' is no approval: write 'written', 'verbal', '2_of_3', 'pending', 'refused'."
    )


def _answer(word: str, told: Told) -> str:
    base = word.removesuffix(f"_{THIS_REQUEST}")
    quorum = base.removesuffix(f"_{WRITTEN}")
    needs = [_reached(quorum, told)]
    if quorum != base:
        needs.append(_certain(told.written))
    if base != word:
        needs.append(_certain(told.this_request))
    if NO in needs:
        return NO
    return UNKNOWN if UNKNOWN in needs else YES


def _certain(value: bool | None) -> str:
    return UNKNOWN if value is None else YES if value else NO


def _reached(quorum: str, told: Told) -> str:
    if told.have == 0:
        return NO
    if quorum == "any":
        return YES
    if quorum in ("most", "all"):
        if told.need is None:
            return UNKNOWN
        enough = told.have >= told.need if quorum == "all" else told.have * 2 > told.need
        return YES if enough else NO
    return YES if told.have >= int(quorum.rpartition("_")[2]) else NO


def _best(found: Iterable[str]) -> str:
    told = set(found)
    return YES if YES in told else UNKNOWN if UNKNOWN in told else NO
