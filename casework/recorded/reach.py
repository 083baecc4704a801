"""What a fact may be recorded about in one case: the whole, a person, an agency, a section …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.models import Case, RecordedFact, SealedAnswer
from casework.cases.opening import subjects
from casework.cases.visibility import OFFICE
from casework.catalogue.reading import read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.catalogue.words import party
from casework.directory.models import (
    Agency,
    AppointmentRow,
    Conference,
    ConferenceAgency,
    Person,
    PersonStatus,
)
from casework.directory.names import names_apart
from casework.recorded.kinds import About, FactKind, Recorder

WHOLE = "case"


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing a fact may be about; `key` is what the form sends."""

    key: str
    words: str
    agency_id: UUID | None = None
    subject_id: UUID | None = None
    section: str | None = None
    answer_id: UUID | None = None
    person_id: UUID | None = None

    def covers(self, fact: RecordedFact) -> bool:
        """Whether a recorded fact is about exactly this."""
        mine = (self.agency_id, self.subject_id, self.section, self.answer_id, self.person_id)
        return mine == (
            fact.agency_id, fact.subject_id, fact.section, fact.answer_id, fact.person_id,
        )  # fmt: skip


def recorder_of(viewer: Viewer, case: Case) -> frozenset[Recorder]:
    """What this person is to the facts of a case."""
    roles = viewer.roles_in(case.conference_id)
    found = set()
    if roles & OFFICE:
        found.add(Recorder.OFFICE)
    if Role.CHAIR in roles:
        found.add(Recorder.CHAIR)
    if roles & {Role.REPRESENTATIVE, Role.DEPUTY, Role.REFERRER}:
        found |= {Recorder.OWNER, Recorder.RECIPIENT}
        if case.origin_agency_id == viewer.agency_id:
            found.add(Recorder.REFERRER)
    return frozenset(found)


def reaches_for(session: Session, viewer: Viewer, case: Case, kind: FactKind) -> tuple[Reach, ...]:
    """Everything this person may record this fact about."""
    held = recorder_of(viewer, case) & kind.recorders
    found: list[Reach] = []
    for about in kind.about:
        found += _OF[about](session, viewer, case, held)
    return tuple(found)


def words_of(session: Session, case: Case) -> Mapping[str, Reach]:
    """Every person, agency and section of a case by its key, to name what is recorded."""
    found = [Reach(WHOLE, "The whole case"), *_subjects(session, case), *_sections()]
    found += [_agency(a) for a in _seated(session, case)]
    found += _people(session, case)
    return {reach.key: reach for reach in found}


def key_of(fact: RecordedFact) -> str:
    """The key of what a fact is about."""
    for name, value in (
        ("answer", fact.answer_id), ("subject", fact.subject_id), ("agency", fact.agency_id),
        ("section", fact.section), ("person", fact.person_id),
    ):  # fmt: skip
        if value is not None:
            return f"{name}:{value}"
    return WHOLE


Held = frozenset[Recorder]
# What somebody is by being of an agency, whatever the case.
AGENCYS = frozenset({Recorder.OWNER, Recorder.RECIPIENT})


def _whole(_session: Session, _viewer: Viewer, _case: Case, held: Held) -> Iterator[Reach]:
    # An agency judges what it holds, not the whole case.
    if held - AGENCYS:
        yield Reach(WHOLE, "The whole case")


def _by_section(_session: Session, _viewer: Viewer, _case: Case, held: Held) -> Iterator[Reach]:
    if Recorder.OFFICE in held:
        yield from _sections()


def _by_subject(session: Session, _viewer: Viewer, case: Case, held: Held) -> Iterator[Reach]:
    if held - AGENCYS:
        yield from _subjects(session, case)


def _by_agency(session: Session, viewer: Viewer, case: Case, held: Held) -> Iterator[Reach]:
    if held & {Recorder.OFFICE, Recorder.CHAIR}:
        yield from map(_agency, _seated(session, case))
    elif Recorder.RECIPIENT in held:
        yield from (_agency(a) for a in _seated(session, case) if a.id == viewer.agency_id)


def _by_person(session: Session, viewer: Viewer, case: Case, held: Held) -> Iterator[Reach]:
    if held & {Recorder.OFFICE, Recorder.CHAIR}:
        yield from _people(session, case)
    elif Recorder.RECIPIENT in held:
        mine = Reach(f"person:{viewer.person_id}", viewer.name, person_id=viewer.person_id)
        yield mine


def _by_answer(session: Session, viewer: Viewer, case: Case, held: Held) -> Iterator[Reach]:
    if Recorder.OWNER in held:
        yield from answers_of(session, viewer, case)


def answers_of(session: Session, viewer: Viewer, case: Case) -> Iterator[Reach]:
    """One's own answers, by the name of the question: never by what is in them."""
    people = {s.subject_id: s.words for s in _subjects(session, case)}
    for answer in own_answers(session, viewer, case):
        about = people.get(answer.subject_id, "")
        words = f"{read_label(FIELDS[answer.field])}{f' ({about})' if about else ''}"
        yield Reach(f"answer:{answer.id}", words, answer_id=answer.id)


def own_answers(session: Session, viewer: Viewer, case: Case) -> list[SealedAnswer]:
    """What the viewer's agency holds in a case, in the order of the form."""
    rows = session.scalars(
        select(SealedAnswer).where(
            SealedAnswer.case_id == case.id,
            SealedAnswer.current.is_(True),
            SealedAnswer.origin_agency_id == viewer.agency_id,
        )
    )
    known = [row for row in rows if row.field in FIELDS and row.field != "fact.reason"]
    return sorted(known, key=lambda row: (_ORDER[row.field], row.given_at))


_ORDER = {name: place for place, name in enumerate(FIELDS)}


def _subjects(session: Session, case: Case) -> list[Reach]:
    kind = session.get_one(Conference, case.conference_id).kind
    return [
        Reach(f"subject:{s.id}", f"{party(kind, s.kind)} {s.ordinal}", subject_id=s.id)
        for s in subjects(session, case)
    ]


def _sections() -> list[Reach]:
    return [Reach(f"section:{n}", read_title(s), section=n) for n, s in SECTIONS.items()]


def _people(session: Session, case: Case) -> list[Reach]:
    rows = session.scalars(
        select(Person.id)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            AppointmentRow.conference_id == case.conference_id,
            Person.status == PersonStatus.ACTIVE,
        )
        .distinct()
    )
    names = names_apart(session, case.partnership_id)
    return [
        Reach(f"person:{key}", names[key], person_id=key)
        for key in sorted(rows, key=names.__getitem__)
    ]


def _agency(agency: Agency) -> Reach:
    return Reach(f"agency:{agency.id}", agency.name, agency_id=agency.id)


def _seated(session: Session, case: Case) -> list[Agency]:
    return list(
        session.scalars(
            select(Agency)
            .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
            .where(ConferenceAgency.conference_id == case.conference_id)
            .order_by(Agency.name)
        )
    )


_OF = {
    About.CASE: _whole,
    About.SECTION: _by_section,
    About.SUBJECT: _by_subject,
    About.AGENCY: _by_agency,
    About.ANSWER: _by_answer,
    About.PERSON: _by_person,
}
