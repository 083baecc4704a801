"""The coordinator's decisions, each a small page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Invalid
from casework.referrals import triage as decisions
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import (
    AcceptForm,
    DeclineForm,
    RedirectForm,
    ReturnForm,
    UrgentForm,
)
from casework.referrals.models import Referral
from casework.referrals.steps import Verb
from casework.referrals.views.doors import found, saving
from casework.referrals.views.triage import decidable, for_office
from casework.web.forms import ConferForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading

# The guard names the catalogue field; the form knows it by another name.
BESIDE = {
    "triage.reason": "reason", "triage.missing": "missing", "triage.signpost": "signpost",
    "triage.urgent_plan": "reason",
}  # fmt: skip
Act = Callable[..., object]


@bp.route("/<uuid:referral_id>/triage/accept", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def accept(referral_id: UUID) -> ResponseReturnValue:
    """Take the case on."""
    referral, _ = decidable(referral_id, Verb.ACCEPT)
    return _decide(referral, AcceptForm(), decisions.accept, "accept", "The referral was accepted.")


@bp.route("/<uuid:referral_id>/triage/return", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def send_back(referral_id: UUID) -> ResponseReturnValue:
    """Send it back with what is missing."""
    referral, _ = decidable(referral_id, Verb.RETURN)
    done = "The referral was sent back. Nothing has to be typed again."
    return _decide(referral, ReturnForm(), decisions.return_incomplete, "return", done)


@bp.route("/<uuid:referral_id>/triage/decline", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def decline(referral_id: UUID) -> ResponseReturnValue:
    """Not for this conference: why, and where to go instead."""
    referral, _ = decidable(referral_id, Verb.DECLINE)
    done = "The referral was declined. The agency reads the reason and where to go instead."
    return _decide(referral, DeclineForm(), decisions.decline, "decline", done)


@bp.route("/<uuid:referral_id>/triage/redirect", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def pass_on(referral_id: UUID) -> ResponseReturnValue:
    """Pass it on: to another conference, or to another forum."""
    referral, _ = decidable(referral_id, Verb.REDIRECT)
    form = RedirectForm()
    form.offer(_others(referral))
    done = "The referral was passed on."
    more = {"conference_id": form.target}
    return _decide(referral, form, decisions.redirect, "redirect", done, more)


@bp.route("/<uuid:referral_id>/triage/urgent", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def urgent(referral_id: UUID) -> ResponseReturnValue:
    """It cannot wait for the next meeting."""
    referral, _ = for_office(referral_id)
    done = "The referral is marked urgent."
    return _decide(referral, UrgentForm(), decisions.mark_urgent, "urgent", done)


def _decide(
    referral: Referral, form: ConferForm, act: Act, name: str, done: str,
    more: dict[str, Any] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    if form.validate_on_submit():
        try:
            with saving() as session:
                row, case = found(referral.id, session)
                words = form.answers() | (more or {})
                act(session, viewer(), referral=row, case=case, **words)
        except Invalid as error:
            form.add_errors({BESIDE.get(n, n): words for n, words in error.errors.items()})
        else:
            flash(done, "success")
            return redirect(url_for("referrals.index"))
    return form_page(f"referrals/{name}.html", form, referral=referral)


def _others(referral: Referral) -> list[Conference]:
    query = select(Conference).where(
        Conference.partnership_id == referral.partnership_id,
        Conference.id != referral.conference_id,
        Conference.kind != ConferenceKind.BOARD,
        Conference.active.is_(True),
    )
    return list(reading().scalars(query.order_by(Conference.name)))
