"""An agency's requests: the list, one request, 'not known to us', the search, the return."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.matters import matters
from casework.directory.names import agency_names, conference_names, person_names
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.errors import Conflict, Invalid
from casework.research import answering, work
from casework.research.blueprint import bp
from casework.research.forms import STANDINGS, SearchForm, search_form
from casework.research.models import RequestState
from casework.research.pages import ReturnPage, return_page
from casework.research.people import NAMES, value_words
from casework.research.steps import BEFORE_HEARING, WAITING
from casework.web.fields import VersionField
from casework.web.forms import ConferForm
from casework.web.guard import allows, viewer
from casework.web.pagination import PER_PAGE, Page, page_number
from casework.web.transaction import reading, writing

NAME_FIELDS = tuple(f"{row}.{name}" for row in ("victim", "place") for name in sorted(NAMES))


STANDING_WORDS = dict(STANDINGS)


class PressForm(ConferForm):
    """A button that acts on the version it was shown with."""

    version = VersionField()


@bp.get("/")
@allows(Action.RESEARCH_RETURN)
def index() -> ResponseReturnValue:
    """What my agency was asked, the earliest due first."""
    who, session = viewer(), reading()
    waiting = request.args.get("show") != "answered"
    number = page_number(request.args)
    total = work.count_own(session, who, waiting=waiting)
    found = work.own_requests(
        session, who, waiting=waiting, offset=(number - 1) * PER_PAGE, limit=PER_PAGE
    )
    cases = [case for _, case in found]
    revealed = gate().reveal_many([who], matters(session, cases, fields=NAME_FIELDS))
    names = [" ".join(s.value for s in r.shown if s.value) for r in revealed]
    return render_template(
        "research/index.html",
        waiting=waiting,
        page=Page(list(zip(found, names, strict=True)), number, PER_PAGE, total),
        conferences=conference_names(session, who.partnership_id),
        can_answer=WAITING,
    )


@bp.get("/<uuid:request_id>")
@allows(Action.RESEARCH_RETURN)
def show(request_id: UUID) -> ResponseReturnValue:
    """One request: whom to look for, what was found, who may read it."""
    asked, _ = answering.load_request(reading(), viewer(), request_id)
    if asked.state == RequestState.REQUESTED:
        with writing() as session:
            answering.mark_opened(session, viewer(), request_id=request_id)
    return _show(request_id)


@bp.post("/<uuid:request_id>/not-known")
@allows(Action.RESEARCH_RETURN)
def nil(request_id: UUID) -> ResponseReturnValue:
    """'Not known to us', in one press."""
    with writing() as session:
        answering.nil_return(
            session, viewer(), request_id=request_id, version=PressForm().version.number
        )
    flash("Sent: not known to your agency. You can change it until the case is heard.", "success")
    return redirect(url_for("research.index"))


@bp.post("/<uuid:request_id>/take-on")
@allows(Action.RESEARCH_RETURN)
def take_on(request_id: UUID) -> ResponseReturnValue:
    """I answer this one: it leaves my colleagues' lists; pressed again, it comes back to them."""
    asked, _ = answering.load_request(reading(), viewer(), request_id)
    mine = asked.person_id == viewer().person_id
    with writing() as session:
        answering.take_on(
            session, viewer(), request_id=request_id, version=PressForm().version.number,
            person_id=None if mine else viewer().person_id,
        )  # fmt: skip
    flash("It is on everybody's list again." if mine else "It is on your list alone.", "success")
    return redirect(url_for("research.show", request_id=request_id))


@bp.post("/<uuid:request_id>/open-again")
@allows(Action.RESEARCH_RETURN)
def reopen(request_id: UUID) -> ResponseReturnValue:
    """Take the answer back to change it."""
    with writing() as session:
        answering.reopen(
            session, viewer(), request_id=request_id, version=PressForm().version.number
        )
    flash("Opened again. Send it when you are done.", "success")
    return redirect(url_for("research.show", request_id=request_id))


@bp.post("/<uuid:request_id>/return")
@allows(Action.RESEARCH_RETURN)
def send(request_id: UUID) -> ResponseReturnValue:
    """Send the return."""
    try:
        with writing() as session:
            answering.send_return(
                session, viewer(), request_id=request_id, version=PressForm().version.number
            )
    except Invalid as error:
        return _show(request_id, error.errors), 422
    except Conflict as error:
        return _show(request_id, {"search": error.message}), 409
    flash("Sent. The coordinator sees that you answered; agencies see what you shared.", "success")
    return redirect(url_for("research.show", request_id=request_id))


@bp.route("/<uuid:request_id>/search", methods=["GET", "POST"])
@allows(Action.RESEARCH_RETURN)
def search(request_id: UUID) -> ResponseReturnValue:
    """Where was searched, and who is known."""
    asked, case = answering.load_request(reading(), viewer(), request_id)
    page = return_page(reading(), viewer(), gate(), asked, case)
    standings = answering.own_standings(reading(), viewer(), case)
    form = search_form(page.people, data=_search_data(page, standings, asked))
    if form.validate_on_submit() and not form.is_stale(asked.version):
        try:
            _save(request_id, form)
        except (Invalid, Conflict) as error:
            form.add_errors(_beside_fields(error))
        else:
            flash("Saved.", "success")
            return redirect(url_for("research.show", request_id=request_id))
    if form.is_submitted():
        form.catch_up(answering.load_request(reading(), viewer(), request_id)[0].version)
    answer = render_template("research/search.html", form=form, asked=asked, case=case, page=page)
    return answer, 422 if form.is_submitted() else 200


def _save(request_id: UUID, form: SearchForm) -> None:
    with guarded(writing) as session:
        answering.save_search(
            session, viewer(), request_id=request_id, version=form.version.number,
            systems=form.systems.data or "", period=form.period.data or "",
            searched_on=form.searched_on.data, known=form.known(),
            standings=form.standings.data or [], share_known=bool(form.share_known.data),
        )  # fmt: skip


def _search_data(
    page: ReturnPage, standings: tuple[str, ...], asked: answering.ResearchRequest
) -> dict[str, object]:
    known = {f"known_{key.hex}": word for key, word in page.known.items()}
    return known | {
        "version": str(asked.version),
        "systems": page.search.get(answering.SYSTEMS, ""),
        "period": page.search.get("research.period", ""),
        "standings": list(standings),
        "share_known": asked.known_shared,
    }


def _beside_fields(error: Invalid | Conflict) -> dict[str, str]:
    if isinstance(error, Conflict):
        return {"": error.message}
    # The guard names the field of the catalogue, the form its short name.
    return {name.removeprefix("research."): words for name, words in error.errors.items()}


def _show(request_id: UUID, errors: dict[str, str] | None = None) -> str:
    who, session = viewer(), reading()
    asked, case = answering.load_request(session, who, request_id)
    agencies = agency_names(session, who.partnership_id)
    return render_template(
        "research/show.html",
        asked=asked,
        case=case,
        page=return_page(session, who, gate(), asked, case, agencies),
        missing=answering.what_is_missing(session, asked),
        errors=errors or {},
        people=person_names(session, who.partnership_id),
        conference=conference_names(session, who.partnership_id).get(case.conference_id, ""),
        standings=[STANDING_WORDS[w] for w in answering.own_standings(session, who, case)],
        waiting=asked.state in WAITING,
        can_reopen=case.state in BEFORE_HEARING and case.stage != "meeting",
        value_words=value_words,
        is_mine=asked.person_id == who.person_id,
    )
