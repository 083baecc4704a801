"""Pages of people and agencies; importing them is what registers them."""

from casework.directory.blueprint import bp
from casework.directory.views import (
    agencies,
    appointing,
    conferences,
    leaving,
    people,
    screen_words,
)

__all__ = ["agencies", "appointing", "bp", "conferences", "leaving", "people", "screen_words"]
