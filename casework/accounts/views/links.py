"""One-time links: made by an administrator, shown once, opened by the person they are for."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.accounts import invitations, inviting
from casework.accounts.arriving import arrive, refused
from casework.accounts.blueprint import bp
from casework.accounts.cookies import visit
from casework.accounts.current import accounts
from casework.accounts.forms import ChoosePasswordForm, EmptyForm, LinkForm, PasswordForm
from casework.accounts.models import InvitationPurpose
from casework.directory.models import Person, PersonStatus
from casework.errors import Invalid, NotFound, TooMany
from casework.web.guard import allows, fresh, public, viewer
from casework.web.kit import form_page
from casework.web.transaction import database, reading, writing


@bp.route("/people/<uuid:person_id>/link", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def invite(person_id: UUID) -> ResponseReturnValue:
    """Make a link for somebody: to join, for a new password, for a new app."""
    who = viewer()
    person = reading().get(Person, person_id)
    if person is None or person.partnership_id != who.partnership_id:
        raise NotFound("person")
    joining = person.status == PersonStatus.INVITED
    form = EmptyForm() if joining else LinkForm()
    if not form.validate_on_submit():
        mails = accounts().mails
        return form_page("accounts/invite.html", form, person=person, joining=joining, mails=mails)
    purpose = InvitationPurpose.JOIN if joining else InvitationPurpose(form.data["purpose"])
    if accounts().mails:
        return _mailed(person, purpose)
    with writing() as session:
        token = invitations.issue_invitation(session, who, person_id=person_id, purpose=purpose)
    link = invitations.invitation_link(accounts().base_url, token)
    return render_template("accounts/link.html", person=person, link=link, purpose=purpose)


def _mailed(person: Person, purpose: InvitationPurpose) -> ResponseReturnValue:
    with writing() as session:
        inviting.mail_invitation(session, viewer(), person_id=person.id, purpose=purpose)
    flash(f"A message with the link is on its way to {person.email}.", "success")
    return redirect(url_for("directory.person", person_id=person.id), 303)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Open a link: choose a password, or prove it and begin with a new app."""
    offer = invitations.find_offer(reading(), token)
    lost = offer.purpose is InvitationPurpose.NEW_FACTOR
    form = PasswordForm() if lost else ChoosePasswordForm()
    template = "accounts/lost_app.html" if lost else "accounts/invitation.html"
    if form.validate_on_submit():
        take = invitations.replace_factor if lost else invitations.choose_password
        try:
            opened = take(
                database(), accounts(), token=token, password=form.password.data or "",
                visit=visit(),
            )  # fmt: skip
        except (Invalid, TooMany) as error:
            return refused(template, form, error, offer=offer)
        if opened is not None:
            return arrive(opened)
        flash("Your new password is set. Sign in with it.", "success")
        return redirect(url_for("accounts.sign_in"), 303)
    return form_page(template, form, offer=offer)
