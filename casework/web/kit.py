"""What the field macros ask of Python: kinds of field, attributes, links of the error summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup, escape
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)

from casework.web.fields import DatePartsField

# First match wins, so a subclass stands before its parent.
KINDS: tuple[tuple[type[Field], str], ...] = (
    (HiddenField, "hidden"),
    (DatePartsField, "date"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (TextAreaField, "textarea"),
    (PasswordField, "password"),
    (FileField, "file"),
    (SubmitField, "submit"),
    (BooleanField, "checkbox"),
    (FormField, "form"),
    (FieldList, "list"),
)
INPUT_TYPES = {
    "EmailField": "email",
    "TelField": "tel",
    "SearchField": "search",
    "URLField": "url",
    "TimeField": "time",
}
NUMBERS = {
    "WholeNumberField": "numeric",
    "IntegerField": "numeric",
    "DecimalField": "decimal",
    "FloatField": "decimal",
}
# Settings of the kit in `render_kw`; everything else there becomes an attribute.
SETTINGS = frozenset(
    {
        "width",
        "rows",
        "inline",
        "small",
        "fold",
        "prefix",
        "suffix",
        "size",
        "heading",
        "count",
        "classes",
    }
)


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary; without `href` it concerns the whole form."""

    text: str
    href: str = ""


def kind(field: Field) -> str:
    """Which macro draws this field."""
    return _kind_of(type(field))  # type: ignore[arg-type]  # the stubs think classes unhashable


@lru_cache(maxsize=256)
def _kind_of(cls: type[Field]) -> str:
    return next((name for base, name in KINDS if issubclass(cls, base)), "text")


def attributes(field: Field, described_by: str = "") -> Markup:
    """Attributes of a text control; autocomplete is off by default: forms are about others."""
    given = dict.fromkeys(("autocomplete",), "off")
    if field.type in NUMBERS:
        given["inputmode"] = NUMBERS[field.type]
    given |= {k: v for k, v in (field.render_kw or {}).items() if k not in SETTINGS}
    if described_by:
        given["aria-describedby"] = described_by
    return Markup("".join(_attribute(k, v) for k, v in given.items()))  # noqa: S704  # each is escaped below


def input_type(field: Field) -> str:
    """The `type` of a one-line input; numbers are text with a numeric keyboard."""
    return INPUT_TYPES.get(field.type, "text")


def first_id(field: Field) -> str:
    """The element an error link takes the person to."""
    if isinstance(field, DatePartsField):
        return field.first_wrong_id
    return str(field.id)


def error_links(form: Form) -> list[ErrorLink]:
    """Every error of the form in the order of the page."""
    links = [ErrorLink(str(text)) for text in form.form_errors]
    for field in form:
        links.extend(_links_of(field))
    return links


def form_page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """Render a form's page: 422 when something has to be put right, else 200."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


def _links_of(field: Field) -> Iterator[ErrorLink]:
    if isinstance(field, FormField):
        yield from error_links(field.form)
    elif isinstance(field, FieldList):
        yield from (ErrorLink(str(e), f"#{field.id}") for e in field.errors if isinstance(e, str))
        for entry in field.entries:
            yield from _links_of(entry)
    elif kind(field) == "hidden":
        yield from (ErrorLink(str(text)) for text in field.errors)
    elif field.errors:
        yield ErrorLink(str(field.errors[0]), f"#{first_id(field)}")


def _attribute(name: str, value: Any) -> str:
    if value is False or value is None:
        return ""
    return f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
