"""`demo` on the command line, where there is nothing yet and beside a real partnership."""

from __future__ import annotations

from flask import Flask

from casework.db import Database
from tests.factories.directory import make_partnership


def test_accounts_of_an_empty_installation_say_how_to_load_it(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "accounts"])
    assert result.exit_code == 1
    assert "demo load" in result.output


def test_loading_refuses_beside_a_real_partnership(app: Flask, store: Database) -> None:
    with store.writing() as session:
        make_partnership(session)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "real partnership" in result.output


def test_loading_where_it_is_empty_leaves_a_real_partnership_in_peace(
    app: Flask, store: Database
) -> None:
    with store.writing() as session:
        make_partnership(session)
    result = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert result.exit_code == 0
    assert result.output == ""
    accounts = app.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    assert accounts.exit_code == 1
