"""Tables of boards. Nothing but a file that is sent is sealed: a board holds no case (R51)."""

from casework.boards.models.body import BoardProfile
from casework.boards.models.figures import (
    Commentary,
    EarlierFigure,
    FigureComparator,
    FigureEvent,
    FigureTarget,
    SeriesBreak,
)
from casework.boards.models.governance import (
    BoardReference,
    BoardReferenceUpdate,
    Closing,
    ClosingDecision,
    Escalation,
    FunctionCheck,
    RequiredReport,
    TermsOfReference,
)
from casework.boards.models.letter import Letter
from casework.boards.models.paper import Paper, PaperEvent, PaperFile

__all__ = [
    "BoardProfile",
    "BoardReference",
    "BoardReferenceUpdate",
    "Closing",
    "ClosingDecision",
    "Commentary",
    "EarlierFigure",
    "Escalation",
    "FigureComparator",
    "FigureEvent",
    "FigureTarget",
    "FunctionCheck",
    "Letter",
    "Paper",
    "PaperEvent",
    "PaperFile",
    "RequiredReport",
    "SeriesBreak",
    "TermsOfReference",
]
