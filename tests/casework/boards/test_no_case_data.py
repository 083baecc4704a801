from __future__ import annotations

from wtforms import TextAreaField

from casework.boards.forms import figures, governance, letters, papers
from casework.boards.models import BoardProfile
from casework.db import Base
from casework.reviews.words import NO_NAMES

ROOMS = ("board_", "figure_")


def test_every_text_box_warns_against_naming_people() -> None:
    boxes = [
        field
        for module in (figures, governance, letters, papers)
        for form in vars(module).values()
        if isinstance(form, type) and form.__module__ == module.__name__
        for field in vars(form).values()
        if getattr(field, "field_class", None) is TextAreaField
    ]
    assert len(boxes) > 15
    assert all(NO_NAMES in field.kwargs["description"] for field in boxes)


def test_no_table_of_a_board_refers_to_a_case() -> None:
    ours = {t.name: t for t in Base.metadata.tables.values() if t.name.startswith(ROOMS)}
    named = {fk.column.table.name for table in ours.values() for fk in table.foreign_keys}
    assert BoardProfile.__tablename__ in ours
    assert named <= {*ours, "partnership", "conference", "agency", "person", "meeting"}
    assert not {c.name for t in ours.values() for c in t.columns} & {"case_id", "subject_id"}
