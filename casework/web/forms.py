"""The base of every form: cleaned text, plain words, answers as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    PasswordField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectFieldBase

from casework.web.fields import VersionField

APART = (CSRFTokenField, VersionField, SubmitField)
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
UNSEEN = "must not include characters that cannot be shown. Delete them, or type the text again"
LONGEST_WORD = 60
MOST_NAMED = 5
ONE_OF, SOME_OF = "Select one of the options", "Select from the options shown"
NOT_OFFERED = {ONE_OF, SOME_OF}
A_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STALE = (
    "Somebody else changed this while you were working on it. What you typed is still here: "
    "compare it with what is saved, then save again."
)
PLAIN_WORDS: Mapping[str, str] = {
    "This field is required.": "Enter an answer",
    "Not a valid choice.": ONE_OF,
    "Not a valid choice": ONE_OF,
    "'%(value)s' is not a valid choice for this field.": SOME_OF,
    "'%(value)s' are not valid choices for this field.": SOME_OF,
    "Invalid Choice: could not coerce.": ONE_OF,
    "Invalid choice(s): one or more data inputs could not be coerced.": SOME_OF,
    "Not a valid integer value.": "Enter a whole number, for example 3",
    "Not a valid decimal value.": "Enter a number, for example 2.5",
    "Not a valid float value.": "Enter a number, for example 2.5",
    "Invalid email address.": "Enter an email address, for example name@example.org",
    "Number must be at least %(min)s.": "Enter a number that is %(min)s or more",
    "Number must be at most %(max)s.": "Enter a number that is %(max)s or less",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s",
}


def _said(field: Field) -> Any:
    # A text that was not sent at all is one that was left empty.
    return "" if field.data is None and isinstance(field, StringField) else field.data


class _PlainWords:
    """What WTForms would say, in our words."""

    def gettext(self, text: str) -> str:
        return PLAIN_WORDS.get(text, text)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


class _CleanMeta:
    """Mixed into the `Meta` of our forms: every text is cleaned before any field sees it."""

    def wrap_formdata(self, form: Form, formdata: Any) -> Any:
        given = super().wrap_formdata(form, formdata)  # type: ignore[misc]  # WTForms builds Meta by mixing
        return _cleaned(given, _raw_names(form)) if given else given

    def get_translations(self, _form: Form) -> _PlainWords:
        return _PlainWords()


class _Answers(Form):
    """What forms and their nested parts share."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Run the fields' own checks, then refuse text that no screen or database can hold."""
        good = super().validate(extra_validators)
        for field in self._fields.values():
            _name_what_is_gone(field)
        return all([good, *(_can_be_kept(field) for field in _texts(self))])

    def answers(self) -> dict[str, Any]:
        """Field name to value, for the service: no token, no version, no buttons."""
        return {n: _said(f) for n, f in self._fields.items() if not isinstance(f, APART)}

    def add_errors(self, errors: Mapping[str, str]) -> None:
        """Place a service's complaints beside their fields; the rest stands above the form."""
        for name, message in errors.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors = [*self.form_errors, message]
            else:
                field.errors = [*field.errors, message]


class ConferForm(_Answers, FlaskForm):
    """Base of every page's form."""

    class Meta(_CleanMeta, FlaskForm.Meta):
        """Cleaned input and plain words."""


class PartForm(_Answers):
    """Base of a form inside a form (`FormField`): the outer one carries the token."""

    class Meta(_CleanMeta, Form.Meta):
        """Cleaned input and plain words."""


class VersionedForm(ConferForm):
    """A form over a saved row: `VersionedForm(data={..., 'version': row.version})`."""

    version = VersionField()

    def is_stale(self, current: int) -> bool:
        """Whether the row moved on; says so above the form, with everything typed kept."""
        if self.version.number == current:
            return False
        self.form_errors = [*self.form_errors, STALE]
        return True

    def catch_up(self, current: int) -> None:
        """Let the next attempt save over the version that the person has now been shown."""
        self.version.data, self.version.raw_data = str(current), None


def _cleaned(given: MultiDict[str, Any], raw: frozenset[str]) -> MultiDict[str, Any]:
    pairs = given.items(multi=True)
    return MultiDict(
        (k, v if k in raw or isinstance(v, FileStorage) else _tidy(v)) for k, v in pairs
    )


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _raw_names(form: Form) -> frozenset[str]:
    return frozenset(f.name for f in form._fields.values() if isinstance(f, PasswordField))


def _name_what_is_gone(field: Field) -> None:
    """A choice that is offered no more has no box any more: what was chosen is said instead.

    Keys of rows say nothing to anybody, and are left out.
    """
    if not (isinstance(field, SelectFieldBase) and set(field.errors) & NOT_OFFERED):
        return
    offered = {str(value) for value, *_ in field.iter_choices()}
    gone = [w for w in map(str, field.raw_data or ()) if w not in offered and _is_word(w)]
    if gone:
        field.errors = [f"{field.errors[0]}. Not on offer now: {', '.join(gone[:MOST_NAMED])}"]


def _is_word(text: str) -> bool:
    return 0 < len(text) < LONGEST_WORD and text.isprintable() and not A_KEY.fullmatch(text)


def _texts(form: Form) -> Iterator[Field]:
    for field in form._fields.values():
        yield from _texts_in(field)


def _texts_in(field: Field) -> Iterator[Field]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _texts_in(entry)
    elif isinstance(field, StringField) and not isinstance(
        field, (CSRFTokenField, VersionField, FormField)
    ):
        yield field


def _can_be_kept(field: Field) -> bool:
    text = field.data if isinstance(field.data, str) else ""
    problem = _problem(text, LONGEST_TEXT if isinstance(field, TextAreaField) else LONGEST_LINE)
    if problem and not field.errors:
        field.errors = [f"{field.label.text} {problem}"]
    return not problem


def _problem(text: str, longest: int) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
        return UNSEEN
    return f"must be {longest:,} characters or fewer" if len(text) > longest else ""
