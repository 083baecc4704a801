"""The demonstration is loaded once, whole, and never beside a real partnership."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.answers import row_hash
from casework.cases.models import Case, CaseEvent, SealedAnswer
from casework.db import Database
from casework.demo import service
from casework.directory.models import Partnership
from casework.disclosure.verify import Outcome, verify
from casework.errors import ConfigurationError
from tests.casework.demo.conftest import KnownPasswords, Loaded
from tests.factories.directory import make_partnership


def test_loading_it_again_does_nothing(loaded: Loaded, session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(SealedAnswer))
    assert service.load(loaded.store, KnownPasswords()) is False  # type: ignore[arg-type]  # it does what is asked of it
    assert session.scalar(select(func.count()).select_from(SealedAnswer)) == before
    assert session.scalar(select(func.count()).select_from(Partnership)) == 1


def test_it_refuses_a_database_with_a_real_partnership(store: Database) -> None:
    with store.writing() as session:
        make_partnership(session)
    with pytest.raises(ConfigurationError, match="real partnership"):
        service.load(store, KnownPasswords())  # type: ignore[arg-type]  # it does what is asked of it


def test_it_names_no_accounts_where_it_is_not_loaded(store: Database) -> None:
    with store.reading() as session, pytest.raises(ConfigurationError, match="demo load"):
        service.accounts(session)


def test_a_load_that_fails_leaves_nothing_behind(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(service.learning, "plan", fails)
    with pytest.raises(RuntimeError):
        service.load(store, KnownPasswords())  # type: ignore[arg-type]  # it does what is asked of it
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Partnership)) == 0


def test_its_ledger_verifies_with_every_sealed_row(loaded: Loaded, session: Session) -> None:
    rows = [(a.id, row_hash(a)) for a in session.scalars(select(SealedAnswer))]
    verdict = verify(session, loaded.partnership_id, rows=rows)
    assert verdict.outcome is Outcome.INTACT, verdict.message
    assert verdict.size > len(rows) / 10


def test_nothing_in_it_happened_after_it_was_loaded(session: Session) -> None:
    latest = session.scalar(select(func.max(CaseEvent.at)))
    first = session.scalar(select(func.min(Case.opened_at)))
    assert latest is not None
    assert first is not None
    assert 600 < (latest - first).days < 740
