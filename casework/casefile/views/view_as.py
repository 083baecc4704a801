"""See a demonstration case as somebody else sees it. Never on real data."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.casefile.blueprint import bp
from casework.casefile.header import header_of
from casework.casefile.layout import page_sections
from casework.casefile.waiting import waits_of
from casework.cases.matters import matter
from casework.cases.visibility import is_listed, load_case
from casework.directory.models import Agency, ConferenceAgency, Person
from casework.directory.viewers import viewer_of
from casework.disclosure.current import gate
from casework.errors import NotFound, Refused
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

CHANNEL = "screen"


@bp.get("/<uuid:case_id>/view-as")
@allows(Action.CASE_VIEW_AS)
def view_as(case_id: UUID) -> ResponseReturnValue:
    """The case page as one person of another agency would see it now."""
    who, session = viewer(), reading()
    if not who.demonstration:
        raise Refused("'View as agency' works on demonstration data only.")
    case = load_case(session, who, case_id)
    people = _people(case.conference_id)
    chosen = request.args.get("person", "")
    if not chosen:
        return render_template("casefile/view_as.html", case=case, people=people, chosen="")
    other = viewer_of(session, _known(chosen, people))
    # What the other may not even know of is not there for this preview either.
    theirs = load_case(session, other, case_id)
    revealed = gate().reveal([other, who], matter(session, theirs), channel=CHANNEL)
    header = header_of(session, case, revealed)
    return render_template(
        "casefile/view_as.html", case=case, people=people, chosen=chosen, other=other,
        header=header, revealed=revealed,
        sections=page_sections(
            revealed, header.conference_kind, case.kind, listed=is_listed(case),
            waits=waits_of(session, case),
        ),
    )  # fmt: skip


def _people(conference_id: UUID) -> list[tuple[Person, Agency]]:
    rows = reading().execute(
        select(Person, Agency)
        .join(Agency, Agency.id == Person.agency_id)
        .join(ConferenceAgency, ConferenceAgency.agency_id == Agency.id)
        .where(ConferenceAgency.conference_id == conference_id)
        .order_by(Agency.name, Person.name)
    )
    return [(person, agency) for person, agency in rows]


def _known(text: str, people: list[tuple[Person, Agency]]) -> UUID:
    found = next((p.id for p, _ in people if str(p.id) == text), None)
    if found is None:
        raise NotFound("person")
    return found
