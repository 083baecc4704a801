"""An officer signs here; a signature on paper is recorded, with its scan."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.cases.sealing import keys_of
from casework.directory.names import agency_names
from casework.disclosure.files import opened_scan
from casework.disclosure.ledger import Ledger
from casework.errors import Conflict, Invalid
from casework.sharing.blueprint import bp
from casework.sharing.scans import LARGEST_SCAN, scan_of
from casework.sharing.signatures import (
    OnPaper,
    own_party,
    record_standing,
    sign_here,
)
from casework.sharing.standing_forms import SignatureForm, SignForm
from casework.web.choices import choice
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import database, reading, writing
from casework.web.uploads import takes_file


@bp.route("/<uuid:agreement_id>/signatures", methods=["GET", "POST"])
@allows(Action.PROTOCOL_RECORD)
@takes_file
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
                    paper=_paper(form),
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except Conflict as error:
            form.add_errors({"": error.message})
        else:
            flash("Recorded. What the agency may see follows it at once.", "success")
            return redirect(url_for("sharing.parties", agreement_id=row.id))
    return form_page("sharing/signatures.html", form, row=row)


@bp.route("/<uuid:agreement_id>/sign", methods=["GET", "POST"])
@allows(Action.PROTOCOL_READ)
def sign(agreement_id: UUID) -> ResponseReturnValue:
    """The designated officer reads the text and signs it for the agency."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    party = own_party(reading(), viewer(), row)
    form = SignForm(data={"digest": row.digest})
    form.agreed.label.text = f"I have read it, and I sign for {viewer().agency_name}"
    if form.validate_on_submit():
        try:
            with writing() as session:
                sign_here(
                    session, viewer(), agreement_id=row.id, digest=form.digest.data or "",
                    agreed=form.agreed.data,
                )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.add_errors(getattr(error, "errors", {"": error.message}))
        else:
            flash(f"You have signed version {row.label} for {viewer().agency_name}.", "success")
            return redirect(url_for("sharing.parties", agreement_id=row.id))
    return form_page(
        "sharing/sign.html", form, row=row, party=party, protocol=compiled(row.text)[0]
    )


@bp.get("/<uuid:agreement_id>/signatures/<uuid:signature_id>/scan")
@allows(Action.PROTOCOL_RECORD)
def scan(agreement_id: UUID, signature_id: UUID) -> ResponseReturnValue:
    """The signed paper as it was scanned."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    found, name = scan_of(reading(), row, signature_id)
    content = opened_scan(
        Ledger(database()), keys_of(reading()), viewer(), scan_id=found.id,
        wrapped_key=found.wrapped_key, content=found.content, fingerprint=found.fingerprint,
    )  # fmt: skip
    return download(content, found.media_type, name)


def _paper(form: SignatureForm) -> OnPaper:
    file = form.scan.data
    # One byte more than is taken, so that the service can tell.
    content = file.read(LARGEST_SCAN + 1) if hasattr(file, "read") and file.filename else b""
    return OnPaper(form.post.data or "", form.paper_day.data, content)
