"""What the owner does: accept or refuse, give evidence, say that it is done."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid
from casework.reviews.access import load_owned
from casework.reviews.history import note
from casework.reviews.models import Evidence, Recommendation, Review
from casework.reviews.service.filing import keep_file
from casework.reviews.service.links import check_link
from casework.reviews.service.plan import UNFINISHED, actions_of, not_replaced
from casework.reviews.steps import Step, move
from casework.reviews.vocabulary import EvidenceKind, FileKind, Happened, State
from casework.web.uploads import Upload


def accept_recommendation(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, version: int | None = None
) -> Recommendation:
    """The owner takes it on."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    move(session, viewer, found, Step.ACCEPT)
    return found


def refuse_recommendation(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, reason: str, authority: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """The owner does not take it on: the reason, and on whose authority."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    missing = {
        "reason": "" if reason else "Enter why it is refused",
        "authority": "" if authority else "Enter on whose authority it is refused",
    }
    if any(missing.values()):
        raise Invalid({name: words for name, words in missing.items() if words})
    move(session, viewer, found, Step.REFUSE, f"{reason}\nOn the authority of: {authority}")
    return found


def start_work(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, version: int | None = None
) -> Recommendation:
    """The owner has begun."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    move(session, viewer, found, Step.START)
    return found


def add_evidence(
    session: Session,
    viewer: Viewer,
    *,
    recommendation_id: UUID,
    kind: EvidenceKind,
    shows: str,
    dated: date,
    link: str = "",
    statement: str = "",
    upload: Upload | None = None,
    no_case_data: bool = False,
    version: int | None = None,
) -> Evidence:
    """Add one piece of proof; the first one begins the work. A file needs the word of its giver."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    if found.state not in (State.ACCEPTED_BY_OWNER, State.IN_PROGRESS):
        raise Conflict(_too_early_or_late(found))
    _check_proof(shows, dated, link, statement, upload)
    if upload and not no_case_data:
        raise Invalid({"no_case_data": "Look through the file, and say that it names nobody"})
    begin(session, viewer, found)
    piece = Evidence(
        partnership_id=found.partnership_id, recommendation_id=found.id, kind=kind, shows=shows,
        dated=dated, link=link, statement=statement,
        submitted_by_id=viewer.person_id, submitted_at=now(), given_for_id=found.owner_agency_id,
    )  # fmt: skip
    session.add(piece)
    session.flush()
    if upload:
        review = session.get_one(Review, found.review_id)
        keep_file(session, viewer, review, kind=FileKind.EVIDENCE, about_id=piece.id, upload=upload)
    found.fresh_evidence += 1
    note(session, viewer, found, Happened.EVIDENCE_ADDED, why=shows)
    return piece


def send_for_checking(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, outcome: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """The owner says that it is done, what has changed, and that the proof shows it (R02)."""
    found = load_owned(session, viewer, recommendation_id, version=version)
    if not outcome:
        raise Invalid({"outcome": "Enter what has changed as a result"})
    if found.state == State.IN_PROGRESS:
        _refuse_without_proof(session, found)
    move(session, viewer, found, Step.SEND, outcome)
    found.outcome = outcome
    session.flush()
    return found


def begin(session: Session, viewer: Viewer, found: Recommendation) -> None:
    """The first thing done for an accepted recommendation begins it."""
    if found.state == State.ACCEPTED_BY_OWNER:
        move(session, viewer, found, Step.START)


def _refuse_without_proof(session: Session, found: Recommendation) -> None:
    if not found.fresh_evidence:
        again = " since it was last sent back" if found.outcome else ""
        raise Conflict(f"Add at least one piece of evidence{again} before you send this.")
    actions = actions_of(session, found)
    if not actions:
        raise Conflict("Add what was done as an action before you send this.")
    if open_ones := [f"{found.number}.{a.number}" for a in actions if a.state in UNFINISHED]:
        raise Conflict(f"Not reported on yet: action {', '.join(open_ones)}.")
    if lost := [f"{found.number}.{a.number}" for a in not_replaced(actions)]:
        raise Conflict(f"Not done: action {', '.join(lost)}. Add an action that takes its place.")


def _too_early_or_late(found: Recommendation) -> str:
    if found.state == State.EVIDENCE_SUBMITTED:
        return "The evidence is being checked. You can add more if it is sent back."
    if found.state == State.VERIFIED_COMPLETE:
        return "The evidence for this was accepted already."
    return "Accept this recommendation before you give evidence for it."


def _check_proof(shows: str, dated: date, link: str, statement: str, upload: Upload | None) -> None:
    wrong = {}
    if not shows:
        wrong["shows"] = "Enter what this evidence shows"
    if dated > today():
        wrong["dated"] = "Date of the evidence must be today or in the past"
    if not link and not statement and upload is None:
        wrong["link"] = "Enter a link, choose a file, or write a statement below"
    elif link and (problem := check_link(link)):
        wrong["link"] = problem
    if wrong:
        raise Invalid(wrong)
