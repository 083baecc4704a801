from __future__ import annotations

from wtforms import TextAreaField

from casework.db import Base
from casework.reviews import file_models, learning_models, models, plan_models, record_models
from casework.reviews.forms import learning, proof, recommendation, record, review
from casework.reviews.words import NO_NAMES


def test_every_text_box_warns_against_naming_people() -> None:
    forms = [
        form
        for module in (learning, proof, recommendation, record, review)
        for form in vars(module).values()
        if isinstance(form, type) and form.__module__ == module.__name__
    ]
    boxes = [
        field
        for form in forms
        for field in vars(form).values()
        if getattr(field, "field_class", None) is TextAreaField
    ]
    assert len(boxes) > 10
    assert all(NO_NAMES in field.kwargs["description"] for field in boxes)


def test_no_table_of_this_room_refers_to_a_case() -> None:
    ours = [t for t in Base.metadata.tables.values() if _of_this_room(t.name)]
    named = {fk.column.table.name for table in ours for fk in table.foreign_keys}
    assert len(ours) == 29
    assert named <= {t.name for t in ours} | {"partnership", "conference", "agency", "person"}


def _of_this_room(name: str) -> bool:
    found = [
        c
        for m in (file_models, models, plan_models, record_models, learning_models)
        for c in vars(m).values()
    ]
    classes = [c for c in found if isinstance(c, type) and issubclass(c, Base)]
    return name in {c.__tablename__ for c in classes if hasattr(c, "__tablename__")}
