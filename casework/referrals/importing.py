"""Referrals from a partner system: the same services as the form, all or nothing each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case, CaseKind
from casework.catalogue.field import Row
from casework.catalogue.referral_document import ParsedReferral, ParsedSubject, parse
from casework.catalogue.section import Section
from casework.directory.models import Conference
from casework.errors import ConferError, Invalid
from casework.referrals.completeness import Gap, Shape, gaps, rows_of
from casework.referrals.intake import add_row, choose_route, none_to_add, save_section, start
from casework.referrals.models import Referral
from casework.referrals.pages import rows, shape_of
from casework.referrals.risk import record_risk
from casework.referrals.submission import submit
from casework.referrals.triage import mark_urgent

LARGEST = 20 * 1024 * 1024
MOST = 500
LISTED: Mapping[Row, str] = {
    Row.VICTIM: "victims", Row.ALLEGED_PERPETRATOR: "alleged_perpetrators",
    Row.CHILD: "children", Row.OTHER_ADULT: "other_adults", Row.COMPLAINANT: "complainants",
    Row.INCIDENT: "incidents",
}  # fmt: skip
SENT_URGENT = "Sent as urgent by the referring agency's own system."


class NotTaken(ConferError):
    """A document that cannot become a referral; `problems` have paths and never values."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def documents(text: str) -> list[Any]:
    """The referrals of a file: one object, or a list of them."""
    if len(text) > LARGEST:
        raise Invalid({"file": "The file must be 20 MB or smaller."})
    try:
        read = json.loads(text, parse_constant=_no_constant, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Invalid({"file": f"The file is not JSON{where}."}) from None
    found = read if isinstance(read, list) else [read]
    if not found or len(found) > MOST:
        raise Invalid({"file": f"The file must hold from 1 to {MOST} referrals."})
    return found


def take_in(session: Session, viewer: Viewer, document: object) -> Referral:
    """One document, read, written and submitted; raises NotTaken and leaves nothing behind."""
    parsed = parse(document)
    if isinstance(parsed, tuple):
        raise NotTaken([str(error) for error in parsed])
    conference = _conference(session, viewer, parsed)
    _refuse_gaps(Shape(conference.kind, parsed.kind, parsed.route), parsed)
    try:
        return _write(session, viewer, parsed, conference)
    except Invalid as error:
        raise NotTaken([_placed(parsed, *item) for item in error.errors.items()]) from None


def _write(
    session: Session, viewer: Viewer, parsed: ParsedReferral, conference: Conference
) -> Referral:
    referral, case = start(session, viewer, conference_id=conference.id, kind=CaseKind(parsed.kind))
    choose_route(session, viewer, referral=referral, case=case, route=parsed.route)
    given = _given_rows(session, viewer, parsed, referral, case)
    for page in shape_of(session, referral, case).pages():
        _save(session, viewer, referral, case, page, given)
    if parsed.instrument:
        record_risk(
            session, viewer, referral=referral, case=case, name=parsed.instrument,
            answers=parsed.answers,
        )  # fmt: skip
    if parsed.urgent and not referral.urgent:
        mark_urgent(session, viewer, referral=referral, case=case, reason=SENT_URGENT)
    submit(session, viewer, referral=referral, case=case)
    return referral


def _save(
    session: Session, viewer: Viewer, referral: Referral, case: Case, page: Section,
    given: Mapping[UUID | None, Mapping[str, str]],
) -> None:  # fmt: skip
    where: Any = {"referral": referral, "case": case, "section": page.name}
    names = [f.name for f in page.fields]
    wanted = rows_of(page, rows(session, case))
    for subject_id in wanted:
        answers = {n: given.get(subject_id, {}).get(n, "") for n in names}
        save_section(session, viewer, **where, answers=answers, subject_id=subject_id)
    if not wanted and page.repeats:
        none_to_add(session, viewer, **where)


def _given_rows(
    session: Session, viewer: Viewer, parsed: ParsedReferral, referral: Referral, case: Case
) -> dict[UUID | None, Mapping[str, str]]:
    """Every row of the document with its place in the case."""
    found: dict[UUID | None, Mapping[str, str]] = {None: parsed.answers}
    shape, free = shape_of(session, referral, case), rows(session, case)
    for subject in parsed.subjects:
        waiting = free.get(subject.row)
        if waiting:
            found[waiting.pop(0)] = subject.answers
            continue
        page = shape.first_with(subject.row)
        row = add_row(session, viewer, referral=referral, case=case, section=page.name)
        found[row.id] = subject.answers
    return found


def _conference(session: Session, viewer: Viewer, parsed: ParsedReferral) -> Conference:
    found = session.scalar(
        select(Conference).where(
            Conference.partnership_id == viewer.partnership_id,
            func.lower(Conference.name) == parsed.conference.strip().lower(),
        )
    )
    if found is None:
        raise NotTaken(["$.conference: is not a conference of your partnership"])
    return found


def _refuse_gaps(shape: Shape, parsed: ParsedReferral) -> None:
    """Everything that is missing or does not belong, with its path, before anything is written."""
    pages = shape.pages()
    if not pages:
        raise NotTaken(["$.kind: this conference does not hear cases of this kind"])
    wrong = list(_strangers(pages, parsed))
    by_row: dict[Row, list[UUID]] = defaultdict(list)
    given: dict[UUID | None, Mapping[str, str]] = {None: parsed.answers}
    paths: dict[UUID | None, str] = {None: "$"}
    for number, subject in enumerate(parsed.subjects):
        # Places in the list stand for rows that do not exist yet.
        key = UUID(int=number)
        paths[key] = f"$.{_list_name(subject)}[{len(by_row[subject.row])}]"
        by_row[subject.row].append(key)
        given[key] = subject.answers
    wrong += [_gap(gap, paths) for gap in gaps(shape, by_row, given)]
    if wrong:
        raise NotTaken(wrong)


def _strangers(pages: tuple[Section, ...], parsed: ParsedReferral) -> list[str]:
    asked = {f.name for page in pages for f in page.fields}
    sorts = {page.row for page in pages}
    found = [f"$: '{n}' is not asked by this conference" for n in parsed.answers if n not in asked]
    for subject in parsed.subjects:
        where = f"$.{_list_name(subject)}"
        if subject.row not in sorts:
            found.append(f"{where}: is not asked by this conference")
        else:
            found += [
                f"{where}: '{n.partition('.')[2]}' is not asked by this conference"
                for n in subject.answers
                if n not in asked
            ]
    single = [p.row for p in pages if not p.repeats and p.row is not Row.CASE]
    found += [
        f"$.{LISTED[row]}[1]: a case of this kind has only one"
        for row in dict.fromkeys(single)
        if row in LISTED and sum(s.row is row for s in parsed.subjects) > 1
    ]
    return sorted(set(found))


def _gap(gap: Gap, paths: Mapping[UUID | None, str]) -> str:
    where = paths[gap.subject_id]
    if gap.field:
        where += "." + (gap.field.partition(".")[2] if gap.subject_id else gap.field)
    return f"{where}: {gap.words}"


def _placed(parsed: ParsedReferral, name: str, words: str) -> str:
    for subject in parsed.subjects:
        if name in subject.answers:
            return f"$.{_list_name(subject)}.{name.partition('.')[2]}: {words}"
    return f"$.{name}: {words}"


def _list_name(subject: ParsedSubject) -> str:
    return LISTED.get(subject.row, subject.row.value)


def _no_constant(_: str) -> Any:
    raise ValueError("not a number")


def _whole(text: str) -> int:
    # A number of a million digits takes a minute to read.
    if len(text) > 12:
        raise ValueError("too long")
    return int(text)
