"""Write down that an agency has signed a version, or that its signature has ended."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.directory.names import agency_names
from casework.errors import Conflict, Invalid
from casework.sharing.blueprint import bp
from casework.sharing.forms import SignatureForm
from casework.sharing.signatures import record_standing
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/<uuid:agreement_id>/signatures", methods=["GET", "POST"])
@allows(Action.PROTOCOL_APPROVE)
def signatures(agreement_id: UUID) -> ResponseReturnValue:
    """Record how an agency stands to this version."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    form = SignatureForm()
    names = agency_names(reading(), viewer().partnership_id)
    form.agency_id.choices = [
        choice("", "Choose the agency"),
        *(choice(str(key), names[key]) for key in sorted(names, key=names.__getitem__)),
    ]
    if form.validate_on_submit():
        try:
            with writing() as session:
                record_standing(
                    session, viewer(), agreement_id=row.id, agency_id=UUID(form.agency_id.data),
                    status=form.status.data or "", signed_by=form.signed_by.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except Conflict as error:
            form.add_errors({"": error.message})
        else:
            flash("Recorded. What the agency may see follows it at once.", "success")
            return redirect(url_for("sharing.show", agreement_id=row.id))
    return form_page("sharing/signatures.html", form, row=row)
