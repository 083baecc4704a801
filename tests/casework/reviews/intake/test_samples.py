"""Each messy plan is read as a careful person reads it; every oddity is said, nothing is done."""

from __future__ import annotations

from datetime import date

import pytest

from casework.reviews.intake.columns import guess
from casework.reviews.intake.opening import open_plan
from casework.reviews.intake.owners import Owners
from casework.reviews.intake.planned import Understood
from casework.reviews.intake.understanding import understand
from tests.casework.reviews.intake.samples import SAMPLES, Sample

TODAY, BEGAN = date(2030, 6, 15), date(2024, 1, 1)


def read(sample: Sample, owners: Owners) -> Understood:
    table = open_plan(sample.name, sample.content)
    return understand(table, guess(table.headings), owners, today=TODAY, began=BEGAN)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_plan_is_read_as_a_careful_person_reads_it(sample: Sample, owners: Owners) -> None:
    found = read(sample, owners)
    assert [
        (x.text, x.said, owners.names[x.agency_id], x.target_on, tuple(a.text for a in x.actions))
        for x in found.items
    ] == [(e.text, e.said, e.agency, e.target, e.actions) for e in sample.expected]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_oddity_is_said_beside_its_row(sample: Sample, owners: Owners) -> None:
    found = read(sample, owners)
    for item, expected in zip(found.items, sample.expected, strict=True):
        for words in expected.odd:
            assert any(odd.startswith(words) for odd in item.odd), (item.text, words, item.odd)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_rows_that_cannot_be_taken_are_kept_apart_with_their_reason(
    sample: Sample, owners: Owners
) -> None:
    found = read(sample, owners)
    assert [one.source.number for one in found.apart] == [row for row, _ in sample.apart]
    for one, (_, reason) in zip(found.apart, sample.apart, strict=True):
        assert reason in one.reason


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_what_was_left_out_is_said(sample: Sample, owners: Owners) -> None:
    notes = open_plan(sample.name, sample.content).notes
    for words in sample.notes:
        assert any(note.startswith(words) for note in notes), (words, notes)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_no_word_of_any_cell_is_lost(sample: Sample, owners: Owners) -> None:
    table = open_plan(sample.name, sample.content)
    found = read(sample, owners)
    kept = {
        (source.where, source.number): {words for _, words in source.words}
        for source in [
            *(row for item in found.items for row in item.rows), *(a.source for a in found.apart),
        ]
    }  # fmt: skip
    for row in table.rows:
        for cell in row.cells:
            if cell.text:
                assert any(cell.text in words for words in kept[row.where, row.number])
