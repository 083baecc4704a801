"""Bringing in a plan from a file: upload, say what the columns are, look, take in (R08, R27)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.access import load_open_review, load_review
from casework.reviews.intake.columns import COLUMNS, SEVERAL, Column, guess
from casework.reviews.intake.grid import Table, brought_back, kept
from casework.reviews.intake.opening import open_plan
from casework.reviews.intake.owners import Owners
from casework.reviews.intake.owners import key_of as agency_key
from casework.reviews.intake.planned import (
    Apart,
    Planned,
    Understood,
    key_of,
    reasons_of,
    stored,
)
from casework.reviews.intake.understanding import understand
from casework.reviews.models import LINE, Recommendation, RecommendationAction, Review
from casework.reviews.plan_models import PlanImport
from casework.reviews.service.actions import PLANNING
from casework.reviews.service.owners import active_agencies, present_people
from casework.reviews.service.planting import Planter
from casework.reviews.vocabulary import ImportState


@dataclass(frozen=True, slots=True)
class Found:
    """A recommendation of the file, and what the review has of it already."""

    planned: Planned
    # Its number here, when it is here already.
    number: int | None
    # Whether something of it is still to be added: the whole, or an action of it.
    new: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that would happen, row by row, before anything does."""

    found: tuple[Found, ...]
    apart: tuple[Apart, ...]
    unknown: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows are kept apart, and how many each time."""
        return reasons_of(one.reason for one in self.apart)

    @property
    def new(self) -> int:
        """How many recommendations or actions of theirs would be taken in."""
        return sum(one.new for one in self.found)

    @property
    def odd(self) -> int:
        """How many of those have something odd about them."""
        return sum(bool(one.planned.odd) for one in self.found)


def upload(
    session: Session, viewer: Viewer, *, review_id: UUID, name: str, content: bytes
) -> PlanImport:
    """Read a file within bounds and guess its columns; nothing is taken in yet."""
    review = load_open_review(session, viewer, review_id)
    table = open_plan(name, content)
    made = PlanImport(
        partnership_id=review.partnership_id, review_id=review.id, person_id=viewer.person_id,
        at=now(), file_name=PurePath(name.replace("\\", "/")).name[:LINE],
        digest=hashlib.sha256(content).hexdigest(),
        cells=kept(table), agencies={}, kept_apart=[],
        columns={str(at): column.value for at, column in guess(table.headings).items()},
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def map_columns(
    session: Session, viewer: Viewer, *, import_id: UUID, columns: Mapping[int, Column],
    agencies: Mapping[str, str], version: int | None = None,
) -> PlanImport:  # fmt: skip
    """Say what each column is, and which agency is meant by words that nobody here is called."""
    found = _waiting(session, viewer, import_id, version)
    single = [c for c in columns.values() if c is not Column.KEPT and c not in SEVERAL]
    doubled = {column for column in single if single.count(column) > 1}
    if doubled:
        names = ", ".join(sorted(COLUMNS[column] for column in doubled))
        raise Invalid({"columns": "Each of these can be one column only: " + names})
    if not {Column.RECOMMENDATION, Column.ACTION} & set(columns.values()):
        raise Invalid({"columns": "Say which column holds the recommendations"})
    known = {str(agency.id) for agency in active_agencies(session, viewer)}
    if not set(filter(None, agencies.values())) <= known:
        raise NotFound("agency")
    found.columns = {str(at): column.value for at, column in columns.items()}
    found.agencies = {agency_key(words): key for words, key in agencies.items() if key}
    session.flush()
    return found


def preview(session: Session, viewer: Viewer, found: PlanImport) -> Preview:
    """What would be taken in, with every oddity; nothing is written."""
    table, understood = _understood(session, viewer, found)
    return compare(session, found.review_id, understood, table.notes)


def take_in(
    session: Session, viewer: Viewer, *, import_id: UUID, version: int | None = None
) -> PlanImport:
    """Everything that can be taken; rows that cannot are kept apart, and the rest goes on."""
    found = _waiting(session, viewer, import_id, version)
    review = load_open_review(session, viewer, found.review_id, for_update=True)
    seen = preview(session, viewer, found)
    planter = Planter(session, viewer, review, found)
    planter.plant([one.planned for one in seen.found if one.number is None])
    rows = _here(session, review.id)
    for one in seen.found:
        if one.number is not None and one.new:
            planter.add_actions(rows[one.planned.key], one.planned)
    found.taken, found.apart = seen.new, len(seen.apart)
    found.already = len(seen.found) - seen.new
    found.kept_apart = [stored(one) for one in seen.apart]
    found.state, found.finished_at = ImportState.DONE, now()
    # What was taken in is kept with each recommendation; the file's own rows are needed no more.
    found.cells = {"headings": found.cells["headings"], "rows": [], "notes": found.cells["notes"]}
    session.flush()
    return found


def load_import(
    session: Session, viewer: Viewer, import_id: UUID, action: Action = Action.REVIEW_MANAGE
) -> PlanImport:
    """An import of a review that the action is allowed in, else NotFound."""
    found = session.get(PlanImport, import_id)
    if found is None or found.partnership_id != viewer.partnership_id:
        raise NotFound("import")
    load_review(session, viewer, found.review_id, action)
    return found


def compare(
    session: Session, review_id: UUID, understood: Understood, notes: Iterable[str]
) -> Preview:
    """Lay what was understood beside what the review has: the same is never taken twice."""
    here, actions = _here(session, review_id), _actions(session, review_id)
    found, apart = [], list(understood.apart)
    for planned in understood.items:
        row = here.get(planned.key)
        if row is None:
            found.append(Found(planned, None, new=True))
            continue
        known = actions.get(row.id, set())
        missing = [a for a in planned.actions if key_of(a.text) not in known]
        if missing and row.state not in PLANNING:
            planned.rows[0].odd.append(
                f"Recommendation {row.number} is here and is being checked or was accepted: "
                "its new actions are not added"
            )
        found.append(Found(planned, row.number, new=bool(missing) and row.state in PLANNING))
    return Preview(tuple(found), tuple(apart), understood.unknown, tuple(notes))


def _understood(session: Session, viewer: Viewer, found: PlanImport) -> tuple[Table, Understood]:
    table = brought_back(found.cells)
    columns = {int(at): Column(name) for at, name in found.columns.items()}
    review = session.get_one(Review, found.review_id)
    owners = Owners(
        active_agencies(session, viewer), present_people(session, viewer), found.agencies
    )
    return table, understand(table, columns, owners, today=today(), began=review.commissioned_on)


def _here(session: Session, review_id: UUID) -> dict[str, Recommendation]:
    asked = select(Recommendation).where(Recommendation.review_id == review_id)
    return {key_of(row.text): row for row in session.scalars(asked)}


def _actions(session: Session, review_id: UUID) -> dict[UUID, set[str]]:
    asked = (
        select(RecommendationAction.recommendation_id, RecommendationAction.text)
        .join(Recommendation, Recommendation.id == RecommendationAction.recommendation_id)
        .where(Recommendation.review_id == review_id)
    )
    found: dict[UUID, set[str]] = {}
    for key, text in session.execute(asked):
        found.setdefault(key, set()).add(key_of(text))
    return found


def _waiting(session: Session, viewer: Viewer, import_id: UUID, version: int | None) -> PlanImport:
    found = load_import(session, viewer, import_id)
    session.refresh(found, with_for_update=True)
    if version is not None and version != found.version:
        raise StaleEdit("import")
    if found.state == ImportState.DONE:
        raise Conflict("This file was taken in already.")
    load_open_review(session, viewer, found.review_id)
    return found
