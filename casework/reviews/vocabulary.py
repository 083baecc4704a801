"""The words of reviews and learning: kinds, states and what may follow what."""

from __future__ import annotations

from enum import StrEnum


class ReviewKind(StrEnum):
    """What was looked into, and by which kind of review (`domain.md` 2.11, R10)."""

    DEATH_REVIEW = "death_review"
    ASB_CASE_REVIEW = "asb_case_review"
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
    # Death reviews (`domain.md` 2.11).
    NOTIFIED = "notified"
    DECIDED = "decided"
    NOT_CONDUCTED = "not_conducted"
    HOME_OFFICE_TOLD = "home_office_told"
    CHAIR_APPOINTED = "chair_appointed"
    SCOPED = "scoped"
    AGENCY_REPORTS = "agency_reports"
    PANEL = "panel"
    FAMILY_CONSULTED = "family_consulted"
    SUBMITTED_QA = "submitted_qa"
    QA_FEEDBACK = "qa_feedback"
    REVISED = "revised"
    CLEARED = "cleared"
    # Antisocial behaviour case reviews (`domain.md` 2.10).
    APPLIED = "applied"
    ACKNOWLEDGED = "acknowledged"
    INFO_REQUESTED = "info_requested"
    THRESHOLD_MET = "threshold_met"
    THRESHOLD_NOT_MET = "threshold_not_met"
    PANEL_LISTED = "panel_listed"
    REVIEWED = "reviewed"
    OUTCOME_SENT = "outcome_sent"
    APPEALED = "appealed"


class Statute(StrEnum):
    """Under which law a review is held; which of the first two depends on dates (domain 8.3)."""

    DVCVA_S9 = "dvcva_2004_s9"
    VPA_S19 = "vpa_2024_s19"
    ASBCPA_S104 = "asbcpa_2014_s104"
    NONE = ""


class Seat(StrEnum):
    """What somebody does on the panel of a review."""

    MEMBER = "member"
    REPORT_AUTHOR = "report_author"
    ADVOCATE = "advocate"
    OBSERVER = "observer"


class ReportKind(StrEnum):
    """What an agency is asked to write for a review."""

    MANAGEMENT_REVIEW = "management_review"
    CHRONOLOGY = "chronology"
    SHORT_REPORT = "short_report"
    INFORMATION = "information"


class ReportState(StrEnum):
    """Where an agency's report stands."""

    ASKED = "asked"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    NONE_HELD = "none_held"


class FileKind(StrEnum):
    """What a sealed file of a review is."""

    REPORT = "report"
    DRAFT = "draft"
    EVIDENCE = "evidence"


class Response(StrEnum):
    """What the board makes of a comment (R05)."""

    ACCEPT = "accept"
    PART = "part"
    REJECT = "reject"


class ReviewChannel(StrEnum):
    """Where a report is published."""

    WEB = "web"
    MEETING_PAPERS = "meeting_papers"
    ON_REQUEST = "on_request"


class Source(StrEnum):
    """Where a recommendation came from, when not from its review itself (R10)."""

    PROJECT = "project"
    WORKSHOP = "workshop"
    CASE_REVIEW = "case_review"
    INSPECTION = "inspection"
    AUDIT = "audit"
    OTHER_AREA = "other_area"


class CandidateState(StrEnum):
    """What became of something said at a workshop (R12)."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"


class ImportState(StrEnum):
    """How far a file of somebody's action plan is."""

    UPLOADED = "uploaded"
    DONE = "done"


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
    # Nobody here can complete it: it lies with a national body, raised and perhaps answered.
    RAISED = "raised"
    # The same commitment as another one, and counted there (R27).
    MERGED = "merged"


# Open nowhere any more: its evidence was accepted, or another one stands for it.
NOT_OPEN = frozenset({State.VERIFIED_COMPLETE, State.MERGED})


class ActionKind(StrEnum):
    """A circulation is done only on proof: the document, and the log of who got it (R13)."""

    TASK = "task"
    CIRCULATION = "circulation"


class ActionState(StrEnum):
    """Where one action of a recommendation stands; moved by `steps.move_action` alone."""

    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_POSSIBLE = "not_possible"
    NOT_UNDERTAKEN = "not_undertaken"
    # Goes on under the recommendation that this one was merged into.
    MOVED = "moved"


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
    RAISED = "raised"
    ANSWERED = "answered"
    MERGED = "merged"
    TOOK_IN = "took_in"
    CIRCULATED = "circulated"
    IMPORTED = "imported"
    CHECK_ASKED = "check_asked"
