"""Pages that repeat: the people or entries there are, add one, take one off."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.models import Case
from casework.catalogue.section import Section
from casework.disclosure.current import gate
from casework.disclosure.shown import Revealed
from casework.errors import Conflict, NotFound
from casework.referrals import intake
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import ConfirmForm
from casework.referrals.models import Referral
from casework.referrals.pages import page_of, require_row, rows, shape_of, steps_of
from casework.referrals.reading import NAMES, named, readers
from casework.referrals.repeats import hints
from casework.referrals.views.doors import draft, opened, saving
from casework.referrals.words import not_needed
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


def entries(referral: Referral, case: Case, section: Section, *, after: str) -> ResponseReturnValue:
    """The list of one page; 'Save and continue' says that nobody is missing from it."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with saving() as session:
            referral, case = draft(referral.id, session)
            intake.none_to_add(
                session, viewer(), referral=referral, case=case, section=section.name
            )
        later = request.form.get("later")
        return redirect(url_for("referrals.tasks", referral_id=referral.id) if later else after)
    return render_template(
        "referrals/entries.html", form=form, referral=referral, section=section,
        entries=_listed(case, section), may_add=_is_first(referral, case, section),
        readers=readers(reading(), gate(), case, section), not_needed=not_needed(section.name),
        hints=hints(reading(), viewer(), gate(), case),
    )  # fmt: skip


@bp.post("/<uuid:referral_id>/pages/<name>/add")
@allows(Action.REFERRAL_WRITE)
def add(referral_id: UUID, name: str) -> ResponseReturnValue:
    """One more person or entry."""
    try:
        with saving() as session:
            referral, case = draft(referral_id, session)
            row = intake.add_row(session, viewer(), referral=referral, case=case, section=name)
            key = row.id
    except Conflict as error:
        flash(error.message, "error")
        return redirect(url_for("referrals.page", referral_id=referral_id, name=name))
    return redirect(url_for("referrals.entry", referral_id=referral_id, name=name, subject_id=key))


@bp.route("/<uuid:referral_id>/pages/<name>/<uuid:subject_id>/remove", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def remove(referral_id: UUID, name: str, subject_id: UUID) -> ResponseReturnValue:
    """Take somebody off who was entered by mistake."""
    referral, case = draft(referral_id)
    section = page_of(shape_of(reading(), referral, case), name)
    require_row(reading(), case, section, subject_id)
    if not section.repeats:
        raise NotFound("person or entry")
    form = ConfirmForm()
    if form.validate_on_submit():
        with saving() as session:
            referral, case = draft(referral_id, session)
            intake.remove_row(
                session, viewer(), referral=referral, case=case, section=name,
                subject_id=subject_id,
            )  # fmt: skip
        return redirect(url_for("referrals.page", referral_id=referral_id, name=name))
    number = rows(reading(), case)[section.row].index(subject_id) + 1
    return form_page(
        "referrals/remove.html", form, referral=referral, section=section, number=number
    )


def _listed(case: Case, section: Section) -> list[dict[str, object]]:
    known = rows(reading(), case).get(section.row, [])
    steps = steps_of(reading(), case)
    revealed = _names(case, section) if known else None
    return [
        {
            "id": key,
            "name": named(section.row, revealed, key, number, section.each) if revealed else "",
            "saved": (section.name, key) in steps,
            "complete": bool((step := steps.get((section.name, key))) and step.complete),
        }
        for number, key in enumerate(known, 1)
    ]


def _names(case: Case, section: Section) -> Revealed:
    return opened(case, viewer(), fields=NAMES[section.row])


def _is_first(referral: Referral, case: Case, section: Section) -> bool:
    return shape_of(reading(), referral, case).first_with(section.row).name == section.name
