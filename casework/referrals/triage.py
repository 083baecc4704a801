"""What the coordinator decides about a referral; the reasons are sealed answers of the case."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.answers import release, write_answer
from casework.cases.guarding import guard_texts
from casework.cases.models import Case, CaseState
from casework.cases.states import move as move_case
from casework.catalogue.decline_reasons import DECLINE_BY_CODE
from casework.catalogue.entry_routes import routes
from casework.catalogue.sections import sections
from casework.clock import now
from casework.directory.models import Conference, ConferenceAgency
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Invalid, NotFound, Refused, WrongState
from casework.referrals.contacting import ask_victim_services, hurry
from casework.referrals.models import Referral, ReferralState
from casework.referrals.steps import NOT_OFFICE, Verb, record, require, take
from casework.referrals.submission import ABOUT, said

LIVE = frozenset({ReferralState.DRAFT, ReferralState.RETURNED_INCOMPLETE,
                  ReferralState.SUBMITTED, ReferralState.ACCEPTED})  # fmt: skip
OTHER_CONFERENCE = "other_conference"


def accept(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, reason: str = ""
) -> None:
    """Take the case on; it can now be put on a list."""
    require(viewer, referral, Verb.ACCEPT)
    _guard(session, viewer, case, {"triage.reason": reason})
    take(session, viewer, referral, case, Verb.ACCEPT)
    _decided(session, viewer, referral)
    _say(session, viewer, referral, case, "triage.reason", reason)
    append(session, _opened(viewer, case))
    ask_victim_services(session, viewer, case)


def return_incomplete(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, missing: str
) -> None:
    """Send it back, saying exactly what to add; nothing has to be typed again."""
    require(viewer, referral, Verb.RETURN)
    words = said(missing, "missing", "Enter what is missing")
    _guard(session, viewer, case, {"triage.missing": words})
    take(session, viewer, referral, case, Verb.RETURN)
    referral.times_returned += 1
    _say(session, viewer, referral, case, "triage.missing", words)


def decline(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, code: str, reason: str,
    signpost: str = "",
) -> None:  # fmt: skip
    """Not for this conference: why, and where to go instead."""
    require(viewer, referral, Verb.DECLINE)
    chosen = DECLINE_BY_CODE.get(code)
    if chosen is None or chosen.redirects:
        raise Invalid({"code": "Select why the referral is declined."})
    words = said(reason, "reason", "Enter the reason, so that the referrer knows why")
    where = signpost.strip() or chosen.signpost
    _guard(session, viewer, case, {"triage.reason": words, "triage.signpost": where})
    take(session, viewer, referral, case, Verb.DECLINE)
    _decided(session, viewer, referral)
    referral.decline_reason = code
    _say(session, viewer, referral, case, "triage.reason", words)
    _say(session, viewer, referral, case, "triage.signpost", where)


def redirect(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, code: str, reason: str,
    conference_id: UUID | None = None,
) -> Referral | None:  # fmt: skip
    """Pass it on: to another conference, which gets it as it is, or to another forum outside."""
    require(viewer, referral, Verb.REDIRECT)
    chosen = DECLINE_BY_CODE.get(code)
    if chosen is None or not chosen.redirects:
        raise Invalid({"code": "Select where the referral goes."})
    words = said(reason, "reason", "Enter the reason, so that the referrer knows why")
    _guard(session, viewer, case, {"triage.reason": words})
    target = _target(session, referral, case, conference_id) if code == OTHER_CONFERENCE else None
    take(session, viewer, referral, case, Verb.REDIRECT)
    _decided(session, viewer, referral)
    referral.redirected_code = code
    _say(session, viewer, referral, case, "triage.reason", words)
    if target is not None:
        return _pass_on(session, viewer, referral, case, target)
    _leave(session, viewer, case, chosen.signpost, referral)
    return None


def mark_urgent(
    session: Session, viewer: Viewer, *, referral: Referral, case: Case, reason: str
) -> None:
    """It cannot wait; the reason says what is done before the meeting."""
    own = viewer.agency_id == referral.agency_id
    writes = own and viewer.may(Action.REFERRAL_WRITE, referral.conference_id)
    if not writes and not viewer.may(Action.REFERRAL_TRIAGE, referral.conference_id):
        raise Refused(NOT_OFFICE)
    if ReferralState(referral.state) not in LIVE:
        raise WrongState("referral", referral.state, "urgent")
    words = said(reason, "reason", "Enter why it cannot wait and what happens until the meeting")
    _guard(session, viewer, case, {"triage.urgent_plan": words})
    referral.urgent = case.urgent = True
    referral.changed_at = now()
    session.flush()
    _say(session, viewer, referral, case, "triage.urgent_plan", words)
    record(session, viewer, referral, {"flag": "urgent"})
    hurry(session, case)


def _guard(session: Session, viewer: Viewer, case: Case, texts: dict[str, str]) -> None:
    guard_texts(session, viewer, case=case, texts=texts)


def _decided(session: Session, viewer: Viewer, referral: Referral) -> None:
    referral.decided_at, referral.decided_by = now(), viewer.person_id
    session.flush()


def _say(
    session: Session, viewer: Viewer, referral: Referral, case: Case, field: str, text: str
) -> None:
    """The words of a decision, let go to the referring agency, whatever kind of agency it is."""
    if not text.strip():
        return
    answer = write_answer(
        session, viewer, case=case, field=field, text=text.strip(),
        about_kind=ABOUT, about_id=referral.id,
    )  # fmt: skip
    assert answer is not None, "there is a text"
    release(session, viewer, answer_id=answer.id, agency_id=referral.agency_id)


def _target(
    session: Session, referral: Referral, case: Case, conference_id: UUID | None
) -> Conference:
    found = session.get(Conference, conference_id) if conference_id else None
    if found is None or found.partnership_id != referral.partnership_id:
        raise NotFound("conference")
    if found.id == referral.conference_id or not found.active:
        raise Invalid({"conference_id": "Select another conference."})
    if not sections(found.kind, case.kind):
        raise Invalid({"conference_id": "That conference does not hear cases of this kind."})
    seat = select(ConferenceAgency.id).where(
        ConferenceAgency.conference_id == found.id,
        ConferenceAgency.agency_id == referral.agency_id,
    )
    if session.scalar(seat) is None:
        raise Invalid({
            "conference_id": "The referring agency has no seat there. Choose 'another forum', and "
            "say in the reason whom to ask."
        })  # fmt: skip
    return found


def _pass_on(
    session: Session, viewer: Viewer, before: Referral, case: Case, target: Conference
) -> Referral:
    """The same case, waiting for triage at the other conference."""
    before.redirected_to_id = target.id
    case.conference_id, case.changed_at = target.id, now()
    known = {route.value for route in routes(target.kind, case.kind)}
    after = Referral(
        partnership_id=before.partnership_id, case_id=case.id, conference_id=target.id,
        agency_id=before.agency_id, author_id=before.author_id, reference=before.reference,
        state=ReferralState.SUBMITTED, route=before.route if before.route in known else None,
        urgent=before.urgent, started_at=now(), changed_at=now(), submitted_at=now(),
    )  # fmt: skip
    session.add(after)
    session.flush()
    record(session, viewer, after, {"to": after.state, "after": before.id})
    return after


def _leave(session: Session, viewer: Viewer, case: Case, signpost: str, referral: Referral) -> None:
    _say(session, viewer, referral, case, "triage.signpost", signpost)
    move_case(session, viewer, case, CaseState.NOT_TAKEN)


def _opened(viewer: Viewer, case: Case) -> Entry:
    return Entry(
        kind=Kind.CASE_OPENED, partnership_id=case.partnership_id, at=now(),
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=case.id,
    )  # fmt: skip
