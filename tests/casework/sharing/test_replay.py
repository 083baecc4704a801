"""What was decided is decided again from what was recorded: the same, and otherwise by a draft."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from casework.agreements.models import Agreement
from casework.cases.facts import record_fact
from casework.cases.models import Case
from casework.clock import moved_to, now
from casework.disclosure.current import GATE
from casework.sharing.replay import Replayed, replay_period
from tests.casework.sharing.desk import Desk


def replayed(made: Desk, text: str | None = None) -> list[Replayed]:
    """Everything shown in the last day; beside a draft of this text."""
    with made.store.reading() as session:
        row = session.scalars(select(Agreement)).first()
        assert row is not None
        draft = None
        if text is not None:
            draft = Agreement(name=row.name, label="2.0", text=text)
        return list(
            replay_period(
                session, made.app.extensions[GATE], row.partnership_id,
                since=now() - timedelta(days=1), until=now() + timedelta(days=1), draft=draft,
            )
        )  # fmt: skip


def looks(made: Desk) -> None:
    for name in ("police", "victim_service", "coordinator", "housing"):
        made.browser(made.world.viewers[name]).page(f"/cases/{made.world.case.id}")


def test_what_was_shown_is_decided_again_the_same(desk: Desk) -> None:
    looks(desk)
    found = replayed(desk)
    assert found
    assert [r for r in found if not r.is_same] == []
    assert {r.draft for r in found} == {None}


def test_what_is_recorded_later_does_not_change_what_was_decided(desk: Desk) -> None:
    looks(desk)
    before = [(r.again.effect, r.again.clause) for r in replayed(desk)]
    with moved_to(now() + timedelta(hours=2)), desk.store.writing() as session:
        case = session.get_one(Case, desk.world.case.id)
        police = desk.world.viewers["police"]
        for name in ("serious_threat", "emergency_declared", "chair_approved"):
            record_fact(session, police, case=case, name=name, value="yes")
    assert [(r.again.effect, r.again.clause) for r in replayed(desk)] == before


def test_a_draft_says_what_would_have_been_shown(desk: Desk) -> None:
    looks(desk)
    with desk.store.reading() as session:
        text = session.scalars(select(Agreement.text)).one()
    assert not any(r.would_differ for r in replayed(desk, text))
    closed = text + NOTHING_FOR_THE_POLICE
    differing = [r for r in replayed(desk, closed) if r.would_differ]
    assert {r.person_id for r in differing} == {desk.world.viewers["victim_service"].person_id}


NOTHING_FOR_THE_POLICE = """
[[clause]]
number = "99.1"
words = "Nothing for victim services."
[[clause.rule]]
kind = "cap"
level = "withheld"
[clause.rule.applies]
agency_type = "victim_service"
"""
