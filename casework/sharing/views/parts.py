"""Parties, legal bases, facts and words of one's own: listed, added, changed, taken out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.directory.models import Agency
from casework.sharing.blueprint import bp
from casework.sharing.forms import StepForm
from casework.sharing.marks import PARTIES, mark
from casework.sharing.parts import shelves
from casework.sharing.parts.offering import Agencies
from casework.sharing.views.editing import draft_of, saved
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading
from protocols.clauses import Party, SharingProtocol


@bp.route("/<uuid:agreement_id>/lists/<part>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_item(agreement_id: UUID, part: str) -> ResponseReturnValue:
    """What the list holds, and a form for one more."""
    row, protocol = draft_of(agreement_id)
    found, agencies = shelves.shelf(part), _agencies()
    form = shelves.form_for(found, protocol, agencies, None)
    if form.validate_on_submit() and saved(
        form, agreement_id, part=part, what=f"{found.one.capitalize()} added",
        change=partial(_put, found=found, place=None, form=form, agencies=agencies),
    ):  # fmt: skip
        return redirect(url_for("sharing.add_item", agreement_id=agreement_id, part=part))
    listed = [found.told(i) for i in found.items(protocol)]
    missing = [a for a in agencies if a[0] not in {p.id for p in protocol.parties}]
    return form_page("sharing/part.html", form, row=row, shelf=found, place=None, listed=listed,
                     missing=missing if part == PARTIES else [])  # fmt: skip


@bp.route("/<uuid:agreement_id>/lists/<part>/<int:place>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_item(agreement_id: UUID, part: str, place: int) -> ResponseReturnValue:
    """One thing of a list."""
    row, protocol = draft_of(agreement_id)
    found, agencies = shelves.shelf(part), _agencies()
    item = shelves.item_at(found, protocol, place)
    form = shelves.form_for(found, protocol, agencies, item)
    if form.validate_on_submit() and saved(
        form, agreement_id, part=part, what=f"{found.one.capitalize()} changed",
        change=partial(_put, found=found, place=place, form=form, agencies=agencies),
    ):  # fmt: skip
        return redirect(url_for("sharing.add_item", agreement_id=agreement_id, part=part))
    return form_page("sharing/part.html", form, row=row, shelf=found, place=place, listed=[],
                     missing=[])  # fmt: skip


@bp.route("/<uuid:agreement_id>/lists/<part>/<int:place>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_item(agreement_id: UUID, part: str, place: int) -> ResponseReturnValue:
    """Take one thing out, after a second look; a rule that needs it stands in the way."""
    row, protocol = draft_of(agreement_id)
    found = shelves.shelf(part)
    told = found.told(shelves.item_at(found, protocol, place))
    form = StepForm(data={"version": row.version, "seen": mark(protocol, part)})
    if form.validate_on_submit() and saved(
        form, agreement_id, part=part, what=f"{found.one.capitalize()} taken out",
        change=lambda p: shelves.without_item(p, found, place),
    ):  # fmt: skip
        return redirect(url_for("sharing.add_item", agreement_id=agreement_id, part=part))
    return form_page("sharing/remove_item.html", form, row=row, shelf=found, told=told)


@bp.post("/<uuid:agreement_id>/every-agency")
@allows(Action.PROTOCOL_DRAFT)
def add_agencies(agreement_id: UUID) -> ResponseReturnValue:
    """Every agency of the partnership that is not a party yet becomes one."""
    form, agencies = StepForm(), _agencies()
    del form.seen
    here = url_for("sharing.add_item", agreement_id=agreement_id, part=PARTIES)
    if form.validate():
        saved(
            form, agreement_id, part=PARTIES, what="Every agency added",
            change=partial(_with_agencies, agencies=agencies),
        )  # fmt: skip
    return redirect(here)


def _with_agencies(protocol: SharingProtocol, agencies: Agencies) -> SharingProtocol:
    known = {p.id for p in protocol.parties}
    more = tuple(Party(code, name, kind) for code, name, kind in agencies if code not in known)
    return replace(protocol, parties=(*protocol.parties, *more))


def _put(
    protocol: SharingProtocol, found: shelves.Shelf, place: int | None, form: Any,
    agencies: Agencies,
) -> SharingProtocol:  # fmt: skip
    before = None if place is None else shelves.item_at(found, protocol, place)
    return shelves.with_item(protocol, found, place, found.made(form, before, agencies))


def _agencies() -> Agencies:
    rows = reading().execute(
        select(Agency.code, Agency.name, Agency.agency_type)
        .where(Agency.partnership_id == viewer().partnership_id)
        .order_by(Agency.name)
    )
    return [(row.code, row.name, row.agency_type) for row in rows]
