"""Two questions a machine asks: does the process live, and can it do its work?"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from casework.crypto.system import check_keys
from casework.errors import ConferError
from casework.startup.checks import refuse_unknown_schema
from casework.startup.house import House, house
from casework.startup.probes import can_append, can_write
from casework.web.guard import public

log = logging.getLogger("casework.health")
bp = Blueprint("health", __name__)

# Names and outcomes only: no version, no address, no reason. Reasons go to the log.
PROBES: dict[str, Callable[[House], None]] = {
    "schema": refuse_unknown_schema,
    "database": lambda parts: can_write(parts.store),
    "ledger": lambda parts: can_append(parts.store),
    "keys": lambda parts: check_keys(parts.keys),
}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Every part it depends on works."""
    found = {name: _outcome(name, probe) for name, probe in PROBES.items()}
    ready = all(outcome == "ok" for outcome in found.values())
    answer = jsonify(status="ok" if ready else "unavailable", checks=found)
    return answer, 200 if ready else 503


def _outcome(name: str, probe: Callable[[House], None]) -> str:
    try:
        probe(house())
    except (ConferError, SQLAlchemyError, OSError) as error:
        log.error("not ready: %s, %s", name, type(error).__name__)
        return "failed"
    return "ok"
