"""The sealed record of a review: who is who, what happened when, and contact with the family.

It is read by the panel of that review alone, under an agreement of its own (`domain.md` 3.10).
"""

from __future__ import annotations

from casework.catalogue.field import Kind, SubjectKind
from casework.catalogue.section import Section, Sheet

_record = Sheet("review_record", SubjectKind.CASE)
_papers = Sheet("review_papers", SubjectKind.CASE)

RECORD = _record.page(
    "The sealed record of a review",
    "third_party",
    (
        _record("review.pseudonym", "Who is called what in the report", Kind.LONG_TEXT, "identity",
                4, "The real name and what the report calls them."),
        _record("review.chronology", "What happened, and which agency knew", Kind.LONG_TEXT,
                "incident", 4, "One event an entry. Say where it is recorded."),
        _record("review.family_contact", "Contact with the family", Kind.LONG_TEXT, "third_party",
                4, "Who was reached, how, and what they want to be told or asked."),
        _record("review.family_comment", "What the family says about the draft", Kind.LONG_TEXT,
                "victims_words", 4),
    ),
    on_form=False,
)  # fmt: skip

# Of files and drafts: shown beside them, never among the entries above.
PAPERS = _papers.page(
    "Papers of a review",
    "third_party",
    (
        _papers("review.file_name", "Name of the file", Kind.TEXT, "third_party", 4),
        _papers("review.draft_change", "What changed since the draft before", Kind.LONG_TEXT,
                "third_party", 4),
        _papers("review.draft_comment", "Comment on the draft", Kind.LONG_TEXT, "third_party", 4),
    ),
    on_form=False,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (RECORD, PAPERS)
