"""What every edit of a draft has in common: load, change, say what the engine refused."""

from __future__ import annotations

from uuid import UUID

from casework.agreements.models import Agreement
from casework.errors import Conflict, Invalid
from casework.sharing import service
from casework.web.forms import ConferForm
from casework.web.guard import viewer
from casework.web.transaction import reading, writing
from protocols.clauses import SharingProtocol


def draft_of(agreement_id: UUID) -> tuple[Agreement, SharingProtocol]:
    """The draft and its document, as they stand."""
    row = service.editable(reading(), viewer(), agreement_id)
    return row, service.document(row)


def saved(
    form: ConferForm,
    agreement_id: UUID,
    *,
    version: int | None,
    clause: str,
    what: str,
    change: service.Edit,
) -> bool:
    """Whether the change is in; if not, the form says why and keeps everything typed."""
    try:
        with writing() as session:
            service.edit(
                session, viewer(), agreement_id=agreement_id, version=version or 0, clause=clause,
                what=what, change=change,
            )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
    except Conflict as error:
        form.add_errors({"": error.message})
    else:
        return True
    return False
