"""Tables of boards. Nothing here is sealed, because a board never holds case data (R51)."""

from casework.boards.models.body import BoardProfile
from casework.boards.models.figures import (
    Commentary,
    EarlierFigure,
    FigureEvent,
    FigureTarget,
    SeriesBreak,
)
from casework.boards.models.paper import Paper, PaperEvent

__all__ = [
    "BoardProfile",
    "Commentary",
    "EarlierFigure",
    "FigureEvent",
    "FigureTarget",
    "Paper",
    "PaperEvent",
    "SeriesBreak",
]
