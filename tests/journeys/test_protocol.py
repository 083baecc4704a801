"""A protocol is changed, broken, mended, put in force; a rolled-back ledger is caught."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url

from casework.agreements.models import AgreementState
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.startup.standing import HeadKeeping
from tests.casework.cli.conftest import Installation
from tests.casework.disclosure.ledger_world import US, filled
from tests.casework.sharing.conftest import desk
from tests.casework.sharing.desk import Desk
from tests.casework.sharing.test_desk import fire_sees_money, only_holder_of_a_lifted_limit

__all__ = ["desk"]


def test_a_draft_is_changed_broken_mended_compared_approved_and_holds(desk: Desk) -> None:
    case = f"/cases/{desk.world.case.id}"
    fire, police = (desk.browser(desk.world.viewers[who]) for who in ("fire", "police"))
    police.page(case)
    client, url = desk.started()
    fire_sees_money(client, url)
    # Broken: an exception would lift what no rule says any more. Refused, and nothing changed.
    number, place = only_holder_of_a_lifted_limit(desk)
    before = desk.draft().text
    refused = client.submit(f"{url}/clauses/{number}/rules/{place}/remove")
    assert (refused.status_code, desk.draft().text) == (422, before)
    assert "There is a problem" in refused.text
    # Mended: the rule stays, and the draft goes on.
    assert "Would see more" in client.page(f"{url}/compare").words
    assert desk.world.agencies["fire"].name in client.page(f"{url}/compare").words
    version = str(desk.draft().version)
    proposed = client.submit(url, action=f"{url}/propose", button=("version", version))
    assert proposed.status_code == 302
    assert client.get(f"{url}/approve").status_code == 403
    assert desk.draft().state == AgreementState.PROPOSED
    desk.everybody_signs()
    second = desk.browser(desk.approver)
    assert second.submit(f"{url}/approve", {"confirm": "y"}).status_code == 302
    assert "version 1.1" in fire.page(case).words
    seen = desk.browser(desk.world.viewers["coordinator"]).page(f"{case}/seen").words
    assert "1.0" in seen
    assert "1.1" in seen


@pytest.mark.sqlite
def test_yesterdays_database_file_is_noticed_from_a_head_kept_elsewhere(
    installation: Installation, store: Database, keys: KeyStore, settings: Settings
) -> None:
    file = Path(make_url(settings.database_url).database or "")
    yesterday, elsewhere = file.parent / "yesterday", installation.folder / "kept-elsewhere"
    filled(store, 3)
    HeadKeeping(settings, keys).sign(store)
    _copy(store, file, yesterday)
    filled(store, 4, start=3)
    HeadKeeping(settings, keys).sign(store)
    shutil.copytree(settings.checkpoints, elsewhere)
    assert installation.run("ledger", "verify", "--against", elsewhere).exit_code == 0
    _copy(store, yesterday, file)
    told = installation.run("ledger", "verify", "--against", elsewhere)
    assert told.exit_code == 4, told.output
    assert str(US) in told.output


def _copy(store: Database, what: Path, where: Path) -> None:
    store.dispose()
    for tail in ("", "-wal", "-shm"):
        source, target = what.with_name(what.name + tail), where.with_name(where.name + tail)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
