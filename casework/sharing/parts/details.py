"""The title page: dates, purposes, conferences; how the protocol lives; what silence means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from casework.errors import Invalid
from casework.sharing.rules.vocabulary import ticked
from casework.web.choices import choice
from casework.web.fields import DatePartsField, WholeNumberField
from casework.web.forms import ConferForm
from casework.web.validators import enter
from protocols.clauses import SharingProtocol
from protocols.life import ALL, Life
from protocols.spelling import capitalised, headed
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN, Dimension, told_by

LINE = Length(max=200, message="Enter 200 characters or fewer")
TEXT = Length(max=2000, message="Enter 2,000 characters or fewer")


class DetailsForm(ConferForm):
    """What stands on the title page, and how the protocol lives."""

    seen = HiddenField()
    title = StringField("Title", [enter("the title"), LINE])
    summary = TextAreaField("In a few words", [Optional(), TEXT], render_kw={"rows": 3})
    owner = StringField("Who looks after it", [Optional(), LINE])
    starts = DatePartsField("Starts on", [enter("the day it starts")], thing="The start")
    ends = DatePartsField("Ends on, if it ends", [Optional()], thing="The end")
    review_by = DatePartsField("To be reviewed by", [Optional()], thing="The review")
    purposes = SelectMultipleField(
        "What is information shared for?", [Optional()], render_kw={"small": True, "fold": True},
        description="For any other purpose it opens nothing. Nothing ticked: rules alone decide.",
    )  # fmt: skip
    conference_kinds = SelectMultipleField(
        "For which conferences?", [Optional()], render_kw={"small": True}
    )
    everybody = RadioField(
        "When does it begin to hold?", [Optional()],
        choices=[choice("", "For each pair, once both have signed"),
                 choice(ALL, "Only once all parties have signed"),
                 choice("some", "Once this many have signed:")],
    )  # fmt: skip
    quorum = WholeNumberField("How many", [Optional()], render_kw={"width": 3})
    minor_changes = RadioField(
        "A small change", [Optional()],
        choices=[choice("signed", "Is signed again"), choice("notified", "Is made known only")],
    )  # fmt: skip
    notice_days = WholeNumberField(
        "Days of notice before a party leaves", [Optional()], render_kw={"width": 4}
    )
    review_overdue = RadioField(
        "When the review is overdue", [Optional()],
        choices=[choice("warn", "Everybody is warned"), choice("suspend", "Nothing is shared")],
    )  # fmt: skip
    keeping = TextAreaField("How long information is kept", [Optional(), TEXT])
    contact = StringField("Whom people concerned can ask", [Optional(), LINE])


def details_form(protocol: SharingProtocol, seen: str) -> DetailsForm:
    """The title page as it stands."""
    life = protocol.life
    some = life.quorum not in (0, ALL)
    form = DetailsForm(data={
        "seen": seen, "title": protocol.title, "summary": protocol.summary,
        "owner": protocol.owner, "starts": protocol.starts, "ends": protocol.ends,
        "review_by": protocol.review_by, "purposes": list(protocol.purposes),
        "conference_kinds": list(protocol.conference_kinds),
        "everybody": "some" if some else life.quorum or "", "quorum": life.quorum if some else None,
        "minor_changes": life.minor_changes, "notice_days": life.notice_days,
        "review_overdue": life.review_overdue, "keeping": life.keeping, "contact": life.contact,
    })  # fmt: skip
    for name, dimension in (("purposes", "purpose"), ("conference_kinds", "conference_kind")):
        words = ticked(protocol, protocol.vocabulary[dimension])
        form[name].choices = words  # type: ignore[attr-defined]  # both tick words
    return form


def with_details(protocol: SharingProtocol, form: DetailsForm) -> SharingProtocol:
    """The document with another title page."""
    starts = form.starts.data
    for name, said in (("ends", "The end"), ("review_by", "The review")):
        day: date | None = form[name].data
        if day is not None and starts is not None and day < starts:
            raise Invalid({name: f"{said} must be after the day it starts."})
    return replace(
        protocol, title=_text(form.title), summary=_text(form.summary), owner=_text(form.owner),
        starts=starts, ends=form.ends.data, review_by=form.review_by.data,
        purposes=_kept(form.purposes.data, protocol.purposes),
        conference_kinds=_kept(form.conference_kinds.data, protocol.conference_kinds),
        life=_life(protocol.life, form),
    )  # fmt: skip


def _life(before: Life, form: DetailsForm) -> Life:
    if form.everybody.data == "some" and not form.quorum.data:
        raise Invalid({"quorum": "Enter how many signatures are needed."})
    days = form.notice_days.data or 0
    if days > 3660:
        raise Invalid({"notice_days": "Enter ten years or less, in days."})
    return replace(
        before, quorum={"some": form.quorum.data, ALL: ALL}.get(form.everybody.data or "", 0) or 0,
        minor_changes=form.minor_changes.data or before.minor_changes, notice_days=days,
        review_overdue=form.review_overdue.data or before.review_overdue,
        keeping=_text(form.keeping), contact=_text(form.contact),
    )  # fmt: skip


class SilenceForm(ConferForm):
    """What it means that something is not said."""

    seen = HiddenField()


def silence_form(protocol: SharingProtocol, seen: str) -> SilenceForm:
    """One choice for each thing a question can leave unsaid."""
    fields = {f"s_{n}": _silence(d, protocol.absence) for n, d in _silent(protocol).items()}
    made: type[SilenceForm] = type("SilenceForm", (SilenceForm,), fields)
    return made(data={"seen": seen} | {f"s_{n}": v for n, v in protocol.absence.items()})


def with_silence(protocol: SharingProtocol, form: SilenceForm) -> SharingProtocol:
    """The document with other meanings of silence."""
    said = {n: form[f"s_{n}"].data for n in _silent(protocol) if form[f"s_{n}"].data}
    return replace(protocol, absence=said)


def _silent(protocol: SharingProtocol) -> dict[str, Dimension]:
    """What a question can leave unsaid, with what that means where the document says nothing."""
    found = replace(protocol, absence={}).vocabulary.dimensions
    return {n: d for n, d in found.items() if told_by(n) == n and not d.is_run_out}


def _silence(dimension: Dimension, absence: Mapping[str, str]) -> Any:
    usual = {UNKNOWN: "Not known", NOT_APPLICABLE: "Does not arise"}
    if dimension.kind.has_axes:
        usual["no"] = "None of them"
    elif len(dimension.words) <= 3:
        usual |= {w: headed(w) for w in dimension.words}
    silent = usual.get(dimension.absent, headed(dimension.absent))
    usual = {"": f"{silent}, as long as this protocol does not say otherwise", **usual}
    kept = absence.get(dimension.name, "")
    choices = usual if kept in usual else {**usual, kept: headed(kept)}
    label = capitalised(dimension.says)
    return SelectField(label, [Optional()], choices=[choice(k, v) for k, v in choices.items()])


def _text(field: Any) -> str:
    return (field.data or "").strip()


def _kept(chosen: list[str] | None, before: tuple[str, ...]) -> tuple[str, ...]:
    wanted = list(chosen or ())
    return tuple(dict.fromkeys([*(w for w in before if w in wanted), *wanted]))
