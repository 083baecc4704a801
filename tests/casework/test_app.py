"""The composition root: refuses to start half-configured, and says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from casework import schema
from casework.accounts.current import ACCOUNTS
from casework.accounts.inviting import KIND as INVITATION
from casework.accounts.models import SignInAttempt
from casework.app import create_app
from casework.clock import now
from casework.config import Settings, load_settings
from casework.crypto.keyring import Keyring, save_keyring
from casework.db import Database
from casework.directory.models import Partnership
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import ConferError, ConfigurationError
from casework.notices.letters import WORK_WAITING
from casework.notices.models import Routine
from casework.startup.house import HOUSE
from casework.startup.standing import DESK
from casework.web.guard import FRESH


def add_partnership(store: Database, *, demonstration: bool) -> None:
    with store.writing() as session:
        session.add(Partnership(name="Testshire", created_at=now(), demonstration=demonstration))


def test_a_process_that_answers_says_so_without_a_version(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_invitations_and_the_number_of_waiting_things_can_be_mailed(app: Flask) -> None:
    assert set(app.extensions[DESK].composers) >= {INVITATION, WORK_WAITING}


def test_what_cannot_be_undone_asks_again_who_it_is(app: Flask) -> None:
    asked = {name for name, view in app.view_functions.items() if getattr(view, FRESH, False)}
    assert asked >= {
        "accounts.invite", "directory.appoint", "directory.appoint_at_table",
        "directory.end_appointment", "directory.end_at_table", "directory.hand_over",
        "directory.reinstate", "directory.welcome_back", "sharing.approve",
    }  # fmt: skip


def test_ready_means_that_every_part_did_its_work_for_real(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "checks": {"schema": "ok", "database": "ok", "ledger": "ok", "keys": "ok"},
    }


def test_asking_whether_it_is_ready_leaves_nothing_behind(
    client: FlaskClient, store: Database
) -> None:
    client.get("/readyz")
    with store.reading() as session:
        assert session.query(LedgerEntry).count() == 0
        assert session.query(Routine).count() == 0


def test_a_part_that_fails_is_named_and_its_reason_is_not(
    app: Flask, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as session:
        session.execute(text("DROP TABLE ledger_entry"))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"] | {"ledger": "failed"} == answer.json["checks"]
    assert "ledger_entry" not in answer.text


def test_a_wrong_root_key_is_refused(settings: Settings, tmp_path: Path) -> None:
    save_keyring(Keyring.generate(), tmp_path / "other.txt")
    with pytest.raises(ConferError, match="root key"):
        create_app(replace(settings, keyring_file=tmp_path / "other.txt"))


def test_a_database_of_another_revision_is_refused(settings: Settings, store: Database) -> None:
    with store.writing() as session:
        session.execute(text("DROP TABLE IF EXISTS alembic_version"))
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    with pytest.raises(schema.SchemaUnknown, match="db upgrade"):
        create_app(settings)


def test_a_real_partnership_with_its_keys_beside_its_data_is_refused(
    settings: Settings, store: Database
) -> None:
    add_partnership(store, demonstration=False)
    beside = replace(settings, instance=settings.keyring_file.parent.parent)
    with pytest.raises(ConfigurationError, match="CONFER_KEYS"):
        create_app(beside)


def test_a_demonstration_may_keep_its_keys_at_hand(settings: Settings, store: Database) -> None:
    add_partnership(store, demonstration=True)
    app = create_app(replace(settings, instance=settings.keyring_file.parent.parent))
    app.extensions[HOUSE].dispose()


def test_nothing_configured_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="make run"):
        load_settings(tmp_path, {})


def test_settings_come_from_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    lines = "# ours\n\nCONFER_SECRET_KEY=from-the-file\nCONFER_SMTP_HOST=mail.example\n"
    (tmp_path / "instance" / "confer.env").write_text(lines)
    found = load_settings(tmp_path, {"CONFER_SMTP_HOST": "other.example"})
    assert (found.secret_key, found.smtp_host) == ("from-the-file", "other.example")


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "confer.env").write_text("CONFER_SECRET_KEY=x\nnonsense\n")
    with pytest.raises(ConfigurationError, match="line 2"):
        load_settings(tmp_path, {})


def test_postgresql_wants_a_second_database_for_the_keys(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgresql://localhost/confer", "CONFER_SECRET_KEY": "x"}
    with pytest.raises(ConfigurationError, match="KEYS_DATABASE_URL"):
        load_settings(tmp_path, environ)


@pytest.mark.parametrize("port", ["no", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    environ = {"CONFER_SECRET_KEY": "x", "CONFER_SMTP_PORT": port}
    with pytest.raises(ConfigurationError, match="CONFER_SMTP_PORT"):
        load_settings(tmp_path, environ)


def test_settings_do_not_print_their_secrets(settings: Settings) -> None:
    assert settings.secret_key not in repr(settings)


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_other_end_is_known_by_the_word_of_as_many_proxies_as_are_set(
    settings: Settings, store: Database, proxies: int, seen: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))
    # What a client claims stands first; what our proxy saw stands last.
    claimed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    client = app.test_client()
    page = client.get("/account/sign-in", headers=claimed)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    typed = {"csrf_token": token, "email": "a@example.org", "password": "wrong horse battery"}
    client.post("/account/sign-in", data=typed, headers=claimed)
    room = app.extensions[ACCOUNTS]
    with store.reading() as session:
        keys = set(session.scalars(select(SignInAttempt.key)))
    app.extensions[HOUSE].dispose()
    assert room.counters.address(seen).key in keys


def test_a_number_of_proxies_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CONFER_PROXIES"):
        load_settings(tmp_path, {"CONFER_SECRET_KEY": "x", "CONFER_PROXIES": "many"})
