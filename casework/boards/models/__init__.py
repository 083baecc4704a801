"""Tables of boards. Nothing here is sealed, because a board never holds case data (R51)."""

from casework.boards.models.body import BoardProfile
from casework.boards.models.figures import (
    Commentary,
    EarlierFigure,
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
from casework.boards.models.paper import Paper, PaperEvent

__all__ = [
    "BoardProfile",
    "BoardReference",
    "BoardReferenceUpdate",
    "Closing",
    "ClosingDecision",
    "Commentary",
    "EarlierFigure",
    "Escalation",
    "FigureEvent",
    "FigureTarget",
    "FunctionCheck",
    "Letter",
    "Paper",
    "PaperEvent",
    "RequiredReport",
    "SeriesBreak",
    "TermsOfReference",
]
