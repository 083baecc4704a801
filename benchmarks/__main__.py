"""`make bench`: everything in one run and one table. Aims stand beside figures; nothing fails."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

from benchmarks import (
    analysing,
    boards,
    deciding,
    decisions,
    demonstration,
    installation,
    pages,
    previewing,
    sealing,
    seeding,
    served,
    turns,
)
from benchmarks.measure import Line, surroundings, table
from casework.startup.house import build_house

FEW, MANY = 60, int(os.environ.get("CONFER_BENCH_CASES", "15000"))
RESULTS = Path(__file__).with_name("RESULTS.md")


def run() -> str:
    """The table, with what it was measured on."""
    folder = Path(mkdtemp(prefix="confer-bench-"))
    try:
        small, large = _seeded(folder / "few", FEW), _seeded(folder / "many", MANY)
        lines: list[Line] = []
        for title, measured in (
            ("decisions", decisions.measured),
            ("decisions beside other engines", deciding.measured),
            ("analysis of protocols", analysing.measured),
            ("sealing", sealing.measured),
            ("pages", lambda: pages.measured(small, large, FEW, MANY)),
            ("boards", boards.measured),
            ("preview of a draft", previewing.measured),
            ("turns of the worker", turns.measured),
            ("a server", lambda: served.measured(large)),
            ("the demonstration", demonstration.measured),
        ):
            print(f"Measuring {title} …", file=sys.stderr, flush=True)
            lines += measured()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return f"{table(lines)}\n\n{surroundings()}."


def _seeded(folder: Path, cases: int) -> Path:
    print(f"Writing {cases:,} cases …", file=sys.stderr, flush=True)
    folder.mkdir()
    house = build_house(installation.found(folder).settings)
    (folder / "seeded").write_bytes(pickle.dumps(seeding.seed(house, cases)))
    house.dispose()
    return folder


if __name__ == "__main__":
    told = run()
    print(told)
    if os.environ.get("SAVE"):
        RESULTS.write_text(f"# What `make bench SAVE=1` measured last\n\n{told}\n")
