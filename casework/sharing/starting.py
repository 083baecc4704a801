"""Ways to begin a draft: from nothing, from a template, from another version or an upper tier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.clock import today
from casework.directory.models import Conference, ConferenceKind
from casework.errors import Invalid
from casework.sharing import service
from casework.sharing.slugs import slug
from protocols.clauses import SharingProtocol
from protocols.loader import load
from protocols.writer import write

BLANK = "blank"
TEMPLATE, VERSION = "template", "version"
NAME_LENGTH = 60


@lru_cache(maxsize=1)
def templates() -> dict[str, SharingProtocol]:
    """The documents that come with the program, the blank one apart."""
    found = sorted(files("protocols").joinpath("library").iterdir(), key=lambda f: f.name)
    texts = {f.name.removesuffix(".toml"): f for f in found if f.name.endswith(".toml")}
    return {n: load(f.read_text(encoding="utf-8")) for n, f in texts.items() if n != BLANK}


def begin(session: Session, viewer: Viewer, *, source: str, title: str, label: str) -> Agreement:
    """A protocol of its own, which begins as its source does; nothing in it has effect."""
    before = _source(session, viewer, source)
    name = _free_name(session, viewer.partnership_id, title)
    made = replace(
        before, id=name, title=title.strip(), version=label.strip(), starts=_start(before, today()),
        review_by=None, ends=None,
        conference_kinds=before.conference_kinds or _kinds(session, viewer.partnership_id),
    )  # fmt: skip
    return service.import_draft(session, viewer, text=write(made))


def _source(session: Session, viewer: Viewer, source: str) -> SharingProtocol:
    sort, _, name = source.partition(":")
    if sort == BLANK:
        text = files("protocols").joinpath("library/blank.toml").read_text(encoding="utf-8")
        return load(text)
    if sort == TEMPLATE and name in templates():
        return templates()[name]
    if sort == VERSION:
        row = agreements.load_agreement(session, viewer, UUID(name))
        return service.document(row)
    raise Invalid({"source": "Select what the draft begins with."})


def _free_name(session: Session, partnership_id: UUID, title: str) -> str:
    """A name that no protocol of the partnership has: examples and versions hang on it."""
    base = slug(title, "-", NAME_LENGTH - 4)
    if not base:
        raise Invalid({"title": "Use letters that can stand in a file as well."})
    taken = set(
        session.scalars(select(Agreement.name).where(Agreement.partnership_id == partnership_id))
    )
    tries = (f"{base}-{n}" if n > 1 else base for n in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _start(before: SharingProtocol, day: date) -> date:
    return max(before.starts, day)


def _kinds(session: Session, partnership_id: UUID) -> tuple[str, ...]:
    rows = session.scalars(
        select(Conference.kind).where(Conference.partnership_id == partnership_id).distinct()
    )
    return tuple(sorted(k for k in rows if k != ConferenceKind.BOARD))
