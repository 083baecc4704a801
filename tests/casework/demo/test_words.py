"""The words: nothing that could be somebody's, and a summary wherever an agency sees one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.matters import matter
from casework.cases.models import Case, SealedAnswer
from casework.cases.states import LIVE
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.demo import content
from casework.demo.composing import matrix_of, whole
from casework.directory.models import AppointmentRow
from casework.directory.viewers import viewer_of
from protocols.vocabulary import Effect
from tests.casework.demo.conftest import Loaded

PHONE = re.compile(r"(?<![\w])(?:\+44|0)[\d ]{9,12}\d")
# Ofcom keeps these ranges for stories: no call ever reaches anybody.
RESERVED = re.compile(r"01632 ?960\d{3}|07700 ?900\d{3}")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
# No postcode area is called ZZ.
NOWHERE = re.compile(r"ZZ9[789] \d[A-Z]{2}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _texts(value)


def _everything() -> Iterator[str]:
    names = ("partnership", "variants", "learning", "cases/marac_live", "cases/ccm_live")
    for name in (*names, "cases/asb_live", "cases/shorter"):
        yield from _texts(dict(content.read(name)))
    for turn, story in enumerate(content.short_stories()):
        yield from _texts(whole(story, turn))


def test_every_telephone_number_is_of_a_reserved_range() -> None:
    found = {m for text in _everything() for m in PHONE.findall(text)}
    assert found
    assert {m for m in found if not RESERVED.fullmatch(m)} == set()


def test_every_postcode_is_one_that_cannot_exist() -> None:
    found = {m for text in _everything() for m in POSTCODE.findall(text)}
    assert len(found) > 40
    assert {m for m in found if not NOWHERE.fullmatch(m)} == set()


def test_every_address_of_mail_leads_nowhere() -> None:
    found = {m for text in _everything() for m in EMAIL.findall(text)}
    assert {m for m in found if not m.rstrip(".").endswith("example.org")} == set()


def test_content_files_are_packaged() -> None:
    folder = files("casework.demo").joinpath("content")
    assert folder.joinpath("partnership.toml").is_file()


def test_no_two_stories_tell_the_same(session: Session) -> None:
    stories = [*content.full_stories(), *content.short_stories()]
    told = [s.get("account") or s["reason"]["why_here"] for s in stories]
    assert len(set(told)) == len(stories)
    assert len(content.full_stories()) >= 20


@pytest.mark.parametrize("total", [4, 8, 18, 24, 33, 38])
def test_points_of_the_matrix_come_to_the_total_wanted(total: int) -> None:
    assert abs(sum(map(int, matrix_of(total).values())) - total) <= 1


def test_each_section_that_somebody_sees_as_a_summary_has_one(
    loaded: Loaded, session: Session
) -> None:
    missing = defaultdict(set)
    for case in session.scalars(select(Case).where(Case.state.in_(LIVE))):
        held = matter(session, case, blanks=False)
        written = {i.section for i in held.items if FIELDS[i.field].is_summary}
        for viewer in _viewers(session, case):
            for item, decision in loaded.gate.decide(viewer, held):
                if decision.effect == Effect.SUMMARY and item.section not in written:
                    missing[case.reference].add(item.section)
    assert dict(missing) == {}


def test_live_cases_have_summaries_of_their_own(session: Session) -> None:
    live = select(Case.id).where(Case.state.in_(LIVE))
    asked = select(SealedAnswer.case_id, SealedAnswer.field).where(
        SealedAnswer.case_id.in_(live), SealedAnswer.field.startswith("summary.")
    )
    found = defaultdict(set)
    for case_id, name in session.execute(asked):
        found[case_id].add(name)
    assert len(found) == len(session.scalars(live).all())
    assert min(map(len, found.values())) >= 8


def test_each_summary_that_everybody_shares_belongs_to_a_section() -> None:
    assert set(content.variants()["summaries"]) <= set(SECTIONS)


def _viewers(session: Session, case: Case) -> list[Any]:
    people = session.scalars(
        select(AppointmentRow.person_id).where(
            AppointmentRow.conference_id == case.conference_id,
            AppointmentRow.role == "representative",
        )
    )
    return [viewer_of(session, person_id) for person_id in people]
