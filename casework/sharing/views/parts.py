"""Parties, legal bases, facts and words of one's own: listed, added, changed, taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.models import Agreement
from casework.directory.models import Agency
from casework.errors import Conflict
from casework.sharing.blueprint import bp
from casework.sharing.forms import StepForm
from casework.sharing.marks import BODIES, PARTIES, mark
from casework.sharing.misnaming import (
    Misnamed,
    agencies_of,
    called_as_here,
    misnamed,
    not_named,
    to_take_over,
)
from casework.sharing.parts import shelves
from casework.sharing.parts.offering import Agencies
from casework.sharing.service import document
from casework.sharing.views.editing import draft_of, saved, which_of
from casework.sharing.which import GONE, NEW, OneOfMany, asking_where, place_of
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading
from protocols.clauses import Party, SharingProtocol


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which item of which list a page is about, as the draft stands now."""

    row: Agreement
    protocol: SharingProtocol
    shelf: shelves.Shelf
    which: str
    # Nowhere: the item is new, or stands no longer as it was when the form was made.
    place: int | None

    @property
    def item(self) -> Any:
        """The item as it stands."""
        return None if self.place is None else self.shelf.items(self.protocol)[self.place]

    @property
    def lost(self) -> bool:
        """Whether somebody changed the item or took it out."""
        return self.which != NEW and self.place is None


@bp.route("/<uuid:agreement_id>/lists/<part>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def add_item(agreement_id: UUID, part: str) -> ResponseReturnValue:
    """What the list holds, and a form for one more."""
    return _edit(_asked(agreement_id, part, None))


@bp.route("/<uuid:agreement_id>/lists/<part>/<int:place>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_item(agreement_id: UUID, part: str, place: int) -> ResponseReturnValue:
    """One thing of a list."""
    return _edit(_asked(agreement_id, part, place))


@bp.route("/<uuid:agreement_id>/lists/<part>/<int:place>/remove", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def remove_item(agreement_id: UUID, part: str, place: int) -> ResponseReturnValue:
    """Take one thing out, after a second look; a rule that needs it stands in the way."""
    asked = _asked(agreement_id, part, place)
    here = url_for("sharing.add_item", agreement_id=agreement_id, part=part)
    form = OneOfMany(data={"seen": mark(asked.protocol, part), "which": asked.which})
    if asked.place is None:
        flash(f"That {asked.shelf.one} no longer stands as it was, so nothing was taken out.")
        return redirect(here)
    if form.validate_on_submit() and saved(
        form, agreement_id, part=part, what=f"{asked.shelf.one.capitalize()} taken out",
        change=lambda p: shelves.without_item(p, asked.shelf, _place(p, asked)),
    ):  # fmt: skip
        return redirect(here)
    return form_page("sharing/remove_item.html", form, row=asked.row, shelf=asked.shelf,
                     told=asked.shelf.told(asked.protocol, asked.item))  # fmt: skip


@bp.post("/<uuid:agreement_id>/every-agency")
@allows(Action.PROTOCOL_DRAFT)
def add_agencies(agreement_id: UUID) -> ResponseReturnValue:
    """Every agency of the partnership that is not a party yet becomes one."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), StepForm()
    del form.seen
    here = url_for("sharing.add_item", agreement_id=agreement_id, part=PARTIES)
    if form.validate():
        saved(
            form, agreement_id, part=PARTIES, what="Every agency added",
            change=partial(_with_agencies, agencies=agencies_of(reading(), row)),
        )  # fmt: skip
    for message in form.form_errors:
        flash(message)
    return redirect(here)


@bp.post("/<uuid:agreement_id>/words-of-the-directory")
@allows(Action.PROTOCOL_DRAFT)
def take_over_words(agreement_id: UUID) -> ResponseReturnValue:
    """Whoever is an agency here is named by its word in the directory, in every rule too."""
    row, form = agreements.load_agreement(reading(), viewer(), agreement_id), StepForm()
    del form.seen
    agencies = agencies_of(reading(), row)
    found = to_take_over(document(row), agencies)
    words = ", ".join(f"{one.id} → {agency.code}" for one, agency in found)
    if form.validate() and saved(
        form, agreement_id, part=PARTIES, what="Words of the directory taken over",
        change=partial(called_as_here, agencies=agencies),
    ):  # fmt: skip
        said = "Words of the directory taken over, also in rules, groups and lists"
        flash(f"{said}: {words}.", "success")
    for message in form.form_errors:
        flash(message)
    return redirect(url_for("sharing.show", agreement_id=agreement_id))


def _with_agencies(protocol: SharingProtocol, agencies: Sequence[Agency]) -> SharingProtocol:
    more = (Party(a.code, a.name, a.agency_type) for a in not_named(protocol, agencies))
    return replace(protocol, parties=(*protocol.parties, *more))


def _asked(agreement_id: UUID, part: str, place: int | None) -> _Asked:
    row, protocol = draft_of(agreement_id)
    shelf = shelves.shelf(part)
    marks = shelves.item_marks(shelf, protocol)
    which = NEW if place is None else which_of(marks, place)
    return _Asked(row, protocol, shelf, which, place_of(marks, which, place or 0))


def _edit(asked: _Asked) -> ResponseReturnValue:
    agencies, shelf = _agencies(), asked.shelf
    form = shelves.form_for(
        shelf, asked.protocol, agencies, asked.item, _form_for(asked), asked.which
    )
    new = asked.which == NEW
    if form.validate_on_submit() and saved(
        form, asked.row.id, part=shelf.part,
        what=f"{shelf.one.capitalize()} {'added' if new else 'changed'}",
        change=partial(_put, asked=asked, form=form, agencies=agencies),
    ):  # fmt: skip
        here = url_for("sharing.add_item", agreement_id=asked.row.id, part=shelf.part)
        return redirect(here)
    if asked.lost:
        form.add_errors({"which": GONE})
    listed = [*_listed(asked, agencies)] if new else []
    there = agencies_of(reading(), asked.row)
    return form_page(
        "sharing/part.html", form, row=asked.row, shelf=shelf, new=new, listed=listed,
        missing=not_named(asked.protocol, there) if new and shelf.part == PARTIES else [],
        otherwise=_otherwise(asked, there) if new else [],
    )  # fmt: skip


def _listed(asked: _Asked, agencies: Agencies) -> Iterator[tuple[str, str]]:
    """What stands on the list; of parties and bodies, which agency here each of them is."""
    shelf, ours = asked.shelf, {code: name for code, name, _ in agencies}
    for item in shelf.items(asked.protocol):
        name, more = shelf.told(asked.protocol, item)
        if isinstance(item, Party) and (item.id in ours or shelf.part == PARTIES):
            here = ours.get(item.id, "no agency")
            more = more if here == name else f"{here} here; {more}".removesuffix("; ")
        yield name, more


def _otherwise(asked: _Asked, agencies: Sequence[Agency]) -> list[Misnamed]:
    both = asked.shelf.part in (PARTIES, BODIES)
    return misnamed(asked.protocol, agencies) if both else []


def _form_for(asked: _Asked) -> type[OneOfMany]:
    shelf = asked.shelf
    if not asked.lost:
        return shelf.form
    names = [shelf.told(asked.protocol, item)[0] for item in shelf.items(asked.protocol)]
    marks = shelves.item_marks(shelf, asked.protocol)
    return asking_where(shelf.form, dict(zip(marks, names, strict=True)))


def _put(
    protocol: SharingProtocol, asked: _Asked, form: Any, agencies: Agencies
) -> SharingProtocol:
    place = None if asked.which == NEW else _place(protocol, asked)
    made = asked.shelf.made(form, asked.item, agencies)
    return shelves.with_item(protocol, asked.shelf, place, made, agencies)


def _place(protocol: SharingProtocol, asked: _Asked) -> int:
    """Where the item stands in what is being changed; another one in its place is left alone."""
    marks = shelves.item_marks(asked.shelf, protocol)
    place = place_of(marks, asked.which, asked.place or 0)
    if place is None:
        raise Conflict(f"That {asked.shelf.one} no longer stands as it was: nothing was saved.")
    return place


def _agencies() -> Agencies:
    rows = reading().execute(
        select(Agency.code, Agency.name, Agency.agency_type)
        .where(Agency.partnership_id == viewer().partnership_id)
        .order_by(Agency.name)
    )
    return [(row.code, row.name, row.agency_type) for row in rows]
