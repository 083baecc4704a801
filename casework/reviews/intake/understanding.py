"""From a table to recommendations: rows that belong together, their owners, their actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from casework.reviews.days import Day, order_of
from casework.reviews.intake.columns import Column
from casework.reviews.intake.grid import Table
from casework.reviews.intake.owners import Named, Owners, is_role
from casework.reviews.intake.owners import key_of as agency_key
from casework.reviews.intake.planned import Apart, Planned, PlannedAction, Understood, key_of
from casework.reviews.intake.row_reading import (
    DATED,
    GOES_ON,
    Reader,
    RowRead,
    read_row,
    scope_of,
)
from casework.reviews.intake.said import Said
from casework.reviews.intake.splitting import beside, entries
from casework.reviews.models import LINE, TEXT, WORDS
from casework.reviews.plans.rows import ACTION_SAYS
from casework.web.dates import day

NO_TEXT = "No recommendation stands in this row or above it"
RUN = "A formula stands where the recommendation should: write what it shows"
NO_OWNER = "Nobody is named who answers for it"
NO_ROLE = "Role not given in the file"
THEMES, THEME = 10, 40


def understand(
    table: Table, columns: Mapping[int, Column], owners: Owners, *, today: date, began: date
) -> Understood:
    """Everything that can be taken, and every row that cannot, with its reason."""
    if Column.RECOMMENDATION not in columns.values():
        # A plan of actions alone: each of them is what is to be done.
        columns = {
            at: Column.RECOMMENDATION if column is Column.ACTION else column
            for at, column in columns.items()
        }
    reader = Reader(table, columns, owners, today, began, _american(table, columns))
    made = Understood()
    for group in _groups(reader, made):
        _take(reader, group, made)
    order = list(dict.fromkeys(row.where for row in table.rows))
    made.apart.sort(key=lambda one: (order.index(one.source.where), one.source.number))
    return made


def _american(table: Table, columns: Mapping[int, Column]) -> bool:
    dated = [at for at, column in columns.items() if column in DATED]
    return order_of([row.cells[at].text for row in table.rows for at in dated])


def _groups(reader: Reader, made: Understood) -> Iterator[list[RowRead]]:
    """Rows of one recommendation: merged, repeated or left empty under it."""
    groups: dict[str, list[RowRead]] = {}
    now, where = "", ""
    for row in reader.table.rows:
        read = read_row(reader, row)
        text = read.text(Column.RECOMMENDATION)
        key = key_of(text)
        if not key and (read.formula or not now or row.where != where):
            why = RUN if read.formula else NO_TEXT
            made.apart.append(Apart(read.source, read.cells, why))
            continue
        _note_where(read, key, now, groups)
        now, where = key or now, row.where
        groups.setdefault(now, []).append(read)
    yield from groups.values()


def _note_where(read: RowRead, key: str, now: str, groups: Mapping[str, Sequence[RowRead]]) -> None:
    if not key:
        first = groups[now][0].source.number
        read.source.odd.append(f"No recommendation in this row: taken with row {first}")
    elif key in groups and key != now:
        first = groups[key][0].source.number
        read.source.odd.append(f"The same recommendation stands in row {first}: taken as one")


def _take(reader: Reader, group: list[RowRead], made: Understood) -> None:
    head = group[0]
    named, why = _owner(reader, head, made)
    if named is None:
        made.apart += [Apart(r.source, r.cells, _with(head, r, why)) for r in group]
        return
    planned = _planned(reader, head, named)
    for read in group:
        if read.wrong:
            made.apart.append(Apart(read.source, read.cells, read.wrong))
            continue
        planned.rows.append(read.source)
        planned.actions += _actions(reader, read, planned, made)
    if planned.rows:
        _sum_up(planned, [read for read in group if not read.wrong])
        made.items.append(planned)


def _with(head: RowRead, read: RowRead, why: str) -> str:
    return why if read is head else f"It belongs to row {head.source.number}: {why}"


def _owner(reader: Reader, head: RowRead, made: Understood) -> tuple[Named | None, str]:
    """Who answers for the whole, or the reason why nobody does."""
    words = head.text(Column.AGENCY)
    if Column.AGENCY not in reader.columns.values():
        # 'Assigned to' names people in one file and agencies in the next.
        words = head.text(Column.OFFICER)
    named = _named(reader, words, made) if words else Named(None)
    if named.agency_id is None:
        named = _by_person(reader, head.text(Column.OFFICER) or words, words)
    if named.agency_id is None:
        return None, f"‘{words[:80]}’ is no agency that is known here" if words else NO_OWNER
    if named.agency_id in reader.owners.suppliers:
        name = reader.owners.names[named.agency_id]
        return None, f"{name} is a supplier: a partner agency has to answer for it"
    if named.odd:
        head.source.odd.append(named.odd)
    return named, ""


def _named(reader: Reader, words: str, made: Understood) -> Named:
    named = reader.owners.agency(words)
    if named.agency_id is None:
        key = agency_key(words)
        made.unknown[key] = made.unknown.get(key, 0) + 1
    return named


def _by_person(reader: Reader, who: str, words: str) -> Named:
    person = reader.owners.person(who) if who else None
    if person is None or person.agency_id not in reader.owners.names:
        return Named(None)
    agency = reader.owners.names[person.agency_id]
    return Named(
        person.agency_id, f"‘{words or who}’ is read as {agency}, where {person.name} works"
    )


def _planned(reader: Reader, head: RowRead, named: Named) -> Planned:
    assert named.agency_id is not None, "an owner was found"
    scope, odd = scope_of(head.text(Column.SCOPE))
    if odd:
        head.source.odd.append(odd)
    return Planned(
        text=head.text(Column.RECOMMENDATION), agency_id=named.agency_id,
        role=_role(head), person_id=_person(reader, head, named.agency_id), scope=scope,
        local=re.sub(r"(?<=\d)\.\d+$", "", head.text(Column.LOCAL))[:WORDS],
        themes=_themes(head), said=head.progress.said,
    )  # fmt: skip


def _role(head: RowRead) -> str:
    given = head.text(Column.ROLE)
    officer = head.text(Column.OFFICER)
    if not given and officer and is_role(officer):
        given = officer
    if not given:
        head.source.odd.append("No role is given that answers for it")
    return " ".join(given.split())[:LINE] or NO_ROLE


def _person(reader: Reader, read: RowRead, agency_id: UUID) -> UUID | None:
    words = read.text(Column.OFFICER)
    found = reader.owners.person(words) if words else None
    if found is not None and found.agency_id == agency_id:
        return found.id
    mistaken = (
        Column.AGENCY not in reader.columns.values() and reader.owners.agency(words).agency_id
    )
    if words and not is_role(words) and not mistaken:
        read.source.odd.append(
            f"Nobody of that agency is called ‘{words[:60]}’: named in words only"
        )
    return None


def _themes(head: RowRead) -> tuple[str, ...]:
    parts = re.split(r"[,;\n]", head.text(Column.THEMES).lower())
    kept = dict.fromkeys(" ".join(part.split())[:THEME] for part in parts if part.strip())
    return tuple(kept)[:THEMES]


def _actions(
    reader: Reader, read: RowRead, planned: Planned, made: Understood
) -> Iterator[PlannedAction]:
    words = read.text(Column.ACTION)
    moved = GOES_ON in read.text(Column.STATUS)
    if not words or moved or Column.ACTION in read.above:
        return
    texts = entries(words)
    if len(texts) > 1:
        read.source.odd.append(f"{len(texts)} actions in one cell: taken as {len(texts)}")
    elif (lines := words.count("\n") + 1) > 1:
        read.source.odd.append(f"{lines} lines in the cell of the action: taken as one action")
    agencies = beside(read.text(Column.AGENCY), len(texts))
    for text, agency in zip(texts, agencies, strict=True):
        yield PlannedAction(
            text=text[:TEXT], agency_id=_doer(reader, read, agency, planned, made),
            person_id=None, due_on=read.action_due.on or read.target.on, said=read.action_said,
        )  # fmt: skip


def _doer(reader: Reader, read: RowRead, words: str, planned: Planned, made: Understood) -> UUID:
    if not words:
        return planned.agency_id
    named = _named(reader, words, made)
    if named.agency_id is not None:
        if named.odd and named.odd not in read.source.odd:
            read.source.odd.append(named.odd)
        return named.agency_id
    by_person = _by_person(reader, words, words)
    if by_person.agency_id is not None:
        return by_person.agency_id
    lead = reader.owners.names[planned.agency_id]
    read.source.odd.append(f"‘{words[:60]}’ is no agency that is known here: {lead} does it")
    return planned.agency_id


def _sum_up(planned: Planned, group: Sequence[RowRead]) -> None:
    """What the rows say together: the least finished, the last date, all outcomes."""
    planned.said = min(read.progress.said for read in group)
    if len({read.progress.said for read in group}) > 1:
        planned.said = max(planned.said, Said.UNDERWAY)
    targets = [read.target for read in group if read.target.on]
    if targets:
        _date(planned, max(targets, key=lambda target: target.on or date.min))
    if planned.said is Said.DONE:
        days = [read.progress.completed_on for read in group if read.progress.completed_on]
        planned.completed_on = max(days, default=None)
        said = dict.fromkeys(read.progress.words.split(ACTION_SAYS)[0] for read in group)
        planned.done_words = "\n".join(said)[:TEXT]
    outcomes = dict.fromkeys(
        words
        for read in group
        for words in (read.text(Column.COMPLETED), read.text(Column.OUTCOME))
        if words
    )
    planned.outcome = "\n".join(outcomes)[:TEXT]


def _date(planned: Planned, target: Day) -> None:
    assert target.on is not None, "only days that were read are looked at"
    words = target.words.removesuffix(f"({day(target.on)})").strip()
    planned.target_on = target.on
    planned.target_words = "" if words == day(target.on) else words[:WORDS]
