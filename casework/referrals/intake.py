"""Write a referral: start it, say why, add people, save pages, as often as needed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import Case, CaseKind, CaseSubject
from casework.cases.opening import add_subject, remove_subject, start_case
from casework.catalogue.entry_routes import ThresholdRoute, routes
from casework.catalogue.field import Row
from casework.catalogue.schema import MOST_ENTRIES
from casework.catalogue.section import Section
from casework.catalogue.sections import sections
from casework.catalogue.validate import check_all
from casework.clock import now
from casework.directory.models import Conference
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.referrals.completeness import gaps_on
from casework.referrals.models import Referral
from casework.referrals.pages import (
    mark,
    page_of,
    refuse_stale,
    require_row,
    rows,
    shape_of,
    steps_of,
)
from casework.referrals.recorded import record_awareness, record_crime, record_risk_level
from casework.referrals.repeats import look_for_person
from casework.referrals.steps import record, require_editable

# Whom a case is about from its first moment.
FIRST: Mapping[CaseKind, tuple[Row, ...]] = {
    CaseKind.PERSON: (Row.VICTIM,),
    CaseKind.HOUSEHOLD: (Row.HOUSEHOLD, Row.VICTIM),
    CaseKind.PLACE: (Row.PLACE,),
}
REASON = "reason"


def start(
    session: Session, viewer: Viewer, *, conference_id: UUID, kind: CaseKind
) -> tuple[Referral, Case]:
    """A new draft; its case exists from now on, known to the author's agency alone."""
    conference = session.get(Conference, conference_id)
    if conference is None or conference.partnership_id != viewer.partnership_id:
        raise NotFound("conference")
    if not viewer.may(Action.REFERRAL_WRITE, conference_id):
        raise Refused("You cannot make referrals to this conference. Ask its coordinator.")
    if not conference.active or not sections(conference.kind, kind):
        raise Invalid({"kind": "This conference does not hear cases of this kind."})
    case = start_case(session, viewer, conference_id=conference_id, kind=kind)
    for row in FIRST[kind]:
        add_subject(session, viewer, case=case, kind=row)
    referral = Referral(
        partnership_id=viewer.partnership_id, case_id=case.id, conference_id=conference_id,
        agency_id=viewer.agency_id, author_id=viewer.person_id, reference=case.reference,
        started_at=now(), changed_at=now(),
    )  # fmt: skip
    session.add(referral)
    session.flush()
    record(session, viewer, referral, {"to": referral.state})
    return referral, case


def choose_route(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, route: ThresholdRoute
) -> None:
    """Why this needs a conference; which reasons must be written down follows from it."""
    require_editable(viewer, referral)
    shape = shape_of(session, referral, case)
    if route not in routes(shape.conference_kind, shape.case_kind):
        raise Invalid({"route": "Select one of the reasons in the list."})
    if referral.route not in (None, route):
        _reopen_reason(session, case)
    referral.route = case.threshold_route = route.value
    referral.changed_at = now()
    if route == ThresholdRoute.URGENT:
        referral.urgent = case.urgent = True
    session.flush()


def add_row(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, section: str
) -> CaseSubject:
    """One more person or entry on a page that repeats."""
    require_editable(viewer, referral)
    shape = shape_of(session, referral, case)
    page = page_of(shape, section)
    if not page.repeats or shape.first_with(page.row).name != section:
        raise NotFound("page of this referral")
    if len(rows(session, case).get(page.row, ())) >= MOST_ENTRIES:
        raise Conflict(f"You can add at most {MOST_ENTRIES} entries.")
    return add_subject(session, viewer, case=case, kind=page.row)


def remove_row(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, section: str,
    subject_id: UUID,
) -> None:  # fmt: skip
    """Take somebody off who was entered by mistake; what was written stays in the history."""
    require_editable(viewer, referral)
    page = page_of(shape_of(session, referral, case), section)
    require_row(session, case, page, subject_id)
    if not page.repeats:
        raise NotFound("person or entry")
    remove_subject(session, case=case, subject_id=subject_id)
    record(session, viewer, referral, {"removed": subject_id, "section": section})


def none_to_add(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, section: str
) -> None:
    """There is nobody to add on this page, or nobody more: somebody has looked."""
    require_editable(viewer, referral)
    page = page_of(shape_of(session, referral, case), section)
    if not page.repeats:
        raise NotFound("page of this referral")
    mark(session, viewer, case, section=section, subject_id=None, complete=True)


def save_section(
    session: Session,
    viewer: Viewer,
    *,
    referral: Referral,
    case: Case,
    section: str,
    answers: Mapping[str, str],
    subject_id: UUID | None = None,
    known: Mapping[str, str] | None = None,
    version: int | None = None,
) -> None:
    """Save one page for one row, complete or not.

    `known` is what the author was shown before: only what differs is written. `version` is the
    page's as it was read; a second editor is told and nothing is overwritten.
    """
    require_editable(viewer, referral)
    shape = shape_of(session, referral, case)
    page = page_of(shape, section)
    require_row(session, case, page, subject_id)
    given = _checked(page, answers)
    refuse_stale(session, case, section, subject_id, version)
    whole = {**(known or {}), **given}
    changed = {n: t for n, t in given.items() if known is None or known.get(n, "") != t}
    guard_texts(session, viewer, case=case, texts=changed, subject_id=subject_id)
    first = (section, subject_id) not in steps_of(session, case)
    write_answers(session, viewer, case=case, answers=_new(page, changed, subject_id, first=first))
    complete = not gaps_on(shape, page, whole)
    mark(session, viewer, case, section=section, subject_id=subject_id, complete=complete)
    referral.changed_at = now()
    _consequences(session, viewer, case, changed, whole, subject_id)


def _consequences(
    session: Session, viewer: Viewer, case: Case, changed: Mapping[str, str],
    whole: Mapping[str, str], subject_id: UUID | None,
) -> None:  # fmt: skip
    record_awareness(session, viewer, case, changed)
    record_crime(session, viewer, case, changed)
    record_risk_level(session, viewer, case, changed)
    if subject_id is not None and changed:
        look_for_person(session, viewer, case, subject_id, whole)


def _checked(page: Section, answers: Mapping[str, str]) -> dict[str, str]:
    fields = {f.name: f for f in page.fields}
    if answers.keys() - fields.keys():
        raise NotFound("question")
    good, wrong = check_all(fields, answers)
    if wrong:
        raise Invalid(wrong)
    return good


def _new(
    page: Section, changed: Mapping[str, str], subject_id: UUID | None, *, first: bool
) -> list[NewAnswer]:
    fields = {f.name: f for f in page.fields}
    return [
        NewAnswer(name, text, subject_id, nature=_nature(fields[name].category))
        for name, text in changed.items()
        if text or not first or fields[name].presence_sealed
    ]


def _nature(category: str) -> str:
    return "opinion" if category == "opinion" else "fact"


def _reopen_reason(session: Session, case: Case) -> None:
    # Another reason asks other questions: the page is looked at once more.
    step = steps_of(session, case).get((REASON, None))
    if step is not None:
        step.complete = False
        session.flush()
