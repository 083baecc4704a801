"""The gate of the running application, for views."""

from __future__ import annotations

from typing import cast

from flask import current_app

from casework.disclosure.gate import Gate

GATE = "confer_gate"


def gate() -> Gate:
    """The one gate, as the composition root made it."""
    return cast(Gate, current_app.extensions[GATE])
