"""Reviews, findings and recommendations: learning about systems, so never about a person.

Nothing here is sealed, because nothing here may be case data: see
`docs/decisions/0009-reviews-hold-no-case-data.md`.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, new_id
from casework.errors import Conflict
from casework.reviews.vocabulary import (
    ActionKind,
    ActionState,
    ReviewState,
    State,
)

LINE = 200
TEXT = 4000
LINK = 500
WORDS = 80


class Review(Base):
    """One review, overseen by a board; its findings and recommendations keep their numbers."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("partnership_id", "reference"),
        Index("ix_review_listing", "partnership_id", "conference_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    # The overseeing board.
    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    reference: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(LINE))
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(24), default=ReviewState.COMMISSIONED)
    paused_from: Mapped[str | None] = mapped_column(String(24))
    chair_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    commissioned_on: Mapped[date] = mapped_column(Date)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    published_on: Mapped[date | None] = mapped_column(Date)
    published_where: Mapped[str] = mapped_column(String(LINK), default="")
    statute: Mapped[str] = mapped_column(String(24), default="")
    # How the chair is independent of the agencies under review, in words that are published.
    independence: Mapped[str] = mapped_column(String(TEXT), default="")
    # Qualifying complaints of an applicant (ASBCPA 2014 s104): three oblige to review.
    complaints: Mapped[int | None] = mapped_column(Integer)
    # The last numbers given out. They only ever grow: a number is never used twice (R07).
    last_finding: Mapped[int] = mapped_column(Integer, default=0)
    last_recommendation: Mapped[int] = mapped_column(Integer, default=0)
    last_comment: Mapped[int] = mapped_column(Integer, default=0)
    last_candidate: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class ReviewEvent(Base):
    """A step of a review: who, when, from, to, why."""

    __tablename__ = "review_event"
    __table_args__ = (Index("ix_review_event_review", "partnership_id", "review_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_state: Mapped[str | None] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    why: Mapped[str] = mapped_column(String(TEXT), default="")
    # The day it happened, which may be earlier than the moment it was written down.
    happened_on: Mapped[date] = mapped_column(Date)


class Finding(Base):
    """What a review found, under a number that it keeps."""

    __tablename__ = "review_finding"
    __table_args__ = (UniqueConstraint("partnership_id", "review_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(TEXT))


class Recommendation(Base):
    """What must change, who answers for it, and where it stands (R04: not the same as an action).

    None can be deleted (R08). Colour and 'done' are not stored: `standing` derives them (R01).
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("partnership_id", "review_id", "number"),
        Index("ix_recommendation_owner", "partnership_id", "owner_agency_id", "state"),
        Index("ix_recommendation_person", "partnership_id", "owner_person_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    finding_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("review_finding.id"))
    number: Mapped[int] = mapped_column(Integer)
    # What the partnership's own papers call it: 'CSP/2019/7'.
    local_reference: Mapped[str] = mapped_column(String(WORDS), default="")
    text: Mapped[str] = mapped_column(String(TEXT))
    scope: Mapped[str] = mapped_column(String(16))
    # R10: where it came from; empty means from its review itself.
    source: Mapped[str] = mapped_column(String(24), default="")
    source_words: Mapped[str] = mapped_column(String(LINE), default="")
    state: Mapped[str] = mapped_column(String(24), default=State.PROPOSED)
    owner_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    # R16: answerable is a role in a partner agency; the person is who holds it at present.
    owner_role: Mapped[str] = mapped_column(String(LINE))
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # The last day on which it is in time; the words in which it was agreed stand beside it (R26).
    target_on: Mapped[date | None] = mapped_column(Date)
    target_words: Mapped[str] = mapped_column(String(WORDS), default="")
    # What has changed for people, in the owner's words; accepted together with the evidence.
    outcome: Mapped[str] = mapped_column(String(TEXT), default="")
    state_since: Mapped[datetime]
    verified_on: Mapped[date | None] = mapped_column(Date)
    # Earliest check that is still to come; kept by `checks` beside its rows.
    next_check_on: Mapped[date | None] = mapped_column(Date)
    # Pieces of evidence given since it was last sent back or reopened.
    fresh_evidence: Mapped[int] = mapped_column(Integer, default=0)
    # One commitment that was written twice is counted once, under the other number (R27).
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    # With whom outside it was raised, since nobody here can complete it, and what they said.
    raised_with: Mapped[str] = mapped_column(String(LINE), default="")
    raised_on: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(TEXT), default="")
    last_action: Mapped[int] = mapped_column(Integer, default=0)
    last_event: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class RecommendationTheme(Base):
    """One theme a recommendation belongs to; lessons that recur are found by it."""

    __tablename__ = "recommendation_theme"
    __table_args__ = (UniqueConstraint("partnership_id", "recommendation_id", "theme"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    theme: Mapped[str] = mapped_column(String(40))


class RecommendationAction(Base):
    """One thing to do for a recommendation; `replaces_id` names what could not be done."""

    __tablename__ = "recommendation_action"
    __table_args__ = (
        UniqueConstraint("partnership_id", "recommendation_id", "number"),
        Index("ix_recommendation_action_owner", "partnership_id", "owner_agency_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("recommendation_action.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16), default=ActionKind.TASK)
    text: Mapped[str] = mapped_column(String(TEXT))
    owner_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # Not known of an action that was taken from a file without a day that can be read.
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(24), default=ActionState.AGREED)
    state_since: Mapped[datetime]
    # What its owner last said about it: done how, or not possible why.
    report: Mapped[str] = mapped_column(String(TEXT), default="")
    # What is circulated; such an action is done only with it and a log of who got it (R13).
    document: Mapped[str] = mapped_column(String(LINE), default="")
    document_link: Mapped[str] = mapped_column(String(LINK), default="")
    version: Mapped[int] = mapped_column(Integer)
    __mapper_args__ = {"version_id_col": version}


class Evidence(Base):
    """One piece of proof: what it is, what it shows, and where it can be looked at."""

    __tablename__ = "recommendation_evidence"
    __table_args__ = (
        Index("ix_recommendation_evidence_of", "partnership_id", "recommendation_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    kind: Mapped[str] = mapped_column(String(16))
    shows: Mapped[str] = mapped_column(String(TEXT))
    dated: Mapped[date] = mapped_column(Date)
    link: Mapped[str] = mapped_column(String(LINK), default="")
    statement: Mapped[str] = mapped_column(String(TEXT), default="")
    submitted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    # The agency that answered for it then: it does not check its own proof after a transfer.
    given_for_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    submitted_at: Mapped[datetime]


class Verdict(Base):
    """What a verifier, who is never the owner, said about it or one of its actions (R02)."""

    __tablename__ = "recommendation_verdict"
    __table_args__ = (Index("ix_recommendation_verdict_of", "partnership_id", "recommendation_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("recommendation_action.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(TEXT), default="")
    verifier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    verifier_agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    at: Mapped[datetime]


class SustainmentCheck(Base):
    """A date upon an accepted recommendation: does it still work? A no reopens it (R14)."""

    __tablename__ = "sustainment_check"
    __table_args__ = (Index("ix_sustainment_check_of", "partnership_id", "recommendation_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    months: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    works: Mapped[bool | None] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(String(TEXT), default="")
    checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # Reopened before the day came: new dates are set when the evidence is accepted anew.
    lapsed: Mapped[bool] = mapped_column(Boolean, default=False)


class RecommendationEvent(Base):
    """One entry of a recommendation's history: who, when, from, to, why. Never changed."""

    __tablename__ = "recommendation_event"
    __table_args__ = (UniqueConstraint("partnership_id", "recommendation_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    partnership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partnership.id"))
    recommendation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("recommendation.id"))
    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("recommendation_action.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_state: Mapped[str | None] = mapped_column(String(24))
    to_state: Mapped[str | None] = mapped_column(String(24))
    from_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    to_agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"))
    from_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(TEXT), default="")


KEPT = (Review, Finding, Recommendation, RecommendationAction, Evidence, Verdict)
KEPT_TOO = (ReviewEvent, RecommendationEvent, SustainmentCheck)


def refuse_deletion(*_: object) -> None:
    """What a listener before a deletion calls."""
    raise Conflict("A review, its recommendations and their history are never deleted.")


for _kept in KEPT + KEPT_TOO:
    event.listen(_kept, "before_delete", refuse_deletion)
