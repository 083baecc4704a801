"""A process that serves pages does not look through everything it holds again and again."""

import subprocess
import sys

ASKED = """
import gc
from casework.startup.collecting import SELDOM, collect_seldom
before = len(gc.get_objects())
collect_seldom()
assert gc.get_threshold() == SELDOM
assert gc.get_freeze_count() > before / 2
class Ring: pass
count = 0
for _ in range(2 * SELDOM[0]):
    ring = Ring()
    ring.itself = ring
del ring
alive = sum(isinstance(one, Ring) for one in gc.get_objects())
assert alive < SELDOM[0], alive
"""


def test_what_was_built_is_set_aside_and_rings_still_go() -> None:
    # In a process of its own: this one has thresholds of its own to keep.
    subprocess.run([sys.executable, "-c", ASKED], check=True, timeout=60)
