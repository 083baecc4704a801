"""From what the gate showed to what a page says: cards by page, rows in words, who will read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.posts import at_the_table, posts_by_agency
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.catalogue.field import Row
from casework.catalogue.reading import TITLES
from casework.catalogue.section import Section
from casework.catalogue.sections import FIELDS
from casework.catalogue.words import spoken
from casework.directory.models import Agency, ConferenceAgency
from casework.disclosure.audience import Reads, audience
from casework.disclosure.gate import Gate
from casework.disclosure.shown import Revealed, Shown
from casework.referrals.completeness import Given, Shape, rows_of
from casework.referrals.pages import Rows

NAMES: Mapping[Row, tuple[str, ...]] = {
    Row.VICTIM: ("victim.given_name", "victim.surname"),
    Row.ALLEGED_PERPETRATOR: ("alleged_perpetrator.given_name", "alleged_perpetrator.surname"),
    Row.CHILD: ("child.given_name", "child.surname"),
    Row.OTHER_ADULT: ("other_adult.given_name", "other_adult.surname"),
    Row.COMPLAINANT: ("complainant.name",),
    Row.INCIDENT: ("incident.date", "incident.kind"),
    Row.PLACE: ("place.name",),
}
OPEN = ("full", "masked", "summary")


@dataclass(frozen=True, slots=True)
class Card:
    """One page for one row: what is answered, what is not, what this viewer may not see."""

    section: Section
    subject_id: UUID | None
    title: str
    rows: tuple[Shown, ...]
    empty: tuple[str, ...]
    closed: tuple[Shown, ...]


def known_answers(revealed: Revealed, agency_id: UUID) -> dict[UUID | None, dict[str, str]]:
    """What this agency wrote before, in stored form by row, to fill its forms with."""
    found: dict[UUID | None, dict[str, str]] = {}
    for shown in revealed.shown:
        if shown.value and shown.effect == "full" and shown.origin_agency_id == agency_id:
            found.setdefault(shown.subject_id, {})[shown.field] = shown.value
    return found


def named(row: Row, revealed: Revealed, subject_id: UUID, number: int, each: str) -> str:
    """What to call one person or entry in a list: its name as far as it is open, or a number."""
    parts = (revealed.by_field(f, subject_id) for f in NAMES.get(row, ()))
    # A summary stands in for the whole section and names nobody.
    known = [p for p in parts if p and p.effect in ("full", "masked")]
    words = " ".join(spoken(FIELDS[p.field], p.value) for p in known if p.value)
    return words or f"{each.capitalize() or 'Entry'} {number}"


def cards(shape: Shape, known: Rows, revealed: Revealed) -> list[Card]:
    """Everything in the order of the form."""
    by_place: dict[tuple[str, UUID | None], list[Shown]] = {}
    for shown in revealed.shown:
        by_place.setdefault((shown.section, shown.subject_id), []).append(shown)
    return [
        _card(page, subject_id, number, by_place.get((page.name, subject_id), ()), revealed)
        for page in shape.pages()
        for number, subject_id in enumerate(rows_of(page, known), 1)
    ]


def as_others_read(found: Iterable[Card]) -> list[Card]:
    """The same for somebody else than the writer: 'About the referrer', not 'About you'."""
    return [replace(c, title=TITLES.get(c.section.name, c.title)) for c in found]


def given_by(revealed: Revealed, agency_id: UUID) -> Given:
    """The answers of an agency for the question what is still missing."""
    return known_answers(revealed, agency_id)


def readers(session: Session, gate: Gate, case: Case, section: Section) -> tuple[Reads, ...]:
    """Who will read a page once the case is listed, by what the protocol says today."""
    asked = matter(session, case, fields=[f.name for f in section.fields])
    people = representatives(session, case)
    return audience(gate, asked, people)


def representatives(session: Session, case: Case) -> list[Viewer]:
    """A representative of each agency with a seat, and each post held there; not the writer's."""
    rows = session.scalars(
        select(Agency)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(
            ConferenceAgency.conference_id == case.conference_id,
            Agency.id != case.origin_agency_id,
            Agency.active.is_(True),
        )
        .order_by(Agency.name)
    )
    posts = posts_by_agency(session, case.conference_id)
    return [
        viewer
        for agency in rows
        for viewer in at_the_table(agency, case.conference_id, posts.get(agency.id, ()))
    ]


def in_words(shown: Shown) -> Shown:
    """The same with its stored answer in the words of the screen."""
    if shown.value and shown.effect == "full":
        return replace(shown, value=spoken(FIELDS[shown.field], shown.value))
    return shown


def _card(
    page: Section, subject_id: UUID | None, number: int, found: Sequence[Shown], revealed: Revealed
) -> Card:
    answers = [s for s in found if not s.field.startswith("summary.")]
    title = page.title
    if subject_id is not None and page.repeats:
        title = f"{title}: {named(page.row, revealed, subject_id, number, page.each)}"
    return Card(
        page,
        subject_id,
        title,
        tuple(in_words(s) for s in answers if s.effect in OPEN and s.value),
        tuple(_labels(s for s in answers if s.effect == "full" and not s.value)),
        tuple(s for s in answers if s.effect not in OPEN),
    )


def _labels(found: Iterable[Shown]) -> Iterable[str]:
    # Sources and comments of unanswered items would only be noise.
    return (s.label for s in found if not FIELDS[s.field].under)
