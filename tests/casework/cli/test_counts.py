"""`protocol counts`: verified against the cases, and rebuilt from them."""

from __future__ import annotations

from sqlalchemy import update

from casework.cases.models import CaseState, CombinationCount
from casework.cases.recounting import recount
from casework.db import Database
from tests.casework.cli.conftest import Run
from tests.factories.world import make_world


def test_a_wrong_count_is_found_and_mended(run: Run, store: Database) -> None:
    with store.writing() as session:
        make_world(session, {"victim.surname": "Markervictim"}, state=CaseState.LISTED)
    recount(store)
    assert run("protocol", "counts", "verify").exit_code == 0
    with store.writing() as session:
        session.execute(update(CombinationCount).values(cases=9))
    found = run("protocol", "counts", "verify")
    assert found.exit_code == 2
    assert "is counted 9 and occurs 1 times" in found.output
    assert run("protocol", "counts", "rebuild").exit_code == 0
    assert run("protocol", "counts", "verify").exit_code == 0
