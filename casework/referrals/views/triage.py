"""What the coordinator reads before deciding, and possible repeats."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.models import Case, LinkKind
from casework.cases.visibility import load_case
from casework.catalogue.entry_routes import WORDS, ThresholdRoute
from casework.directory.names import agency_names, person_names
from casework.disclosure.current import gate
from casework.errors import NotFound
from casework.referrals import repeats
from casework.referrals.blueprint import bp
from casework.referrals.forms.deciding import LinkForm
from casework.referrals.pages import rows, shape_of
from casework.referrals.reading import as_others_read, cards
from casework.referrals.risk import assessments
from casework.referrals.steps import Verb, require
from casework.referrals.views.doors import Found, found, opened, saving
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading

CRIME = "incident_now.unreported_crime"


@bp.get("/<uuid:referral_id>/triage")
@allows(Action.REFERRAL_TRIAGE)
def triage(referral_id: UUID) -> ResponseReturnValue:
    """The whole referral as the coordinator may see it, and the decisions there are."""
    who, session = viewer(), reading()
    referral, case = for_office(referral_id)
    revealed, shape = opened(case, who), shape_of(session, referral, case)
    return render_template(
        "referrals/triage.html", referral=referral, case=case,
        cards=as_others_read(cards(shape, rows(session, case), revealed)),
        route=WORDS[ThresholdRoute(referral.route)] if referral.route else "Not recorded",
        hints=repeats.hints(session, who, gate(), case), assessments=assessments(session, case),
        agency=agency_names(session, who.partnership_id).get(referral.agency_id, ""),
        author=person_names(session, who.partnership_id).get(referral.author_id, ""),
        waiting=referral.state == "submitted", crime=revealed.value(CRIME) == "yes",
        words=[s for s in revealed.about(referral.id) if s.value],
    )  # fmt: skip


@bp.route("/<uuid:referral_id>/triage/link/<uuid:other_id>", methods=["GET", "POST"])
@allows(Action.REFERRAL_TRIAGE)
def link(referral_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Say what a possible repeat is; only for a case this person may open."""
    _, case = for_office(referral_id)
    other = load_case(reading(), viewer(), other_id)
    form = LinkForm()
    if form.validate_on_submit():
        with saving() as session:
            _settle(session, found(referral_id, session)[1], other.id, form.kind.data)
        flash("Recorded.", "success")
        return redirect(url_for("referrals.triage", referral_id=referral_id))
    return form_page("referrals/link.html", form, case=case, other=other, referral_id=referral_id)


def for_office(referral_id: UUID) -> Found:
    """A referral this person decides on; for others it does not exist on these pages."""
    referral, case = found(referral_id)
    if not viewer().may(Action.REFERRAL_TRIAGE, referral.conference_id):
        raise NotFound("referral")
    return referral, case


def decidable(referral_id: UUID, verb: Verb) -> Found:
    """The same, refused early where this person may not take the step."""
    referral, case = for_office(referral_id)
    require(viewer(), referral, verb)
    return referral, case


def _settle(session: Session, case: Case, other_id: UUID, kind: str) -> None:
    if kind == "none":
        repeats.not_the_same(session, viewer(), case=case, other_case_id=other_id)
    else:
        repeats.link(session, viewer(), case=case, other_case_id=other_id, kind=LinkKind(kind))
