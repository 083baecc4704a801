"""Referrals of every kind, filled in with a word of its own in every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.cases.models import Case, CaseKind
from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.field import Field, Kind, Row
from casework.catalogue.instruments import instruments_for
from casework.catalogue.section import Section
from casework.directory.models import Agency, AgencyType, Conference, ConferenceKind, Partnership
from casework.referrals import intake, risk, submission, triage
from casework.referrals.models import Referral, ReferralState
from casework.referrals.pages import rows, shape_of
from tests.factories.agreements import STARTER, adopt
from tests.factories.directory import (
    make_agency,
    make_conference,
    make_partnership,
    make_viewer,
)

S = ReferralState
# Answers that decide what else is asked, or that must have a certain form.
FIXED: Mapping[str, str] = {
    "victim.given_name": "Marigold", "victim.surname": "Quillfeather",
    "victim.date_of_birth": "1986-03-27", "victim.current_address": "17 Zephyr Crescent\nEC2A 4NE",
    "victim.postcode": "EC2A 4NE", "victim.telephone": "01632 960 123",
    "victim.safe_email": "marigold@example.org", "victim.workplace": "Pangolin Works\nE1 7AA",
    "alleged_perpetrator.given_name": "Barnaby", "alleged_perpetrator.surname": "Thistlewood",
    "alleged_perpetrator.date_of_birth": "1980-01-02",
    "alleged_perpetrator.telephone": "01632 960 999",
    "child.given_name": "Wren", "child.school": "Larkspur Primary",
    "place.name": "Mansell Court", "awareness.told": "yes", "awareness.agrees": "given",
    "awareness.duty_of_confidence": "no", "risk.level": "high",
    "incident_now.unreported_crime": "no", "previous.conference": "no",
    "support.offered": "accepted", "referrer.phone": "01632 960 001",
    "referrer.email": "referrer@example.org",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """A partnership at work: three agencies, one conference, somebody in every role."""

    partnership: Partnership
    conference: Conference
    police: Agency
    housing: Agency
    council: Agency
    writer: Viewer
    colleague: Viewer
    other_writer: Viewer
    representative: Viewer
    coordinator: Viewer
    chair: Viewer


def make_world(
    session: Session,
    kind: ConferenceKind = ConferenceKind.DOMESTIC_ABUSE_MARAC,
    *,
    more: tuple[AgencyType, ...] = (),
    protocol: str = STARTER,
) -> World:
    """The world, with a protocol in force and signed by all three, and by `more` at the table."""
    partnership = make_partnership(session)
    police = make_agency(session, partnership, AgencyType.POLICE)
    housing = make_agency(session, partnership, AgencyType.HOUSING)
    council = make_agency(session, partnership, AgencyType.COORDINATING_BODY)
    others = tuple(make_agency(session, partnership, agency_type) for agency_type in more)
    agencies = (police, housing, council, *others)
    conference = make_conference(session, partnership, kind, agencies)
    coordinator = make_viewer(session, council, Role.COORDINATOR, conference)
    adopt(session, partnership, agencies, protocol)
    return World(
        partnership, conference, police, housing, council,
        writer=make_viewer(session, police, Role.REFERRER, conference),
        colleague=make_viewer(session, police, Role.REFERRER, conference),
        other_writer=make_viewer(session, housing, Role.REFERRER, conference),
        representative=make_viewer(session, housing, Role.REPRESENTATIVE, conference),
        coordinator=coordinator,
        chair=make_viewer(session, council, Role.CHAIR, conference),
    )  # fmt: skip


def answer_to(field: Field) -> str:
    """An answer in stored form; a free text carries a marker of its own field."""
    if field.name in FIXED:
        return FIXED[field.name]
    return _OF_KIND[field.kind](field)


def marker(field: str) -> str:
    """The word by which a leak of this field is known."""
    return "marker" + field.replace(".", "").replace("_", "")


_OF_KIND: Mapping[Kind, Any] = {
    Kind.TEXT: lambda f: marker(f.name),
    Kind.LONG_TEXT: lambda f: f"What we know: {marker(f.name)}.",
    Kind.ADDRESS: lambda f: f"{marker(f.name)} Lodge",
    Kind.POSTCODE: lambda _: "E1 6AN",
    Kind.DATE: lambda _: "2024-05-06",
    Kind.NUMBER: lambda _: "3",
    Kind.PHONE: lambda _: "01632 960 555",
    Kind.EMAIL: lambda _: "somebody@example.org",
    Kind.YES_NO: lambda _: "yes",
    Kind.YES_NO_UNKNOWN: lambda _: "yes",
    Kind.CHOICE: lambda f: f.choices[0][0],
    Kind.CHOICES: lambda f: f.choices[0][0],
    Kind.ITEM_SCORE: lambda f: f.choices[0][0],
}


def answers_for(section: Section, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every question of a page, answered."""
    wanted = given or {}
    return {f.name: wanted.get(f.name, answer_to(f)) for f in section.fields}


def make_draft(
    session: Session, world: World, kind: CaseKind = CaseKind.PERSON, author: Viewer | None = None
) -> tuple[Referral, Case]:
    """A draft in which nothing is written yet."""
    who = author or world.writer
    return intake.start(session, who, conference_id=world.conference.id, kind=kind)


def fill_in(
    session: Session,
    viewer: Viewer,
    referral: Referral,
    case: Case,
    *,
    route: ThresholdRoute = ThresholdRoute.PROFESSIONAL_JUDGEMENT,
    given: Mapping[str, str] | None = None,
) -> None:
    """Every page of a referral, with one person or entry on each page that repeats."""
    what: Any = {"referral": referral, "case": case}
    intake.choose_route(session, viewer, route=route, **what)
    shape = shape_of(session, referral, case)
    written: dict[str, str] = {}
    for page in shape.pages():
        first = page.repeats and shape.first_with(page.row).name == page.name
        if first and not rows(session, case).get(page.row):
            intake.add_row(session, viewer, section=page.name, **what)
        answers = answers_for(page, given)
        written |= answers
        places = [None] if page.row is Row.CASE else rows(session, case)[page.row]
        for place in places:
            intake.save_section(
                session, viewer, section=page.name, answers=answers, subject_id=place, **what
            )
    for tool in instruments_for(shape.conference_kind):
        if any(item.field in written for item in tool.items):
            risk.record_risk(session, viewer, name=tool.name, answers=written, **what)


def make_referral(
    session: Session,
    world: World,
    state: ReferralState = S.SUBMITTED,
    kind: CaseKind = CaseKind.PERSON,
    *,
    author: Viewer | None = None,
    given: Mapping[str, str] | None = None,
) -> tuple[Referral, Case]:
    """A referral brought to a state by the steps that lead there."""
    who = author or world.writer
    referral, case = make_draft(session, world, kind, who)
    what: Any = {"referral": referral, "case": case}
    fill_in(session, who, referral, case, given=given)
    if state == S.WITHDRAWN:
        submission.withdraw(session, who, reason="No longer needed.", **what)
    if state in (S.DRAFT, S.WITHDRAWN):
        return referral, case
    submission.submit(session, who, **what)
    _decide(session, world.coordinator, state, what)
    return referral, case


def _decide(
    session: Session, coordinator: Viewer, state: ReferralState, what: dict[str, Any]
) -> None:
    if state == S.ACCEPTED:
        triage.accept(session, coordinator, **what)
    elif state == S.RETURNED_INCOMPLETE:
        triage.return_incomplete(session, coordinator, missing="Say who saw it.", **what)
    elif state == S.DECLINED:
        triage.decline(
            session, coordinator, code="one_agency", reason="One agency is enough.", **what
        )
    elif state == S.REDIRECTED:
        triage.redirect(session, coordinator, code="other_forum", reason="MAPPA is better.", **what)
