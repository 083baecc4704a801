"""Find a case: the words travel in the body of the request, never in an address."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.casefile import search as service
from casework.casefile.blueprint import bp
from casework.casefile.forms import SearchForm
from casework.disclosure.current import gate
from casework.errors import TooMany
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing

PAGE = "casefile/search.html"


@bp.route("/search", methods=["GET", "POST"])
@allows(Action.CASE_LIST)
def search() -> ResponseReturnValue:
    """Cases by a name that is open to this person, or the one case of a reference."""
    who, form = viewer(), SearchForm()
    if not form.validate_on_submit():
        return form_page(PAGE, form, found=None)
    try:
        with writing() as session:
            service.note_search(session, who)
    except TooMany as error:
        form.add_errors({"": error.message})
        page, _ = form_page(PAGE, form, found=None)
        return page, 429, {"Retry-After": str(error.wait_seconds)}
    wanted = form.wanted.data or ""
    reference = service.reference_in(wanted)
    case = service.by_reference(reading(), who, reference) if reference else None
    if case is not None:
        return redirect(url_for("casefile.show", case_id=case.id), 303)
    found = service.by_name(reading(), who, gate(), wanted)
    return form_page(PAGE, form, found=found)
