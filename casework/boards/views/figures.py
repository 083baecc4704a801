"""Figures year on year: the table, its files, and what people write beside it."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.boards.blueprint import bp
from casework.boards.figures import writing as figures_writing
from casework.boards.figures.files import to_csv, to_xlsx
from casework.boards.figures.measures import LABELS
from casework.boards.figures.periods import Period, period_of, periods_to_choose
from casework.boards.figures.reading import HOW_TO_READ
from casework.boards.figures.table import Table, breaks_of, event_words, events_of
from casework.boards.figures.table import table as table_of
from casework.boards.figures.writing_elsewhere import Theirs
from casework.boards.figures.writing_elsewhere import set_comparator as set_comparator_of
from casework.boards.forms.figures import (
    EARLIER,
    EVERY,
    ONE,
    SINGLE,
    BreakForm,
    CommentForm,
    ComparatorForm,
    EarlierForm,
    EventForm,
    TargetForm,
)
from casework.boards.vocabulary import Population
from casework.errors import NotFound
from casework.reviews.views.answering import answer
from casework.web.csv_text import csv_download
from casework.web.downloads import XLSX, download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/figures")
@allows(Action.REVIEW_READ)
def figures() -> str:
    """The table, with what has changed and what happened."""
    partnership, session = viewer().partnership_id, reading()
    return render_template(
        "boards/figures.html", table=_table(), periods=periods_to_choose(),
        breaks=breaks_of(session, partnership), labels=LABELS, reading=HOW_TO_READ,
        events=[event_words(e) for e in events_of(session, partnership)],
        may_write=viewer().may(Action.BOARD_MANAGE),
    )  # fmt: skip


@bp.get("/figures.csv")
@allows(Action.REVIEW_READ)
def figures_csv() -> Response:
    """The table for a spreadsheet."""
    found = _table()
    return csv_download(to_csv(found), _name(found, "csv"))


@bp.get("/figures.xlsx")
@allows(Action.REVIEW_READ)
def figures_xlsx() -> Response:
    """The table as a workbook."""
    found = _table()
    return download(to_xlsx(found), XLSX, _name(found, "xlsx"))


@bp.route("/figures/counted-differently", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_break() -> ResponseReturnValue:
    """From a day on a figure is counted differently."""
    form = BreakForm()
    form.measure.choices = EVERY
    return answer(
        form,
        lambda session: figures_writing.add_break(
            session, viewer(), measure=form.measure.data, on=form.on.data, reason=form.reason.data
        ),
        template="form_page.html", said="Saved: nothing is compared across that day",
        heading="A figure is counted differently", **_around(),
    )  # fmt: skip


@bp.route("/figures/what-happened", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_event() -> ResponseReturnValue:
    """Something that shows in the numbers."""
    form = EventForm()
    form.measure.choices = EVERY
    return answer(
        form,
        lambda session: figures_writing.add_event(
            session, viewer(), measure=form.measure.data, starts_on=form.starts_on.data,
            ends_on=form.ends_on.data, words=form.words.data,
        ),
        template="form_page.html", said="Saved: it stands beside the figures of that time",
        heading="Something happened that shows in the figures", **_around(),
    )  # fmt: skip


@bp.route("/figures/target", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def set_target() -> ResponseReturnValue:
    """What a figure should reach."""
    form = TargetForm()
    form.measure.choices = ONE
    return answer(
        form,
        lambda session: figures_writing.set_target(
            session, viewer(), measure=form.measure.data, starts_on=form.starts_on.data,
            at_least=form.direction.data == "at_least", value=form.value.data or 0,
        ),
        template="form_page.html", said="The target has been saved", heading="Set a target",
        **_around(),
    )  # fmt: skip


@bp.route("/figures/earlier", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def add_earlier() -> ResponseReturnValue:
    """A month before this system was used."""
    form = EarlierForm()
    form.measure.choices = EARLIER
    return answer(
        form,
        lambda session: figures_writing.add_earlier(
            session, viewer(), measure=form.measure.data, month=form.month.data,
            number=form.number.data, base=form.base.data, source=form.source.data,
        ),
        template="form_page.html", said="The month has been saved",
        heading="A month before this system was used", **_around(),
    )  # fmt: skip


@bp.route("/figures/another-area", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def set_comparator() -> ResponseReturnValue:
    """A figure of another area, with its source, its months and what is counted there."""
    form = ComparatorForm()
    form.measure.choices = SINGLE
    return answer(
        form,
        lambda session: set_comparator_of(
            session, viewer(), measure=form.measure.data, area=form.area.data or "",
            first=form.starts_on.data, last=form.ends_on.data,
            theirs=Theirs(
                form.number.data or 0, form.base.data, Population(form.denominator.data),
                form.population.data, form.own_population.data,
            ),
            definition=form.definition.data, same=form.same.data == "yes",
            source=form.source.data or "",
        ),
        template="form_page.html", said="Saved: it stands beside ours, with its source",
        heading="A figure of another area", **_around(),
    )  # fmt: skip


@bp.route("/figures/commentary", methods=["GET", "POST"])
@allows(Action.BOARD_MANAGE)
def comment() -> ResponseReturnValue:
    """Plain words about a figure; which one and when stand in the address."""
    measure, period = request.args.get("measure") or next(iter(LABELS)), _period()
    if measure not in LABELS:
        raise NotFound("figure")

    def version() -> int:
        known = figures_writing.comment_of(reading(), viewer(), measure, period.key)
        return known.version if known else 0

    known = figures_writing.comment_of(reading(), viewer(), measure, period.key)
    form = CommentForm(data={"version": version(), "words": known.words if known else ""})
    return answer(
        form,
        lambda session: figures_writing.comment(
            session, viewer(), measure=measure, period=period.key, words=form.words.data,
            version=form.version.number or 0,
        ),
        template="form_page.html", said="The words have been saved", heading=LABELS[measure],
        caption=period.label, current=version, **_around(),
    )  # fmt: skip


def _around() -> dict[str, Any]:
    back = url_for(".figures", period=_period().key)
    return {"back": back, "goto": back, "submit": "Save"}


def _period() -> Period:
    return period_of(request.args.get("period") or periods_to_choose()[0].key)


def _table() -> Table:
    return table_of(reading(), viewer().partnership_id, _period())


def _name(found: Table, ending: str) -> str:
    return f"figures-{found.period.key}.{ending}"
