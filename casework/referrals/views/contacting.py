"""Contact before the meeting: the victim service says how it went."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import Invalid
from casework.referrals import contacting
from casework.referrals.blueprint import bp
from casework.referrals.forms.contacting import ContactForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/contacts/<uuid:contact_id>", methods=["GET", "POST"])
@allows(Action.RESEARCH_RETURN)
def contact(contact_id: UUID) -> ResponseReturnValue:
    """What to do first, and how it went."""
    row, case = contacting.load_contact(reading(), viewer(), contact_id)
    given = {"outcome": row.outcome, "contacted_on": row.contacted_on, "version": row.version}
    form = ContactForm(data=given)
    if form.validate_on_submit() and not form.is_stale(row.version):
        try:
            with writing() as session:
                contacting.record_contact(
                    session, viewer(), contact_id=contact_id, version=row.version, **form.answers()
                )
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Recorded. The coordinator sees how it went and on which day.", "success")
            return redirect(url_for("insight.work"))
    form.catch_up(row.version)
    return form_page("referrals/contact.html", form, case=case, row=row)
