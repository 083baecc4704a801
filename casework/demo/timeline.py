"""What happened when: everybody's steps in one line, played in their order with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from casework.clock import moved_to

Step = Callable[[], object]


@dataclass
class Timeline:
    """Steps with their moments; those of one moment keep the order in which they were added."""

    steps: list[tuple[datetime, int, Step]] = field(default_factory=list)

    def add(self, moment: datetime, step: Step) -> None:
        """One more thing that happened."""
        self.steps.append((moment, len(self.steps), step))

    def play(self) -> int:
        """Do everything in order; how many steps there were."""
        for moment, _, step in sorted(self.steps, key=lambda s: s[:2]):
            with moved_to(moment):
                step()
        return len(self.steps)
