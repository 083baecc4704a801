"""The agency's side: open a request, say 'not known to us', or describe the search and return."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import NewAnswer, set_aside, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import Case, CaseRole, CaseSubject, SealedAnswer
from casework.cases.opening import subjects
from casework.cases.taking_part import end_relation, hold, relate
from casework.cases.visibility import load_case
from casework.catalogue.field import Row
from casework.clock import now, today
from casework.directory.models import Person
from casework.errors import Conflict, Invalid, NotFound, WrongState
from casework.research.asking import require_before_hearing
from casework.research.models import RequestState, ResearchItem, ResearchRequest, Share
from casework.research.steps import WAITING, check_version, move

ABOUT = "research"
KNOWN = "research.known"
SYSTEMS = "research.systems"
NIL = "research.nil_return"
YES = "yes"
KNOWN_ANSWERS = ("yes", "no", "unknown")
# Words of the protocol's `relationship` dimension that an agency may say about itself.
STANDINGS = ("works_with_victim", "works_with_perpetrator", "works_with_child", "neutral")


def load_request(
    session: Session, viewer: Viewer, request_id: UUID
) -> tuple[ResearchRequest, Case]:
    """A request to the viewer's own agency, or the same NotFound for missing and foreign."""
    request = session.get(ResearchRequest, request_id)
    if (
        request is None
        or request.partnership_id != viewer.partnership_id
        or request.agency_id != viewer.agency_id
    ):
        raise NotFound("request")
    case = load_case(session, viewer, request.case_id)
    if not viewer.may(Action.RESEARCH_RETURN, case.conference_id):
        raise NotFound("request")
    return request, case


def mark_opened(session: Session, viewer: Viewer, *, request_id: UUID) -> ResearchRequest:
    """Somebody of the agency has looked at the request; saying it twice is once."""
    request, case = load_request(session, viewer, request_id)
    if request.state == RequestState.REQUESTED:
        move(session, viewer, case, request, RequestState.OPENED)
    return request


def take_on(
    session: Session,
    viewer: Viewer,
    *,
    request_id: UUID,
    person_id: UUID | None,
    version: int | None = None,
) -> ResearchRequest:
    """Give the request to one person of the agency; None gives it back to everybody."""
    request, _ = load_request(session, viewer, request_id)
    check_version(request, version)
    person = session.get(Person, person_id) if person_id else None
    if person_id and (person is None or person.agency_id != viewer.agency_id):
        raise Invalid({"person": "Select somebody who works for your agency."})
    request.person_id, request.changed_at = person_id, now()
    session.flush()
    return request


def nil_return(
    session: Session, viewer: Viewer, *, request_id: UUID, version: int | None = None
) -> ResearchRequest:
    """'Not known to us': the whole answer, in one press."""
    request, case = load_request(session, viewer, request_id)
    check_version(request, version)
    if items_of(session, request):
        raise Conflict("You have already written down what you know. Delete it first.")
    move(session, viewer, case, request, RequestState.NIL_RETURN)
    nil = NewAnswer(NIL, YES, about_kind=ABOUT, about_id=request.id)
    write_answers(session, viewer, case=case, answers=[nil])
    return request


def reopen(
    session: Session, viewer: Viewer, *, request_id: UUID, version: int | None = None
) -> ResearchRequest:
    """Take the answer back to change it; what was shared stays shared."""
    request, case = load_request(session, viewer, request_id)
    check_version(request, version)
    require_before_hearing(case)
    if request.state == RequestState.NIL_RETURN:
        move(session, viewer, case, request, RequestState.OPENED)
        for answer_id in _current(session, request, NIL):
            set_aside(session, viewer, answer_id=answer_id)
    elif request.state == RequestState.RETURNED:
        move(session, viewer, case, request, RequestState.IN_PROGRESS)
    else:
        raise WrongState("request", request.state, "opened again")
    return request


def save_search(
    session: Session,
    viewer: Viewer,
    *,
    request_id: UUID,
    systems: str,
    known: Mapping[UUID, str],
    standings: Collection[str],
    period: str = "",
    searched_on: date | None = None,
    share_known: bool = False,
    version: int | None = None,
) -> ResearchRequest:
    """Where was searched, who is known, and how the agency works with them."""
    request, case = load_request(session, viewer, request_id)
    check_version(request, version)
    # Before anything else is held: others hold the case first, too.
    hold(session, case)
    begin(session, viewer, case, request)
    people = {s.id for s in looked_up(session, case)}
    _check_search(systems, known, standings, searched_on, people)
    request.known_shared = request.known_shared or share_known
    request.changed_at = now()
    plain = {
        SYSTEMS: systems.strip(),
        "research.period": period.strip(),
        "research.searched_on": searched_on.isoformat() if searched_on else "",
        "research.researcher": viewer.name,
    }
    guard_texts(session, viewer, case=case, texts=plain)
    answers = [_private(request, name, text) for name, text in plain.items()]
    answers += [
        _private(request, KNOWN, word, subject_id=person, released=request.known_shared)
        for person, word in known.items()
    ]
    write_answers(session, viewer, case=case, answers=answers)
    _declare(session, viewer, case, standings)
    return request


def send_return(
    session: Session, viewer: Viewer, *, request_id: UUID, version: int | None = None
) -> ResearchRequest:
    """Answered: every person looked up, and decided for every item who may read it."""
    request, case = load_request(session, viewer, request_id)
    check_version(request, version)
    missing = what_is_missing(session, request)
    if missing:
        raise Invalid(missing)
    move(session, viewer, case, request, RequestState.RETURNED)
    return request


def what_is_missing(session: Session, request: ResearchRequest) -> dict[str, str]:
    """What stands between the agency and its return, by the part of the page it belongs to."""
    errors = {}
    if not _current(session, request, KNOWN) or not _current(session, request, SYSTEMS):
        errors["search"] = "Say where you searched, and for each person whether you know them."
    undecided = [i for i in items_of(session, request) if i.share == Share.UNDECIDED]
    if undecided:
        errors["items"] = "Decide for each thing you know who may read it."
    return errors


def items_of(session: Session, request: ResearchRequest) -> list[ResearchItem]:
    """The items of a return, in the order they were written."""
    return list(
        session.scalars(
            select(ResearchItem)
            .where(ResearchItem.request_id == request.id, ResearchItem.removed.is_(False))
            .order_by(ResearchItem.written_at, ResearchItem.id)
        )
    )


def looked_up(session: Session, case: Case) -> list[CaseSubject]:
    """The people and places that agencies look for in their records."""
    return [s for s in subjects(session, case) if s.kind != Row.INCIDENT]


def begin(session: Session, viewer: Viewer, case: Case, request: ResearchRequest) -> None:
    """Writing anything starts the return; after an answer it has to be opened again first."""
    if request.state in (RequestState.REQUESTED, RequestState.OPENED):
        move(session, viewer, case, request, RequestState.IN_PROGRESS)
    elif request.state not in WAITING:
        raise WrongState("request", request.state, RequestState.IN_PROGRESS)


def own_standings(session: Session, viewer: Viewer, case: Case) -> tuple[str, ...]:
    """What the agency has said about how it works with the case."""
    found = session.scalars(
        select(CaseRole.relationship).where(
            CaseRole.case_id == case.id,
            CaseRole.agency_id == viewer.agency_id,
            CaseRole.person_id.is_(None),
            CaseRole.relationship.in_(STANDINGS),
            CaseRole.ended_at.is_(None),
        )
    )
    return tuple(found)


def _check_search(
    systems: str,
    known: Mapping[UUID, str],
    standings: Collection[str],
    searched_on: date | None,
    people: set[UUID],
) -> None:
    errors = {}
    if not systems.strip():
        errors["systems"] = "Enter the systems you searched."
    # The agency may not know of everybody in the case: it answers for those it was shown.
    if not known or not set(known) <= people or not set(known.values()) <= set(KNOWN_ANSWERS):
        errors["known"] = "Say for each person whether you know them."
    if searched_on is not None and searched_on > today():
        errors["searched_on"] = "The date of the search must be today or in the past."
    wrong = _wrong_standings(known, standings)
    if wrong:
        errors["standings"] = wrong
    if errors:
        raise Invalid(errors)


def _wrong_standings(known: Mapping[UUID, str], standings: Collection[str]) -> str:
    if not set(standings) <= set(STANDINGS):
        return "Select from the options shown."
    if "neutral" in standings and len(standings) > 1:
        return "'We do not work with anybody' cannot be combined with others."
    if YES in known.values() and not standings:
        return "Select how your agency works with them: it decides what you may see."
    return ""


def _declare(session: Session, viewer: Viewer, case: Case, standings: Collection[str]) -> None:
    for word in STANDINGS:
        if word in standings:
            relate(session, viewer, case=case, agency_id=viewer.agency_id, relationship=word)
        else:
            end_relation(session, case=case, agency_id=viewer.agency_id, relationship=word)


def _private(
    request: ResearchRequest,
    field: str,
    text: str,
    *,
    subject_id: UUID | None = None,
    released: bool = False,
) -> NewAnswer:
    return NewAnswer(
        field, text, subject_id=subject_id, about_kind=ABOUT, about_id=request.id, released=released
    )


def _current(session: Session, request: ResearchRequest, field: str) -> list[UUID]:
    return list(
        session.scalars(
            select(SealedAnswer.id).where(
                SealedAnswer.about_id == request.id,
                SealedAnswer.field == field,
                SealedAnswer.current.is_(True),
            )
        )
    )
