"""The safe-address guard for every room that writes words about a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.opening import subjects
from casework.catalogue.field import Row
from casework.catalogue.sections import protected_fields
from casework.disclosure.guards import AddressFound, Words, refuse_protected, refuse_protected_in

PROTECTED = tuple(f.name for f in protected_fields())


def guard_texts(
    session: Session,
    viewer: Viewer,
    *,
    case: Case,
    texts: Mapping[str, str],
    subject_id: UUID | None = None,
) -> None:
    """Refuse texts (by catalogue field) that contain a safe address or number of this case."""
    guard_words(
        session, viewer, case=case, words=[Words(f, t, subject_id) for f, t in texts.items()]
    )


def guard_input(
    session: Session, viewer: Viewer, case: Case, *, field: str, text: str, name: str
) -> None:
    """Refuse one text; the refusal stands at the field `name` of the form it was typed in."""
    guard_inputs(session, viewer, case, texts={field: text}, names={field: name})


def guard_inputs(
    session: Session, viewer: Viewer, case: Case, *, texts: Mapping[str, str],
    names: Mapping[str, str],
) -> None:  # fmt: skip
    """The same for all texts of one form: one act asks once; `names` says where each was typed."""
    try:
        guard_texts(session, viewer, case=case, texts=texts)
    except AddressFound as found:
        raise found.beside(names) from None


def guard_words(session: Session, viewer: Viewer, *, case: Case, words: Iterable[Words]) -> None:
    """The same for words about several people at once."""
    held = matter(session, case, fields=PROTECTED, blanks=False)
    refuse_protected(session, viewer, held, words, known=_known(session, case))


def guard_case(session: Session, viewer: Viewer, *, case: Case) -> None:
    """Search everything written in a case before others may read it."""
    whole = matter(session, case, blanks=False)
    refuse_protected_in(session, viewer, whole, known=_known(session, case))


def _known(session: Session, case: Case) -> set[UUID]:
    """Where the person causing harm lives is what agencies plan against, and no safe address."""
    return {s.id for s in subjects(session, case) if s.kind == Row.ALLEGED_PERPETRATOR}
