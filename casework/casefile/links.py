"""The tabs above the pages of one case, as far as the person may open them."""

from __future__ import annotations

from flask import url_for

from casework.access import Action
from casework.casefile.blueprint import bp
from casework.cases.models import Case
from casework.web.guard import viewer

TABS = (
    ("show", "Case", Action.CASE_READ),
    ("research.overview", "Research", Action.RESEARCH_REQUEST),
    ("actions.of_case", "Actions", Action.ACTION_READ),
    ("files", "Files", Action.CASE_READ),
    ("timeline", "Timeline", Action.CASE_READ),
    ("standing", "How we work with it", Action.CASE_READ),
    ("recorded.index", "Recorded facts", Action.CASE_READ),
    ("threat", "Serious threat", Action.CASE_RECORD),
    ("seen", "Who has seen this", Action.CASE_RECORD),
    ("requests", "Requests to see more", Action.CASE_READ),
    ("advice.index", "May I share this?", Action.CASE_READ),
    ("advice.why", "Why is it closed?", Action.CASE_READ),
    ("hindsight.show", "Look back", Action.HISTORY_READ),
    ("view_as", "View as agency", Action.CASE_VIEW_AS),
)


@bp.app_template_global()
def case_links(case: Case, here: str) -> list[dict[str, object]]:
    """The tabs of a case for the signed-in person."""
    who = viewer()
    return [
        {
            "text": text,
            "href": url_for(name if "." in name else f"casefile.{name}", case_id=case.id),
            "current": name == here,
        }
        for name, text, action in TABS
        if who.may(action, case.conference_id)
        and (action != Action.CASE_VIEW_AS or who.demonstration)
    ]
