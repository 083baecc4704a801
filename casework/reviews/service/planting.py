"""Recommendations of a file become rows: a few statements for thousands of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now, today
from casework.db import new_id
from casework.reviews.history import note
from casework.reviews.intake.planned import Planned, PlannedAction, key_of
from casework.reviews.intake.said import Said
from casework.reviews.models import (
    Evidence,
    Recommendation,
    RecommendationAction,
    RecommendationEvent,
    RecommendationTheme,
    Review,
)
from casework.reviews.plan_models import Origin, PlanImport
from casework.reviews.service.numbers import next_action, next_recommendations
from casework.reviews.service.plan import actions_of
from casework.reviews.steps import STEPS, Step, take
from casework.reviews.vocabulary import ActionState, EvidenceKind, Happened, State

BY = {
    Said.NOT_STARTED: Step.AGREE,
    Said.UNDERWAY: Step.BRING_IN_BEGUN,
    Said.DONE: Step.BRING_IN_SAID_DONE,
}
# How far a recommendation is once it was taken in.
TAKEN_AS: Mapping[Said, State] = {said: STEPS[step][1] for said, step in BY.items()}
ACTIONS = {
    Said.NOT_STARTED: ActionState.AGREED,
    Said.UNDERWAY: ActionState.IN_PROGRESS,
    Said.DONE: ActionState.REPORTED,
}
SHOWS = "What the file says: the owner's word, to be checked"
UNSAID = "The file calls it complete and does not say what has changed"
LONGEST = 4_000


class Planter:
    """Writes what was understood of one file, under the next numbers of its review."""

    def __init__(
        self, session: Session, viewer: Viewer, review: Review, source: PlanImport
    ) -> None:
        self.session, self.viewer, self.review, self.source = session, viewer, review, source

    def plant(self, items: Sequence[Planned]) -> None:
        """All of them, with actions, evidence, history and the file's own words."""
        if not items:
            return
        numbers = next_recommendations(self.session, self.review, len(items))
        made = [self._row(one, number) for one, number in zip(items, numbers, strict=True)]
        # First everything, then the rows: written before, each would be changed by what is beside.
        beside = [
            thing
            for row, one in zip(made, items, strict=True)
            for thing in self._beside(row, one)
        ]  # fmt: skip
        self.session.add_all(made)
        self.session.flush()
        self.session.add_all(beside)
        self.session.flush()

    def add_actions(self, row: Recommendation, planned: Planned) -> None:
        """What a file says of a recommendation that is here already: only its missing actions."""
        known = {key_of(action.text) for action in actions_of(self.session, row)}
        for action in planned.actions:
            if key_of(action.text) not in known:
                made = self._action(row, action, next_action(row))
                self.session.add(made)
                self.session.flush()
                note(self.session, self.viewer, row, Happened.ACTION_ADDED,
                     to_state=made.state, why=action.text, action_id=made.id)  # fmt: skip
        self.session.add_all(self._origins(row, planned))
        self.session.flush()

    def _row(self, planned: Planned, number: int) -> Recommendation:
        row = Recommendation(
            id=new_id(), partnership_id=self.review.partnership_id, review_id=self.review.id,
            number=number, text=planned.text, scope=planned.scope, state=State.PROPOSED,
            local_reference=planned.local, owner_agency_id=planned.agency_id,
            owner_role=planned.role, owner_person_id=planned.person_id,
            target_on=planned.target_on, target_words=planned.target_words, state_since=now(),
            last_event=0, last_action=0, fresh_evidence=0,
        )  # fmt: skip
        if planned.said is Said.DONE:
            row.outcome = planned.outcome or UNSAID
            row.fresh_evidence = 1
        return row

    def _beside(self, row: Recommendation, planned: Planned) -> Iterator[Any]:
        first = planned.rows[0].number
        yield self._event(
            row, Happened.IMPORTED, to_state=State.PROPOSED,
            why=f"{self.source.file_name}, row {first}",
        )  # fmt: skip
        before, wanted = take(row, BY[planned.said])
        yield self._event(
            row, Happened.MOVED, from_state=before, to_state=wanted, why=planned.done_words
        )
        for theme in planned.themes:
            yield RecommendationTheme(
                partnership_id=row.partnership_id, recommendation_id=row.id, theme=theme
            )
        for action in planned.actions:
            yield self._action(row, action, next_action(row))
        if planned.said is Said.DONE:
            yield self._evidence(row, planned)
        yield from self._origins(row, planned)

    def _action(
        self, row: Recommendation, action: PlannedAction, number: int
    ) -> RecommendationAction:
        state = ACTIONS[action.said]
        return RecommendationAction(
            id=new_id(), partnership_id=row.partnership_id, recommendation_id=row.id,
            number=number, text=action.text, owner_agency_id=action.agency_id,
            owner_person_id=action.person_id, due_on=action.due_on, state=state,
            report="" if state is not ActionState.REPORTED else SHOWS, state_since=now(),
        )  # fmt: skip

    def _evidence(self, row: Recommendation, planned: Planned) -> Evidence:
        on = planned.completed_on
        return Evidence(
            partnership_id=row.partnership_id, recommendation_id=row.id,
            kind=EvidenceKind.STATEMENT, shows=SHOWS, dated=min(on, today()) if on else today(),
            statement=f"{planned.done_words}\n{planned.outcome}".strip()[:LONGEST],
            submitted_by_id=self.viewer.person_id, submitted_at=now(),
            given_for_id=row.owner_agency_id,
        )  # fmt: skip

    def _origins(self, row: Recommendation, planned: Planned) -> Iterator[Origin]:
        for source in planned.rows:
            yield Origin(
                partnership_id=row.partnership_id, recommendation_id=row.id,
                import_id=self.source.id, row=source.number,
                words=[list(pair) for pair in source.words], oddities=list(source.odd),
            )  # fmt: skip

    def _event(self, row: Recommendation, kind: Happened, **more: Any) -> RecommendationEvent:
        row.last_event += 1
        return RecommendationEvent(
            partnership_id=row.partnership_id, recommendation_id=row.id, position=row.last_event,
            kind=kind, person_id=self.viewer.person_id, at=now(), **more,
        )  # fmt: skip
