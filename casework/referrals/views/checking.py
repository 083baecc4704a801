"""Check your answers, submit, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.models import Case
from casework.catalogue.entry_routes import WORDS, ThresholdRoute
from casework.disclosure.guards import AddressFound
from casework.disclosure.shown import Revealed
from casework.errors import Invalid, NotFound
from casework.referrals import submission
from casework.referrals.attachments import files
from casework.referrals.blueprint import bp
from casework.referrals.completeness import Gap, Shape, gaps
from casework.referrals.forms.deciding import ConfirmForm
from casework.referrals.models import Referral, ReferralState
from casework.referrals.pages import rows, shape_of
from casework.referrals.reading import cards, given_by
from casework.referrals.risk import assessments
from casework.referrals.views.doors import draft, found, opened, saving
from casework.referrals.words import NEXT
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

CRIME = "incident_now.unreported_crime"


@bp.route("/<uuid:referral_id>/check", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def check(referral_id: UUID) -> ResponseReturnValue:
    """Everything that was written, what is missing, and the button that sends it."""
    referral, case = draft(referral_id)
    form, leaks = ConfirmForm(), list[str]()
    if form.validate_on_submit():
        try:
            with saving() as session:
                referral, case = draft(referral_id, session)
                submission.submit(session, viewer(), referral=referral, case=case)
        except AddressFound as stopped:
            leaks = [str(leak) for leak in stopped.leaks]
        except Invalid:
            # What is open is listed on the page itself, with a link to each.
            form.form_errors = [*form.form_errors, "Something is still open"]
        else:
            return redirect(url_for("referrals.submitted", referral_id=referral_id))
        referral, case = draft(referral_id)
    return _shown(referral, case, form, leaks)


def _shown(
    referral: Referral, case: Case, form: ConfirmForm, leaks: list[str]
) -> ResponseReturnValue:
    who, session = viewer(), reading()
    shape, known = shape_of(session, referral, case), rows(session, case)
    revealed = opened(case, who)
    missing = gaps(shape, known, given_by(revealed, who.agency_id))
    unseen = submission.what_is_open(session, referral, case)
    tried = form.is_submitted()
    page = render_template(
        "referrals/check.html", form=form, referral=referral, case=case, tried=tried,
        problems=_problems(referral, shape, missing, unseen, leaks), leaks=leaks,
        cards=cards(shape, known, revealed), crime=_is_crime(revealed),
        route=WORDS[ThresholdRoute(referral.route)] if referral.route else "",
        assessments=assessments(session, case), files=len(files(session, case)),
    )  # fmt: skip
    return page, 422 if tried else 200


def _problems(
    referral: Referral, shape: Shape, missing: list[Gap], unseen: Mapping[str, str],
    leaks: list[str],
) -> list[dict[str, str]]:  # fmt: skip
    """One line for each thing to do, with the page to do it on."""
    told = {gap.section for gap in missing}
    rest = [Gap(name, "", words) for name, words in unseen.items() if name not in told]
    found = [{"text": words, "href": ""} for words in leaks]
    return found + [
        {"text": gap.words, "href": _page(referral, shape, gap)} for gap in (*missing, *rest)
    ]


def _page(referral: Referral, shape: Shape, gap: Gap) -> str:
    page = shape.page(gap.section)
    if page is None:
        endpoint = "referrals.route" if gap.section == "route" else "referrals.tasks"
        return url_for(endpoint, referral_id=referral.id)
    where: dict[str, Any] = {"referral_id": referral.id, "name": page.name, "after": "check"}
    if page.repeats and gap.subject_id:
        return url_for("referrals.entry", subject_id=gap.subject_id, **where)
    return url_for("referrals.page", **where)


def _is_crime(revealed: Revealed) -> bool:
    return revealed.value(CRIME) == "yes"


@bp.get("/<uuid:referral_id>/submitted")
@allows(Action.REFERRAL_WRITE)
def submitted(referral_id: UUID) -> ResponseReturnValue:
    """It is with the coordinator, and what happens next."""
    referral, case = found(referral_id)
    if referral.state != ReferralState.SUBMITTED:
        raise NotFound("page")
    return render_template(
        "referrals/submitted.html", referral=referral, case=case, next=NEXT[referral.state]
    )
