"""Requests after they were put: the clock for an answer, the list of a case, and taking back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.agreements.in_force import InForce, in_force
from casework.cases.answers import release, write_answer
from casework.cases.guarding import guard_input
from casework.cases.history import note
from casework.cases.models import AskedDecision, AskedToSee, Case
from casework.cases.visibility import in_office, load_case, visible_cases
from casework.clock import now
from casework.directory.models import Conference
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Invalid, NotFound, StaleEdit, WrongState
from casework.working_days import runs_out
from protocols.clauses import REFUSED, Obligation
from protocols.clocks import read as read_clock
from protocols.starting import ANSWER_REQUEST

# Where the protocol sets no time for an answer, the chair is asked as well after this.
USUAL = "3 working days"
FACT = "granted_request"
# So long before its end the agency that sees more is reminded.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Answering:
    """Until when a request is to be answered, and whether it then counts as refused."""

    due: datetime
    refused: bool = False

    @property
    def escalates_at(self) -> datetime | None:
        """From when on the chair may answer as well."""
        return None if self.refused else self.due

    @property
    def lapses_at(self) -> datetime | None:
        """From when on it counts as refused."""
        return self.due if self.refused else None


def answer_due(session: Session, case: Case, moment: datetime) -> Answering:
    """When a request put at a moment goes to the chair as well, or counts as refused."""
    kind = session.get_one(Conference, case.conference_id).kind
    duties = _answering(in_force(session, case.partnership_id, kind, moment))
    found = [
        Answering(runs_out(clock, moment), duty.missed == REFUSED)
        for duty in duties
        if (clock := read_clock(duty.within)) is not None
    ]
    usual = read_clock(USUAL)
    assert usual is not None, "it is written above"
    # The earliest of several clocks counts; of two at once the one that opens nothing.
    return min(
        found or [Answering(runs_out(usual, moment))], key=lambda one: (one.due, not one.refused)
    )


def still_waits() -> ColumnElement[bool]:
    """Requests that somebody can still answer."""
    lapsed = AskedToSee.lapses_at
    return and_(AskedToSee.decision == AskedDecision.WAITING, or_(lapsed.is_(None), lapsed > now()))


def has_lapsed(asked: AskedToSee, moment: datetime) -> bool:
    """Whether its time ran out before anybody answered, written down or not."""
    return asked.lapses_at is not None and asked.lapses_at <= moment and asked.decided_by is None


def _answering(versions: Iterable[InForce]) -> list[Obligation]:
    return [
        duty
        for version in versions
        for clause in version.protocol.clauses
        for rule in clause.rules
        if any(c.dimension == FACT for c in rule.requires)
        for duty in rule.obligations
        if duty.what == ANSWER_REQUEST and duty.within
    ]


def requests_of(session: Session, viewer: Viewer, case: Case) -> Sequence[AskedToSee]:
    """The requests of a case: the office reads all, an agency what it asked or has to answer."""
    query = select(AskedToSee).where(AskedToSee.case_id == case.id)
    if not in_office(viewer, case):
        mine = (AskedToSee.asked_agency_id, AskedToSee.decider_agency_id)
        query = query.where(or_(*(column == viewer.agency_id for column in mine)))
    return session.scalars(query.order_by(AskedToSee.asked_at.desc(), AskedToSee.id)).all()


def stands(asked: AskedToSee, moment: datetime) -> bool:
    """Whether a granted request still opens something."""
    ended = (asked.ends_at, asked.revoked_at)
    return asked.decision == AskedDecision.GRANTED and all(e is None or e > moment for e in ended)


def may_take_back(session: Session, viewer: Viewer, asked: AskedToSee) -> bool:
    """One's own waiting request; a grant by the agency that gave it, or by the chair."""
    if asked.decision == AskedDecision.WAITING:
        return asked.asked_agency_id == viewer.agency_id and not has_lapsed(asked, now())
    if not stands(asked, now()):
        return False
    case = session.get_one(Case, asked.case_id)
    gave = asked.decider_agency_id == viewer.agency_id and viewer.may(Action.CASE_DECIDE_ASKED)
    return gave or Role.CHAIR in viewer.roles_in(case.conference_id)


def load_request(session: Session, viewer: Viewer, asked_id: UUID) -> AskedToSee:
    """A request this person may take back, or NotFound."""
    asked = session.get(AskedToSee, asked_id)
    if asked is None or asked.partnership_id != viewer.partnership_id:
        raise NotFound("request")
    load_case(session, viewer, asked.case_id)
    if not may_take_back(session, viewer, asked):
        raise NotFound("request")
    return asked


def take_back(
    session: Session, viewer: Viewer, *, asked_id: UUID, version: int, reason: str
) -> None:
    """Withdraw one's own request, or a grant before its end: what it opened closes at once."""
    asked = load_request(session, viewer, asked_id)
    if asked.version != version:
        raise StaleEdit("request")
    if not reason.strip():
        raise Invalid({"reason": "Enter why."})
    case = session.get_one(Case, asked.case_id)
    guard_input(session, viewer, case, field="request.decision_reason", text=reason, name="reason")
    if asked.decision == AskedDecision.WAITING:
        asked.decision, asked.decided_by, asked.decided_at = (
            AskedDecision.WITHDRAWN, viewer.person_id, now(),
        )  # fmt: skip
    elif asked.decision == AskedDecision.GRANTED:
        asked.revoked_at, asked.revoked_by = now(), viewer.person_id
        note(session, viewer, case, "asked_revoked", only_agency_id=asked.asked_agency_id)
    else:
        raise WrongState("request", asked.decision, "withdrawn")
    _write_reason(session, viewer, case, asked, reason)
    session.flush()
    _log(session, viewer, asked)


def ending_soon(session: Session, viewer: Viewer) -> list[tuple[AskedToSee, str]]:
    """Grants to this agency that end within days, with the reference of their case."""
    moment = now()
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(AskedToSee, Case.reference)
        .join(AskedToSee, AskedToSee.case_id == Case.id)
        .where(
            AskedToSee.asked_agency_id == viewer.agency_id,
            AskedToSee.asked_by == viewer.person_id,
            AskedToSee.decision == AskedDecision.GRANTED,
            AskedToSee.revoked_at.is_(None),
            AskedToSee.ends_at > moment,
            AskedToSee.ends_at <= moment + SOON,
        )
        .order_by(AskedToSee.ends_at)
    )
    return [(asked, reference) for asked, reference in rows]


def lapsed(
    session: Session, viewer: Viewer, since: datetime
) -> list[tuple[AskedToSee, str]]:  # fmt: skip
    """This person's requests of which the time ran out, with the reference of their case."""
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(AskedToSee, Case.reference)
        .join(AskedToSee, AskedToSee.case_id == Case.id)
        .where(
            AskedToSee.asked_by == viewer.person_id, AskedToSee.decided_by.is_(None),
            AskedToSee.decision.in_((AskedDecision.WAITING, AskedDecision.REFUSED)),
            AskedToSee.lapses_at > since, AskedToSee.lapses_at <= now(),
        )
        .order_by(AskedToSee.lapses_at)
    )  # fmt: skip
    return [(asked, reference) for asked, reference in rows]


def _write_reason(
    session: Session, viewer: Viewer, case: Case, asked: AskedToSee, reason: str
) -> None:
    words = write_answer(
        session, viewer, case=case, field="request.decision_reason", text=reason.strip(),
        about_kind="asked_ended", about_id=asked.id,
    )  # fmt: skip
    other = (
        asked.decider_agency_id
        if asked.asked_agency_id == viewer.agency_id
        else asked.asked_agency_id
    )
    if words is not None and other is not None and other != viewer.agency_id:
        release(session, viewer, answer_id=words.id, agency_id=other)


def _log(session: Session, viewer: Viewer, asked: AskedToSee) -> None:
    append(
        session,
        Entry(
            kind=Kind.ASKED_WITHDRAWN, partnership_id=asked.partnership_id, at=now(),
            actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=asked.case_id,
            detail={"asked": str(asked.id), "section": asked.section},
        ),
    )  # fmt: skip
