"""The protocol: version 1.0 signed by everybody and in force, 1.1 being drafted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from casework.agreements.models import Agreement
from casework.demo import signing
from casework.demo.calendar import Calendar
from casework.demo.cast import Cast
from casework.demo.expecting import write_expectations
from casework.sharing import service as desk
from casework.sharing.edits import find_clause, with_clause
from casework.sharing.opened import opened
from protocols.clauses import Rule, SharingProtocol
from protocols.conditions import Condition
from protocols.life import NOTIFIED, Life
from protocols.loader import load
from protocols.writer import write

STARTER = "library/starter_ccm.toml"
TITLE = "Information sharing in the Quayside City Safer Partnership"
AGENCY = "agency_type"
LIFE = Life(
    quorum=5, minor_changes=NOTIFIED, notice_days=30,
    keeping="Six years after a case is closed; longer where a child is concerned",
    contact="The Community Safety Team: 01632 960220, or ask whoever gave you this page",
)  # fmt: skip
Change = Callable[[SharingProtocol], SharingProtocol]


def put_first_in_force(cast: Cast, calendar: Calendar) -> Agreement:
    """Drafted by one administrator, approved by the information governance officer."""
    author, approver = cast.viewer("locke"), cast.viewer("winslow")
    text = _dated(files("protocols").joinpath(STARTER).read_text(encoding="utf-8"), calendar)
    row = desk.import_draft(cast.session, author, text=text)
    signing.name_officers(cast, row)
    row = desk.hand_over(cast.session, author, agreement_id=row.id, version=row.version)
    signing.everybody_signs(cast, row)
    read = opened(cast.session, (), row)
    return desk.put_in_force(
        cast.session, approver, agreement_id=row.id, version=row.version, confirmed=read.digest
    )


def draft_next(cast: Cast, first: Agreement) -> Agreement:
    """Changes that people have asked for: some would see more, some less."""
    author = cast.viewer("locke")
    write_expectations(cast, first)
    row = desk.start_draft(cast.session, author, agreement_id=first.id, label="1.1")
    for number, what, change in CHANGES:
        row = desk.edit(
            cast.session, author, agreement_id=row.id, clause=number,
            what=what, change=change,
        )  # fmt: skip
    return row


def _dated(text: str, calendar: Calendar) -> str:
    protocol = load(text)
    began = calendar.day(2 * 365)
    return write(
        replace(protocol, title=TITLE, starts=began, review_by=_review(calendar.today), life=LIFE)
    )


def _review(day: date) -> date:
    return day + timedelta(days=60)


def _also(number: str, word: str) -> Change:
    """Name one more kind of agency in every rule of a clause that names kinds of agency."""
    return _changed(number, lambda words: tuple(sorted({*words, word}, key=str)))


def _without(number: str, word: str, level: str | None = None) -> Change:
    """Take a kind of agency out of the rules of a clause, or of those with that level."""
    return _changed(number, lambda words: tuple(w for w in words if w != word), level)


def _changed(
    number: str,
    edit: Callable[[tuple[object, ...]], tuple[object, ...]],
    level: str | None = None,
) -> Change:
    def condition(old: Condition) -> Condition:
        several = old.dimension == AGENCY and len(old.words) > 1
        return replace(old, words=edit(old.words)) if several else old  # type: ignore[arg-type]  # old and new alike

    def rule(old: Rule) -> Rule:
        if level is not None and (old.level is None or old.level.word != level):
            return old
        return replace(old, applies=tuple(condition(c) for c in old.applies))

    def change(protocol: SharingProtocol) -> SharingProtocol:
        clause = find_clause(protocol, number)
        return with_clause(
            protocol, replace(clause, rules=tuple(rule(r) for r in clause.rules)), number
        )

    return change


CHANGES: tuple[tuple[str, str, Change], ...] = (
    ("3.10", "Schools see a summary of what concerns the children", _also("3.10", "education")),
    ("3.12", "Landlords see circumstances in full", _without("3.12", "housing", "summary")),
    ("3.6", "The fire service no longer sees health", _without("3.6", "fire")),
)
