"""One thing that an analysis finds in a document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from protocols.compiling import CompiledRule
from protocols.exact.asking import given, in_words
from protocols.question import Question


@dataclass(frozen=True)
class Finding:
    """One thing to look at. Severity: error, warning or note."""

    severity: str
    kind: str
    clause: str | None
    line: int
    message: str
    example: Mapping[str, str] | None = None
    # The other clauses it is about; a question that shows it, as `protocol decide` takes one.
    clauses: tuple[str, ...] = ()
    question: Mapping[str, Any] | None = None
    # A second question, where only both together show it.
    and_then: Mapping[str, Any] | None = None


def found(severity: str, kind: str, rule: CompiledRule, message: str) -> Finding:
    """A finding about a rule."""
    return Finding(severity, kind, rule.number, rule.rule.line, message)


def shown(finding: Finding, asked: Question | None, *others: str | None) -> Finding:
    """The same with a question that shows it, and the other clauses that it is about."""
    clauses = tuple(dict.fromkeys(n for n in others if n and n != finding.clause))
    if asked is None:
        return replace(finding, clauses=clauses)
    return replace(finding, clauses=clauses, example=in_words(asked), question=given(asked))
