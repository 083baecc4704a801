"""Whoever reads an answer is not spoken to as its writer."""

from __future__ import annotations

import re

from casework.catalogue.reading import LABELS, TITLES, read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS

YOU = re.compile(r"\b[Yy]ou(r|rs)?\b")


def test_no_label_or_title_speaks_to_the_reader_as_if_they_had_written_it() -> None:
    assert [f.name for f in FIELDS.values() if YOU.search(read_label(f))] == []
    assert [s.name for s in SECTIONS.values() if YOU.search(read_title(s))] == []


def test_every_other_wording_belongs_to_something() -> None:
    assert set(LABELS) <= set(FIELDS)
    assert set(TITLES) <= set(SECTIONS)
