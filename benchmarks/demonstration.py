"""What `make run` waits for the first time: the invented partnership is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from benchmarks import installation
from benchmarks.measure import Line, once

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "load", "--if-empty"]
AIM_MS = 60_000


def measured() -> Iterator[Line]:
    """The whole command, with the start of its process."""
    folder = Path(mkdtemp(prefix="confer-bench-demo-"))
    try:
        environment = os.environ | installation.found(folder).environment
        load = partial(subprocess.run, COMMAND, cwd=ROOT, env=environment, check=True)
        took = once(lambda: load(stdout=subprocess.DEVNULL))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    yield Line("the demonstration is loaded", None, took, aim="1 minute", met=took < AIM_MS)
