"""From a file to one table: its kind, its heading rows, its titles, sections and repeated heads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath

from casework.reviews.intake import from_csv, from_docx, from_xlsx
from casework.reviews.intake.above import beside_actions, has_own, recommended
from casework.reviews.intake.bounds import BYTES, ROWS, refused, too_many
from casework.reviews.intake.columns import SEVERAL, Column, guess, guessed, is_entry, plain
from casework.reviews.intake.grid import Cell, Line, Row, Sheet, Table

READERS: Mapping[str, Callable[[bytes], list[Sheet]]] = {
    ".xlsx": from_xlsx.sheets, ".csv": from_csv.sheets, ".docx": from_docx.sheets,
}  # fmt: skip
KINDS = "XLSX, CSV or DOCX"
LOOKED_AT = 40
NAMED = 120
SINGLE = frozenset(Column) - SEVERAL
NEEDED = frozenset({Column.RECOMMENDATION, Column.ACTION})


def open_plan(name: str, content: bytes) -> Table:
    """The table in a file; Invalid says in words why it is not taken."""
    reader = READERS.get(PurePath(name.lower()).suffix)
    if reader is None:
        raise refused(f"Choose a file that is {KINDS}. Old and macro files: save a copy as XLSX")
    if not content:
        raise refused("This file is empty")
    if len(content) > BYTES:
        raise refused(f"This file is larger than {BYTES // 1024 // 1024} MB")
    table = _joined(reader(content))
    if not table.rows:
        raise refused("No table with rows was found in this file")
    if len(table.rows) > ROWS:
        raise too_many("rows", ROWS)
    return table


def _joined(sheets: Sequence[Sheet]) -> Table:
    headed = [(sheet, *_head(sheet)) for sheet in sheets]
    plans = [one for one in headed if one[1]]
    if not plans:
        return _unheaded(sheets)
    headings: list[str] = []
    every = [_places(names, headings) for _, names, _ in plans]
    notes = [_left_out(sheet) for sheet, names, _ in headed if not names]
    rows: list[Row] = []
    for (sheet, names, after), places in zip(plans, every, strict=True):
        rows += _rows(sheet, sheet.lines[after:], names, places, len(headings), notes)
    return beside_actions(Table(tuple(headings), tuple(rows), tuple(notes)))


def _places(names: Sequence[str], headings: list[str]) -> list[int]:
    """Where each column of a sheet goes: to the same name, to what means the same, or beside."""
    known: dict[Column, int] = {c: at for at, c in guess(headings).items() if c in SINGLE}
    places: list[int] = []
    for name, column in zip(names, guess(names).values(), strict=True):
        same = headings.index(name) if name in headings else known.get(column)
        if same is None or same in places:
            headings.append(name)
            same = len(headings) - 1
        places.append(same)
    return places


def _head(sheet: Sheet) -> tuple[list[str], int]:
    """The headings and how many lines they end after; none when no line reads like a heading."""
    best, at = 1, -1
    for number, line in enumerate(sheet.lines[:LOOKED_AT]):
        known = _known(line)
        if len(known) > best and known & NEEDED:
            best, at = len(known), number
    if at < 0:
        return [], 0
    names = [cell.text for cell in sheet.lines[at].cells]
    after = at + 1
    if after < len(sheet.lines) and _goes_on(sheet.lines[at], sheet.lines[after]):
        below = [cell.text for cell in sheet.lines[after].cells]
        names = [_both(one, other) for one, other in zip(_spread(names, below), below, strict=True)]
        after += 1
    return _told_apart(names), after


def _known(line: Line) -> set[Column]:
    if any(len(cell.text) > NAMED for cell in line.filled):
        # A long text is a row's, whatever words of headings it holds.
        return set()
    entry = {Column.RECOMMENDATION for cell in line.filled if is_entry(cell.text)}
    return entry | {column for cell in line.filled if (column := guessed(cell.text))}


def _goes_on(head: Line, below: Line) -> bool:
    # A second heading row: it names columns under a heading that spans them, and says nothing else.
    filled = [(at, cell) for at, cell in enumerate(below.cells) if cell.text and not cell.above]
    if not filled or not _known(below) or any(len(cell.text) > 60 for _, cell in filled):
        return False
    if any(guessed(head.cells[at].text) in NEEDED for at, _ in filled):
        return False
    under = [head.cells[at].text for at, _ in filled]
    known = sum(guessed(cell.text) is not None for _, cell in filled)
    spanned = any(not head.cells[at].text for at, _ in filled)
    if spanned and 2 * known >= len(filled):
        return True
    return (
        known == len(filled) and len(filled) < len(head.cells) and len(set(under)) < len(under) + 1
    )


def _spread(names: Sequence[str], below: Sequence[str]) -> list[str]:
    # A heading that spans columns stands in the first of them.
    spread, last = [], ""
    for name, under in zip(names, below, strict=True):
        last = name or last
        spread.append(name or (last if under else ""))
    return spread


def _both(one: str, other: str) -> str:
    return one if other in {"", one} else f"{one}: {other}" if one else other


def _told_apart(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    told = []
    for at, name in enumerate(names, 1):
        words = " ".join(name.split())[:NAMED] or f"Column {at}"
        seen[words] = seen.get(words, 0) + 1
        told.append(words if seen[words] == 1 else f"{words} ({seen[words]})")
    return told


def _rows(
    sheet: Sheet, lines: Sequence[Line], names: Sequence[str], places: Sequence[int], width: int,
    notes: list[str],
) -> list[Row]:  # fmt: skip
    found: list[Row] = []
    section, alone = sheet.above, 0 if sheet.above else None
    head, own = [plain(name) for name in names], has_own(names)

    def told() -> None:
        # A recommendation with nothing under it is a row all the same: it must not be lost.
        if alone is not None and not own:
            found.append(Row(alone, sheet.name, (Cell(),) * width, section))

    for line in lines:
        if _repeats(line, head):
            notes.append(f"{sheet.name}, row {line.number}: the headings stand here again")
            continue
        if _is_title(line, names):
            told()
            section = line.cells[0].text
            alone = line.number if recommended(section) else None
            notes.append(f"{sheet.name}, row {line.number}: read as a title, ‘{section[:80]}’")
            continue
        cells = [Cell()] * width
        for place, cell in zip(places, line.cells, strict=True):
            cells[place] = cell
        found.append(Row(line.number, sheet.name, tuple(cells), section))
        alone = None
    told()
    return found


def _repeats(line: Line, head: Sequence[str]) -> bool:
    filled = [(at, cell) for at, cell in enumerate(line.cells) if cell.text and not cell.above]
    return len(filled) > 1 and all(head[at].startswith(plain(cell.text)) for at, cell in filled)


def _is_title(line: Line, names: Sequence[str]) -> bool:
    """Whether a row names what follows. A lone recommendation is none: it must not be lost."""
    first = line.cells[0]
    if line.wide and line.filled == [first] and recommended(first.text) and not has_own(names):
        return True
    if len(line.filled) != 1 or line.filled[0] is not first or len(first.text) > NAMED:
        return False
    named = any(sign.isalpha() for sign in first.text)
    return named and (line.wide or guessed(names[0]) not in NEEDED)


def _left_out(sheet: Sheet) -> str:
    rows = len(sheet.lines)
    return f"‘{sheet.name}’ was left out: no headings of a plan were found ({rows} rows)"


def _unheaded(sheets: Sequence[Sheet]) -> Table:
    sheet = max(sheets, key=lambda one: len(one.lines), default=None)
    if sheet is None:
        return Table((), ())
    width = len(sheet.lines[0].cells)
    rows = tuple(Row(line.number, sheet.name, line.cells) for line in sheet.lines)
    note = "No headings were recognised: say below what each column is"
    return Table(tuple(f"Column {at}" for at in range(1, width + 1)), rows, (note,))
