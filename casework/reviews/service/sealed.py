"""The sealed record of a review: written and read by its panel alone, under a key of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.catalogue.declared.afterwards.review import RECORD
from casework.catalogue.sections import FIELDS
from casework.clock import now
from casework.crypto.data_key import ScopeKeys
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.db import new_id
from casework.directory.names import agency_codes, agency_names
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.matter import ON_CASE, Item, Matter
from casework.disclosure.places import ENTRY_TABLE, answer_place, review_scope
from casework.errors import Invalid, NotFound
from casework.reviews.access import load_review, refuse_closed
from casework.reviews.models import Review
from casework.reviews.record_models import ReviewEntry
from casework.reviews.service.kept_rows import entry_hash
from casework.reviews.service.panel import members
from casework.reviews.vocabulary import Seat

PANEL = "review_panel"
NAMES = tuple(f.name for f in RECORD.fields)
# An event carries its day in front of its words, under the same seal.
DATED = frozenset({"review.chronology", "review.family_contact"})
LONGEST = 4000


def open_record(session: Session, viewer: Viewer, review_id: UUID) -> Review:
    """The review, for whoever chairs it or sits on its panel now; anybody else finds nothing."""
    review = load_review(session, viewer, review_id)
    if not is_on_panel(session, viewer, review):
        raise NotFound("record")
    return review


def is_on_panel(session: Session, viewer: Viewer, review: Review) -> bool:
    """Whether this person chairs it or sits on its panel today; an observer does not."""
    return viewer.person_id in _panel(session, review)


def matter_of(
    session: Session, review: Review, *, fields: Collection[str] = NAMES,
    about: Collection[UUID] | None = None,
) -> Matter:  # fmt: skip
    """The record as the gate takes it: who sits on the panel, and the sealed entries.

    With `about` only words about these files and drafts.
    """
    asked = select(ReviewEntry).where(
        ReviewEntry.review_id == review.id, ReviewEntry.current.is_(True),
        ReviewEntry.field.in_(fields),
    )  # fmt: skip
    if about is not None:
        asked = asked.where(ReviewEntry.about_id.in_(about))
    rows = session.scalars(asked.order_by(ReviewEntry.written_at, ReviewEntry.id))
    on_panel = frozenset({ON_CASE})
    return Matter(
        partnership_id=review.partnership_id, case_id=review.id,
        conference_id=review.conference_id, conference_kind=PANEL, stage="monitoring",
        risk_level="unknown", items=tuple(map(_item, rows)),
        person_standings=dict.fromkeys(_panel(session, review), on_panel),
        agency_codes=agency_codes(session, review.partnership_id),
        agency_names=agency_names(session, review.partnership_id), sealed_in=ENTRY_TABLE,
    )  # fmt: skip


def write_entry(
    session: Session, viewer: Viewer, *, review_id: UUID, field: str, text: str,
    happened_on: date | None = None, corrects_id: UUID | None = None,
) -> ReviewEntry:  # fmt: skip
    """Seal one entry; a correction takes the place of the one before, which is kept."""
    review = open_record(session, viewer, review_id)
    _check(review, field, text, happened_on)
    before = _corrected(session, review, corrects_id, field)
    words = f"{happened_on.isoformat()}\n{text}" if happened_on else text
    return keep_words(
        session, viewer, review, field=field, words=words,
        supersedes_id=before.id if before else None,
    )  # fmt: skip


def keep_words(
    session: Session, viewer: Viewer, review: Review, *, field: str, words: str,
    about_id: UUID | None = None, supersedes_id: UUID | None = None,
) -> ReviewEntry:  # fmt: skip
    """Seal words under the key of the review; who may write what is the caller's."""
    keys, key = review_keys(session, review), new_id()
    row = ReviewEntry(
        id=key, partnership_id=review.partnership_id, review_id=review.id, field=field,
        envelope=seal(keys, answer_place(field, key, ENTRY_TABLE), words), about_id=about_id,
        agency_id=viewer.agency_id, author_id=viewer.person_id, written_at=now(),
        supersedes_id=supersedes_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(session, _entry(viewer, row, Kind.REVIEW_WRITTEN))
    return row


def review_keys(session: Session, review: Review) -> ScopeKeys:
    """The keys of this review, made when it first needs one."""
    store = cast(KeyStore, session.info["keys"])
    store.ensure(review_scope(review.id))
    return store.keys(review_scope(review.id))


def set_aside(session: Session, viewer: Viewer, *, review_id: UUID, entry_id: UUID) -> None:
    """Take an entry out of the record; it stays in the history, and the ledger says who did it."""
    review = open_record(session, viewer, review_id)
    refuse_closed(review)
    row = _current(session, review, entry_id)
    row.current = False
    session.flush()
    append(session, _entry(viewer, row, Kind.REVIEW_SET_ASIDE))


def field_of(session: Session, review: Review, entry_id: UUID) -> str:
    """What kind of entry it is; NotFound for one that is not of this record, or no longer."""
    return _current(session, review, entry_id).field


def _panel(session: Session, review: Review) -> set[UUID]:
    seated = {
        m.person_id for m in members(session, review) if m.until is None and m.seat != Seat.OBSERVER
    }
    return seated | ({review.chair_id} if review.chair_id else set())


def _item(row: ReviewEntry) -> Item:
    spec = FIELDS[row.field]
    return Item(
        field=row.field, label=spec.label, section=spec.section, subject=spec.subject,
        subject_id=None, category=spec.category, sensitivity=spec.sensitivity, answer_id=row.id,
        envelope=row.envelope, origin_agency_id=row.agency_id, author_id=row.author_id,
        given_at=row.written_at, about_id=row.about_id,
    )  # fmt: skip


def _check(review: Review, field: str, text: str, happened_on: date | None) -> None:
    refuse_closed(review)
    errors = {}
    if field not in NAMES:
        raise NotFound("kind of entry")
    if not text:
        errors["text"] = "Enter what is to be kept"
    elif len(text) > LONGEST:
        errors["text"] = f"An entry must be {LONGEST:,} characters or fewer"
    if field in DATED and happened_on is None:
        errors["happened_on"] = "Enter the day on which it happened"
    if errors:
        raise Invalid(errors)


def _corrected(
    session: Session, review: Review, entry_id: UUID | None, field: str
) -> ReviewEntry | None:
    if entry_id is None:
        return None
    before = _current(session, review, entry_id)
    if before.field != field:
        raise NotFound("entry")
    before.current = False
    return before


def _current(session: Session, review: Review, entry_id: UUID) -> ReviewEntry:
    row = session.get(ReviewEntry, entry_id)
    if row is None or row.review_id != review.id or not row.current or row.field not in NAMES:
        raise NotFound("entry")
    return row


def _entry(viewer: Viewer, row: ReviewEntry, kind: Kind) -> Entry:
    return Entry(
        kind=kind, partnership_id=row.partnership_id, at=now(),
        actor_id=viewer.person_id, agency_id=viewer.agency_id, case_id=row.review_id,
        object_id=row.id, detail={"field": row.field, "hash": entry_hash(row)},
    )  # fmt: skip
