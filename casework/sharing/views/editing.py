"""What every edit of a draft has in common: load, change, say what the engine refused."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.clock import now
from casework.errors import Conflict, Invalid, NotFound
from casework.sharing import service
from casework.sharing.marks import mark
from casework.web.dates import clock
from casework.web.forms import ConferForm
from casework.web.guard import viewer
from casework.web.transaction import reading, writing
from protocols.clauses import Clause, SharingProtocol

STAY = "stay"


def draft_of(agreement_id: UUID) -> tuple[Agreement, SharingProtocol]:
    """The draft and its document, as they stand.

    Whoever has typed something gets it back, with why it is not saved, where it is a draft no more.
    """
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    if request.method != "POST":
        service.still_a_draft(row)
    return row, service.document(row)


def clause_of(protocol: SharingProtocol, number: str) -> Clause | None:
    """The clause a page is about; None where somebody took it out while its form was filled in."""
    found = next((c for c in protocol.clauses if c.number == number), None)
    if found is None and request.method != "POST":
        raise NotFound("clause")
    return found


def which_of(marks: Sequence[str], place: int) -> str:
    """The mark of what a page is about: what its form was made of, or what stands at its place."""
    if request.method == "POST":
        return request.form.get("which", "")
    if place >= len(marks):
        raise NotFound("page")
    return marks[place]


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
    except (Conflict, service.Shut) as error:
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
