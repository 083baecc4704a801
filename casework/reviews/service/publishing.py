"""Publication of a report: approved, checked, published with proof, taken down (R06, R11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.clock import today
from casework.errors import Conflict, Invalid, NotFound, StaleEdit
from casework.reviews.access import load_open_review, load_review
from casework.reviews.models import Review
from casework.reviews.record_models import OwedCopy, Publication
from casework.reviews.service.drafts import approved_draft, drafts_of, file_of
from casework.reviews.service.links import check_link
from casework.reviews.vocabulary import ReviewChannel, ReviewKind, Statute

# To whom a report is owed by law or guidance, and why (`domain.md` 2.11).
_S9 = ("Domestic Abuse Commissioner", "Domestic Violence, Crime and Victims Act 2004, section 9")
_S8A = ("Secretary of State", "Section 8A, as inserted by the Victims and Prisoners Act 2024")
OWED: Mapping[Statute, Sequence[tuple[str, str]]] = {
    Statute.DVCVA_S9: (_S9,),
    Statute.VPA_S19: (_S9, _S8A),
}
FAMILY = ("Family, before publication", "Statutory guidance: the family reads it first")


def approve_publication(
    session: Session, viewer: Viewer, *, review_id: UUID, channel: ReviewChannel, resolution: str,
    resolved_on: date, withdraw_on: date | None, version: int | None = None,
) -> Publication:  # fmt: skip
    """Write down the resolution to publish; the copies that are owed are listed with it."""
    review = load_open_review(session, viewer, review_id)
    errors = {}
    if not review.commissioned_on <= resolved_on <= today():
        errors["resolved_on"] = "The day must lie between the start of the review and today"
    if withdraw_on is not None and withdraw_on <= resolved_on:
        errors["withdraw_on"] = "The day it comes down must be after the resolution"
    if errors:
        raise Invalid(errors)
    row = publication_of(session, review)
    if row is None:
        row = Publication(partnership_id=review.partnership_id, review_id=review.id)
        session.add(row)
        _list_copies(session, review)
    elif row.version != version:
        raise StaleEdit("publication")
    row.channel, row.resolution, row.resolved_on = channel, resolution, resolved_on
    row.withdraw_on = withdraw_on
    session.flush()
    return row


def withdraw(
    session: Session, viewer: Viewer, *, review_id: UUID, on: date, version: int
) -> Publication:
    """The report has come down; it can still be asked for."""
    review, row = _of_review(session, viewer, review_id, version)
    if review.published_on is None:
        raise Conflict("It is not published, so it cannot be taken down.")
    if not review.published_on <= on <= today():
        raise Invalid({"on": "The day must lie between its publication and today"})
    row.withdrawn_on = on
    session.flush()
    return row


def add_copy(
    session: Session, viewer: Viewer, *, review_id: UUID, to: str, because: str
) -> OwedCopy:
    """Somebody else who must get the report."""
    review = load_review(session, viewer, review_id, Action.REVIEW_MANAGE)
    copy = _copy(review, to, because)
    session.add(copy)
    session.flush()
    return copy


def send_copy(
    session: Session, viewer: Viewer, *, copy_id: UUID, sent_on: date, proof: str, version: int
) -> OwedCopy:
    """A copy went; a link as proof is checked for being one, words are taken as they are."""
    copy = load_copy(session, viewer, copy_id)
    if copy.version != version:
        raise StaleEdit("copy")
    if "://" in proof and (problem := check_link(proof)):
        raise Invalid({"proof": problem})
    copy.sent_on, copy.proof = sent_on, proof
    session.flush()
    return copy


def load_copy(session: Session, viewer: Viewer, copy_id: UUID) -> OwedCopy:
    """A copy owed of a review that this person runs, else NotFound."""
    copy = session.get(OwedCopy, copy_id)
    if copy is None or copy.partnership_id != viewer.partnership_id:
        raise NotFound("copy")
    load_review(session, viewer, copy.review_id, Action.REVIEW_MANAGE)
    return copy


def publication_of(session: Session, review: Review) -> Publication | None:
    """What is known of its publication."""
    return session.scalar(select(Publication).where(Publication.review_id == review.id))


def copies_of(session: Session, review: Review) -> list[OwedCopy]:
    """Every copy that is owed, those that have not gone first."""
    found = session.scalars(select(OwedCopy).where(OwedCopy.review_id == review.id))
    return sorted(found, key=lambda c: (c.sent_on is not None, c.to))


def refuse_unready(session: Session, review: Review) -> None:
    """'Published' only after a resolution and a check by somebody else (R06)."""
    row = publication_of(session, review)
    if row is None:
        raise Conflict("Write down the resolution to publish it first.")
    if row.checked_on is None:
        raise Conflict("Somebody has to check the report for anything that could identify people.")
    refuse_other_file(session, review, row.checked_digest)


def refuse_other_file(session: Session, review: Review, digest: str) -> None:
    """Where drafts are kept, the report is the approved one and no other file (R38)."""
    if not drafts_of(session, review):
        return
    approved = approved_draft(session, review)
    if approved is None:
        raise Conflict("Drafts of the report are kept here, and none is approved yet.")
    if file_of(session, approved).digest != digest:
        raise Conflict(
            f"The file that was checked is not draft {approved.number}, which is approved. "
            "Check that very file."
        )


def _list_copies(session: Session, review: Review) -> None:
    owed = OWED.get(Statute(review.statute), ())
    if review.kind == ReviewKind.DEATH_REVIEW:
        owed = (FAMILY, *owed)
    session.add_all(_copy(review, to, because) for to, because in owed)


def _copy(review: Review, to: str, because: str) -> OwedCopy:
    return OwedCopy(
        partnership_id=review.partnership_id, review_id=review.id, to=to, because=because
    )


def _of_review(
    session: Session, viewer: Viewer, review_id: UUID, version: int
) -> tuple[Review, Publication]:
    review = load_review(session, viewer, review_id, Action.REVIEW_MANAGE)
    row = publication_of(session, review)
    if row is None:
        raise Conflict("Write down the resolution to publish it first.")
    if row.version != version:
        raise StaleEdit("publication")
    return review, row
