"""The tables of a case; what is sealed, and the little that is not."""

from casework.cases.models.answer import (
    AnswerRelease,
    Attachment,
    Nature,
    RiskAssessment,
    SealedAnswer,
    Source,
)
from casework.cases.models.combination import (
    CaseCombination,
    CombinationCount,
    FactCombination,
)
from casework.cases.models.marking import mark
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
    DutyRunOut,
    DutySettled,
    Exclusion,
    RecordedFact,
)

__all__ = [
    "AnswerRelease",
    "AskedDecision",
    "AskedToSee",
    "Attachment",
    "Case",
    "CaseCombination",
    "CaseEvent",
    "CaseKind",
    "CaseLink",
    "CaseRole",
    "CaseState",
    "CaseSubject",
    "CombinationCount",
    "ContactBeforeMeeting",
    "ContactOutcome",
    "DutyRunOut",
    "DutySettled",
    "Exclusion",
    "FactCombination",
    "LinkKind",
    "Nature",
    "RecordedFact",
    "RiskAssessment",
    "SealedAnswer",
    "Source",
    "mark",
]
