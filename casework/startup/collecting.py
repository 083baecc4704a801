"""How often a process that serves pages looks for memory that nothing refers to any more."""

import gc
from typing import Final

# Objects made before the youngest are looked through, and how many such turns before older ones
# are. A heavy page makes some hundred thousand objects that are gone with its answer; with the
# interpreter's 700 they were looked through so often that it took a third of the page's time.
SELDOM: Final = (20_000, 20, 20)


def collect_seldom() -> None:
    """To be called once the application is built: what is there by now stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
