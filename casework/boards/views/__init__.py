"""The pages of this room; importing them is what registers them."""

from casework.boards.blueprint import bp
from casework.boards.views import dashboard, figures, papers, report

__all__ = ["bp", "dashboard", "figures", "papers", "report"]
