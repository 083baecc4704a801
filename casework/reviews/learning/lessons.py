"""Lessons: from a case without a name in it, from other areas, and brought into a review."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.guarding import guard_input
from casework.cases.matters import matters
from casework.cases.models import Case
from casework.cases.visibility import load_case
from casework.clock import now
from casework.disclosure.guards import Writes, guarded
from casework.disclosure.redaction import Found, identifying_fields, identifying_lines
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.learning_models import Lesson, LessonOrigin
from casework.reviews.plan_models import Candidate
from casework.reviews.service.candidates import raise_candidate
from casework.reviews.service.links import check_link
from casework.reviews.vocabulary import Source

SOURCES = {LessonOrigin.CASE: Source.CASE_REVIEW, LessonOrigin.OTHER_AREA: Source.OTHER_AREA}
# A free-text question of the catalogue stands for the lesson when safe addresses are looked for.
GUARDED_AS = "minute.passage"


def lesson_from_case(
    writes: Writes, viewer: Viewer, *, case_id: UUID, text: str, theme: str
) -> Lesson:
    """Raise what a case teaches (R17): the case is not kept, and a word of it is refused.

    Two transactions of its own: what was asked stays in the ledger, and counts, when it is refused.
    """
    with writes() as session:
        found = _look_through(session, viewer, case_id, text)
    if found:
        where = "; ".join(f"line {f.line}: {f.what}" for f in found)
        raise Invalid({"text": f"This seems to say who or where somebody is ({where})"})
    with guarded(writes) as session:
        case = _case(session, viewer, case_id)
        guard_input(session, viewer, case, field=GUARDED_AS, text=text, name="text")
        return _keep(session, viewer, LessonOrigin.CASE, text=text, theme=theme)


def lesson_from_elsewhere(
    session: Session, viewer: Viewer, *, text: str, area: str, link: str, theme: str
) -> Lesson:
    """Bring in what another area's published review found (R18)."""
    if not viewer.may(Action.REVIEW_MANAGE):
        raise NotFound("lesson")
    errors = {} if area else {"area": "Enter whose review it is"}
    if problem := check_link(link):
        errors["link"] = problem
    if errors:
        raise Invalid(errors)
    return _keep(session, viewer, LessonOrigin.OTHER_AREA, text=text, theme=theme, area=area,
                 link=link)  # fmt: skip


def bring_in(session: Session, viewer: Viewer, *, lesson_id: UUID, review_id: UUID) -> Candidate:
    """Put a lesson before a review as a candidate, where it is accepted, merged or turned down."""
    lesson = load_lesson(session, viewer, lesson_id)
    if lesson.candidate_id is not None:
        raise Conflict("This lesson was brought into a review already.")
    words = lesson.area or "A case of ours"
    candidate = raise_candidate(
        session, viewer, review_id=review_id, text=lesson.text,
        source=SOURCES[LessonOrigin(lesson.origin)], source_words=words, final=True,
    )  # fmt: skip
    lesson.candidate_id = candidate.id
    session.flush()
    return candidate


def load_lesson(session: Session, viewer: Viewer, lesson_id: UUID) -> Lesson:
    """A lesson of this partnership, else NotFound."""
    lesson = session.get(Lesson, lesson_id)
    if lesson is None or lesson.partnership_id != viewer.partnership_id:
        raise NotFound("lesson")
    return lesson


def lessons_of(session: Session, partnership_id: UUID, theme: str = "") -> list[Lesson]:
    """Every lesson, or those of one theme, the newest first."""
    asked = select(Lesson).where(Lesson.partnership_id == partnership_id)
    if theme:
        asked = asked.where(Lesson.theme == theme)
    return list(session.scalars(asked.order_by(Lesson.raised_at.desc(), Lesson.id)))


def _case(session: Session, viewer: Viewer, case_id: UUID) -> Case:
    case = load_case(session, viewer, case_id)
    if not viewer.may(Action.CASE_RECORD, case.conference_id):
        raise NotFound("case")
    return case


def _look_through(session: Session, viewer: Viewer, case_id: UUID, text: str) -> tuple[Found, ...]:
    case = _case(session, viewer, case_id)
    held = matters(session, [case], fields=identifying_fields())
    return identifying_lines(session, viewer, held, text)


def _keep(
    session: Session, viewer: Viewer, origin: LessonOrigin, *, text: str, theme: str,
    area: str = "", link: str = "",
) -> Lesson:  # fmt: skip
    if not text:
        raise Invalid({"text": "Enter the lesson"})
    lesson = Lesson(
        partnership_id=viewer.partnership_id, origin=origin, text=text, area=area, link=link,
        theme=theme.strip()[:40], raised_by=viewer.person_id, raised_at=now(),
    )  # fmt: skip
    session.add(lesson)
    session.flush()
    return lesson
