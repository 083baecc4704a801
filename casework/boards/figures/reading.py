"""How figures are to be read: the same sentence on the screen, in files and on paper."""

from __future__ import annotations

from casework.boards.figures.value import SMALLEST

HOW_TO_READ = (
    f"Numbers of people below {SMALLEST} are not given. Nothing is compared across a change of "
    "definition. Percentages stand only where both numbers are large enough, and never without "
    "the counts."
)
