"""Start a referral, say why, see what is left to do, take it back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action, Viewer
from casework.cases.models import CaseKind
from casework.catalogue.entry_routes import WORDS, ThresholdRoute
from casework.directory.models import Conference
from casework.disclosure.current import gate
from casework.errors import Invalid
from casework.referrals import intake, submission
from casework.referrals.addresses import of_case
from casework.referrals.attachments import files
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import RouteForm, StartForm, WithdrawForm
from casework.referrals.models import Referral
from casework.referrals.pages import progress, shape_of
from casework.referrals.repeats import hints
from casework.referrals.steps import EDITABLE, Verb, allowed, require
from casework.referrals.views.doors import draft, found, opened, saving
from casework.referrals.words import GROUPS, NEXT
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading


@bp.route("/new", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def new() -> ResponseReturnValue:
    """Which conference, and what the case is about."""
    who, form = viewer(), StartForm()
    form.offer(_conferences())
    if form.validate_on_submit():
        try:
            with saving() as session:
                referral, _ = intake.start(
                    session, who, conference_id=UUID(form.conference.data),
                    kind=CaseKind(form.kind.data),
                )  # fmt: skip
                key = referral.id
        except Invalid as error:
            form.add_errors(error.errors)
        else:
            return redirect(url_for("referrals.route", referral_id=key))
    return form_page("referrals/new.html", form)


@bp.route("/<uuid:referral_id>/why", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def route(referral_id: UUID) -> ResponseReturnValue:
    """Why this needs a conference: a score is one way and never the only one."""
    referral, case = draft(referral_id)
    form = RouteForm(route=referral.route)
    form.offer(shape_of(reading(), referral, case))
    if form.validate_on_submit():
        with saving() as session:
            referral, case = draft(referral_id, session)
            intake.choose_route(
                session, viewer(), referral=referral, case=case,
                route=ThresholdRoute(form.route.data),
            )  # fmt: skip
        return redirect(url_for("referrals.tasks", referral_id=referral_id))
    return form_page("referrals/route.html", form, referral=referral)


@bp.get("/<uuid:referral_id>")
@allows(Action.REFERRAL_READ)
def tasks(referral_id: UUID) -> ResponseReturnValue:
    """Where the referral stands: what is left to write, or what happens next."""
    who, session = viewer(), reading()
    referral, case = found(referral_id)
    if referral.state in EDITABLE and allowed(who, referral, Verb.SUBMIT):
        return _task_list(referral_id)
    words = opened(case, who, about=referral.id)
    return render_template(
        "referrals/standing.html", referral=referral, case=case, words=words,
        next=NEXT[referral.state], can_withdraw=allowed(who, referral, Verb.WITHDRAW),
        own=_may_change(who, referral), changes=of_case(session, case),
        triages=allowed(who, referral, Verb.ACCEPT), conference=_name(referral.conference_id),
        hints=hints(session, who, gate(), case),
    )  # fmt: skip


def _may_change(who: Viewer, referral: Referral) -> bool:
    # A chair belongs to an agency too, and writes no referrals for it.
    return who.agency_id == referral.agency_id and who.may(Action.REFERRAL_WRITE)


def _task_list(referral_id: UUID) -> ResponseReturnValue:
    session, who = reading(), viewer()
    referral, case = found(referral_id)
    pages = {p.section.name: p for p in progress(session, referral, case)}
    grouped = [(title, [pages[n] for n in names if n in pages]) for title, names in GROUPS]
    missing = opened(case, who, fields=["triage.missing"]).by_field("triage.missing")
    return render_template(
        "referrals/tasks.html", referral=referral, case=case, groups=[g for g in grouped if g[1]],
        route=WORDS[ThresholdRoute(referral.route)] if referral.route else "",
        ready=not submission.what_is_open(session, referral, case), missing=missing,
        files=len(files(session, case)), hints=hints(session, who, gate(), case),
        conference=_name(referral.conference_id),
        done=sum(p.status == "Completed" for p in pages.values()), total=len(pages),
    )  # fmt: skip


@bp.route("/<uuid:referral_id>/withdraw", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def withdraw(referral_id: UUID) -> ResponseReturnValue:
    """Take the referral back, with the reason."""
    who, form = viewer(), WithdrawForm()
    referral, _ = found(referral_id)
    require(who, referral, Verb.WITHDRAW)
    if form.validate_on_submit():
        try:
            with saving() as session:
                row, case = found(referral_id, session)
                submission.withdraw(session, who, referral=row, case=case, **form.answers())
        except Invalid as error:
            form.add_errors(_beside(error.errors))
        else:
            flash("The referral was withdrawn.", "success")
            return redirect(url_for("referrals.tasks", referral_id=referral_id))
    return form_page("referrals/withdraw.html", form, referral=referral)


def _beside(errors: dict[str, str]) -> dict[str, str]:
    return {name.partition(".")[2] or name: words for name, words in errors.items()}


def _conferences() -> list[Conference]:
    places = viewer().conferences(Action.REFERRAL_WRITE)
    rows = reading().scalars(
        select(Conference)
        .where(Conference.id.in_(places), Conference.active.is_(True), Conference.kind != "board")
        .order_by(Conference.name)
    )
    return list(rows)


def _name(conference_id: UUID) -> str:
    return reading().get_one(Conference, conference_id).name
