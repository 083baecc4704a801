"""What people say about an action: sealed, guarded, and readable for whoever has to do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.actions.models import CaseAction
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.guarding import guard_texts
from casework.cases.models import AnswerRelease, Case, SealedAnswer
from casework.clock import now

ABOUT = "action"


def let_owner_read(session: Session, viewer: Viewer, case: Case, action: CaseAction) -> None:
    """Whoever has to do it can read it, also where its kind of agency sees summaries only."""
    if action.owner_agency_id is None:
        return
    has_it = select(AnswerRelease.answer_id).where(
        AnswerRelease.case_id == case.id, AnswerRelease.agency_id == action.owner_agency_id
    )
    for answer_id in session.scalars(
        select(SealedAnswer.id).where(
            SealedAnswer.about_id == action.id,
            SealedAnswer.current.is_(True),
            SealedAnswer.origin_agency_id != action.owner_agency_id,
            SealedAnswer.id.not_in(has_it),
        )
    ).all():
        session.add(
            AnswerRelease(
                partnership_id=case.partnership_id, case_id=case.id, answer_id=answer_id,
                agency_id=action.owner_agency_id, released_by=viewer.person_id, released_at=now(),
            )
        )  # fmt: skip
    session.flush()


def say(
    session: Session, viewer: Viewer, case: Case, action: CaseAction, texts: Mapping[str, str]
) -> None:
    """Seal what somebody says about an action; the safe-address guard reads it first."""
    guard_texts(session, viewer, case=case, texts=texts)
    _set_aside_earlier(session, action, texts)
    write_answers(
        session, viewer, case=case,
        answers=[
            NewAnswer(name, text.strip(), about_kind=ABOUT, about_id=action.id)
            for name, text in texts.items()
        ],
    )  # fmt: skip


def _set_aside_earlier(session: Session, action: CaseAction, fields: Iterable[str]) -> None:
    # Chair and coordinator may be of two agencies: an action still has one wording.
    for row in session.scalars(
        select(SealedAnswer).where(
            SealedAnswer.about_id == action.id,
            SealedAnswer.field.in_(list(fields)),
            SealedAnswer.current.is_(True),
        )
    ):
        row.current = False
    session.flush()
