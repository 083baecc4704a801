"""The form of one page, made from its questions in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms import Field as FormPart

from casework.catalogue.field import BETWEEN, Field, Kind
from casework.catalogue.lawful_bases import BY_CODE
from casework.catalogue.section import Section
from casework.catalogue.validate import check_all
from casework.web.choices import choice
from casework.web.forms import VersionedForm

# More options than this are a list to pick from, fewer are buttons.
MOST_BUTTONS, MOST_UNDER = 8, 3
EXCLUSIVE = frozenset({"none", "unknown"})
LAWFUL_BASIS = "awareness.lawful_basis"
DATE_HINT = "For example, 27/03/2024. The month and year, or the year alone, will do."


class PageForm(VersionedForm):
    """A page of a referral; `section` is what it asks."""

    section: Section

    def typed(self) -> dict[str, str]:
        """What stands in the form, by catalogue name."""
        return {f.name: _text(self._fields[html_name(f.name)]) for f in self.section.fields}

    def read(self) -> dict[str, str] | None:
        """The answers in stored form; None where something has to be put right first."""
        # Both are asked, so that everything wrong is said at once.
        clean = self.validate()
        good, wrong = check_all({f.name: f for f in self.section.fields}, self.typed())
        self.add_errors(by_html_name(wrong))
        return good if clean and not wrong else None


def html_name(name: str) -> str:
    """The name of a question in a page: no dots, which mean something in a selector."""
    return name.replace(".", "-")


def by_html_name(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors beside the questions they are about."""
    return {html_name(name): words for name, words in errors.items()}


def form_for(
    section: Section, known: Mapping[str, str], *, version: int, needed: Collection[str]
) -> PageForm:
    """The form of a page, filled with what is known or with what was sent."""
    parts = {html_name(f.name): _part(f, needed=f.name in needed) for f in section.fields}
    made = type("PageFormOf", (PageForm,), {**parts, "section": section})
    data = {html_name(f.name): _shown(f, known.get(f.name, "")) for f in section.fields}
    form: PageForm = made(data={**data, "version": str(version)})
    return form


def _shown(field: Field, stored: str) -> Any:
    """A stored answer as a person would type it."""
    if field.kind is Kind.CHOICES:
        return stored.split(BETWEEN) if stored else []
    if field.kind is Kind.DATE:
        return "\n".join(_date(part) for part in stored.split(BETWEEN))
    return stored


def _date(stored: str) -> str:
    return "/".join(reversed(stored.split("-")))


def _text(part: FormPart) -> str:
    value = part.data
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value or "")


def _part(field: Field, *, needed: bool) -> FormPart:
    return _MAKERS[field.kind](field, _words(field, needed=needed))


def _words(field: Field, *, needed: bool) -> dict[str, Any]:
    plain = needed or field.required_when or field.kind is Kind.ITEM_SCORE
    label = field.label if plain else f"{field.label} (optional)"
    return {"label": label, "description": field.hint}


def _line(width: int | str = "", **more: str) -> Callable[[Field, dict[str, Any]], FormPart]:
    def make(_field: Field, words: dict[str, Any]) -> FormPart:
        return StringField(**words, render_kw={"width": width, **more})

    return make


def _area(rows: int) -> Callable[[Field, dict[str, Any]], FormPart]:
    return lambda _field, words: TextAreaField(**words, render_kw={"rows": rows})


def _a_date(field: Field, words: dict[str, Any]) -> FormPart:
    words["description"] = field.hint or DATE_HINT
    if field.several:
        return TextAreaField(**words, render_kw={"rows": 2})
    return StringField(**words, render_kw={"width": 10})


def _one_of(field: Field, words: dict[str, Any]) -> FormPart:
    # A list for what stands under another question, so that twelve of them fit on a page.
    if len(field.choices) > (MOST_UNDER if field.under else MOST_BUTTONS):
        options = [choice("", "Choose one"), *_options(field)]
        return SelectField(**words, choices=options, validate_choice=False)
    inline = len(field.choices) <= 3 and all(len(label) < 20 for _, label in field.choices)
    settings = {"inline": inline, "small": field.kind is Kind.ITEM_SCORE}
    return RadioField(**words, choices=_options(field), validate_choice=False, render_kw=settings)


def _some_of(field: Field, words: dict[str, Any]) -> FormPart:
    settings = {"small": len(field.choices) > MOST_BUTTONS}
    return SelectMultipleField(
        **words, choices=_options(field), validate_choice=False, render_kw=settings
    )


def _options(field: Field) -> list[Any]:
    several = field.kind is Kind.CHOICES
    if field.name == LAWFUL_BASIS:
        return list(_bases(field))
    return [
        choice(
            value, label,
            exclusive=several and value in EXCLUSIVE,
            divider="or" if several and value in EXCLUSIVE else "",
        )
        for value, label in field.choices
    ]  # fmt: skip


def _bases(field: Field) -> Iterator[Any]:
    # Nobody knows statutes by their sections: each says what it is used for.
    for value, label in field.choices:
        yield choice(value, label, hint=BY_CODE[value].use)


_MAKERS: Mapping[Kind, Callable[[Field, dict[str, Any]], FormPart]] = {
    Kind.TEXT: _line("two-thirds"),
    Kind.LONG_TEXT: _area(5),
    Kind.ADDRESS: _area(4),
    Kind.DATE: _a_date,
    Kind.POSTCODE: _line(10),
    Kind.NUMBER: _line(5, inputmode="numeric"),
    Kind.PHONE: lambda _field, words: TelField(**words, render_kw={"width": 20}),
    Kind.EMAIL: lambda _field, words: EmailField(**words, render_kw={"width": "two-thirds"}),
    Kind.YES_NO: _one_of,
    Kind.YES_NO_UNKNOWN: _one_of,
    Kind.CHOICE: _one_of,
    Kind.ITEM_SCORE: _one_of,
    Kind.CHOICES: _some_of,
}
assert _MAKERS.keys() == set(Kind)
