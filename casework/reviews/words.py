"""What the screen, the CSV and the history call things: one table a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from casework.reviews.vocabulary import (
    ActionKind,
    ActionState,
    CandidateState,
    EvidenceKind,
    FindingKind,
    Happened,
    Outcome,
    ReportKind,
    ReportState,
    Response,
    ReviewChannel,
    ReviewKind,
    ReviewState,
    Scope,
    Seat,
    Source,
    State,
    Statute,
)

NO_NAMES = "Do not name or describe anybody who could be recognised."

KINDS: Mapping[str, str] = {
    ReviewKind.DEATH_REVIEW: "Death review",
    ReviewKind.ASB_CASE_REVIEW: "Antisocial behaviour case review",
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
    ReviewState.NOTIFIED: "death notified, nothing decided yet",
    ReviewState.DECIDED: "decided: a review is held",
    ReviewState.NOT_CONDUCTED: "decided: no review is held",
    ReviewState.HOME_OFFICE_TOLD: "Home Office told of the decision",
    ReviewState.CHAIR_APPOINTED: "independent chair appointed",
    ReviewState.SCOPED: "terms of reference agreed",
    ReviewState.AGENCY_REPORTS: "agency reports are being written",
    ReviewState.PANEL: "panel is meeting",
    ReviewState.FAMILY_CONSULTED: "family has been asked about the draft",
    ReviewState.SUBMITTED_QA: "with the Home Office panel",
    ReviewState.QA_FEEDBACK: "Home Office panel has answered",
    ReviewState.REVISED: "revised after the Home Office panel",
    ReviewState.CLEARED: "cleared for publication, not yet published",
    ReviewState.APPLIED: "applied for",
    ReviewState.ACKNOWLEDGED: "application acknowledged",
    ReviewState.INFO_REQUESTED: "agencies asked for information",
    ReviewState.THRESHOLD_MET: "threshold met",
    ReviewState.THRESHOLD_NOT_MET: "threshold not met",
    ReviewState.PANEL_LISTED: "panel is listed",
    ReviewState.REVIEWED: "reviewed by the panel",
    ReviewState.OUTCOME_SENT: "outcome sent to the applicant",
    ReviewState.APPEALED: "appeal asked for",
}
# What the first day of a review is called.
BEGUN: Mapping[str, str] = {
    ReviewKind.DEATH_REVIEW: "Notified",
    ReviewKind.ASB_CASE_REVIEW: "Applied for",
}
STATUTES: Mapping[str, str] = {
    Statute.DVCVA_S9: "Domestic Violence, Crime and Victims Act 2004, section 9",
    Statute.VPA_S19: "Section 9 with section 8A, inserted by the Victims and Prisoners Act 2024",
    Statute.ASBCPA_S104: "Anti-social Behaviour, Crime and Policing Act 2014, section 104",
    Statute.NONE: "No statute: the board decided it",
}
SEATS: Mapping[str, str] = {
    Seat.MEMBER: "Panel member",
    Seat.REPORT_AUTHOR: "Author of the report",
    Seat.ADVOCATE: "Advocate for the family",
    Seat.OBSERVER: "Observer",
}
REPORT_KINDS: Mapping[str, str] = {
    ReportKind.MANAGEMENT_REVIEW: "Individual management review",
    ReportKind.CHRONOLOGY: "Chronology",
    ReportKind.SHORT_REPORT: "Short report",
    ReportKind.INFORMATION: "Information about reports and what was done",
}
REPORT_STATES: Mapping[str, str] = {
    ReportState.ASKED: "asked for",
    ReportState.RETURNED: "returned, not yet read",
    ReportState.SENT_BACK: "sent back: more is needed",
    ReportState.ACCEPTED: "accepted",
    ReportState.NONE_HELD: "the agency holds nothing",
}
RESPONSES: Mapping[str, str] = {
    Response.ACCEPT: "Accepted",
    Response.PART: "Accepted in part",
    Response.REJECT: "Not accepted",
}
CHANNELS: Mapping[str, str] = {
    ReviewChannel.WEB: "Website",
    ReviewChannel.MEETING_PAPERS: "Papers of a public meeting",
    ReviewChannel.ON_REQUEST: "On request only",
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
    State.RAISED: "waiting for a national body",
    State.MERGED: "counted with another recommendation",
}
ACTION_STATES: Mapping[str, str] = {
    ActionState.AGREED: "agreed, not started",
    ActionState.IN_PROGRESS: "in progress",
    ActionState.REPORTED: "owner says done, not yet checked",
    ActionState.ACCEPTED: "accepted",
    ActionState.RETURNED: "sent back: more is needed",
    ActionState.NOT_POSSIBLE: "owner says not possible",
    ActionState.NOT_UNDERTAKEN: "not done",
    ActionState.MOVED: "goes on under another recommendation",
}
SOURCES: Mapping[str, str] = {
    Source.PROJECT: "Project",
    Source.WORKSHOP: "Workshop",
    Source.CASE_REVIEW: "Case review",
    Source.INSPECTION: "Inspection",
    Source.AUDIT: "Audit",
    Source.OTHER_AREA: "Published review of another area",
}
CANDIDATES: Mapping[str, str] = {
    CandidateState.WAITING: "waiting to be decided",
    CandidateState.ACCEPTED: "made a recommendation",
    CandidateState.MERGED: "counted with a recommendation",
    CandidateState.REJECTED: "not taken up",
}
ACTION_KINDS: Mapping[str, str] = {
    ActionKind.TASK: "Something to be done",
    ActionKind.CIRCULATION: "Something to be circulated",
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
    Happened.RAISED: "Raised with a national body",
    Happened.ANSWERED: "A national body answered",
    Happened.MERGED: "Counted with another recommendation from now on",
    Happened.TOOK_IN: "Another recommendation is counted with this one",
    Happened.CIRCULATED: "Circulated",
    Happened.IMPORTED: "Taken from a file",
    Happened.CHECK_ASKED: "A check by somebody else is asked for",
}


def check_words(months: int) -> str:
    """What a later check asks (R14); 0 is a check because its checker's agency became its owner."""
    if not months:
        return "does the evidence stand, looked at by somebody else?"
    return f"still working after {months} months?"
