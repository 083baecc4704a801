"""The words a person picks from when a rule is written as a sentence."""

from __future__ import annotations

from typing import Any

from casework.web.choices import choice
from protocols.clauses import SharingProtocol
from protocols.conditions import Op
from protocols.spelling import headed
from protocols.vocabulary import RuleKind

KIND_HINTS = {
    RuleKind.GRANT: (
        "May see",
        "Opens information up to a level. For example: housing sees what concerns the tenancy.",
    ),
    RuleKind.CAP: (
        "Never more than",
        "A limit, whatever else allows it. For example: health notes only as a summary.",
    ),
    RuleKind.GATE: (
        "Must be true first",
        "Until it is true, nothing is shown. For example: the agency has signed.",
    ),
    RuleKind.EXCEPTION: (
        "Unless",
        "Lifts limits by name, or every one. For example: a serious threat lifts 'health consent'.",
    ),
    RuleKind.DUTY: (
        "Has to be done",
        "Goes with an answer and changes none. For example: whenever minutes are shown, lock them.",
    ),
}
OP_WORDS = {
    Op.IS: "is one of",
    Op.NOT: "is not one of",
    Op.ALL_OF: "includes all of",
    Op.EXACTLY: "is precisely",
    Op.UNDER: "is a kind of",
    Op.AT_LEAST: "is at least",
    Op.MORE_THAN: "is more than",
    Op.AT_MOST: "is at most",
    Op.LESS_THAN: "is less than",
    Op.FROM: "is on or after",
    Op.AFTER: "is after",
    Op.UNTIL: "is on or before",
    Op.BEFORE: "is before",
}


def kind_choices() -> list[Any]:
    """Every kind of rule."""
    return [choice(k.value, text, hint=hint) for k, (text, hint) in KIND_HINTS.items()]


def limit_choices(protocol: SharingProtocol) -> list[Any]:
    """Named limits that an exception may lift."""
    names = {
        r.name
        for c in protocol.clauses
        for r in c.rules
        if r.name and r.kind in (RuleKind.CAP, RuleKind.GATE) and not r.absolute
    }
    return [choice(n, headed(n)) for n in sorted(names)]
