"""Drafts of the report of a review: each is kept, none overwritten, one is approved (R38)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import day_of, now, today
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import Conflict, Invalid, NotFound, Refused
from casework.reviews.access import refuse_closed
from casework.reviews.file_models import Draft, DraftReader, ReviewFile
from casework.reviews.models import LINE, Review
from casework.reviews.record_models import PanelMember, ReviewEntry
from casework.reviews.service.filing import files_about, keep_file
from casework.reviews.service.panel import members
from casework.reviews.service.sealed import keep_words, open_record
from casework.reviews.vocabulary import FileKind, Seat
from casework.web.uploads import Upload

CHANGE, COMMENT = "review.draft_change", "review.draft_comment"
LONGEST = 4000
ONLY_CHAIR = "Only the chair of this review approves a draft of its report."
ONLY_WRITERS = "Only the chair and the author of the report add drafts and hand them round."


def add_draft(
    session: Session, viewer: Viewer, *, review_id: UUID, upload: Upload, change: str
) -> Draft:
    """One more draft, with what changed since the one before."""
    review = _open(session, viewer, review_id)
    _refuse_unless_writer(session, viewer, review)
    # Locked, so that of two who add a draft at once one waits, and both get a number.
    session.get_one(Review, review.id, with_for_update=True)
    before = drafts_of(session, review)
    _check_words("change", change, needed=bool(before), what="what changed since the last draft")
    draft = Draft(
        partnership_id=review.partnership_id, review_id=review.id,
        number=before[0].number + 1 if before else 1, agency_id=viewer.agency_id,
        author_id=viewer.person_id, written_at=now(),
    )  # fmt: skip
    session.add(draft)
    session.flush()
    keep_file(session, viewer, review, kind=FileKind.DRAFT, about_id=draft.id, upload=upload)
    if change:
        keep_words(session, viewer, review, field=CHANGE, words=change, about_id=draft.id)
    return draft


def circulate(
    session: Session, viewer: Viewer, *, draft_id: UUID, people: Collection[UUID], others: str,
    sent_on: date,
) -> list[DraftReader]:  # fmt: skip
    """Write down who was given a draft: members of the panel, and others by what they are."""
    draft, review = load_draft(session, viewer, draft_id)
    refuse_closed(review)
    _refuse_unless_writer(session, viewer, review)
    names = [line.strip() for line in others.splitlines() if line.strip()]
    _check_readers(session, review, draft, people, names, sent_on)
    held = {(r.person_id, r.to) for r in readers_of(session, [draft.id]).get(draft.id, [])}
    wanted = [(key, "") for key in people] + [(None, name) for name in names]
    rows = [
        DraftReader(
            partnership_id=draft.partnership_id, draft_id=draft.id, person_id=person, to=to,
            sent_on=sent_on, sent_by=viewer.person_id,
        )
        for person, to in dict.fromkeys(wanted)
        if (person, to) not in held
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


def comment(session: Session, viewer: Viewer, *, draft_id: UUID, text: str) -> ReviewEntry:
    """A comment of the panel on one draft; the next draft does not take it away."""
    draft, review = load_draft(session, viewer, draft_id)
    refuse_closed(review)
    _check_words("text", text, needed=True, what="your comment")
    return keep_words(session, viewer, review, field=COMMENT, words=text, about_id=draft.id)


def approve(
    session: Session, viewer: Viewer, *, draft_id: UUID, resolution: str, approved_on: date
) -> Draft:
    """This draft is the report: publication takes this file and no other."""
    draft, review = load_draft(session, viewer, draft_id)
    refuse_closed(review)
    if viewer.person_id != review.chair_id:
        raise Refused(ONLY_CHAIR)
    if review.published_on is not None:
        raise Conflict("The report is published, so no other draft can be approved.")
    held = approved_draft(session, review)
    if held is not None and held.number >= draft.number:
        raise Conflict(f"Draft {held.number} is approved already. Add a later one to replace it.")
    if not day_of(draft.written_at) <= approved_on <= today():
        raise Invalid({"approved_on": "The day must lie between the draft and today"})
    if not resolution:
        raise Invalid({"resolution": "Enter the resolution that approved it"})
    draft.approved_on, draft.approved_by = approved_on, viewer.person_id
    draft.resolution = resolution
    session.flush()
    append(session, _entry(viewer, draft, file_of(session, draft)))
    return draft


def load_draft(session: Session, viewer: Viewer, draft_id: UUID) -> tuple[Draft, Review]:
    """A draft, for the chair and the panel of its review; NotFound for everybody else."""
    draft = session.get(Draft, draft_id)
    if draft is None or draft.partnership_id != viewer.partnership_id:
        raise NotFound("draft")
    return draft, open_record(session, viewer, draft.review_id)


def drafts_of(session: Session, review: Review) -> list[Draft]:
    """Every draft, the newest first."""
    asked = select(Draft).where(Draft.review_id == review.id)
    return list(session.scalars(asked.order_by(Draft.number.desc())))


def readers_of(session: Session, drafts: Collection[UUID]) -> dict[UUID, list[DraftReader]]:
    """Who was given which draft, the first first."""
    asked = select(DraftReader).where(DraftReader.draft_id.in_(drafts))
    found: dict[UUID, list[DraftReader]] = {}
    for row in session.scalars(asked.order_by(DraftReader.sent_on, DraftReader.id)):
        found.setdefault(row.draft_id, []).append(row)
    return found


def file_of(session: Session, draft: Draft) -> ReviewFile:
    """The file of a draft: it always has one."""
    return files_about(session, [draft.id])[draft.id][0]


def approved_draft(session: Session, review: Review) -> Draft | None:
    """The one that publication takes: the last that was approved."""
    return next((d for d in drafts_of(session, review) if d.approved_on is not None), None)


def may_write(session: Session, viewer: Viewer, review: Review) -> bool:
    """Whether this person chairs the review or is the author of its report."""
    return viewer.person_id == review.chair_id or any(
        m.person_id == viewer.person_id and m.seat == Seat.REPORT_AUTHOR and m.until is None
        for m in members(session, review)
    )


def readers_seated(session: Session, review: Review) -> list[PanelMember]:
    """Members who may read the record today; an observer does not."""
    return [m for m in members(session, review) if m.until is None and m.seat != Seat.OBSERVER]


def _open(session: Session, viewer: Viewer, review_id: UUID) -> Review:
    review = open_record(session, viewer, review_id)
    refuse_closed(review)
    return review


def _refuse_unless_writer(session: Session, viewer: Viewer, review: Review) -> None:
    if not may_write(session, viewer, review):
        raise Refused(ONLY_WRITERS)


def _check_words(field: str, text: str, *, needed: bool, what: str) -> None:
    if needed and not text:
        raise Invalid({field: f"Enter {what}"})
    if len(text) > LONGEST:
        raise Invalid({field: f"This must be {LONGEST:,} characters or fewer"})


def _check_readers(
    session: Session, review: Review, draft: Draft, people: Collection[UUID], names: list[str],
    sent_on: date,
) -> None:  # fmt: skip
    seated = {m.person_id for m in readers_seated(session, review)}
    wrong = {}
    if not people and not names:
        wrong["people"] = "Select who was given the draft, or write below who else was"
    elif not set(people) <= seated:
        wrong["people"] = "Select members of the panel"
    if any(len(name) > LINE for name in names):
        wrong["others"] = f"Each line must be {LINE} characters or fewer"
    if not day_of(draft.written_at) <= sent_on <= today():
        wrong["sent_on"] = "The day must lie between the draft and today"
    if wrong:
        raise Invalid(wrong)


def _entry(viewer: Viewer, draft: Draft, file: ReviewFile) -> Entry:
    return Entry(
        kind=Kind.REVIEW_APPROVED, partnership_id=draft.partnership_id, at=now(),
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=draft.review_id,
        object_id=draft.id, detail={"number": draft.number, "file": file.id, "hash": file.digest},
    )  # fmt: skip
