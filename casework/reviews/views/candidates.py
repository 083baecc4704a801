"""Candidates on the screen: what was said at a workshop, and what becomes of it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.access import Action
from casework.reviews.access import load_review, may_change
from casework.reviews.blueprint import bp
from casework.reviews.forms.candidate import CandidateForm, DecideForm, FinalForm
from casework.reviews.forms.parts import agency_choices
from casework.reviews.lines import lines_of_review
from casework.reviews.plan_models import Candidate
from casework.reviews.service import candidates
from casework.reviews.service.owners import active_agencies
from casework.reviews.views.answering import answer
from casework.reviews.vocabulary import NOT_OPEN, CandidateState, Scope, Source
from casework.reviews.words import CANDIDATES
from casework.web.choices import choice
from casework.web.guard import allows, viewer
from casework.web.transaction import reading


@bp.get("/<uuid:review_id>/candidates")
@allows(Action.REVIEW_READ)
def list_candidates(review_id: UUID) -> str:
    """Everything that was said, decided or not."""
    review = load_review(reading(), viewer(), review_id)
    numbers = {line.id: line.number for line in lines_of_review(reading(), viewer(), review)}
    return render_template(
        "reviews/candidates.html", review=review, numbers=numbers,
        candidates=candidates.candidates_of(reading(), review.id),
        may_manage=may_change(viewer(), review), words=CANDIDATES,
    )  # fmt: skip


@bp.route("/<uuid:review_id>/candidates/add", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def add_candidate(review_id: UUID) -> ResponseReturnValue:
    """Write down what was said."""
    review = load_review(reading(), viewer(), review_id, Action.REVIEW_MANAGE)
    form, back = CandidateForm(), url_for(".list_candidates", review_id=review_id)
    return answer(
        form,
        lambda session: candidates.raise_candidate(
            session, viewer(), review_id=review_id, text=form.text.data,
            source=Source(form.source.data), source_words=form.source_words.data,
            final=form.stage.data == "final",
        ),
        template="reviews/form.html", goto=back, said="It has been written down",
        heading="Write down what was said", caption=review.reference, back=back,
    )  # fmt: skip


@bp.route("/candidates/<uuid:candidate_id>/final", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def make_final(candidate_id: UUID) -> ResponseReturnValue:
    """The workshop's final word."""
    found = _managed(candidate_id)
    form = FinalForm(data={"version": found.version, "text": found.text})
    back = url_for(".list_candidates", review_id=found.review_id)
    return answer(
        form,
        lambda session: candidates.make_final(
            session, viewer(), candidate_id=candidate_id, text=form.text.data,
            version=form.version.number or 0,
        ),
        template="reviews/form.html", goto=back, said="The final version has been saved",
        heading=f"Final version of candidate {found.number}", back=back,
        current=lambda: _managed(candidate_id).version,
    )  # fmt: skip


@bp.route("/candidates/<uuid:candidate_id>/decide", methods=["GET", "POST"])
@allows(Action.REVIEW_MANAGE)
def decide_candidate(candidate_id: UUID) -> ResponseReturnValue:
    """Make it a recommendation, merge it, or turn it down."""
    found = _managed(candidate_id)
    form, back = _decide_form(found), url_for(".list_candidates", review_id=found.review_id)
    return answer(
        form, lambda session: _decide(session, found, form),
        template="reviews/decide_candidate.html", goto=back, said="Your decision has been saved",
        heading=f"Decide about candidate {found.number}", back=back, candidate=found,
        current=lambda: _managed(candidate_id).version,
    )  # fmt: skip


def _managed(candidate_id: UUID) -> Candidate:
    return candidates.load_candidate(reading(), viewer(), candidate_id, Action.REVIEW_MANAGE)


def _decide_form(found: Candidate) -> DecideForm:
    form = DecideForm(data={"version": found.version, "text": found.text, "scope": Scope.LOCAL})
    form.agency.choices = agency_choices(active_agencies(reading(), viewer()))
    review = load_review(reading(), viewer(), found.review_id)
    open_ones = [x for x in lines_of_review(reading(), viewer(), review) if x.code not in NOT_OPEN]
    form.into.choices = [
        choice("", "Choose a recommendation"),
        *(choice(str(line.id), f"{line.number}: {line.text[:70]}") for line in open_ones),
    ]
    return form


def _decide(session: Session, found: Candidate, form: DecideForm) -> None:
    version, reason = form.version.number or 0, form.reason.data
    if form.decision.data == CandidateState.REJECTED:
        candidates.reject_candidate(
            session, viewer(), candidate_id=found.id, reason=reason, version=version
        )
    elif form.decision.data == CandidateState.MERGED:
        candidates.merge_candidate(
            session, viewer(), candidate_id=found.id, into_id=form.chosen("into"), reason=reason,
            version=version,
        )  # fmt: skip
    else:
        candidates.accept_candidate(
            session, viewer(), candidate_id=found.id, text=form.text.data or found.text,
            owner_agency_id=form.chosen("agency"), owner_role=form.role.data or "",
            scope=Scope(form.scope.data), target_on=form.target_on.data,
            target_words=form.target_words.data or "", reason=reason, version=version,
        )  # fmt: skip
