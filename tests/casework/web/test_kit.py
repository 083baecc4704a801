"""The kit beyond its shape: nothing typed is changed, errors lead to the right place."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from wtforms import Form, RadioField, SelectField, StringField, TextAreaField

from casework.web.choices import yes_no_unknown
from casework.web.forms import ConferForm
from tests.casework.web.build import SampleForm, SavedForm, posted
from tests.casework.web.conftest import Draw
from tests.steps import steps

CALLS_A_FIELD = 700


class Story(ConferForm):
    story = TextAreaField("What happened", render_kw={"count": 500})


def typed_back(html: str) -> str:
    """What a browser would send back: it drops the one line feed after the tag."""
    inside = html.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    return unescape(inside.removeprefix("\n"))


@pytest.mark.parametrize("text", ["one\ntwo\n  three", "\n\nafter two", "  <b>&amp;", "a\n\n\nb"])
def test_text_is_the_same_after_two_saves(web: Flask, draw: Draw, text: str) -> None:
    with web.test_request_context("/"):
        first = Story(data={"story": text})
        once = typed_back(draw("<ul>\n    {{ kit.field(form.story) }}</ul>", form=first))
        again = typed_back(draw("{{ kit.field(form.story) }}", form=Story(data={"story": once})))
    assert once == again == text


def test_nothing_a_person_typed_becomes_markup(web: Flask, draw: Draw) -> None:
    nasty = '"><script>alert(1)</script>'
    data = {"name": nasty, "story": nasty, "born-day": nasty, "count": nasty, "children": nasty}
    form = posted(web, SampleForm, data)
    drawn = draw("{{ kit.error_summary(form) }}{{ kit.fields(form) }}", form=form)
    assert "<script>" not in drawn


def test_error_link_leads_to_an_element_that_takes_focus(web: Flask, draw: Draw) -> None:
    form = posted(web, SampleForm, {"born-day": "1", "born-month": "1"})
    drawn = draw("{{ kit.error_summary(form) }}{{ kit.fields(form) }}", form=form)
    for target in ("name", "born-year", "children"):
        assert f'href="#{target}"' in drawn
        assert f'<input class="govuk-{"radios__" if target == "children" else ""}' in drawn
        assert drawn.count(f'id="{target}"') == 1


def test_hint_and_error_are_both_read_out(web: Flask, draw: Draw) -> None:
    form = posted(web, SampleForm, {"born-day": "1"})
    assert 'aria-describedby="born-hint born-error"' in draw(
        "{{ kit.field(form.born) }}", form=form
    )


def test_no_describedby_without_anything_to_describe(web: Flask, draw: Draw) -> None:
    with web.test_request_context("/"):
        assert "aria-describedby" not in draw("{{ kit.field(form.email) }}", form=SampleForm())


def test_fields_about_people_are_not_remembered_by_the_browser(web: Flask, draw: Draw) -> None:
    with web.test_request_context("/"):
        form = SampleForm()
    assert 'autocomplete="off"' in draw("{{ kit.field(form.name) }}", form=form)
    assert 'autocomplete="current-password"' in draw("{{ kit.field(form.password) }}", form=form)


def test_password_is_never_written_back(web: Flask, draw: Draw) -> None:
    form = posted(web, SampleForm, {"password": "hunter2"})
    assert "hunter2" not in draw("{{ kit.fields(form) }}", form=form)


def test_form_start_carries_the_hidden_fields(web: Flask, draw: Draw) -> None:
    with web.test_request_context("/"):
        drawn = draw("{{ kit.form_start(form) }}", form=SavedForm(data={"version": 4}))
    assert 'name="version" value="4"' in drawn
    assert "novalidate" in drawn


def test_a_form_four_times_as_large_is_four_times_the_work(draw: Draw) -> None:
    small, large = (_work(draw, _form(size)) for size in (5, 20))
    assert large < 4 * small
    assert small < 5 * 12 * CALLS_A_FIELD


def _work(draw: Draw, form: Form) -> int:
    draw("{{ kit.fields(form) }}", form=form)
    return steps(lambda: draw("{{ kit.fields(form) }}", form=form))


def _form(size: int) -> Form:
    fields: dict[str, object] = {
        f"text{n}": StringField(f"Text {n}", description="Hint") for n in range(6 * size)
    }
    fields |= {f"ask{n}": RadioField(f"Ask {n}", choices=yes_no_unknown()) for n in range(4 * size)}
    fields |= {f"pick{n}": SelectField(f"Pick {n}", choices=yes_no_unknown()) for n in range(size)}
    fields |= {f"story{n}": TextAreaField(f"Story {n}") for n in range(size)}
    made: type[Form] = type("Large", (Form,), fields)
    return made()
