"""The ledger and the key store on PostgreSQL: the fence, writers side by side, rotation."""

import os
from collections.abc import Iterator
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from casework.crypto import rotate
from casework.crypto.data_key import Scope, ScopeKind
from casework.crypto.failures import KeyShredded
from casework.crypto.key_database import KeyDatabase
from casework.crypto.keyring import Keyring
from casework.crypto.keystore import KeyStore
from casework.crypto.system import check_keys, found_keys
from casework.db import Database
from casework.disclosure.checkpoints import CheckpointFolder, Signer
from casework.disclosure.ledger import for_case
from casework.disclosure.verify import HeadSigner, Outcome, verify
from tests.casework.disclosure import ledger_world as world
from tests.casework.disclosure.ledger_world import CASE, US

SERVER = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A database of this module's own, dropped afterwards."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    name = f"confer_ledger_{uuid4().hex}"
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL here")
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    yield from world.made(server)
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ledger_entry, ledger_head, checkpoint_key"))
    engine.dispose()


@pytest.fixture
def store(server: str) -> Iterator[KeyStore]:
    keys = KeyStore(KeyDatabase(server), Keyring.generate())
    found_keys(keys)
    yield keys
    with keys.database.writing() as connection:
        connection.execute(text("DROP TABLE wrapped_key, tombstone, sealed_constant"))
    keys.database.dispose()


def test_writers_side_by_side_leave_no_gap(database: Database) -> None:
    def write() -> None:
        for number in range(8):
            world.filled(database, 2, number)

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert [entry.seq for entry in for_case(session, US, CASE)] == list(range(1, 65))
        assert verify(session, US).outcome is Outcome.INTACT


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "TRUNCATE ledger_head",
        "DELETE FROM ledger_head",
        "UPDATE ledger_head SET size = size - 1",
        "UPDATE ledger_head SET frontier = ''",
        """INSERT INTO ledger_entry SELECT * FROM ledger_entry
        ON CONFLICT (partnership_id, seq) DO UPDATE SET kind = 'x'""",
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_fence_refuses(database: Database, statement: str, role: str) -> None:
    world.filled(database, 3)
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:  # noqa: PT012  # the commit is what raises
        session.execute(text(f"SET LOCAL session_replication_role = {role}"))
        session.execute(text(statement))


def test_a_ledger_is_signed_and_an_altered_one_found(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, signer = CheckpointFolder(tmp_path_factory.mktemp("heads")), Signer(b"k" * 32)
    world.filled(database, 5)
    with database.reading() as session:
        HeadSigner(signer, folder).sign_head(session, US)
    world.without_fence(database, "DELETE FROM ledger_entry WHERE seq = 5")
    with database.writing() as session:
        session.execute(text("ALTER TABLE ledger_head DISABLE TRIGGER ALL"))
        session.execute(text("DELETE FROM ledger_head"))
    with database.reading() as session:
        found = verify(session, US, folder.kept(US, [signer.verifier]))
    assert found.exit_code == 4


def test_keys_are_kept_rotated_and_shredded(store: KeyStore) -> None:
    scopes = [Scope(ScopeKind.CASE, uuid4()) for _ in range(12)]
    for scope in scopes:
        store.create(scope)
    both = KeyStore(store.database, store.ring.with_new_key().activated(2))
    assert rotate.rewrap_all(both, batch=5) == 15
    check_keys(both)
    assert len(both.get_many(scopes)) == 12
    both.shred(scopes[:1])
    with pytest.raises(KeyShredded):
        both.ensure(scopes[0])
