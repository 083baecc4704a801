"""Has this been here before? Found while names are written, told as far as the protocol lets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.exclusions import is_kept_from
from casework.cases.matters import matter
from casework.cases.models import Case, CaseLink, CaseSubject, LinkKind
from casework.cases.people import NAMING, SIDES, sealed_names
from casework.cases.visibility import load_case, require_office, visible_cases
from casework.catalogue.field import Row
from casework.clock import now
from casework.disclosure.gate import Gate
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.matching import Match
from casework.disclosure.people_index import PEOPLE, spellings
from casework.errors import NotFound
from casework.referrals.models import MatchNote, MatchOutcome
from protocols.decision import Decision
from protocols.vocabulary import Effect

LINKS = (LinkKind.REPEAT, LinkKind.DUPLICATE, LinkKind.COUNTER_ALLEGATION)
# What is told where more may not be.
MAYBE = "This may be a repeat. The coordinator will check."


@dataclass(frozen=True, slots=True)
class Hint:
    """A possible repeat as one person may know of it: a case to open, or only that there may be."""

    case: Case | None
    crossed: bool = False
    sure: bool = False


def look_for_person(
    session: Session, viewer: Viewer, case: Case, subject_id: UUID, answers: Mapping[str, str]
) -> None:
    """Search before another case is made: once a page that names somebody is saved."""
    named = {n.partition(".")[2]: text for n, text in answers.items() if n in NAMING}
    if named:
        found = PEOPLE.ask(session, viewer, sealed_names, spellings(named), case.id)
        _note(session, case, found, _side(session, subject_id))


def look_for_everybody(session: Session, viewer: Viewer, case: Case) -> None:
    """The same for everybody in a case, when it is submitted."""
    _note(session, case, PEOPLE.ask_about(session, viewer, sealed_names, case.id), None)


def hints(session: Session, viewer: Viewer, gate: Gate, case: Case) -> list[Hint]:
    """Possible repeats as far as this person may know; what is hidden from them leaves no trace."""
    found = session.scalars(
        select(MatchNote)
        .where(MatchNote.case_id == case.id, MatchNote.outcome == MatchOutcome.OPEN)
        .order_by(MatchNote.strength.desc(), MatchNote.id)
    )
    told = (_hint(session, viewer, gate, note) for note in found)
    return [hint for hint in told if hint is not None]


def link(
    session: Session, viewer: Viewer, *, case: Case, other_case_id: UUID, kind: LinkKind
) -> None:
    """Link two cases; nothing is merged. Both must be open to whoever links them."""
    require_office(viewer, case)
    other = load_case(session, viewer, other_case_id)
    if kind not in LINKS or other.id == case.id:
        raise NotFound("case")
    held = select(CaseLink).where(
        CaseLink.case_id == case.id, CaseLink.other_case_id == other.id, CaseLink.kind == kind
    )
    if session.scalar(held) is None:
        session.add(
            CaseLink(
                partnership_id=case.partnership_id, case_id=case.id, other_case_id=other.id,
                kind=kind, recorded_by=viewer.person_id, recorded_at=now(),
            )
        )  # fmt: skip
    case.repeat = case.repeat or kind == LinkKind.REPEAT
    _settle(session, viewer, case, other.id, MatchOutcome.LINKED)
    append(session, _linked(viewer, case, other.id, kind))


def not_the_same(session: Session, viewer: Viewer, *, case: Case, other_case_id: UUID) -> None:
    """It is somebody else: the possible repeat is no longer shown."""
    require_office(viewer, case)
    other = load_case(session, viewer, other_case_id)
    _settle(session, viewer, case, other.id, MatchOutcome.NOT_THE_SAME)


def _note(session: Session, case: Case, found: Iterable[Match], side: Row | None) -> None:
    known = {n.other_case_id: n for n in _notes(session, case)}
    for match in found:
        crossed = side is not None and _side(session, match.subject_id) != side
        note = known.get(match.case_id)
        if note is None:
            note = known[match.case_id] = MatchNote(
                partnership_id=case.partnership_id, case_id=case.id, other_case_id=match.case_id,
                strength=match.strength.value, crossed=crossed, found_at=now(),
            )  # fmt: skip
            session.add(note)
        note.strength, note.crossed = match.strength.value, note.crossed or crossed
    session.flush()


def _notes(session: Session, case: Case) -> list[MatchNote]:
    return list(session.scalars(select(MatchNote).where(MatchNote.case_id == case.id)))


def _side(session: Session, subject_id: UUID) -> Row | None:
    subject = session.get(CaseSubject, subject_id)
    return Row(subject.kind) if subject is not None and subject.kind in SIDES else None


def _hint(session: Session, viewer: Viewer, gate: Gate, note: MatchNote) -> Hint | None:
    other = session.get_one(Case, note.other_case_id)
    if is_kept_from(session, other, person_id=viewer.person_id, agency_id=viewer.agency_id):
        return None
    named = matter(session, other, fields=NAMING, blanks=False)
    decisions = [decision for _, decision in gate.decide(viewer, named)]
    visible = session.scalar(visible_cases(viewer).where(Case.id == other.id)) is not None
    if visible and any(d.effect >= Effect.SUMMARY for d in decisions):
        return Hint(other, crossed=note.crossed, sure=note.strength == "same")
    # The protocol hides it completely: then there is nothing to say, not even 'perhaps'.
    return Hint(None) if any(map(_may_be_told, decisions)) else None


def _may_be_told(decision: Decision) -> bool:
    return not (decision.concealed and decision.effect == Effect.WITHHELD)


def _settle(
    session: Session, viewer: Viewer, case: Case, other_id: UUID, outcome: MatchOutcome
) -> None:
    for note in _notes(session, case):
        if note.other_case_id == other_id:
            note.outcome, note.decided_by, note.decided_at = outcome, viewer.person_id, now()
    session.flush()


def _linked(viewer: Viewer, case: Case, other_id: UUID, kind: LinkKind) -> Entry:
    return Entry(
        kind=Kind.CASE_LINKED, partnership_id=case.partnership_id, at=now(),
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
        object_id=other_id, detail={"link": kind.value},
    )  # fmt: skip
