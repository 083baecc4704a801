"""What one fact opens when it is recorded, and what one protocol opens that another closes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.clock import now
from casework.errors import NotFound
from casework.sharing.asking import question_words
from casework.sharing.changed import changed
from casework.sharing.opening import Opens, together
from casework.sharing.phases import holds_now
from protocols.cliffs import Cliff, can_be_told_together, cliffs, cliffs_of, facts_of
from protocols.compare import ANY
from protocols.conditions import plain
from protocols.engine import DecisionTable
from protocols.exact.alphabet import ANOTHER
from protocols.exact.asking import given
from protocols.plainer import plainer
from protocols.question import Question

KEPT = 16


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one fact, what it opens, and one question that shows it."""

    says: str
    word: str
    # 'every kind of agency', '5 kinds of information'.
    agencies: str
    kinds: str
    opens: tuple[Opens, ...]
    example: tuple[tuple[str, str], ...]
    settled: bool


@lru_cache(maxsize=KEPT)
def turns(text: str) -> tuple[Turn, ...] | None:
    """Every change of one fact that opens something; None where they are told one at a time."""
    table = compiled(text)[1]
    if not can_be_told_together(table):
        return None
    return tuple(_turn(table, one) for one in cliffs(table))


def facts(text: str) -> list[tuple[str, str]]:
    """The facts that a text asks about: name and what each says."""
    return sorted((f.name, f.says) for f in facts_of(compiled(text)[1]))


@lru_cache(maxsize=KEPT)
def turns_of(text: str, name: str) -> tuple[str, tuple[Turn, ...]]:
    """What one fact says, and every change of it that opens something."""
    table = compiled(text)[1]
    fact = next((fact for fact in facts_of(table) if fact.name == name), None)
    if fact is None:
        raise NotFound("fact")
    return fact.says, tuple(_turn(table, one) for one in cliffs_of(table, fact))


def others_in_force(session: Session, row: Agreement) -> list[Agreement]:
    """The versions of other protocols that count now."""
    found = agreements.versions(session, row.partnership_id)
    return [other for other in found if other.name != row.name and holds_now(other, now())]


def clashes(session: Session, row: Agreement) -> list[tuple[Agreement, tuple[Opens, ...]]]:
    """What a version opens and another protocol in force beside it does not: it stays closed.

    Two protocols stand beside each other only where a conference is under both.
    """
    beside = [other for other in others_in_force(session, row) if _meet(other, row)]
    opened = [(other, [b for b in changed(other, row) if b.first.gains]) for other in beside]
    return [(other, together(blocks)) for other, blocks in opened if blocks]


def _meet(first: Agreement, second: Agreement) -> bool:
    kinds = (compiled(row.text)[0].conference_kinds for row in (first, second))
    return not set(next(kinds)).isdisjoint(next(kinds))


def _turn(table: DecisionTable, cliff: Cliff) -> Turn:
    asked = plainer(cliff.opens[0].first.example, lambda one: _shows(table, cliff, one))
    said = {n: v for n, v in given(asked).items() if v not in ([], "not_applicable")}
    return Turn(
        cliff.fact.says, plain(cliff.word),
        _asking(table, cliff),
        _many(table, "category", "information", {w for b in cliff.opens for w in b.categories}),
        together(cliff.opens), tuple(question_words(said, table.protocol)),
        all(block.first.settled for block in cliff.opens),
    )  # fmt: skip


def _asking(table: DecisionTable, cliff: Cliff) -> str:
    """How many kinds of agency; and how many agencies by name, where rules speak of some."""
    named = {agency for block in cliff.opens for agency in block.agencies} - {ANY, ANOTHER}
    others = [block for block in cliff.opens if not named.issuperset(block.agencies)]
    kinds = {kind for block in others for kind in block.agency_types}
    found = [_many(table, "agency_type", "agency", kinds)] if kinds else []
    if named:
        found.append(f"{len(named)} {'agency' if len(named) == 1 else 'agencies'} by name")
    return " and ".join(found)


def _many(table: DecisionTable, dimension: str, noun: str, words: set[str]) -> str:
    """How many kinds of them; a document that tells none apart has one of each kind: any."""
    every = {*table.protocol.vocabulary[dimension].words}
    if words >= every or ANY in words:
        return f"every kind of {noun}"
    return f"{len(words)} kind{'' if len(words) == 1 else 's'} of {noun}"


def _shows(table: DecisionTable, cliff: Cliff, asked: Question) -> bool:
    first = cliff.opens[0].first
    before, after = (table.decide(point(asked)) for point in cliff.points)
    return (before.effect, after.effect) == (first.before, first.after)
