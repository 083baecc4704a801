"""What the screen, the CSV and the history call things: one table a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from casework.reviews.vocabulary import (
    ActionState,
    EvidenceKind,
    FindingKind,
    Happened,
    Outcome,
    ReviewKind,
    ReviewState,
    Scope,
    State,
)

NO_NAMES = "Do not name or describe anybody who could be recognised."

KINDS: Mapping[str, str] = {
    ReviewKind.DEATH_REVIEW: "Death review",
    ReviewKind.CASE_REVIEW_LEARNING: "Learning from an antisocial behaviour case review",
    ReviewKind.SERIOUS_INCIDENT: "Serious incident review",
    ReviewKind.DISCRETIONARY: "Discretionary learning review",
    ReviewKind.AUDIT: "Audit",
    ReviewKind.INSPECTION: "Inspection",
    ReviewKind.WORKSHOP: "Workshop",
}
REVIEW_STATES: Mapping[str, str] = {
    ReviewState.COMMISSIONED: "commissioned",
    ReviewState.EVIDENCE: "evidence is being gathered",
    ReviewState.DRAFTING: "report is being written",
    ReviewState.AGREED: "agreed by the board",
    ReviewState.PUBLISHED_PENDING: "agreed, not yet published",
    ReviewState.PUBLISHED: "published",
    ReviewState.PLAN_MONITORING: "action plan is being followed",
    ReviewState.CLOSED: "closed",
    ReviewState.PAUSED: "paused",
}
FINDINGS: Mapping[str, str] = {
    FindingKind.FINDING: "Finding",
    FindingKind.GOOD_PRACTICE: "Good practice",
}
SCOPES: Mapping[str, str] = {
    Scope.LOCAL: "Local",
    Scope.REGIONAL: "Regional",
    Scope.NATIONAL: "National",
}
STATES: Mapping[str, str] = {
    State.PROPOSED: "proposed",
    State.AGREED: "agreed, not yet accepted by its owner",
    State.ACCEPTED_BY_OWNER: "accepted by its owner, not started",
    State.REJECTED: "refused by its owner",
    State.IN_PROGRESS: "in progress",
    State.EVIDENCE_SUBMITTED: "owner says done, not yet checked",
    State.VERIFIED_COMPLETE: "evidence accepted",
}
ACTION_STATES: Mapping[str, str] = {
    ActionState.AGREED: "agreed, not started",
    ActionState.IN_PROGRESS: "in progress",
    ActionState.REPORTED: "owner says done, not yet checked",
    ActionState.ACCEPTED: "accepted",
    ActionState.RETURNED: "sent back: more is needed",
    ActionState.NOT_POSSIBLE: "owner says not possible",
    ActionState.NOT_UNDERTAKEN: "not done",
}
EVIDENCE: Mapping[str, str] = {
    EvidenceKind.DOCUMENT: "Document, policy or procedure",
    EvidenceKind.DATA: "Figures",
    EvidenceKind.AUDIT: "Audit or dip sample",
    EvidenceKind.TRAINING: "Training delivered",
    EvidenceKind.DECISION: "Decision or minute",
    EvidenceKind.STATEMENT: "Written statement",
}
OUTCOMES: Mapping[str, str] = {Outcome.ACCEPTED: "accepted", Outcome.RETURNED: "sent back"}
HAPPENED: Mapping[str, str] = {
    Happened.PROPOSED: "Proposed",
    Happened.MOVED: "Moved on",
    Happened.TRANSFERRED: "Given to another owner",
    Happened.TARGET_CHANGED: "Target date changed",
    Happened.ACTION_ADDED: "Action added",
    Happened.ACTION_MOVED: "Action moved on",
    Happened.EVIDENCE_ADDED: "Evidence added",
    Happened.REOPENED: "Reopened",
    Happened.STILL_WORKING: "Checked: still working",
}


def check_words(months: int) -> str:
    """What a later check asks (R14)."""
    return f"still working after {months} months?"
