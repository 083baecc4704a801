"""The words of how boards are run."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from casework.boards.vocabulary import Form


class Function(StrEnum):
    """What every board answers for: a standing checklist (R102; R71, R72, R104, R108, R109)."""

    ANALYSIS = "analysis"
    PLAN = "plan"
    REPEAT_VICTIMS = "repeat_victims"
    COMMUNICATION = "communication"
    ESCALATION = "escalation"


class EscalationOutcome(StrEnum):
    """What was made of an escalation."""

    DECIDED = "decided"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What becomes of an open thing when its board closes (R09)."""

    TRANSFER = "transfer"
    END = "end"


class Kind(StrEnum):
    """What can be open when a board closes, in the order of the closing report."""

    REVIEW = "review"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    PAPER = "paper"
    REFERENCE = "reference"
    ESCALATION = "escalation"
    REPORT = "report"
    BOARD = "board"


FORM_WORDS: Mapping[str, str] = {
    Form.STANDING: "Standing board",
    Form.SUB_GROUP: "Sub-group",
    Form.TASK_AND_FINISH: "Task-and-finish group",
}
FUNCTION_WORDS: Mapping[str, str] = {
    Function.ANALYSIS: "Knows where and when its problem happens",
    Function.PLAN: "Has an action plan with targets",
    Function.REPEAT_VICTIMS: "Has an approach to people who are harmed again and again",
    Function.COMMUNICATION: "Has a plan for what it tells the public",
    Function.ESCALATION: "Takes upward what it cannot settle itself",
}
OUTCOME_WORDS: Mapping[str, str] = {
    EscalationOutcome.DECIDED: "Decided",
    EscalationOutcome.REFUSED: "Refused",
    EscalationOutcome.WITHDRAWN: "Withdrawn",
}
KIND_WORDS: Mapping[str, str] = {
    Kind.REVIEW: "Review",
    Kind.RECOMMENDATION: "Recommendation",
    Kind.ACTION: "Action",
    Kind.PAPER: "Paper",
    Kind.REFERENCE: "Outstanding reference",
    Kind.ESCALATION: "Escalation",
    Kind.REPORT: "Report that is owed",
    Kind.BOARD: "Group under it",
}
# What learning ends with is its own proof, accepted by somebody else: never a closing (R08).
ONLY_TRANSFER = (Kind.REVIEW, Kind.RECOMMENDATION, Kind.ACTION)
