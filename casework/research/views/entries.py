"""One thing an agency knows: write it, change it, delete it, decide who may read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.models import Case
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid
from casework.research import answering, items, sharing
from casework.research.asking import seated
from casework.research.blueprint import bp
from casework.research.forms import ItemForm, ShareForm
from casework.research.items import NewItem
from casework.research.models import ResearchItem, ResearchRequest, Share
from casework.research.pages import ReturnPage, return_page
from casework.research.views.requests import PressForm
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing

# What a service or the guard complains about, and the field of the form it belongs to.
BESIDE = {"subject_id": "subject"}


@bp.route("/<uuid:request_id>/entries/new", methods=["GET", "POST"])
@allows(Action.RESEARCH_RETURN)
def new_entry(request_id: UUID) -> ResponseReturnValue:
    """Write down one more thing."""
    asked, case = answering.load_request(reading(), viewer(), request_id)
    page = return_page(reading(), viewer(), gate(), asked, case)
    form = ItemForm(data={"nature": "fact"})
    form.offer(page.people)
    if form.validate_on_submit():
        try:
            with guarded(writing) as session:
                made = items.add_item(session, viewer(), request_id=request_id, new=_new(form))
        except (Invalid, Conflict) as error:
            form.add_errors(_beside(error, form))
        else:
            return redirect(url_for("research.share", item_id=made.id))
    return _entry_page(form, asked, case, None)


@bp.route("/entries/<uuid:item_id>", methods=["GET", "POST"])
@allows(Action.RESEARCH_RETURN)
def entry(item_id: UUID) -> ResponseReturnValue:
    """Change one thing, or correct it where it was shared."""
    item, asked, case = items.load_item(reading(), viewer(), item_id)
    page = return_page(reading(), viewer(), gate(), asked, case)
    form = ItemForm(data=_known(item, page))
    form.offer(page.people)
    if form.validate_on_submit() and not form.is_stale(item.version):
        try:
            with guarded(writing) as session:
                items.change_item(
                    session, viewer(), item_id=item_id, new=_new(form), version=form.version.number
                )
        except (Invalid, Conflict) as error:
            form.add_errors(_beside(error, form))
        else:
            flash("Saved.", "success")
            return redirect(url_for("research.show", request_id=asked.id))
    if form.is_submitted():
        form.catch_up(item.version)
    return _entry_page(form, asked, case, item)


@bp.route("/entries/<uuid:item_id>/share", methods=["GET", "POST"])
@allows(Action.RESEARCH_RETURN)
def share(item_id: UUID) -> ResponseReturnValue:
    """Decide who may read one thing."""
    item, asked, case = items.load_item(reading(), viewer(), item_id)
    form = ShareForm(data=_decided(item))
    offered = sorted(sharing.WIDER[Share(item.share)])
    form.offer(offered, _agencies(case))
    if form.validate_on_submit() and not form.is_stale(item.version):
        try:
            _decide(item_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(_beside(error, form))
        else:
            flash("Saved.", "success")
            return redirect(url_for("research.show", request_id=asked.id))
    if form.is_submitted():
        form.catch_up(item.version)
    page = return_page(reading(), viewer(), gate(), asked, case)
    line = next(line for line in page.lines if line.item.id == item.id)
    answer = render_template(
        "research/share.html", form=form, asked=asked, case=case, line=line, offered=offered,
        may_be_told=items.may_be_told(reading(), item.answer_id),
    )  # fmt: skip
    return answer, 422 if form.is_submitted() else 200


@bp.post("/entries/<uuid:item_id>/delete")
@allows(Action.RESEARCH_RETURN)
def delete_entry(item_id: UUID) -> ResponseReturnValue:
    """Delete what was never told to anybody."""
    _, asked, _ = items.load_item(reading(), viewer(), item_id)
    with writing() as session:
        items.remove_item(session, viewer(), item_id=item_id, version=PressForm().version.number)
    flash("Deleted.", "success")
    return redirect(url_for("research.show", request_id=asked.id))


def _entry_page(
    form: ItemForm, asked: ResearchRequest, case: Case, item: ResearchItem | None
) -> ResponseReturnValue:
    told = item is not None and item.share in items.TOLD
    answer = render_template(
        "research/entry.html", form=form, asked=asked, case=case, item=item, told=told
    )
    return answer, 422 if form.is_submitted() else 200


def _new(form: ItemForm) -> NewItem:
    return NewItem(
        field=form.field.data,
        text=form.text.data or "",
        subject_id=UUID(form.subject.data) if form.subject.data else None,
        nature=form.nature.data,
        relevant=form.relevant.data or "",
        necessary=form.necessary.data or "",
        originator_consent=bool(form.originator_consent.data),
        do_not_confirm=bool(form.do_not_confirm.data),
    )


def _known(item: ResearchItem, page: ReturnPage) -> dict[str, Any]:
    line = next(line for line in page.lines if line.item.id == item.id)
    shown = line.shown
    handling = shown.handling if shown else frozenset()
    return {
        "version": str(item.version),
        "field": shown.field if shown else "",
        "subject": str(shown.subject_id) if shown and shown.subject_id else "",
        "nature": shown.nature if shown else "fact",
        "text": shown.value if shown else "",
        "originator_consent": "originator_consent" in handling,
        "do_not_confirm": "do_not_confirm" in handling,
        **line.judged,
    }


def _decided(item: ResearchItem) -> dict[str, Any]:
    named = [str(key) for key in sharing.named(reading(), item)]
    return {
        "version": str(item.version),
        "share": None if item.share == Share.UNDECIDED else item.share,
        "agencies": named,
    }


def _agencies(case: Case) -> list[tuple[str, str]]:
    own = viewer().agency_id
    return [(str(a.id), a.name) for a in seated(reading(), case) if a.id != own]


def _decide(item_id: UUID, form: ShareForm) -> None:
    given = form.answers()
    wanted = given["share"]
    with guarded(writing) as session:
        sharing.share_item(
            session, viewer(), item_id=item_id, share=wanted, version=form.version.number,
            agency_ids=[UUID(key) for key in given.get("agencies") or ()],
            withheld_code=given.get("withheld_code") or "",
            withheld_reason=given.get("withheld_reason") or "",
        )  # fmt: skip


def _beside(error: Invalid | Conflict, form: ItemForm | ShareForm) -> dict[str, str]:
    if isinstance(error, Conflict):
        return {"": error.message}
    found = {}
    for name, words in error.errors.items():
        # The guard names the field of the catalogue it searched: on these pages there is one text.
        short = "withheld_reason" if name == sharing.WITHHELD_REASON else BESIDE.get(name, name)
        found[short if short in form else "text"] = words
    return found
