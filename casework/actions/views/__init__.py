"""Pages of the actions room."""

from casework.actions import handing
from casework.actions.blueprint import bp
from casework.actions.views import lists, owner, setting

__all__ = ["bp", "handing", "lists", "owner", "setting"]
