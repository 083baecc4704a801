"""No value leaves by a side door: logs, error pages, notices, addresses, files of the database."""

from __future__ import annotations

import base64
import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, select, text, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework.cases.models import SealedAnswer
from casework.db import Base, Database
from casework.directory.models import Partnership
from casework.notices.models import Notice
from casework.startup.house import HOUSE
from tests.access.people import Browser, browser
from tests.leaks.crawl import walk
from tests.leaks.markers import Finder
from tests.leaks.world import World, make_world

# In a plain column: what the search must find.
CONTROL = "Zqplaincontrolqz"
SECRET = "Zqtypedpasswordqz"
TYPED = "Zqtypedandrefusedqz"


class Kept(logging.Handler):
    """Everything that any logger was told, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = [record.getMessage(), repr(record.args), repr(record.__dict__.get("exc_text"))]
        if record.exc_info:
            said.append(logging.Formatter().formatException(record.exc_info))
        self.lines.append(" ".join(said))


@dataclass
class Sunk:
    """A house in which much was done and much went wrong, with all that was said about it."""

    app: Flask
    world: World
    finder: Finder
    log: Kept
    broken: list[TestResponse]

    @property
    def store(self) -> Database:
        found: Database = self.app.extensions["confer_database"]
        return found


@pytest.fixture(scope="module")
def sunk(house: Flask) -> Iterator[Sunk]:
    log, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        with house.extensions["confer_database"].writing() as session:
            world = make_world(session)
            session.execute(update(Partnership).values(name=CONTROL))
        made = Sunk(
            house, world, Finder(world.written | world.summaries | set(world.private)), log, []
        )
        for who in ("police", "coordinator", "local_authority"):
            walk(house, world.people[who])
        _go_wrong(made)
        yield made
    finally:
        root.removeHandler(log)
        root.setLevel(before)


def _go_wrong(sunk: Sunk) -> None:
    """A view, the database, a damaged envelope, refused input, a wrong password."""
    logging.getLogger("casework.disclosure").debug("%s", CONTROL)
    case = sunk.world.cases["c"].id
    url = f"/cases/{case}"
    police = browser(sunk.app, sunk.world.people["police"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casework.casefile.views.pages.header_of", _fails)
        sunk.broken.append(police.get(url))
        patch.setattr("casework.casefile.views.pages.header_of", _fails_in_the_database)
        sunk.broken.append(police.get(url))
        patch.setattr("casework.disclosure.ledger.Ledger.record", _fails)
        sunk.broken.append(police.get(url))
    _type_and_be_refused(sunk, police, url)
    door = browser(sunk.app, None)
    sunk.broken.append(
        door.post("/account/sign-in", {"email": "a@example.org", "password": SECRET})
    )
    _damage_one(sunk)
    sunk.broken.append(police.get(url))


def _fails(*_: object, **__: object) -> object:
    raise RuntimeError(TYPED)


def _fails_in_the_database(session: Session, *_: object) -> object:
    return session.execute(text("SELECT * FROM nowhere WHERE x = :x"), {"x": TYPED})


def _type_and_be_refused(sunk: Sunk, police: Browser, url: str) -> None:
    for page, data in (
        (f"{url}/ask/health", {"necessity": TYPED, "purpose": TYPED}),
        (f"{url}/interest", {"nature": TYPED * 2000}),
        (f"{url}/standing", {"standings": [TYPED]}),
        ("/referrals/new", {"conference": TYPED, "kind": TYPED}),
        (f"/cases/?state={TYPED}&page={TYPED}", {}),
    ):
        sunk.broken.append(police.post(page, dict(data)))


def _damage_one(sunk: Sunk) -> None:
    case = sunk.world.cases["c"].id
    with sunk.store.writing() as session:
        answer = session.scalars(
            select(SealedAnswer).where(
                SealedAnswer.case_id == case, SealedAnswer.field == "victim.given_name"
            )
        ).one()
        answer.envelope = answer.envelope[:-1] + bytes([answer.envelope[-1] ^ 1])


def test_every_induced_error_was_one(sunk: Sunk) -> None:
    assert [r.status_code for r in sunk.broken[:3]] == [500, 500, 500]
    assert all(r.status_code in (400, 404, 405, 422, 200, 302) for r in sunk.broken[3:])
    assert "cannot be read" in sunk.broken[-1].text


def test_no_error_page_says_what_went_wrong(sunk: Sunk) -> None:
    for answer in sunk.broken[:3]:
        for word in (TYPED, "Traceback", "RuntimeError", "SELECT", "/work/", "sqlalchemy"):
            assert word not in answer.text, word
        assert sunk.finder(answer.text) == set()


def test_no_log_line_holds_a_value_or_a_secret(sunk: Sunk) -> None:
    said = "\n".join(sunk.log.lines)
    assert CONTROL in said
    assert sunk.finder(said) == set()
    assert [word for word in (SECRET, TYPED) if word in said] == []


def test_no_notice_holds_a_value(sunk: Sunk) -> None:
    with sunk.store.reading() as session:
        rows = "\n".join(repr(vars(n)) for n in session.scalars(select(Notice)))
    assert sunk.finder(rows) == set()


def test_no_table_holds_a_value_in_any_column(sunk: Sunk) -> None:
    """Row by row, as a dump would write it; also on PostgreSQL."""
    dump = []
    with sunk.store.reading() as session:
        for table in Base.metadata.sorted_tables:
            dump += [repr(tuple(row)) for row in session.execute(select(table))]
    everything = "\n".join(dump)
    assert CONTROL in everything
    assert sunk.finder(everything) == set()
    assert [word for word in (SECRET, TYPED) if word in everything] == []


@pytest.mark.sqlite
def test_no_file_of_the_database_holds_a_value_in_any_spelling(sunk: Sunk) -> None:
    files = _files(sunk.app)
    assert any(p.name.endswith("-wal") for p in files) or len(files) >= 2
    held = {p: p.read_bytes() for p in files}
    assert any(CONTROL.encode() in data for data in held.values()), "the search finds plaintext"
    markers = sorted(sunk.world.written)[::9]
    words = [f"Zq{m.case}{m.field.replace('.', '').replace('_', '')}qz" for m in markers]
    for word in (*words, SECRET, TYPED):
        for needle in _spellings(word):
            assert [p.name for p, data in held.items() if needle in data] == [], word


def _files(app: Flask) -> list[Path]:
    settings = app.extensions[HOUSE].settings
    found: list[Path] = []
    for url in (settings.database_url, settings.keys_url):
        name = Path(make_url(url).database or "")
        found += [p for p in name.parent.iterdir() if p.name.startswith(name.name)]
    found += [p for p in Path(settings.instance).rglob("*") if p.is_file()]
    return found


def _spellings(word: str) -> list[bytes]:
    plain = word.encode()
    return [
        plain, plain.lower(), plain.upper(), word.encode("utf-16-le"), word.encode("utf-16-be"),
        plain.hex().encode(), plain[::-1], base64.b64encode(plain).rstrip(b"=")[:-2],
        base64.b64encode(b"x" + plain)[2:-4], zlib.compress(plain),
    ]  # fmt: skip
