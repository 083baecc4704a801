"""The register of training: kept by the office, so that a new version is noticed as a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import now, today
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.service.owners import check_owner
from casework.reviews.training_models import LABEL, Training, TrainingDelivery, TrainingVersion

MOST = 9_999


def add_course(
    session: Session, viewer: Viewer, *, title: str, audience: str, label: str, what: str,
    in_force_from: date,
) -> Training:  # fmt: skip
    """Enter a course with the version that is given now; a title stands in the register once."""
    _refuse_others(viewer)
    if named(session, viewer.partnership_id, title) is not None:
        raise Invalid({"title": "This course is in the register already. Add a version to it"})
    course = Training(partnership_id=viewer.partnership_id, title=title, audience=audience)
    session.add(course)
    session.flush()
    _add(session, viewer, course, label, what, in_force_from)
    return course


def add_version(
    session: Session, viewer: Viewer, *, training_id: UUID, label: str, what: str,
    in_force_from: date,
) -> TrainingVersion:  # fmt: skip
    """From a day on the course teaches something else."""
    course = load_course(session, viewer, training_id)
    _refuse_others(viewer)
    known = versions_of(session, course)
    if label.casefold() in {v.label.casefold() for v in known}:
        raise Invalid({"label": "This course has a version of that name already"})
    if in_force_from <= max(v.in_force_from for v in known):
        raise Invalid({"in_force_from": "A version must begin after the one before it"})
    return _add(session, viewer, course, label, what, in_force_from)


def record_delivery(
    session: Session, viewer: Viewer, *, version_id: UUID, agency_id: UUID, held_on: date,
    attended: int,
) -> TrainingDelivery:  # fmt: skip
    """Write down that people of one agency were given a version."""
    version = load_version(session, viewer, version_id)
    _refuse_others(viewer)
    check_owner(session, viewer, agency_id, None)
    wrong = {}
    if not version.in_force_from <= held_on <= today():
        wrong["held_on"] = "The day must lie between the first day of the version and today"
    if not 1 <= attended <= MOST:
        wrong["attended"] = f"Enter a number from 1 to {MOST:,}"
    if wrong:
        raise Invalid(wrong)
    row = TrainingDelivery(
        partnership_id=version.partnership_id, training_version_id=version.id, agency_id=agency_id,
        held_on=held_on, attended=attended, recorded_by=viewer.person_id, recorded_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def call_mistaken(session: Session, viewer: Viewer, *, delivery_id: UUID) -> TrainingDelivery:
    """An entry was wrong: it is counted no longer, and stays to be seen."""
    row = session.get(TrainingDelivery, delivery_id)
    if row is None or row.partnership_id != viewer.partnership_id:
        raise NotFound("entry")
    _refuse_others(viewer)
    if row.mistaken:
        raise Conflict("This entry was marked as a mistake already.")
    row.mistaken = True
    session.flush()
    return row


def load_course(session: Session, viewer: Viewer, training_id: UUID) -> Training:
    """A course of this partnership, else NotFound."""
    course = session.get(Training, training_id)
    if course is None or course.partnership_id != viewer.partnership_id:
        raise NotFound("course")
    return course


def load_version(session: Session, viewer: Viewer, version_id: UUID) -> TrainingVersion:
    """A version of a course of this partnership, else NotFound."""
    version = session.get(TrainingVersion, version_id)
    if version is None or version.partnership_id != viewer.partnership_id:
        raise NotFound("version")
    return version


def courses_of(session: Session, partnership_id: UUID) -> list[Training]:
    """Every course by title."""
    asked = select(Training).where(Training.partnership_id == partnership_id)
    return sorted(session.scalars(asked), key=lambda c: c.title.casefold())


def named(session: Session, partnership_id: UUID, title: str) -> Training | None:
    """The course of that title, whatever letters it is written in."""
    found = courses_of(session, partnership_id)
    return next((c for c in found if c.title.casefold() == title.strip().casefold()), None)


def versions_of(session: Session, course: Training) -> Sequence[TrainingVersion]:
    """Its versions, the earliest first."""
    asked = select(TrainingVersion).where(TrainingVersion.training_id == course.id)
    return session.scalars(asked.order_by(TrainingVersion.in_force_from)).all()


def _add(
    session: Session, viewer: Viewer, course: Training, label: str, what: str, since: date
) -> TrainingVersion:
    if len(label) > LABEL:
        raise Invalid({"label": f"A version must be {LABEL} characters or fewer"})
    version = TrainingVersion(
        partnership_id=course.partnership_id, training_id=course.id, label=label, what=what,
        in_force_from=since, written_by=viewer.person_id, written_at=now(),
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version


def _refuse_others(viewer: Viewer) -> None:
    if not viewer.may(Action.BOARD_MANAGE):
        raise Refused("You do not keep the register of training.")
