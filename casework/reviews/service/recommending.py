"""What whoever runs the review does with recommendations: write, agree, re-date, hand over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_open_review, load_to_change
from casework.reviews.history import note
from casework.reviews.models import (
    Finding,
    Recommendation,
    RecommendationTheme,
    Review,
    Verdict,
)
from casework.reviews.service.numbers import next_recommendation
from casework.reviews.service.owners import check_accountable
from casework.reviews.service.targets import resolve
from casework.reviews.steps import Step, move
from casework.reviews.vocabulary import Happened, Outcome, Scope, Source, State
from casework.web.dates import day

# What another agency does not have to accept anew before it goes on.
STAYING = frozenset(
    {State.PROPOSED, State.AGREED, State.VERIFIED_COMPLETE, State.RAISED, State.MERGED}
)
THEMES = 10
THEME_LENGTH = 40


def add_recommendation(
    session: Session, viewer: Viewer, *, review_id: UUID, text: str, owner_agency_id: UUID,
    owner_role: str, owner_person_id: UUID | None = None, target_on: date | None = None,
    target_words: str = "", target_meeting_id: UUID | None = None, scope: Scope = Scope.LOCAL,
    finding_id: UUID | None = None, themes: Iterable[str] = (), source: Source | None = None,
    source_words: str = "",
) -> Recommendation:  # fmt: skip
    """Propose a recommendation under the next number of its review, which it keeps for life."""
    review = load_open_review(session, viewer, review_id)
    check_accountable(session, viewer, owner_agency_id, owner_person_id, owner_role)
    _check_finding(session, review, finding_id)
    on, words = resolve(
        session, review, on=target_on, words=target_words, meeting_id=target_meeting_id
    )
    kept = tidy_themes(themes)
    made = Recommendation(
        partnership_id=review.partnership_id, review_id=review.id, text=text, scope=scope,
        number=next_recommendation(session, review), finding_id=finding_id, state=State.PROPOSED,
        owner_agency_id=owner_agency_id, owner_role=owner_role, owner_person_id=owner_person_id,
        target_on=on, target_words=words, source=source or "", source_words=source_words,
        state_since=now(), last_event=0, last_action=0, fresh_evidence=0,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _add_themes(session, made, kept)
    note(session, viewer, made, Happened.PROPOSED, to_state=State.PROPOSED)
    return made


def agree_recommendation(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, version: int | None = None
) -> Recommendation:
    """The board agrees it: from now on its owner is asked to accept it."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if found.target_on is None:
        raise Invalid({"target_on": "Enter a target date before this is agreed"})
    move(session, viewer, found, Step.AGREE)
    return found


def reconsider(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, why: str,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Ask the owner who refused it once more, with the board's answer."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    _needs(why, "Enter what the board answers")
    move(session, viewer, found, Step.RECONSIDER, why)
    return found


def change_target(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, why: str,
    target_on: date | None = None, target_words: str = "", target_meeting_id: UUID | None = None,
    version: int | None = None,
) -> Recommendation:  # fmt: skip
    """Move the target date; the reason stays in the history, so that lateness is not hidden."""
    found = load_to_change(session, viewer, recommendation_id, version=version)
    if found.state == State.VERIFIED_COMPLETE:
        raise Conflict("The evidence for this was accepted, so its target date stands.")
    _needs(why, "Enter why the target date changes")
    on, words = resolve(
        session, session.get_one(Review, found.review_id),
        on=target_on, words=target_words, meeting_id=target_meeting_id,
    )  # fmt: skip
    if on is None:
        raise Invalid({"target_on": "Enter the new target date"})
    before, found.target_on, found.target_words = found.target_on, on, words
    told = f"From {day(before)} to {day(on)}. {why}" if before else why
    note(session, viewer, found, Happened.TARGET_CHANGED, why=told)
    return found


def transfer(
    session: Session,
    viewer: Viewer,
    *,
    recommendation_id: UUID,
    agency_id: UUID,
    role: str,
    why: str,
    person_id: UUID | None = None,
    version: int | None = None,
) -> Recommendation:
    """Give it to another owner. Within an agency its word stands; another agency must accept it."""
    found = load_to_change(session, viewer, recommendation_id, version=version, even_closed=True)
    _needs(why, "Enter why it goes to another owner")
    if found.state == State.MERGED:
        raise Conflict("It is counted with another recommendation, whose owner answers for both.")
    check_accountable(session, viewer, agency_id, person_id, role)
    hand_over(session, viewer, found, agency_id=agency_id, role=role, person_id=person_id, why=why)
    return found


def hand_over(
    session: Session, viewer: Viewer, found: Recommendation, *, agency_id: UUID, role: str,
    person_id: UUID | None, why: str, joined: bool = False,
) -> None:  # fmt: skip
    """The change itself, for `transfer` and for the handover of somebody who leaves.

    `joined` when one agency became part of another: its word stands, and what the other had
    accepted is checked again by the caller, since nobody can be refused a merger.
    """
    same = (agency_id, person_id, role)
    if same == (found.owner_agency_id, found.owner_person_id, found.owner_role):
        raise Invalid({"agency": "This is its owner already. Choose another owner"})
    if not joined:
        _refuse_its_verifier(session, found, agency_id, person_id)
    owners = (found.owner_agency_id, found.owner_person_id, agency_id, person_id)
    elsewhere = agency_id != found.owner_agency_id and not joined
    found.owner_agency_id, found.owner_person_id, found.owner_role = agency_id, person_id, role
    note(session, viewer, found, Happened.TRANSFERRED, why=why, owners=owners)
    if elsewhere and found.state not in STAYING:
        move(session, viewer, found, Step.HAND_OVER)


def tidy_themes(themes: Iterable[str]) -> tuple[str, ...]:
    """Lower case, no doubles, in the order given."""
    kept = tuple(dict.fromkeys(" ".join(t.lower().split()) for t in themes if t.strip()))
    if len(kept) > THEMES:
        raise Invalid({"themes": f"Give {THEMES} themes or fewer"})
    if any(len(theme) > THEME_LENGTH for theme in kept):
        raise Invalid({"themes": f"Each theme must be {THEME_LENGTH} characters or fewer"})
    return kept


def _refuse_its_verifier(
    session: Session, found: Recommendation, agency_id: UUID, person_id: UUID | None
) -> None:
    # What somebody accepted must not become theirs: nobody checks their own work, later either.
    if found.state != State.VERIFIED_COMPLETE:
        return
    accepted = select(Verdict).where(
        Verdict.recommendation_id == found.id, Verdict.action_id.is_(None),
        Verdict.outcome == Outcome.ACCEPTED,
    )  # fmt: skip
    last = session.scalars(accepted.order_by(Verdict.at.desc()).limit(1)).one()
    if last.verifier_agency_id == agency_id or last.verifier_id == person_id:
        raise Invalid({"agency": "They accepted its evidence, so they cannot become its owner"})


def _needs(why: str, message: str) -> None:
    if not why:
        raise Invalid({"why": message})


def _check_finding(session: Session, review: Review, finding_id: UUID | None) -> None:
    if finding_id is None:
        return
    finding = session.get(Finding, finding_id)
    if finding is None or finding.review_id != review.id:
        raise NotFound("finding")


def _add_themes(session: Session, made: Recommendation, themes: tuple[str, ...]) -> None:
    session.add_all(
        RecommendationTheme(
            partnership_id=made.partnership_id, recommendation_id=made.id, theme=theme
        )
        for theme in themes
    )
    session.flush()
