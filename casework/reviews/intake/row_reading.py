"""One row of a plan by its columns: words, dates, progress, and whatever contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.reviews.days import Day, read_day
from casework.reviews.intake.columns import Column
from casework.reviews.intake.grid import FORMULA, Cell, Row, Table
from casework.reviews.intake.owners import Owners
from casework.reviews.intake.planned import Source
from casework.reviews.intake.said import Progress, Said, read_progress, said_in
from casework.reviews.models import TEXT
from casework.reviews.plans.rows import ACTION_SAYS
from casework.reviews.vocabulary import Scope
from casework.web.dates import day

ELSEWHERE = "counted with another recommendation"
GOES_ON = "goes on under another recommendation"
MERGED_AWAY = "It is counted with another recommendation, which stands in a row of its own"
SHORT = 60
DATED = (Column.TARGET, Column.REVISED, Column.ACTION_DUE, Column.START, Column.COMPLETED)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one file are read."""

    table: Table
    columns: Mapping[int, Column]
    owners: Owners
    today: date
    # The day on which the review was commissioned.
    began: date
    month_first: bool


@dataclass(slots=True)
class RowRead:
    """A row whose cells have been read, each by itself."""

    source: Source
    cells: tuple[str, ...]
    words: Mapping[Column, str]
    # Columns whose cell is the continuation of the one above.
    above: frozenset[Column]
    target: Day
    action_due: Day
    progress: Progress
    action_said: Said
    # A formula stands where the recommendation should.
    formula: bool = False
    wrong: str = ""

    def text(self, column: Column) -> str:
        """The words of a column."""
        return self.words.get(column, "")


def read_row(reader: Reader, row: Row) -> RowRead:
    """Read every cell of a row; what cannot be true together is said in `wrong`."""
    words, above, odd = _gather(reader, row)
    whole, _, own = words.get(Column.STATUS, "").partition(ACTION_SAYS)
    if not whole and (whole := _told_in_words(words)):
        odd.append(f"‘{whole}’ is read as how far it is, since no status stands in this row")
    target = read_day(_target(words, odd), month_first=reader.month_first)
    start = read_day(words.get(Column.START, ""), month_first=reader.month_first)
    progress = read_progress(
        status=whole, rag=words.get(Column.RAG, ""), colour=_colour(reader, row),
        completed=words.get(Column.COMPLETED, ""), today=reader.today,
    )  # fmt: skip
    due = read_day(words.get(Column.ACTION_DUE, ""), month_first=reader.month_first)
    source = Source(row.number, row.where, _kept(reader, row))
    source.odd += [*odd, *target.odd, *due.odd, *progress.odd]
    read = RowRead(
        source, tuple(cell.text for cell in row.cells), words, above, target, due, progress,
        _own(own, progress), _is_run(reader, row),
    )  # fmt: skip
    read.wrong = _wrong(reader, read, whole, start)
    return read


def scope_of(words: str) -> tuple[Scope, str]:
    """The scope a cell names; the widest of several, and local when it names none."""
    found = [scope for scope in Scope if scope.value in words.lower()]
    if not words:
        return Scope.LOCAL, ""
    if not found:
        return Scope.LOCAL, f"‘{words[:60]}’ is no scope that is known: taken as local"
    widest = list(Scope)[max(list(Scope).index(scope) for scope in found)]
    return widest, "" if len(found) == 1 else f"‘{words[:60]}’: the widest scope is taken"


def _gather(reader: Reader, row: Row) -> tuple[dict[Column, str], frozenset[Column], list[str]]:
    words: dict[Column, str] = {}
    above: set[Column] = set()
    odd: list[str] = []
    for at, cell in enumerate(row.cells):
        column = reader.columns.get(at, Column.KEPT)
        if cell.odd and not cell.above:
            odd.append(f"{reader.table.headings[at]}: {cell.odd}")
        if not cell.text:
            continue
        words[column] = f"{words[column]}\n{cell.text}" if column in words else cell.text
        if cell.above:
            above.add(column)
    return words, frozenset(above), odd


def _is_run(reader: Reader, row: Row) -> bool:
    return any(
        cell.odd.startswith(FORMULA) and reader.columns.get(at) is Column.RECOMMENDATION
        for at, cell in enumerate(row.cells)
    )


def _kept(reader: Reader, row: Row) -> list[tuple[str, str]]:
    found = [
        (heading, _shown(cell))
        for heading, cell in zip(reader.table.headings, row.cells, strict=False)
        if _shown(cell)
    ]
    return [("Section", row.section), *found] if row.section else found


def _shown(cell: Cell) -> str:
    if not cell.colour:
        return cell.text
    return f"{cell.text} (coloured {cell.colour})".strip() if cell.text else f"({cell.colour})"


def _colour(reader: Reader, row: Row) -> str:
    # A colour says something about progress only where progress is what the column is about.
    for at, cell in enumerate(row.cells):
        if reader.columns.get(at) in {Column.RAG, Column.STATUS} and cell.colour:
            return cell.colour
    grey = [cell for cell in row.cells if cell.text]
    return "grey" if grey and all(cell.colour == "grey" for cell in grey) else ""


def _target(words: Mapping[Column, str], odd: list[str]) -> str:
    first, revised = words.get(Column.TARGET, ""), words.get(Column.REVISED, "")
    if first and revised and first != revised:
        odd.append(f"The target date was revised: ‘{revised[:60]}’ is taken, not ‘{first[:60]}’")
    return revised or first


def _told_in_words(words: Mapping[Column, str]) -> str:
    # 'Complete' under 'Progress'. A long text tells of many things, so it is not looked at.
    if words.get(Column.COMPLETED):
        return ""
    lines = words.get(Column.OUTCOME, "").split("\n")
    return next((w for w in lines if len(w) <= SHORT and said_in(w) is not None), "")


def _own(own: str, progress: Progress) -> Said:
    if not own:
        return progress.said
    if own.startswith("accepted"):
        return Said.DONE
    told = said_in(own)
    return Said.UNDERWAY if told is None else told


def _wrong(reader: Reader, read: RowRead, whole: str, start: Day) -> str:
    if whole.lower().startswith(ELSEWHERE):
        return MERGED_AWAY
    if read.progress.contradiction:
        return read.progress.contradiction
    if len(read.text(Column.RECOMMENDATION)) > TEXT or len(read.text(Column.ACTION)) > TEXT:
        return f"A text of this row is longer than {TEXT:,} characters"
    return _wrong_days(reader, read.target.on, start.on, read.progress.completed_on)


def _wrong_days(
    reader: Reader, target: date | None, start: date | None, completed: date | None
) -> str:
    if start and target and start > target:
        return f"It starts on {day(start)}, after its target date {day(target)}"
    if start and completed and start > completed:
        return f"It starts on {day(start)}, after it was completed on {day(completed)}"
    if target and target < reader.began:
        return f"Its target date {day(target)} is before the review began on {day(reader.began)}"
    return ""
