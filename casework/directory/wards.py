"""Reference data: in which ward a postcode lies. Brought in whole from a CSV, or not at all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now
from casework.directory.history import record
from casework.directory.models import PostcodeWard, WardTable
from casework.errors import ConferError, Refused

COLUMNS = ("postcode", "ward")
PEOPLE = "people"
LONGEST_NAME, MOST_LINES, MOST_PROBLEMS = 80, 250_000, 20
# Where fewer people live, a ward points at a handful of homes: it is not shown.
FEWEST_PEOPLE = 1000
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
Line = tuple[str, str, int | None]


class WardsRefused(ConferError):
    """A list of wards with mistakes in it; each named with its line, nothing was taken."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - MOST_PROBLEMS
        told = [*problems[:MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("Nothing was taken.\n" + "\n".join(told))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Wards:
    """The list of one partnership, in memory: a lookup says nothing to any log."""

    ward_of: Mapping[str, str]
    people_in: Mapping[str, int]

    def is_small(self, ward: str) -> bool:
        """Whether so few people live there that the ward would point at homes."""
        return self.people_in.get(ward, FEWEST_PEOPLE) < FEWEST_PEOPLE


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken."""

    postcodes: int
    wards: int
    # Wards that will never be shown.
    small: tuple[str, ...]


def import_wards(session: Session, viewer: Viewer, *, text: str) -> Imported:
    """Replace the list of this person's partnership by that of a CSV file."""
    if not viewer.may(Action.CONFERENCE_MANAGE):
        raise Refused("Only an administrator or a coordinator brings in a list of wards.")
    lines = read(text)
    partnership = viewer.partnership_id
    session.execute(delete(PostcodeWard).where(PostcodeWard.partnership_id == partnership))
    session.execute(delete(WardTable).where(WardTable.partnership_id == partnership))
    session.execute(
        insert(PostcodeWard),
        [
            {"partnership_id": partnership, "postcode": code, "ward": ward, "people": people}
            for code, ward, people in lines
        ],
    )
    session.add(
        WardTable(
            partnership_id=partnership, imported_at=now(), imported_by=viewer.person_id,
            postcodes=len(lines),
        )
    )  # fmt: skip
    record(session, viewer, partnership, f"List of wards brought in: {len(lines)} postcodes")
    wards = _wards(lines)
    names = {ward for _, ward, _ in lines}
    return Imported(len(lines), len(names), tuple(sorted(filter(wards.is_small, names))))


def read(text: str) -> list[Line]:
    """The lines of a list; WardsRefused with every mistake and its line."""
    rows = csv.reader(StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        places = _places(header)
        found = list(_read(rows, places, len(header)))
    except csv.Error as error:
        raise WardsRefused([f"line {rows.line_num}: {error}"]) from None
    problems = [one for one in found if isinstance(one, str)]
    lines = [one for one in found if not isinstance(one, str)]
    problems = problems or list(_contradictions(lines))
    if not lines and not problems:
        problems = ["line 2: there are no postcodes in this file"]
    if problems:
        raise WardsRefused(problems)
    return [line for _, line in lines]


def wards_of(session: Session, partnership_id: UUID) -> Wards:
    """The list of a partnership, read whole."""
    rows = session.execute(
        select(PostcodeWard.postcode, PostcodeWard.ward, PostcodeWard.people).where(
            PostcodeWard.partnership_id == partnership_id
        )
    )
    return _wards([(code, ward, people) for code, ward, people in rows])


def _wards(lines: Sequence[Line]) -> Wards:
    people = {ward: number for _, ward, number in lines if number is not None}
    return Wards({code: ward for code, ward, _ in lines}, people)


def _places(header: Sequence[str]) -> dict[str, int]:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        wanted = "postcode, ward and, where it is known, people"
        told = f"there is no column '{missing[0]}'. The first line names the columns: {wanted}"
        raise WardsRefused([f"line 1: {told}"])
    return {name: header.index(name) for name in (*COLUMNS, PEOPLE) if name in header}


def _read(
    rows: Iterator[list[str]], places: Mapping[str, int], width: int
) -> Iterator[tuple[int, Line] | str]:
    for number, row in enumerate(rows, 2):
        if number > MOST_LINES:
            yield f"line {number}: a list has at most {MOST_LINES:,} lines"
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            yield f"line {number}: it has {len(row)} columns, and the first line has {width}"
            continue
        yield _line(number, {name: row[place].strip() for name, place in places.items()})


def _line(number: int, cells: Mapping[str, str]) -> tuple[int, Line] | str:
    code = re.sub(r"\s", "", cells["postcode"]).upper()
    ward, people = " ".join(cells["ward"].split()), cells.get(PEOPLE, "").replace(",", "")
    if not POSTCODE.fullmatch(code):
        return f"line {number}: '{cells['postcode'][:20]}' is not a whole postcode"
    if not ward or len(ward) > LONGEST_NAME or not ward.isprintable():
        return f"line {number}: enter a ward with at most {LONGEST_NAME} characters"
    if POSTCODE.search(re.sub(r"\s", "", ward).upper()):
        return f"line {number}: the name of the ward contains a postcode"
    if people and not (people.isascii() and people.isdigit() and len(people) < 8):
        return f"line {number}: '{people[:20]}' is not a number of people"
    return number, (code, ward, int(people) if people else None)


def _contradictions(lines: Sequence[tuple[int, Line]]) -> Iterator[str]:
    codes: dict[str, int] = {}
    people: dict[str, tuple[int, int]] = {}
    for number, (code, ward, count) in lines:
        if code in codes:
            yield f"line {number}: {code} stands on line {codes[code]} already"
        codes.setdefault(code, number)
        if count is not None:
            first, said = people.setdefault(ward, (number, count))
            if said != count:
                yield (f"line {number}: {count} people in {ward}, and line {first} says {said}")
