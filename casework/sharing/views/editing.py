"""What every edit of a draft has in common: load, change, say what the engine refused."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from casework.agreements.models import Agreement
from casework.clock import now
from casework.errors import Conflict, Invalid
from casework.sharing import service
from casework.sharing.marks import mark
from casework.web.dates import clock
from casework.web.forms import ConferForm
from casework.web.guard import viewer
from casework.web.transaction import reading, writing
from protocols.clauses import SharingProtocol

STAY = "stay"


def draft_of(agreement_id: UUID) -> tuple[Agreement, SharingProtocol]:
    """The draft and its document, as they stand."""
    row = service.editable(reading(), viewer(), agreement_id)
    return row, service.document(row)


def saved(
    form: ConferForm,
    agreement_id: UUID,
    *,
    part: str,
    what: str,
    change: service.Edit,
) -> bool:
    """Whether the change is in; if not, the form says why and keeps everything typed."""
    seen = form["seen"].data if "seen" in form else None
    try:
        with writing() as session:
            service.edit(
                session, viewer(), agreement_id=agreement_id, clause=part, what=what,
                change=change, seen=seen,
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
    except service.Overtaken as error:
        form.add_errors({"": error.message})
        # Whoever has read what is saved may now save over it.
        form["seen"].data = mark(draft_of(agreement_id)[1], part)
    except Conflict as error:
        form.add_errors({"": error.message})
    else:
        return True
    return False


def onward(here: str, onward_to: str) -> ResponseReturnValue:
    """After saving: stay on the page with 'Save and stay', else go on."""
    if STAY in request.form:
        flash(f"Saved at {clock(now())}.", "success")
        return redirect(here)
    return redirect(onward_to)
