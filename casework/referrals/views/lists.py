"""The referrals of my agency, and the triage queue."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory.names import agency_names, conference_names, person_names
from casework.referrals.addresses import waiting
from casework.referrals.blueprint import bp
from casework.referrals.finding import of_my_agency, queue, returned_from
from casework.referrals.models import ReferralState
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

S = ReferralState
GROUPS = (
    ("Returned: something is missing", (S.RETURNED_INCOMPLETE,)),
    ("Drafts", (S.DRAFT,)),
    ("Waiting for the coordinator", (S.SUBMITTED,)),
    ("Decided", (S.ACCEPTED, S.DECLINED, S.REDIRECTED, S.WITHDRAWN)),
)


@bp.get("/")
@allows(Action.REFERRAL_READ)
def index() -> ResponseReturnValue:
    """What this person's agency has referred, and what waits for their decision."""
    who, session = viewer(), reading()
    own = [(title, of_my_agency(session, who, states)) for title, states in GROUPS]
    return render_template(
        "referrals/index.html",
        groups=[(title, rows) for title, rows in own if rows],
        writes=who.may(Action.REFERRAL_WRITE),
        triages=who.may(Action.REFERRAL_TRIAGE),
        queue=queue(session, who),
        returned=returned_from(session, who),
        changes=waiting(session, who),
        agencies=agency_names(session, who.partnership_id),
        people=person_names(session, who.partnership_id),
        conferences=conference_names(session, who.partnership_id),
    )
