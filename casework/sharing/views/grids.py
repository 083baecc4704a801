"""A table of who sees what, for one clause: its rules at once."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.errors import Invalid
from casework.sharing import edits
from casework.sharing.blueprint import bp
from casework.sharing.marks import mark
from casework.sharing.rules.grid import (
    NARROWER,
    CellsForm,
    axes_form,
    cell_name,
    cells_form,
    cells_of,
    rules_of,
)
from casework.sharing.views.editing import clause_of, draft_of, saved
from casework.web.guard import allows
from protocols.clauses import SharingProtocol

MOST_CELLS = 600


@bp.route("/<uuid:agreement_id>/clauses/<number>/table", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def grid(agreement_id: UUID, number: str) -> ResponseReturnValue:
    """First the edges of the table, by its address; then its cells."""
    row, protocol = draft_of(agreement_id)
    clause = clause_of(protocol, number)
    axes = axes_form(protocol, request.args)
    cells = None
    if request.args and axes.validate():
        edges = (axes.agency_type.data or [], axes.category.data or [])
        cells = _cells(protocol, *edges, number)
        if cells is not None and cells.validate_on_submit() and saved(
            cells, agreement_id, part=number, what="Rules added from a table",
            change=partial(_filled, form=cells, axes=edges, number=number),
        ):  # fmt: skip
            return redirect(
                url_for("sharing.change_clause", agreement_id=agreement_id, number=number)
            )
        if cells is None:
            axes.add_errors({"category": f"That is more than {MOST_CELLS} cells. Choose fewer."})
    form = axes if cells is None else cells
    page = render_template(
        "sharing/grid.html", form=form, axes=axes, cells=cells, row=row, number=number,
        clause=clause, cell_name=cell_name,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _cells(
    protocol: SharingProtocol, kinds: list[str], categories: list[str], number: str
) -> CellsForm | None:
    if len(kinds) * len(categories) > MOST_CELLS:
        return None
    return cells_form(protocol, kinds, categories, mark(protocol, number))


def _filled(
    protocol: SharingProtocol, form: CellsForm, axes: tuple[list[str], list[str]], number: str
) -> SharingProtocol:
    narrower = {name: form[name].data or [] for name in NARROWER}
    made = rules_of(cells_of(form, *axes), narrower)
    if not made:
        raise Invalid({"": "Nothing was chosen."})
    for rule in made:
        protocol = edits.with_rule(protocol, number, None, rule)
    return protocol
