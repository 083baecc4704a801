"""Ask, keep the answer, and say afterwards what was done; nobody reads another agency's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.advice.knowing import known_of
from casework.advice.models import Done, SharingQuestion, Verdict
from casework.advice.weighing import Advice, Asked, asker_at, weigh
from casework.cases.answers import write_answer
from casework.cases.guarding import guard_input, guard_inputs
from casework.cases.models import Case
from casework.cases.visibility import in_office, load_case, visible_cases
from casework.cases.work import WorkItem
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.clock import day_of, now, today
from casework.db import new_id
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Invalid, NotFound, StaleEdit, WrongState

WHO, WHY, OUTCOME = "sharing.recipient", "sharing.purpose", "sharing.outcome"
ABOUT = "sharing"
CHANNELS = {
    "encrypted_email": "By secure e-mail",
    "plain_email": "By ordinary e-mail",
    # Not `verbal`: that is what is told in the meeting room, under its statement.
    "telephone": "By telephone",
    "in_person": "In person",
    "print": "On paper",
}


def record(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    asked: Asked,
    advice: Advice,
    name: str,
    why: str,
    key: UUID | None = None,
) -> SharingQuestion:
    """Keep a question with its answer; the ledger has both, in code words.

    The same form sent again, known by its `key`, is the question that was kept.
    """
    taken = session.get(SharingQuestion, key) if key else None
    if taken is not None and (taken.case_id, taken.asked_by) == (case.id, viewer.person_id):
        return taken
    _check(asked, advice, name=name, why=why)
    words = {WHO: name, WHY: why}
    guard_inputs(session, viewer, case, texts=words, names={WHO: "who", WHY: "why"})
    row = SharingQuestion(
        id=new_id() if key is None or taken else key,
        partnership_id=case.partnership_id, case_id=case.id,
        asked_by=viewer.person_id, asked_agency_id=viewer.agency_id, asked_at=asked.moment,
        section=asked.section, field=asked.field, recipient_id=asked.recipient_id,
        recipient_kind=asked.recipient_kind, channel=asked.channel, purpose=asked.purpose,
        verdict=advice.verdict, about=[str(key) for key in advice.about],
    )  # fmt: skip
    session.add(row)
    session.flush()
    _write(session, viewer, case, row, words)
    lines = [[f, p.effect, p.clause or None] for p in advice.parts for f in p.fields]
    detail: dict[str, object] = {
        "verdict": row.verdict, "channel": row.channel, "purpose": row.purpose,
        "recipient": row.recipient_id or row.recipient_kind, "answers": lines,
    }  # fmt: skip
    _log(session, viewer, row, Kind.SHARING_ASKED, detail)
    return row


def tell(
    session: Session,
    viewer: Viewer,
    *,
    question: SharingQuestion,
    version: int,
    done: str,
    on: date | None,
    why: str,
) -> None:
    """What was done: shared on a day, or not, with the reason where one is owed."""
    if question.asked_agency_id != viewer.agency_id:
        raise NotFound("question")
    if question.version != version:
        raise StaleEdit("answer")
    if question.done is not None:
        raise WrongState("question", "answered", done)
    errors = {}
    if done not in set(Done):
        errors["done"] = "Select what you did."
    if done == Done.SHARED and (on is None or not day_of(question.asked_at) <= on <= today()):
        errors["on"] = "Enter the day on which you shared it, not before you asked."
    if not why.strip() and (done == Done.NOT_SHARED or question.verdict != Verdict.YES):
        errors["why"] = "Enter why."
    if errors:
        raise Invalid(errors)
    case = session.get_one(Case, question.case_id)
    guard_input(session, viewer, case, field=OUTCOME, text=why, name="why")
    question.done, question.done_by, question.done_at = done, viewer.person_id, now()
    question.done_on = on if done == Done.SHARED else None
    _write(session, viewer, case, question, {OUTCOME: why})
    session.flush()
    _log(session, viewer, question, Kind.SHARING_TOLD, {"done": done})


def load_question(session: Session, viewer: Viewer, case_id: UUID, key: UUID) -> SharingQuestion:
    """A question of one's own agency, or for the office one it may know of; or NotFound."""
    case = load_case(session, viewer, case_id)
    row = next((row for row in questions(session, viewer, case) if row.id == key), None)
    if row is None or not known_of(session, viewer, case, [row]):
        raise NotFound("question")
    return row


def questions(session: Session, viewer: Viewer, case: Case) -> Sequence[SharingQuestion]:
    """Who asked about a case, newest first: the own agency's, for the office everybody's.

    What another agency asked about is the office's to read only where it is `known_of`.
    """
    query = select(SharingQuestion).where(SharingQuestion.case_id == case.id)
    if not in_office(viewer, case):
        query = query.where(SharingQuestion.asked_agency_id == viewer.agency_id)
    return session.scalars(query.order_by(SharingQuestion.asked_at.desc())).all()


def again(session: Session, case: Case, row: SharingQuestion) -> Advice | None:
    """The same answer, worked out again for the moment of the question; None if nobody can."""
    asker = asker_at(session, row.asked_by, row.asked_at)
    if asker is None:
        return None
    return weigh(session, asker, case=case, asked=asked_of(row))


def asked_of(row: SharingQuestion) -> Asked:
    """The question as it was put."""
    return Asked(
        row.section, row.field, row.recipient_id, row.recipient_kind, row.channel, row.purpose,
        row.asked_at,
    )  # fmt: skip


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Own questions of which nobody has said what was done."""
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(SharingQuestion.id, SharingQuestion.asked_at, Case.id, Case.reference)
        .join(SharingQuestion, SharingQuestion.case_id == Case.id)
        .where(SharingQuestion.asked_by == viewer.person_id, SharingQuestion.done.is_(None))
        .order_by(SharingQuestion.asked_at)
    )
    return [
        WorkItem(
            "sharing_outcome", f"Case {reference}: say whether you shared what you asked about",
            "advice.answer", {"case_id": case_id, "question_id": key}, since, None, case_id,
        )
        for key, since, case_id, reference in rows
    ]  # fmt: skip


def _check(asked: Asked, advice: Advice, *, name: str, why: str) -> None:
    errors = {}
    if asked.section not in SECTIONS or (asked.field and asked.field not in FIELDS):
        errors["what"] = "Select what you want to share."
    elif not advice.parts:
        errors["what"] = "You can only ask about what your agency can read itself."
    if asked.channel not in CHANNELS:
        errors["channel"] = "Select how you would share it."
    if asked.recipient_id is None and not name.strip():
        errors["who"] = "Enter with whom exactly: name and job."
    if not why.strip():
        errors["why"] = "Enter why you would share it."
    if errors:
        raise Invalid(errors)


def _write(
    session: Session, viewer: Viewer, case: Case, row: SharingQuestion, texts: dict[str, str]
) -> None:
    # Private to the agency that asks: nobody else is to read of a recipient outside.
    for field, text in texts.items():
        if text.strip():
            write_answer(
                session, viewer, case=case, field=field, text=text.strip(), about_kind=ABOUT,
                about_id=row.id, released=False,
            )  # fmt: skip


def _log(
    session: Session, viewer: Viewer, row: SharingQuestion, kind: Kind, detail: dict[str, object]
) -> None:
    append(
        session,
        Entry(
            kind=kind, partnership_id=row.partnership_id, at=now(), actor_id=viewer.person_id,
            agency_id=viewer.agency_id, case_id=row.case_id, object_id=row.id, detail=detail,
        ),
    )  # fmt: skip
