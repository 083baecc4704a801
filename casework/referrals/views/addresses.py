"""A new address of a submitted case, and the second look at it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.guarding import PROTECTED
from casework.cases.models import Case
from casework.catalogue.section import Section
from casework.catalogue.sections import FIELDS
from casework.errors import Conflict, Invalid, NotFound, Refused, StaleEdit
from casework.referrals import addresses
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import ProposeForm, SecondLookForm
from casework.referrals.models import AddressChange, ChangeState, Referral
from casework.referrals.pages import rows, shape_of
from casework.referrals.reading import in_words
from casework.referrals.views.doors import found, opened, saving
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.get("/<uuid:referral_id>/addresses")
@allows(Action.REFERRAL_WRITE)
def contacts(referral_id: UUID) -> ResponseReturnValue:
    """Which safe address or number has changed?"""
    referral, case = _own(referral_id)
    lines = [
        {"field": f, "subject_id": key, "who": _who(page, number)}
        for page in shape_of(reading(), referral, case).pages()
        for number, key in enumerate(rows(reading(), case).get(page.row, ()), 1)
        for f in page.fields
        if f.protected
    ]
    waiting = {(c.field, c.subject_id) for c in addresses.of_case(reading(), case)}
    return render_template(
        "referrals/contacts.html", referral=referral, lines=lines, waiting=waiting
    )


@bp.route("/<uuid:referral_id>/addresses/<uuid:subject_id>/<field>", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def propose(referral_id: UUID, subject_id: UUID, field: str) -> ResponseReturnValue:
    """Enter the new one; the old one stays until somebody else has looked."""
    referral, _ = _own(referral_id)
    if field not in PROTECTED:
        raise NotFound("question")
    form = ProposeForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                row, case = found(referral_id, session)
                addresses.propose(
                    session, viewer(), referral=row, case=case, field=field,
                    text=form.text.data or "", subject_id=subject_id,
                )  # fmt: skip
        except Conflict as error:
            form.add_errors({"": error.message})
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            flash("Saved. It is used once somebody else has confirmed it.", "success")
            return redirect(url_for("referrals.tasks", referral_id=referral_id))
    return form_page("referrals/propose.html", form, referral=referral, field=FIELDS[field])


@bp.route("/changes/<uuid:change_id>", methods=["GET", "POST"])
@allows(Action.REFERRAL_READ)
def second_look(change_id: UUID) -> ResponseReturnValue:
    """Somebody other than the author confirms a new address, or keeps the old one."""
    who = viewer()
    change, case = addresses.load_change(reading(), who, change_id)
    if change.proposed_by == who.person_id:
        raise Refused(addresses.SAME_PERSON)
    if change.state != ChangeState.WAITING:
        raise NotFound("change")
    form = SecondLookForm(version=str(change.version))
    if form.validate_on_submit():
        try:
            with saving() as session:
                addresses.decide(
                    session, who, change_id=change_id, version=form.version.number or 0,
                    confirm=form.decision.data == "yes",
                )  # fmt: skip
                places = addresses.elsewhere(session, who, change_id=change_id)
        except StaleEdit as error:
            form.add_errors({"": error.message})
        else:
            _say_recorded(places)
            return redirect(url_for("referrals.index"))
    return _shown(change, case, form)


def _say_recorded(places: tuple[str, ...]) -> None:
    if not places:
        flash("Recorded.", "success")
        return
    flash(
        "Recorded. The new address also stands in the words of the referral, where others can "
        f"still read it: {'; '.join(places)}. Ask the agency that wrote it to take it out today.",
        "error",
    )


def _shown(change: AddressChange, case: Case, form: SecondLookForm) -> ResponseReturnValue:
    revealed = opened(case, viewer(), fields=[change.field])
    new = revealed.of(change.answer_id)
    old = revealed.of(change.old_answer_id) if change.old_answer_id else None
    return form_page(
        "referrals/second_look.html", form, case=case, field=FIELDS[change.field],
        new=in_words(new) if new else None, old=in_words(old) if old else None,
    )  # fmt: skip


def _own(referral_id: UUID) -> tuple[Referral, Case]:
    referral, case = found(referral_id)
    if referral.agency_id != viewer().agency_id:
        raise Refused("Only the agency that made the referral can change an address in it.")
    if referral.state not in addresses.OPEN_FOR_CHANGES:
        raise NotFound("page")
    return referral, case


def _who(page: Section, number: int) -> str:
    return f"{page.each.capitalize()} {number}" if page.repeats else page.title
