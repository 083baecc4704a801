"""The field kit draws what GOV.UK Frontend's own fixtures expect, tag by tag."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from wtforms import (
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm

from casework.web.choices import choice
from casework.web.fields import DatePartsField
from tests.casework.web.conftest import Draw

CASES = json.loads((Path(__file__).parent / "fixtures" / "govuk-frontend-6.3.0.json").read_text())
FIELDS: dict[str, type[Field]] = {
    "input": StringField,
    "textarea": TextAreaField,
    "radios": RadioField,
    "checkboxes": SelectMultipleField,
    "date-input": DatePartsField,
    "select": SelectField,
    "file-upload": FileField,
    "password-input": PasswordField,
}
# Where we differ on purpose: no browser memory by default, bold legends, a month may be a word.
OURS = {"govuk-fieldset__legend--s", "govuk-input--width-2", "govuk-input--width-4"}
APART = {"autocomplete", "disabled", "inputmode", "data-behaviour"}


class Shape(HTMLParser):
    """Tags, classes, attributes and words, without white space."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {k: _tidy(k, v) for k, v in attrs if k not in APART}
        self.seen.append((tag, dict(sorted(kept.items()))))

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.seen.append(words)


def _tidy(name: str, value: str | None) -> Any:
    if name == "class":
        return sorted(set((value or "").split()) - OURS)
    if name == "name" and value:
        return (
            value.rsplit("-", maxsplit=1)[-1] if value.endswith(("day", "month", "year")) else value
        )
    return value


def _name(case: dict[str, Any]) -> str:
    return f"{case['component']}: {case['name']}"


@pytest.mark.parametrize("case", [c for c in CASES if c["component"] in FIELDS], ids=_name)
def test_field_has_the_official_shape(draw: Draw, case: dict[str, Any]) -> None:
    drawn = draw("{{ kit.field(f) }}", f=_field(case["component"], case["options"]))
    assert Shape(drawn).seen == Shape(case["html"]).seen


@pytest.mark.parametrize("case", [c for c in CASES if c["component"] == "error-summary"], ids=_name)
def test_error_summary_has_the_official_shape(draw: Draw, case: dict[str, Any]) -> None:
    links = case["options"]["errorList"]
    names = [link.get("href", "").lstrip("#") or "x" for link in links]
    form = BaseForm({name: _unbound(StringField) for name in names})
    form.process()
    for link in links:
        if "href" in link:
            form[link["href"][1:]].errors = [link["text"]]
        else:
            form.form_errors = [link["text"]]
    assert Shape(draw("{{ kit.error_summary(form) }}", form=form)).seen == Shape(case["html"]).seen


def _field(component: str, options: dict[str, Any]) -> Field:
    words = options.get("label") or options["fieldset"]["legend"]
    name = options.get("name") or options["id"]
    extra = {"choices": list(_choices(options["items"]))} if component in CHOOSING else {}
    made = _unbound(
        FIELDS[component],
        words["text"],
        id=options.get("id") or options.get("idPrefix") or name,
        description=options.get("hint", {}).get("text", ""),
        render_kw=_settings(options),
        **extra,
    )
    form = BaseForm({name: made})
    form.process(data={name: _chosen(component, options)})
    form[name].errors = [options["errorMessage"]["text"]] if "errorMessage" in options else []
    return form[name]


def _unbound(kind: type[Field], *args: Any, **kwargs: Any) -> Any:
    """A declared field: the stubs cannot see that calling the class makes one."""
    return kind(*args, **kwargs)


CHOOSING = ("radios", "checkboxes", "select")


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = {k: options[k]["text"] for k in ("prefix", "suffix") if k in options}
    if "width-3" in options.get("classes", ""):
        settings["width"] = 3
    return settings | {"inline": "inline" in options.get("classes", "")}


def _choices(items: list[dict[str, Any]]) -> Any:
    divider = ""
    for item in items:
        if "divider" in item:
            divider = item["divider"]
            continue
        yield choice(str(item["value"]), item["text"], divider=divider)
        divider = ""


def _chosen(component: str, options: dict[str, Any]) -> Any:
    if component not in CHOOSING:
        return None
    marked = [str(i["value"]) for i in options["items"] if i.get("checked") or i.get("selected")]
    return marked if component == "checkboxes" else next(iter(marked), None)
