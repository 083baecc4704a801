"""The tables of a case; what is sealed, and the little that is not."""

from casework.cases.models.answer import (
    AnswerRelease,
    Attachment,
    Nature,
    RiskAssessment,
    SealedAnswer,
    Source,
)
from casework.cases.models.record import (
    Case,
    CaseEvent,
    CaseKind,
    CaseLink,
    CaseState,
    CaseSubject,
    LinkKind,
)
from casework.cases.models.standing import (
    AskedDecision,
    AskedToSee,
    CaseRole,
    ContactBeforeMeeting,
    ContactOutcome,
    Exclusion,
    RecordedFact,
)

__all__ = [
    "AnswerRelease",
    "AskedDecision",
    "AskedToSee",
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseKind",
    "CaseLink",
    "CaseRole",
    "CaseState",
    "CaseSubject",
    "ContactBeforeMeeting",
    "ContactOutcome",
    "Exclusion",
    "LinkKind",
    "Nature",
    "RecordedFact",
    "RiskAssessment",
    "SealedAnswer",
    "Source",
]
