"""Take times, and say them in one table: cold, warm, what it is compared with, and the aim."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from time import perf_counter, process_time

Act = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One row of the table. Times in milliseconds."""

    work: str
    cold: float | None
    warm: float
    peer: str = ""
    peer_warm: float | None = None
    aim: str = ""
    met: bool | None = None
    unit: str = "ms"
    # The processor's share of the warm time: what stays the same on a busy machine.
    own: float | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if not self.peer_warm else _ratio(self.warm / self.peer_warm)
        peer = "" if self.peer_warm is None else f"{self.peer}: {_number(self.peer_warm)}"
        verdict = {True: "yes", False: "NO", None: ""}[self.met]
        cold = "" if self.cold is None else f"{_number(self.cold)} {self.unit}"
        own = "" if self.own is None else f"{_number(self.own)} {self.unit}"
        warm = f"{_number(self.warm)} {self.unit}"
        return self.work, cold, warm, own, peer, ratio, self.aim, verdict


HEAD = ("what", "cold", "warm", "processor", "compared with", "times", "aim", "met")


def once(act: Act) -> float:
    """Milliseconds of one run."""
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def warm(act: Act, repeats: int = 30, warming: int = 5) -> float:
    """The median of many runs after some that do not count."""
    for _ in range(warming):
        act()
    _tidy()
    return median(once(act) for _ in range(repeats))


def each_warm(acts: Sequence[Act], warming: int = 5) -> tuple[float, float]:
    """The same over different things, each met once: by the clock and by the processor."""
    for act in acts[:warming]:
        act()
    _tidy()
    walls, owns = [], []
    for act in acts[warming:]:
        begun = process_time()
        walls.append(once(act))
        owns.append((process_time() - begun) * 1000)
    return median(walls), median(owns)


def _tidy() -> None:
    # What earlier measurements left behind is not gone through again during this one.
    gc.collect()
    gc.freeze()


def table(lines: Iterable[Line]) -> str:
    """The lines as a table that is also Markdown."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    told = [_row(row, widths) for row in rows]
    told.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(told)


def surroundings() -> str:
    """What the figures were taken on."""
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load {load:.1f} when it ended"
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + " |"


def _ratio(times: float) -> str:
    return f"{times:.1f}" if times > 0.5 else f"1/{1 / times:,.0f}"


def _number(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"
