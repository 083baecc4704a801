"""A form about one recommendation: what it shows, where it goes back to, over which version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import NotFound
from casework.reviews.access import load_recommendation, owns
from casework.reviews.lines import line_of
from casework.reviews.models import RecommendationAction
from casework.reviews.views.answering import Save, answer
from casework.web.forms import ConferForm
from casework.web.guard import viewer
from casework.web.transaction import reading


class One:
    """Loads the recommendation for the act, or finds nothing; then answers the form."""

    def __init__(self, recommendation_id: UUID, action: Action) -> None:
        self.id, self.action = recommendation_id, action
        self.row = load_recommendation(reading(), viewer(), recommendation_id, action)
        if action is Action.RECOMMENDATION_OWN and not owns(viewer(), self.row):
            raise NotFound("recommendation")

    @property
    def saved(self) -> dict[str, Any]:
        """What every form is filled from."""
        return {"version": self.row.version}

    def current(self) -> int:
        """The version that is saved now."""
        return load_recommendation(reading(), viewer(), self.id, self.action).version

    def answer(
        self, form: ConferForm, save: Save, *, template: str = "reviews/about.html", **shown: Any
    ) -> ResponseReturnValue:
        """Save and go back to the recommendation, or show the form beside what is saved."""
        line = line_of(reading(), viewer(), self.row)
        back = url_for(".recommendation", recommendation_id=self.id)
        caption = f"{line.reference}, recommendation {line.number}"
        shown = {"current": self.current} | shown
        return answer(
            form, save, template=template, goto=back, back=back, caption=caption, line=line, **shown
        )


class OneAction(One):
    """The same for an action of a recommendation."""

    def __init__(self, action_id: UUID, action: Action) -> None:
        found = reading().get(RecommendationAction, action_id)
        if found is None or found.partnership_id != viewer().partnership_id:
            raise NotFound("action")
        self.id, self.action, self.found = found.recommendation_id, action, found
        self.row = load_recommendation(reading(), viewer(), self.id, action)
        if action is Action.RECOMMENDATION_OWN and not owns(viewer(), found):
            raise NotFound("action")

    @property
    def saved(self) -> dict[str, Any]:
        """The version of the action."""
        return {"version": self.found.version}

    def current(self) -> int:
        """The version of the action that is saved now."""
        return reading().get_one(RecommendationAction, self.found.id).version
