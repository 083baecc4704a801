"""A new safe address or number of a submitted case waits until somebody else has looked at it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.cases.answers import release, write_answer
from casework.cases.history import note
from casework.cases.matters import matter
from casework.cases.models import Case, SealedAnswer
from casework.cases.visibility import load_case, visible_cases
from casework.catalogue.sections import FIELDS
from casework.catalogue.validate import check
from casework.clock import now
from casework.directory.models import AppointmentRow, Person
from casework.disclosure.guards import find_elsewhere
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit, WrongState
from casework.referrals.models import AddressChange, ChangeState, Referral, ReferralState
from casework.referrals.pages import require_row, shape_of

OPEN_FOR_CHANGES = frozenset({ReferralState.SUBMITTED, ReferralState.ACCEPTED})
SAME_PERSON = "Somebody else has to look at this: you entered it yourself."


def propose(
    session: Session,
    viewer: Viewer,
    *,
    referral: Referral,
    case: Case,
    field: str,
    text: str,
    subject_id: UUID,
) -> AddressChange:
    """Enter a new address; the old one stays in force and nobody else sees the new one yet."""
    _require_own(viewer, referral)
    _require_protected(session, referral, case, field, subject_id)
    result = check(FIELDS[field], text)
    if result.problem or not result.text:
        raise Invalid({"text": result.problem or f"Enter {FIELDS[field].label.lower()}"})
    if _waiting(session, case, field, subject_id):
        raise Conflict("A change of this is already waiting to be confirmed by somebody else.")
    answer, old = _beside(session, viewer, case, field, result.text, subject_id)
    change = AddressChange(
        partnership_id=case.partnership_id, case_id=case.id, subject_id=subject_id, field=field,
        answer_id=answer.id, old_answer_id=old.id if old else None, proposed_by=viewer.person_id,
        agency_id=viewer.agency_id, proposed_at=now(),
    )  # fmt: skip
    session.add(change)
    session.flush()
    _show_to_coordinators(session, viewer, case, answer)
    note(session, viewer, case, "address_proposed", only_agency_id=viewer.agency_id)
    _log(session, viewer, change, Kind.ADDRESS_PROPOSED)
    return change


def decide(
    session: Session, viewer: Viewer, *, change_id: UUID, version: int, confirm: bool
) -> AddressChange:
    """The second look: the new address takes the place of the old one, or is dropped."""
    change, case = load_change(session, viewer, change_id)
    if viewer.person_id == change.proposed_by:
        raise Refused(SAME_PERSON)
    if change.state != ChangeState.WAITING:
        raise WrongState("change", change.state, "confirmed" if confirm else "rejected")
    if change.version != version:
        raise StaleEdit("change")
    _settle(session, change, confirm=confirm)
    change.state = ChangeState.CONFIRMED if confirm else ChangeState.REJECTED
    change.decided_by, change.decided_at = viewer.person_id, now()
    session.flush()
    note(session, viewer, case, f"address_{change.state}", only_agency_id=change.agency_id)
    _log(session, viewer, change, Kind.ADDRESS_DECIDED)
    return change


def elsewhere(session: Session, viewer: Viewer, *, change_id: UUID) -> tuple[str, ...]:
    """Questions of the referral in which the confirmed address stands already, with the line.

    Whoever may read those still finds it there, so somebody has to take it out.
    """
    change, case = load_change(session, viewer, change_id)
    if change.state != ChangeState.CONFIRMED:
        return ()
    found = find_elsewhere(session, viewer, matter(session, case, blanks=False), change.answer_id)
    if found:
        note(session, viewer, case, "address_elsewhere", only_agency_id=change.agency_id)
        if viewer.agency_id != change.agency_id:
            note(session, viewer, case, "address_elsewhere", only_agency_id=viewer.agency_id)
    return tuple(f"“{leak.label}”, line {leak.line}" for leak in found)


def load_change(session: Session, viewer: Viewer, change_id: UUID) -> tuple[AddressChange, Case]:
    """A change this person may look at: their own agency's, or that of a case they coordinate."""
    change = session.get(AddressChange, change_id)
    if change is None or change.partnership_id != viewer.partnership_id:
        raise NotFound("change")
    try:
        case = load_case(session, viewer, change.case_id)
    except NotFound:
        raise NotFound("change") from None
    office = viewer.may(Action.REFERRAL_TRIAGE, case.conference_id)
    if not office and viewer.agency_id != change.agency_id:
        raise NotFound("change")
    return change, case


def waiting(session: Session, viewer: Viewer) -> list[AddressChange]:
    """Changes that this person may confirm: somebody else's, in a case they know of."""
    offices = viewer.conferences(Action.REFERRAL_TRIAGE)
    visible = visible_cases(viewer).with_only_columns(Case.id)
    in_office = select(Case.id).where(Case.conference_id.in_(offices))
    query = select(AddressChange).where(
        AddressChange.partnership_id == viewer.partnership_id,
        AddressChange.state == ChangeState.WAITING,
        AddressChange.proposed_by != viewer.person_id,
        AddressChange.case_id.in_(visible),
        or_(AddressChange.agency_id == viewer.agency_id, AddressChange.case_id.in_(in_office)),
    )
    return list(session.scalars(query.order_by(AddressChange.proposed_at)))


def of_case(session: Session, case: Case) -> list[AddressChange]:
    """Changes of one case that still wait, the oldest first."""
    query = select(AddressChange).where(
        AddressChange.case_id == case.id, AddressChange.state == ChangeState.WAITING
    )
    return list(session.scalars(query.order_by(AddressChange.proposed_at)))


def _require_own(viewer: Viewer, referral: Referral) -> None:
    if viewer.agency_id != referral.agency_id or not viewer.may(
        Action.REFERRAL_WRITE, referral.conference_id
    ):
        raise Refused("Only the agency that made the referral can change an address in it.")
    if ReferralState(referral.state) not in OPEN_FOR_CHANGES:
        raise WrongState("referral", referral.state, "changed in this way")


def _require_protected(
    session: Session, referral: Referral, case: Case, field: str, subject_id: UUID
) -> None:
    shape = shape_of(session, referral, case)
    spec = FIELDS.get(field)
    page = shape.page(spec.section) if spec and spec.protected else None
    if page is None or field not in {f.name for f in page.fields}:
        raise NotFound("question")
    require_row(session, case, page, subject_id)


def _waiting(session: Session, case: Case, field: str, subject_id: UUID) -> bool:
    return any(c.field == field and c.subject_id == subject_id for c in of_case(session, case))


def _beside(
    session: Session, viewer: Viewer, case: Case, field: str, text: str, subject_id: UUID
) -> tuple[SealedAnswer, SealedAnswer | None]:
    """The new answer next to the old one, which stays the current one for everybody."""
    answer = write_answer(
        session, viewer, case=case, field=field, text=text, subject_id=subject_id, released=False
    )
    assert answer is not None, "there is a text"
    old = session.get(SealedAnswer, answer.supersedes_id) if answer.supersedes_id else None
    if old is not None:
        old.current = True
    session.flush()
    return answer, old


def _show_to_coordinators(
    session: Session, viewer: Viewer, case: Case, answer: SealedAnswer
) -> None:
    # Whoever confirms has to read it; what the protocol hides from them stays hidden.
    agencies = session.scalars(
        select(Person.agency_id)
        .join(AppointmentRow, AppointmentRow.person_id == Person.id)
        .where(
            AppointmentRow.conference_id == case.conference_id,
            AppointmentRow.role == Role.COORDINATOR,
            AppointmentRow.ends_on.is_(None),
        )
        .distinct()
    )
    for agency_id in agencies:
        if agency_id != viewer.agency_id:
            release(session, viewer, answer_id=answer.id, agency_id=agency_id)


def _settle(session: Session, change: AddressChange, *, confirm: bool) -> None:
    new = session.get_one(SealedAnswer, change.answer_id)
    old = session.get(SealedAnswer, change.old_answer_id) if change.old_answer_id else None
    if not confirm:
        new.current = False
        return
    new.released = True
    if old is not None:
        old.current = False


def _log(session: Session, viewer: Viewer, change: AddressChange, kind: Kind) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=change.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=change.case_id, object_id=change.id,
            detail={"field": change.field, "state": str(change.state)},
        ),
    )  # fmt: skip
