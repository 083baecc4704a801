"""`backup`: a whole copy while others write, and back, with what was shredded still gone."""

from __future__ import annotations

import json
import stat
import uuid
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select

from casework.cases.models import CaseState
from casework.cases.recounting import recount
from casework.cases.tally import tally
from casework.clock import now
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.failures import KeyMissing
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.directory.models import Partnership
from casework.startup.keyring_file import KeyringFile
from tests.casework.cli.conftest import Installation
from tests.factories.world import bring_to, make_world


def add(store: Database, name: str) -> None:
    with store.writing() as session:
        session.add(Partnership(name=name, created_at=now()))


def names(store: Database) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Partnership.name).order_by(Partnership.name)))


@pytest.fixture
def out(installation: Installation) -> Path:
    return installation.folder / "backup"


def test_what_was_there_comes_back_and_what_came_later_is_gone(
    installation: Installation, store: Database, out: Path
) -> None:
    add(store, "Before")
    made = installation.run("backup", "create", out)
    assert made.exit_code == 0, made.output
    add(store, "Later")
    store.dispose()
    back = installation.run("backup", "restore", out, "--force")
    assert back.exit_code == 0, back.output
    assert names(store) == ["Before"]


def test_counts_of_live_cases_in_a_copy_are_not_believed(
    installation: Installation, keys: KeyStore, store: Database, out: Path
) -> None:
    """It may be older than the program, which then reads cases in another way."""
    with store.writing() as session:
        world = make_world(session)
        bring_to(session, world, CaseState.LISTED)
    recount(store)
    installation.run("backup", "create", out)
    store.dispose()
    back = installation.run("backup", "restore", out, "--force")
    assert back.exit_code == 0, back.output
    with store.reading() as session:
        assert set(tally(session, world.partnership.id).changed) == {world.case.id}


def test_nothing_that_is_there_is_replaced_unasked(
    installation: Installation, store: Database, out: Path
) -> None:
    add(store, "Before")
    installation.run("backup", "create", out)
    add(store, "Later")
    told = installation.run("backup", "restore", out)
    assert told.exit_code == 1
    assert "--force" in told.output
    assert names(store) == ["Before", "Later"]


def test_data_and_keys_are_two_artefacts_for_their_owner_alone(
    installation: Installation, out: Path
) -> None:
    installation.run("backup", "create", out)
    assert {path.name for path in (out / "data").iterdir()} == {"backup.json", "cases"}
    assert "keyring.txt" in {path.name for path in (out / "keys").iterdir()}
    for path in [out, out / "data", out / "keys", out / "data" / "cases", out / "keys" / "keys"]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_root_key_stays_where_it_is_when_asked(installation: Installation, out: Path) -> None:
    installation.run("backup", "create", out, "--without-root-key")
    assert {path.name for path in (out / "keys").iterdir()} == {"backup.json", "keys"}


def test_a_copy_that_was_touched_is_refused_before_anything_is_replaced(
    installation: Installation, store: Database, out: Path
) -> None:
    add(store, "Before")
    installation.run("backup", "create", out)
    with (out / "data" / "cases").open("ab") as file:
        file.write(b"more")
    told = installation.run("backup", "restore", out, "--force")
    assert told.exit_code == 1
    assert "not as it was copied" in told.output
    assert names(store) == ["Before"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99, "files": {}}'])
def test_a_folder_that_is_no_backup_is_refused(
    installation: Installation, out: Path, content: str
) -> None:
    installation.run("backup", "create", out)
    (out / "keys" / "backup.json").write_text(content)
    told = installation.run("backup", "restore", out, "--force")
    assert told.exit_code == 1
    assert "Traceback" not in told.output


def test_a_list_that_names_a_file_outside_is_refused(installation: Installation, out: Path) -> None:
    installation.run("backup", "create", out)
    listed = json.loads((out / "data" / "backup.json").read_text())
    listed["files"]["../../etc/passwd"] = "0" * 64
    (out / "data" / "backup.json").write_text(json.dumps(listed))
    assert installation.run("backup", "restore", out, "--force").exit_code == 1


def test_what_was_shredded_since_stays_shredded(
    installation: Installation, keys: KeyStore, store: Database, out: Path
) -> None:
    case = Scope(ScopeKind.CASE, uuid.uuid4())
    keys.create(case)
    installation.run("backup", "create", out)
    keys.shred([case])
    keys.database.engine.dispose()
    store.dispose()
    assert installation.run("backup", "restore", out, "--force").exit_code == 0
    restored = KeyStore(
        KeyDatabase(installation.urls.keys), KeyringFile(installation.keys / "keyring.txt")
    )
    with pytest.raises(KeyMissing):
        restored.get(case)
    restored.database.engine.dispose()


def test_a_copy_made_while_others_write_is_whole(
    installation: Installation, store: Database, out: Path
) -> None:
    done = False

    def write() -> None:
        number = 0
        while not done and number < 500:
            # Always two at once: a copy that holds an odd number caught half of a save.
            with store.writing() as session:
                session.add_all(
                    Partnership(name=f"{number}{side}", created_at=now()) for side in "ab"
                )
            number += 1

    writer = Thread(target=write)
    writer.start()
    made = [installation.run("backup", "create", out / str(n)).exit_code for n in range(3)]
    done = True
    writer.join()
    store.dispose()
    assert made == [0, 0, 0]
    assert installation.run("backup", "restore", out / "2", "--force").exit_code == 0
    with store.reading() as session:
        count = session.scalar(select(func.count()).select_from(Partnership))
    assert count is not None
    assert count % 2 == 0
