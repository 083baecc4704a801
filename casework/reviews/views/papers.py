"""Sealed files and words of a review through the gate: names to list, and files to hand out."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Response

from casework.cases.sealing import keys_of
from casework.disclosure.current import gate
from casework.disclosure.files import opened_file
from casework.disclosure.ledger import Ledger
from casework.disclosure.places import REVIEW_FILE_TABLE
from casework.disclosure.shown import Revealed
from casework.reviews.file_models import ReviewFile
from casework.reviews.models import Review
from casework.reviews.sealed_page import PURPOSE
from casework.reviews.service.filing import NAME, papers_of
from casework.web.downloads import download
from casework.web.guard import viewer
from casework.web.transaction import database, reading


def revealed_papers(review: Review, about: Collection[UUID]) -> Revealed:
    """The names of files and the words about drafts that this person may read."""
    return gate().reveal([viewer()], papers_of(reading(), review, about), purpose=PURPOSE)


def handed_out(review: Review, row: ReviewFile, mark: str = "") -> Response:
    """The file as a download; its opening is in the ledger before the first byte leaves."""
    name = revealed_papers(review, [row.id]).by_field(NAME, about_id=row.id)
    content = opened_file(
        Ledger(database()), keys_of(reading()), viewer(), case_id=review.id,
        attachment_id=row.id, name=name, wrapped_key=row.wrapped_key, content=row.content,
        sealed_in=REVIEW_FILE_TABLE,
    )  # fmt: skip
    called = name.value if name and name.value else ""
    return download(content, row.media_type, f"{mark} {called}" if mark else called)
