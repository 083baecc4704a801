"""Suspend, take back, record that somebody left, and hand work to a successor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.directory import service
from casework.directory.answering import attempt
from casework.directory.blueprint import bp
from casework.directory.finding import find_person
from casework.directory.forms import UNCHOSEN, EmptyForm, ReasonForm, SuccessorForm
from casework.directory.models import Person
from casework.errors import NotFound
from casework.web.choices import choice
from casework.web.forms import ConferForm
from casework.web.guard import allows, fresh, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing


@bp.route("/people/<uuid:person_id>/suspend", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Close the door at once."""
    return _confirm(
        person_id, ReasonForm(), service.suspend, heading="Suspend {}?", submit="Suspend",
        words="They are signed out at once, everywhere, and cannot sign in. Their roles and "
        "their work stay where they are.", done="{} is suspended.", warning=True,
    )  # fmt: skip


@bp.route("/people/<uuid:person_id>/reinstate", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def reinstate(person_id: UUID) -> ResponseReturnValue:
    """Open the door again."""
    return _confirm(
        person_id, EmptyForm(), service.reinstate, heading="Let {} sign in again?",
        submit="Let them sign in", words="They keep the roles that they had.",
        done="{} may sign in again.",
    )  # fmt: skip


@bp.route("/people/<uuid:person_id>/leave", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def leave(person_id: UUID) -> ResponseReturnValue:
    """Record that somebody left without a successor."""
    return _confirm(
        person_id, ReasonForm(), service.leave, heading="Record that {} left?",
        submit="Record that they left",
        words="Their roles end and they are signed out. If something is still theirs, you will "
        "be told: hand it to a successor instead.", done="{} left.", warning=True,
    )  # fmt: skip


@bp.route("/people/<uuid:person_id>/welcome-back", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def welcome_back(person_id: UUID) -> ResponseReturnValue:
    """Somebody who left comes back."""
    return _confirm(
        person_id, EmptyForm(), service.welcome_back, heading="Invite {} again?",
        submit="Invite again", words="They come back without any of their old roles.",
        done="{} can be invited now.",
    )  # fmt: skip


@bp.route("/people/<uuid:person_id>/replace", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
def replace(person_id: UUID) -> ResponseReturnValue:
    """Choose who takes over; the next page shows what."""
    row, form = find_person(reading(), viewer(), person_id), SuccessorForm()
    found = service.successors(reading(), viewer(), row)
    form.successor.choices = [UNCHOSEN, *(choice(str(p.id), p.name) for p in found)]
    if form.validate_on_submit():
        return redirect(
            url_for(
                "directory.hand_over", person_id=row.id, successor_id=UUID(form.successor.data)
            ),
            303,
        )
    return form_page("directory/replace.html", form, person=row, nobody=not found)


@bp.route("/people/<uuid:person_id>/replace/<uuid:successor_id>", methods=["GET", "POST"])
@allows(Action.PEOPLE_MANAGE)
@fresh
def hand_over(person_id: UUID, successor_id: UUID) -> ResponseReturnValue:
    """See what is handed over, and confirm."""
    who, form = viewer(), ReasonForm()
    row = find_person(reading(), who, person_id)
    successor = find_person(reading(), who, successor_id)
    if successor.agency_id != row.agency_id or successor.id == row.id:
        raise NotFound("person")
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            done = service.replace(
                session, who, person_id=row.id, successor_id=successor.id,
                reason=form.reason.data or "",
            )  # fmt: skip
        if tried.done:
            flash(_moved(successor, done), "success")
            return redirect(url_for("directory.person", person_id=successor.id), 303)
    return form_page(
        "directory/hand_over.html", form, person=row, successor=successor,
        inheritance=service.preview(reading(), who, person_id=row.id),
    )  # fmt: skip


def _moved(successor: Person, done: service.Replaced) -> str:
    parts = [f"{count} {name}" for name, count in done.moved.items()]
    roles = "1 role" if done.roles == 1 else f"{done.roles} roles"
    return f"{successor.name} took over: {', '.join([roles, *parts])}."


def _confirm(
    person_id: UUID,
    form: ConferForm,
    act: Callable[..., None],
    *,
    heading: str,
    words: str,
    done: str,
    submit: str,
    warning: bool = False,
) -> ResponseReturnValue:
    row = find_person(reading(), viewer(), person_id)
    back = url_for("directory.person", person_id=row.id)
    if form.validate_on_submit():
        answers: dict[str, Any] = form.answers()
        with attempt(form) as tried, writing() as session:
            act(session, viewer(), person_id=row.id, **answers)
        if tried.done:
            flash(done.format(row.name), "success")
            return redirect(back, 303)
    page, _ = form_page(
        "confirm.html", form, heading=heading.format(row.name), words=words, submit=submit,
        cancel=back, warning=warning,
    )  # fmt: skip
    failed = request.method == "POST"
    return page, 422 if failed else 200
