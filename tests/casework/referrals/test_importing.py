"""Referrals from another system: the same services, all or nothing each, errors with their path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from casework.cases.models import Case, SealedAnswer
from casework.catalogue.field import BETWEEN, Field, Kind
from casework.catalogue.schema import LISTS, SINGLES
from casework.catalogue.sections import sections
from casework.db import Database
from casework.directory.holdings import Owner, OwnerKind
from casework.directory.models import ConferenceKind, Person
from casework.referrals import handing
from casework.referrals.models import Referral, ReferralState
from casework.referrals.work import work_for
from tests.factories.referrals import World, answer_to, make_draft, make_world

Run = Callable[..., Result]


def document(world: World, conference: str = "domestic_abuse_marac", kind: str = "person") -> Any:
    """A whole document, made from the catalogue."""
    made: dict[str, Any] = {
        "conference": world.conference.name, "kind": kind, "route": "professional_judgement",
        "case": {}, "awareness": {}, "risk": {},
    }  # fmt: skip
    places = {row: name for name, row in (*LISTS.items(), *SINGLES.items())}
    for section in sections(conference, kind):
        for field in section.fields:
            _put(made, places, field)
    return made


def _put(made: dict[str, Any], places: dict[Any, str], field: Field) -> None:
    value = _value(field)
    if field.row in places:
        name = places[field.row]
        entry = made.setdefault(name, {} if name in SINGLES else [{}])
        (entry if isinstance(entry, dict) else entry[0])[field.short] = value
    elif field.name.startswith("awareness."):
        made["awareness"][field.short] = value
    elif field.name.startswith("risk."):
        made["risk"][field.short] = value
    elif field.name.startswith(("checklist.", "matrix.")):
        tool = "risk_checklist_24" if field.name.startswith("checklist") else "community_matrix"
        made["risk"]["instrument"] = tool
        made["risk"].setdefault("answers", {})[field.short] = value
    else:
        made["case"][field.name] = value


def _value(field: Field) -> Any:
    text = answer_to(field)
    if field.kind is Kind.NUMBER:
        return int(text)
    return text.split(BETWEEN) if field.kind is Kind.CHOICES or field.several else text


@pytest.fixture
def run(app: Flask, site: Database, world: World, tmp_path: Path) -> Run:
    """`referrals import` of one file, as the writer."""
    with site.reading() as session:
        email = session.get_one(Person, world.writer.person_id).email

    def do(content: Any, as_email: str = email) -> Result:
        file = tmp_path / "referrals.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        runner = app.test_cli_runner()
        return runner.invoke(args=["referrals", "import", str(file), "--as", as_email])

    return do


def test_the_schema_is_printed(app: Flask) -> None:
    printed = app.test_cli_runner().invoke(args=["referrals", "schema"])
    assert json.loads(printed.output)["title"] == "Referral to a conference"


def test_a_whole_document_waits_for_triage(site: Database, world: World, run: Run) -> None:
    result = run([document(world), {**document(world), "urgent": True}])
    assert result.exit_code == 0, result.output
    assert "1: taken as C-" in result.output
    assert "2 of 2 taken." in result.output
    with site.reading() as session:
        found = session.scalars(select(Referral)).all()
        assert {r.state for r in found} == {ReferralState.SUBMITTED}
        assert {r.urgent for r in found} == {True, False}
        assert session.scalars(select(Case.risk_level)).all() == ["high", "high"]


def test_one_bad_referral_leaves_nothing_behind_and_does_not_stop_the_others(
    site: Database, world: World, run: Run
) -> None:
    bad = document(world)
    del bad["victims"][0]["surname"]
    bad["awareness"]["agrees"] = "refused"
    del bad["awareness"]["reason_without_agreement"]
    result = run([bad, document(world)])
    assert result.exit_code == 1
    assert "$.victims[0].surname" in result.output
    assert "awareness.reason_without_agreement" in result.output
    assert "1 of 2 taken." in result.output
    with site.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_safe_address_in_a_document_is_refused_by_its_path_and_not_repeated(
    site: Database, world: World, run: Run
) -> None:
    bad = document(world)
    bad["case"]["incident_now.account"] = "He waited at 17 Zephyr Crescent."
    result = run(bad)
    assert result.exit_code == 1
    assert "$.incident_now.account: Line 1" in result.output
    assert "Zephyr" not in result.output
    with site.reading() as session:
        assert session.scalar(select(func.count()).select_from(SealedAnswer)) == 0


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"conference": "Nowhere"}, "$.conference"),
        ({"kind": "place"}, "$.victims"),
        ({"route": "whim"}, "$.route"),
        ({"victims": []}, "$: Add the person at risk"),
        ({"victims": [{}, {}]}, "$.victims"),
        ({"unheard": 1}, "$.unheard"),
        ({"place": {"name": "X"}}, "$.place"),
        ({"urgent": "yes"}, "$.urgent"),
        ({"children": {"given_name": "X"}}, "$.children"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(
    world: World, run: Run, change: dict[str, Any], path: str
) -> None:
    result = run({**document(world), **change})
    assert result.exit_code == 1
    assert path in result.output


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "[" * 100_000, "1" * 5000, '{"a": NaN}', '"text"']
)
def test_a_file_that_is_no_referral_gets_a_line_and_no_traceback(run: Run, content: str) -> None:
    result = run(content)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_only_somebody_who_may_write_can_import(site: Database, world: World, run: Run) -> None:
    with site.reading() as session:
        office = session.get_one(Person, world.coordinator.person_id).email
    assert run(document(world), office).exit_code == 1
    assert "Nobody" in run(document(world), "nobody@example.org").output


@pytest.mark.parametrize(("kind", "case"), [("ccm", "place"), ("ccm", "household")])
def test_every_kind_of_case_can_be_sent(
    site: Database, kind: str, case: str, app: Flask, tmp_path: Path
) -> None:
    with site.writing() as session:
        world = make_world(session, ConferenceKind(kind))
        email = session.get_one(Person, world.writer.person_id).email
    file = tmp_path / "one.json"
    file.write_text(json.dumps(document(world, kind, case)))
    result = app.test_cli_runner().invoke(args=["referrals", "import", str(file), "--as", email])
    assert result.exit_code == 0, result.output


def test_drafts_go_to_a_colleague_and_never_to_another_agency(site: Database, world: World) -> None:
    with site.writing() as session:
        referral, _ = make_draft(session, world)
        place, writer = world.partnership.id, Owner(OwnerKind.PERSON, world.writer.person_id)
        assert handing.held(session, place, writer).count == 1
        stranger, colleague = world.other_writer.person_id, world.colleague.person_id
        assert handing.hand_over(session, place, writer.id, stranger) == 0
        assert handing.hand_over(session, place, writer.id, colleague) == 1
        assert referral.author_id == colleague
        assert handing.held(session, place, writer).count == 0
        assert [w.kind for w in work_for(session, world.colleague)] == ["referral_draft"]
