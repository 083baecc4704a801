"""Pages of the drafts of a report: for the chair and the panel of that review, through the gate."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.clock import today
from casework.directory.names import person_names
from casework.reviews.blueprint import bp
from casework.reviews.draft_page import DraftLine, draft_lines
from casework.reviews.forms.drafts import (
    ApproveForm,
    CirculateForm,
    DraftCommentForm,
    DraftForm,
)
from casework.reviews.models import Review
from casework.reviews.service import drafts as work
from casework.reviews.service.filing import files_about
from casework.reviews.service.sealed import open_record
from casework.reviews.views.answering import answer
from casework.reviews.views.papers import handed_out, revealed_papers
from casework.reviews.vocabulary import ReviewState
from casework.web.choices import SelectChoice, choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from casework.web.uploads import DOCUMENTS, checked, takes_file


@bp.get("/<uuid:review_id>/drafts")
@allows(Action.REVIEW_READ)
def drafts(review_id: UUID) -> str:
    """Every draft with who got it and what they said."""
    review = open_record(reading(), viewer(), review_id)
    is_open = review.state != ReviewState.CLOSED
    return render_template(
        "reviews/drafts.html", review=review, lines=_lines(review), is_open=is_open,
        may_write=is_open and work.may_write(reading(), viewer(), review),
        may_approve=is_open and viewer().person_id == review.chair_id and not review.published_on,
    )  # fmt: skip


@bp.get("/drafts/<uuid:draft_id>/file")
@allows(Action.REVIEW_READ)
def draft_file(draft_id: UUID) -> ResponseReturnValue:
    """The file of one draft; until it is approved its name says that it is a draft."""
    draft, review = work.load_draft(reading(), viewer(), draft_id)
    mark = f"{'APPROVED' if draft.approved_on else 'DRAFT'} {draft.number}"
    return handed_out(review, work.file_of(reading(), draft), mark)


@bp.route("/<uuid:review_id>/drafts/add", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
@takes_file
def add_draft(review_id: UUID) -> ResponseReturnValue:
    """One more draft."""
    review, form = open_record(reading(), viewer(), review_id), DraftForm()
    back = url_for(".drafts", review_id=review_id)
    return answer(
        form,
        lambda session: work.add_draft(
            session, viewer(), review_id=review_id, upload=checked(form.file.data, DOCUMENTS),
            change=form.change.data or "",
        ),
        template="reviews/form.html", goto=back, said="The draft is kept", back=back,
        heading="Add a draft of the report", caption=review.reference, submit="Seal it",
    )  # fmt: skip


@bp.route("/drafts/<uuid:draft_id>/circulate", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
def circulate_draft(draft_id: UUID) -> ResponseReturnValue:
    """Who was given a draft."""
    draft, review = work.load_draft(reading(), viewer(), draft_id)
    form = CirculateForm(data={"sent_on": today()})
    form.people.choices = _panel(review)
    back = url_for(".drafts", review_id=review.id)
    return answer(
        form,
        lambda session: work.circulate(
            session, viewer(), draft_id=draft_id, people=[UUID(p) for p in form.people.data or ()],
            others=form.others.data or "", sent_on=form.sent_on.data,
        ),
        template="reviews/form.html", goto=back, said="It is written down who was given it",
        heading=f"Who was given draft {draft.number}?", caption=review.reference, back=back,
    )  # fmt: skip


@bp.route("/drafts/<uuid:draft_id>/comment", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
def comment_draft(draft_id: UUID) -> ResponseReturnValue:
    """A comment on one draft."""
    draft, review = work.load_draft(reading(), viewer(), draft_id)
    form, back = DraftCommentForm(), url_for(".drafts", review_id=review.id)
    return answer(
        form,
        lambda session: work.comment(
            session, viewer(), draft_id=draft_id, text=form.text.data or ""
        ),
        template="reviews/form.html", goto=back, said="Your comment is sealed with the draft",
        heading=f"Comment on draft {draft.number}", caption=review.reference, back=back,
    )  # fmt: skip


@bp.route("/drafts/<uuid:draft_id>/approve", methods=["GET", "POST"])
@allows(Action.REVIEW_READ)
def approve_draft(draft_id: UUID) -> ResponseReturnValue:
    """The chair says that this draft is the report."""
    draft, review = work.load_draft(reading(), viewer(), draft_id)
    form, back = ApproveForm(data={"approved_on": today()}), url_for(".drafts", review_id=review.id)
    return answer(
        form,
        lambda session: work.approve(
            session, viewer(), draft_id=draft_id, resolution=form.resolution.data or "",
            approved_on=form.approved_on.data,
        ),
        template="reviews/form.html", goto=back, said=f"Draft {draft.number} is the report",
        heading=f"Approve draft {draft.number} as the report", caption=review.reference,
        back=back, submit="Approve it",
    )  # fmt: skip


def _lines(review: Review) -> list[DraftLine]:
    session, held = reading(), work.drafts_of(reading(), review)
    if not held:
        return []
    ids = [draft.id for draft in held]
    files = files_about(session, ids)
    about = [*ids, *(row.id for rows in files.values() for row in rows)]
    return draft_lines(
        held, files, work.readers_of(session, ids), revealed_papers(review, about),
        person_names(session, review.partnership_id),
    )  # fmt: skip


def _panel(review: Review) -> list[SelectChoice]:
    names = person_names(reading(), review.partnership_id)
    seated = work.readers_seated(reading(), review)
    return [choice(str(m.person_id), names[m.person_id]) for m in seated]
