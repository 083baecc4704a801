"""Forms of bringing in a plan: the file, and what its columns and its agencies are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FileField, SelectField

from casework.reviews.forms.parts import list_of
from casework.reviews.intake.columns import COLUMNS, Column
from casework.web.choices import SelectChoice, choice
from casework.web.forms import ConferForm, VersionedForm

# More words that nobody knows than this are looked at by mending the file.
MOST_AGENCIES = 60
KINDS = [choice(str(column), words) for column, words in COLUMNS.items()]


class UploadForm(ConferForm):
    """The file itself."""

    file = FileField(
        "Choose the action plan", description="XLSX, CSV or DOCX, up to 8 MB. Nothing is taken in "
        "before you have seen what was understood.",
    )  # fmt: skip


class ColumnsForm(VersionedForm):
    """Made anew for each file by `columns_form`."""

    def columns(self) -> dict[int, Column]:
        """What each column is."""
        return {
            int(name.removeprefix("column_")): Column(field.data)
            for name, field in self._fields.items()
            if name.startswith("column_")
        }

    def agencies(self, words: Sequence[str]) -> dict[str, str]:
        """Which agency is meant by each of the unknown words."""
        return {
            one: self._fields[f"agency_{at}"].data or ""
            for at, one in enumerate(words)
            if f"agency_{at}" in self._fields
        }


def columns_form(
    headings: Sequence[str], columns: Mapping[int, Column], version: int,
    unknown: Mapping[str, int], agencies: list[SelectChoice], chosen: Mapping[str, str],
) -> ColumnsForm:  # fmt: skip
    """A list for each column, and one for each word that names no agency."""
    fields: dict[str, Any] = {
        f"column_{at}": list_of(heading, f"what ‘{heading}’ is")
        for at, heading in enumerate(headings)
    }
    words = list(unknown)[:MOST_AGENCIES]
    fields |= {
        f"agency_{at}": list_of(
            f"Which agency is ‘{one}’?", hint=f"In {unknown[one]} cell{'s' * (unknown[one] != 1)}."
        )
        for at, one in enumerate(words)
    }
    saved: dict[str, Any] = {f"column_{at}": str(column) for at, column in columns.items()}
    saved |= {f"agency_{at}": chosen.get(one, "") for at, one in enumerate(words)}
    made = type("ColumnsOfFile", (ColumnsForm,), fields)
    known = [choice("", "None: keep those rows apart"), *agencies[1:]]
    form: ColumnsForm = made(data=saved | {"version": version})
    for name, field in form._fields.items():  # the fields were made above
        if isinstance(field, SelectField):
            field.choices = KINDS if name.startswith("column_") else known
    return form
