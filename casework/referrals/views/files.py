"""Files of a referral: add, open, take off."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.models import Attachment, Case
from casework.cases.sealing import keys_of
from casework.disclosure.files import opened_file
from casework.disclosure.ledger import Ledger
from casework.disclosure.shown import Revealed
from casework.errors import Invalid
from casework.referrals import attachments
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import AttachForm, ConfirmForm
from casework.referrals.views.doors import draft, found, opened, saving
from casework.web.downloads import download as sent_as_file
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import database, reading
from casework.web.uploads import takes_file


@bp.route("/<uuid:referral_id>/files", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
@takes_file
def attached(referral_id: UUID) -> ResponseReturnValue:
    """The files of a referral, and one more."""
    referral, case = draft(referral_id)
    form = AttachForm()
    if form.validate_on_submit():
        try:
            _attach(referral_id, form)
        except Invalid as error:
            form.add_errors(_beside(error.errors))
        else:
            flash("The file was added.", "success")
            return redirect(url_for("referrals.attached", referral_id=referral_id))
    return form_page(
        "referrals/files.html", form, referral=referral, files=_listed(case), case=case
    )


def _attach(referral_id: UUID, form: AttachForm) -> None:
    sent = form.file.data
    if not sent or not getattr(sent, "filename", ""):
        raise Invalid({"file": "Choose a file"})
    content = sent.read(attachments.LARGEST + 1)
    with saving() as session:
        referral, case = draft(referral_id, session)
        attachments.attach(
            session, viewer(), referral=referral, case=case, name=sent.filename, content=content,
            description=form.description.data or "",
        )  # fmt: skip


@bp.get("/<uuid:referral_id>/files/<uuid:attachment_id>")
@allows(Action.REFERRAL_READ)
def download(referral_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file, for whoever may see its name in full; as a download that can do nothing."""
    _, case = found(referral_id)
    row = attachments.of_case(reading(), case, attachment_id)
    name = opened(case, viewer(), about=row.id).by_field(attachments.NAME)
    content = opened_file(
        Ledger(database()), keys_of(reading()), viewer(), case_id=case.id, attachment_id=row.id,
        name=name, wrapped_key=row.wrapped_key, content=row.content,
    )  # fmt: skip
    return sent_as_file(content, row.media_type, name.value if name else None)


@bp.route("/<uuid:referral_id>/files/<uuid:attachment_id>/remove", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def detach(referral_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take a file off."""
    referral, case = draft(referral_id)
    attachments.of_case(reading(), case, attachment_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        with saving() as session:
            referral, case = draft(referral_id, session)
            attachments.remove(
                session, viewer(), referral=referral, case=case, attachment_id=attachment_id
            )
        return redirect(url_for("referrals.attached", referral_id=referral_id))
    return form_page("referrals/detach.html", form, referral=referral)


def _listed(case: Case) -> list[dict[str, object]]:
    rows = attachments.files(reading(), case)
    if not rows:
        return []
    revealed = opened(case, viewer(), fields=[attachments.NAME, attachments.DESCRIPTION])
    return [_line(row, revealed) for row in rows]


def _line(row: Attachment, revealed: Revealed) -> dict[str, object]:
    return {
        "id": row.id,
        "name": revealed.value(attachments.NAME, about_id=row.id),
        "description": revealed.value(attachments.DESCRIPTION, about_id=row.id),
        "added_at": row.added_at,
    }


def _beside(errors: dict[str, str]) -> dict[str, str]:
    # The guard speaks of the file's name; here that is the file.
    return {
        {attachments.NAME: "file", "name": "file", attachments.DESCRIPTION: "description"}.get(
            name, name
        ): words
        for name, words in errors.items()
    }
