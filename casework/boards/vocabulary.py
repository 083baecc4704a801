"""The words of boards: kinds of body, papers and what becomes of them, numbers of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Form(StrEnum):
    """How a board stands in the structure (R102, R105)."""

    STANDING = "standing"
    SUB_GROUP = "sub_group"
    TASK_AND_FINISH = "task_and_finish"


class Asks(StrEnum):
    """What a paper asks of the board (R34, R43)."""

    NOTE = "note"
    ENDORSE = "endorse"
    APPROVE = "approve"


class Timeliness(StrEnum):
    """How a paper came in (R33); worked out from the cut-off, never typed."""

    ON_TIME = "on_time"
    REFUSED = "refused"
    LATE_ACCEPTED = "late_accepted"
    TABLED = "tabled"


class Resolved(StrEnum):
    """What the meeting made of a paper (R30)."""

    RECEIVED = "received"
    NOTED = "noted"
    HEARD = "heard"
    AGREED = "agreed"
    APPROVED = "approved"


class PaperStep(StrEnum):
    """What an entry in the history of a paper tells."""

    SENT = "sent"
    REFUSED = "refused"
    TAKEN = "taken"
    PUT_OFF = "put_off"
    RESOLVED = "resolved"


ASKS_WORDS: Mapping[str, str] = {
    Asks.NOTE: "To note",
    Asks.ENDORSE: "To endorse",
    Asks.APPROVE: "To approve",
}
TIMELINESS_WORDS: Mapping[str, str] = {
    Timeliness.ON_TIME: "In time",
    Timeliness.REFUSED: "Too late for this meeting",
    Timeliness.LATE_ACCEPTED: "Late, taken by the chair",
    Timeliness.TABLED: "Handed out at the meeting",
}
RESOLVED_WORDS: Mapping[str, str] = {
    Resolved.RECEIVED: "Received",
    Resolved.NOTED: "Noted",
    Resolved.HEARD: "Heard",
    Resolved.AGREED: "Agreed",
    Resolved.APPROVED: "Approved",
}
STEP_WORDS: Mapping[str, str] = {
    PaperStep.SENT: "Sent in",
    PaperStep.REFUSED: "Came too late",
    PaperStep.TAKEN: "Taken by the chair although late",
    PaperStep.PUT_OFF: "Put off to a later meeting",
    PaperStep.RESOLVED: "Dealt with at the meeting",
}


class Population(StrEnum):
    """Whom a rate is for: a place of work has few residents and many people by day (R91)."""

    NONE = "none"
    RESIDENT = "resident"
    DAYTIME = "daytime"


POPULATION_WORDS: Mapping[str, str] = {
    Population.NONE: "people",
    Population.RESIDENT: "residents",
    Population.DAYTIME: "people who are there by day",
}


class What(StrEnum):
    """One number of the dashboard, and the list behind it (R126)."""

    OVERDUE = "overdue"
    NO_PROOF = "no-proof"
    TO_CHECK = "to-check"
    REFUSED = "refused"
    CHECKS_LATE = "checks-late"
    UNPUBLISHED = "unpublished"
    LATE_PAPERS = "late-papers"
    ABSENT = "absent"
    TWICE = "absent-twice"
    ACTIONS_LATE = "actions-late"
    ACTIONS_TO_CHECK = "actions-to-check"
    RESEARCH_LATE = "research-late"
    SLOW = "slow"
    ANSWERS = "answers"
    NO_WORD = "absent-no-word"
    TAKEN = "late-papers-taken"
    REPORTS_LATE = "reports-late"
    OWED = "owed-reports"
    NOT_ACCEPTED = "not-accepted"
    AGENCIES = "agencies"


HEADINGS: Mapping[What, str] = {
    What.OVERDUE: "Overdue recommendations",
    What.NO_PROOF: "Overdue, and no evidence at all",
    What.TO_CHECK: "Owner says done, not yet checked",
    What.REFUSED: "Refused by their owner: the board must decide",
    What.CHECKS_LATE: "Evidence accepted, later check is late",
    What.UNPUBLISHED: "Reviews agreed and not published",
    What.LATE_PAPERS: "Late papers",
    What.ABSENT: "Agencies that did not come to the last meeting",
    What.TWICE: "Agencies that missed two meetings or more without a word",
    What.ACTIONS_LATE: "Overdue actions of conferences",
    What.ACTIONS_TO_CHECK: "Actions reported as done, not yet checked",
    What.RESEARCH_LATE: "Research that is late",
    What.SLOW: "Agencies that answer requests for research late",
    What.ANSWERS: "How quickly agencies answer requests for research",
    What.NO_WORD: "Agencies that did not come to the last meeting and sent no apologies",
    What.TAKEN: "Late papers that the chair took",
    What.REPORTS_LATE: "Reports that reviews asked of agencies and that have not come",
    What.OWED: "Reports that are owed and have not come",
    What.NOT_ACCEPTED: "Recommendations whose evidence nobody has accepted yet",
    What.AGENCIES: "Who owes what",
}
