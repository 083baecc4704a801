"""The words of reviews and learning: kinds, states and what may follow what."""

from __future__ import annotations

from enum import StrEnum


class ReviewKind(StrEnum):
    """What was looked into, and by which kind of review (`domain.md` 2.11, R10)."""

    DEATH_REVIEW = "death_review"
    CASE_REVIEW_LEARNING = "case_review_learning"
    SERIOUS_INCIDENT = "serious_incident"
    DISCRETIONARY = "discretionary"
    AUDIT = "audit"
    INSPECTION = "inspection"
    WORKSHOP = "workshop"


class ReviewState(StrEnum):
    """Where a review stands; moved by `steps.move_review` alone."""

    COMMISSIONED = "commissioned"
    EVIDENCE = "evidence"
    DRAFTING = "drafting"
    AGREED = "agreed"
    PUBLISHED_PENDING = "published_pending"
    PUBLISHED = "published"
    PLAN_MONITORING = "plan_monitoring"
    CLOSED = "closed"
    PAUSED = "paused"


class FindingKind(StrEnum):
    """Good practice is learning too (R19)."""

    FINDING = "finding"
    GOOD_PRACTICE = "good_practice"


class Scope(StrEnum):
    """How far a recommendation reaches (Home Office action plan template)."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class State(StrEnum):
    """Where a recommendation stands; moved by `steps.move` alone (`domain.md` 2.12)."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACCEPTED_BY_OWNER = "accepted_by_owner"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    EVIDENCE_SUBMITTED = "evidence_submitted"
    VERIFIED_COMPLETE = "verified_complete"


class ActionState(StrEnum):
    """Where one action of a recommendation stands; moved by `steps.move_action` alone."""

    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_POSSIBLE = "not_possible"
    NOT_UNDERTAKEN = "not_undertaken"


class EvidenceKind(StrEnum):
    """What kind of proof is offered."""

    DOCUMENT = "document"
    DATA = "data"
    AUDIT = "audit"
    TRAINING = "training"
    DECISION = "decision"
    STATEMENT = "statement"


class Outcome(StrEnum):
    """What a verifier says about what was offered."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Happened(StrEnum):
    """What an entry in the history of a recommendation tells."""

    PROPOSED = "proposed"
    MOVED = "moved"
    TRANSFERRED = "transferred"
    TARGET_CHANGED = "target_changed"
    ACTION_ADDED = "action_added"
    ACTION_MOVED = "action_moved"
    EVIDENCE_ADDED = "evidence_added"
    REOPENED = "reopened"
    STILL_WORKING = "still_working"
