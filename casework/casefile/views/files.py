"""Files of a case: those whose names the gate shows in full, as downloads that can do nothing."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile.blueprint import bp
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.sealing import keys_of
from casework.cases.visibility import load_case
from casework.disclosure.current import gate
from casework.disclosure.files import opened_file
from casework.disclosure.ledger import Ledger
from casework.disclosure.shown import Revealed
from casework.referrals import attachments
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import database, reading

READ = (attachments.NAME, attachments.DESCRIPTION)


@bp.get("/<uuid:case_id>/files")
@allows(Action.CASE_READ)
def files(case_id: UUID) -> ResponseReturnValue:
    """The files that this person may open; of others there is no trace."""
    case = load_case(reading(), viewer(), case_id)
    rows, revealed = attachments.files(reading(), case), _revealed(case)
    shown = [
        {
            "id": row.id,
            "name": revealed.value(attachments.NAME, about_id=row.id),
            "description": revealed.value(attachments.DESCRIPTION, about_id=row.id),
            "added_at": row.added_at,
        }
        for row in rows
        if _open(revealed, row.id)
    ]
    return render_template("casefile/files.html", case=case, files=shown)


@bp.get("/<uuid:case_id>/files/<uuid:attachment_id>")
@allows(Action.CASE_READ)
def file(case_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file; its opening is in the ledger before the first byte leaves."""
    case = load_case(reading(), viewer(), case_id)
    row = attachments.of_case(reading(), case, attachment_id)
    name = _revealed(case).by_field(attachments.NAME, about_id=row.id)
    content = opened_file(
        Ledger(database()), keys_of(reading()), viewer(), case_id=case.id, attachment_id=row.id,
        name=name, wrapped_key=row.wrapped_key, content=row.content,
    )  # fmt: skip
    return download(content, row.media_type, name.value if name else None)


def _revealed(case: Case) -> Revealed:
    return gate().reveal([viewer()], matter(reading(), case, fields=READ, blanks=False))


def _open(revealed: Revealed, attachment_id: UUID) -> bool:
    found = revealed.by_field(attachments.NAME, about_id=attachment_id)
    return found is not None and found.effect == "full"
