"""The posts that protocols name at one conference: who holds them, give one, end one."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action, Role
from casework.agreements import posts as service
from casework.directory.answering import attempt
from casework.directory.finding import find_conference, may_manage_conference
from casework.directory.models import Conference
from casework.directory.names import person_names
from casework.directory.roles import ROLE_WORDS
from casework.sharing.blueprint import bp
from casework.sharing.standing_forms import PostForm
from casework.web.choices import choice
from casework.web.guard import allows, fresh, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.spelling import headed

bp.add_app_template_filter(headed)


@bp.app_template_global()
def posts_link(conference: Conference) -> str:
    """Where the page of a conference leads to its posts."""
    return url_for("sharing.posts", conference_id=conference.id)


@bp.get("/posts/<uuid:conference_id>")
@allows(Action.DIRECTORY_READ)
def posts(conference_id: UUID) -> ResponseReturnValue:
    """Each post that a protocol names here, the clauses that do, and who holds it."""
    who = viewer()
    row = find_conference(reading(), who, conference_id)
    return render_template(
        "sharing/posts.html", conference=row, named=service.named_posts(reading(), row),
        holders=service.holders(reading(), row),
        may_give=who.may(Action.CONFERENCE_MANAGE, row.id),
        names=person_names(reading(), who.partnership_id),
    )  # fmt: skip


@bp.route("/posts/<uuid:conference_id>/give", methods=["GET", "POST"])
@allows(Action.CONFERENCE_MANAGE)
@fresh
def give_post(conference_id: UUID) -> ResponseReturnValue:
    """Say who holds a post."""
    who = viewer()
    row = find_conference(reading(), who, conference_id)
    may_manage_conference(who, row.id)
    form = _form(row)
    if not form.word.choices:
        # The page says that no protocol names one.
        return redirect(url_for("sharing.posts", conference_id=row.id), 303)
    if form.validate_on_submit():
        with attempt(form) as tried, writing() as session:
            service.give_post(
                session, who, conference_id=row.id, word=form.word.data,
                appointment_id=UUID(form.appointment_id.data),
            )  # fmt: skip
        if tried.done:
            flash("Saved. What they may see follows it at once.", "success")
            return redirect(url_for("sharing.posts", conference_id=row.id), 303)
    return form_page("sharing/give_post.html", form, conference=row)


@bp.post("/posts/<uuid:conference_id>/<uuid:post_id>/end")
@allows(Action.CONFERENCE_MANAGE)
def end_post(conference_id: UUID, post_id: UUID) -> ResponseReturnValue:
    """They hold it no longer."""
    with writing() as session:
        service.end_post(session, viewer(), conference_id=conference_id, post_id=post_id)
    flash("Ended. What they may see follows it at once.", "success")
    return redirect(url_for("sharing.posts", conference_id=conference_id), 303)


def _form(conference: Conference) -> PostForm:
    form = PostForm()
    named = service.named_posts(reading(), conference)
    form.word.choices = [
        choice(word, headed(word), hint="; ".join(clauses)) for word, clauses in named.items()
    ]
    form.appointment_id.choices = [choice("", "Choose a person")] + [
        choice(str(row.id), f"{agency.name}: {person.name}, {ROLE_WORDS[Role(row.role)]}")
        for row, person, agency in service.seats(reading(), conference)
        if person.id != viewer().person_id
    ]
    return form
