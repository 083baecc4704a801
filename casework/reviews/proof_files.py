"""Files that prove something: what a page says of each, and which a verifier has not opened yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.disclosure.ledger import files_opened
from casework.errors import Conflict, NotFound
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Evidence, Recommendation
from casework.reviews.service.filing import files_about
from casework.web.uploads import TAKEN

OPEN_FIRST = "Open every file of the evidence before you accept it. Not opened by you yet: {}."


@dataclass(frozen=True, slots=True)
class ProofFile:
    """One file of a recommendation's evidence; it has no name of its own, so that none leaks."""

    id: UUID
    recommendation_id: UUID
    kind: str
    digest: str


def proof_files(
    session: Session, row: Recommendation, evidence: Collection[UUID]
) -> Mapping[UUID, ProofFile]:
    """The file of each piece of evidence that has one."""
    found = files_about(session, evidence)
    return {
        about: ProofFile(file.id, row.id, TAKEN[file.media_type].words, file.digest)
        for about, (file, *_) in found.items()
    }


def load_proof(session: Session, row: Recommendation, file_id: UUID) -> tuple[ReviewFile, int]:
    """A file of this recommendation's evidence and which piece it belongs to, else NotFound."""
    pieces = _pieces(session, row)
    file = session.get(ReviewFile, file_id)
    if file is None or file.about_id not in pieces:
        raise NotFound("file")
    return file, pieces.index(file.about_id) + 1


def refuse_unopened(session: Session, viewer: Viewer, row: Recommendation) -> None:
    """Nobody accepts what they have not looked at; the ledger knows what they opened."""
    pieces = _pieces(session, row)
    held = {about: files[0].id for about, files in files_about(session, pieces).items()}
    if not held:
        return
    seen = files_opened(
        session, row.partnership_id, case_id=row.review_id, person_id=viewer.person_id
    )
    left = [str(n) for n, key in enumerate(pieces, 1) if key in held and held[key] not in seen]
    if left:
        raise Conflict(OPEN_FIRST.format(f"piece {', '.join(left)}"))


def _pieces(session: Session, row: Recommendation) -> list[UUID]:
    # In the order of the page, so that 'piece 2' is the same everywhere.
    asked = select(Evidence.id).where(Evidence.recommendation_id == row.id)
    return list(session.scalars(asked.order_by(Evidence.submitted_at, Evidence.id)))
