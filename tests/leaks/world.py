"""Cases of three kinds in all stages, full of markers, and everybody who might look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.actions import setting
from casework.cases.answers import NewAnswer, write_answers
from casework.cases.exclusions import exclude
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import subjects
from casework.cases.states import move
from casework.catalogue.field import Row
from casework.catalogue.sections import FIELDS, sections
from casework.clock import now, today
from casework.conferences.models import Meeting
from casework.conferences.service import agenda, calendar, deciding, minuting, sitting
from casework.directory.models import (
    Agency,
    AgencyType,
    Conference,
    ConferenceKind,
    Partnership,
)
from casework.directory.viewers import viewer_of
from casework.referrals.models import ReferralState
from casework.research import asking as research
from casework.research import items, sharing
from tests.factories.agreements import adopt
from tests.factories.directory import (
    appoint,
    make_agency,
    make_conference,
    make_partnership,
    make_person,
)
from tests.factories.referrals import World as ReferralWorld
from tests.factories.referrals import make_referral
from tests.factories.world import AROUND_THE_TABLE
from tests.leaks.expected import REFERRER
from tests.leaks.markers import Marker, marked_fields, text_for, word

MARAC, CCM = ConferenceKind.DOMESTIC_ABUSE_MARAC, ConferenceKind.CCM
# One letter a case: its kind, its conference, its stage.
CASES: Mapping[str, tuple[CaseKind, ConferenceKind, str]] = {
    "a": (CaseKind.PERSON, MARAC, "draft"),
    "b": (CaseKind.PERSON, MARAC, "submitted"),
    "c": (CaseKind.PERSON, MARAC, "listed"),
    "d": (CaseKind.PERSON, MARAC, "in session"),
    "e": (CaseKind.PERSON, MARAC, "closed"),
    "f": (CaseKind.HOUSEHOLD, CCM, "after meeting"),
    "g": (CaseKind.PLACE, CCM, "in session"),
    "h": (CaseKind.PLACE, CCM, "submitted"),
}
RESEARCH, PASSAGE, ACTION = "research.item", "minute.passage", "action.text"


@dataclass
class World:
    """Everybody by the name of a column, every case by its letter, and what was written where."""

    partnership: Partnership
    agencies: dict[str, Agency]
    conferences: dict[ConferenceKind, Conference]
    people: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    meetings: dict[ConferenceKind, Meeting] = field(default_factory=dict)
    written: set[Marker] = field(default_factory=set)
    summaries: set[Marker] = field(default_factory=set)
    # What one agency keeps to itself or lets go to another: marker -> who may read it.
    private: dict[Marker, frozenset[str]] = field(default_factory=dict)

    def viewer(self, session: Session, name: str) -> Viewer:
        return viewer_of(session, self.people[name])


def make_world(session: Session) -> World:
    """The whole of it, through the services."""
    partnership = make_partnership(session, demonstration=True)
    agencies = {t.value: make_agency(session, partnership, t) for t in AROUND_THE_TABLE}
    agencies[REFERRER] = make_agency(session, partnership, AgencyType.LOCAL_AUTHORITY)
    bodies = {
        kind: make_conference(session, partnership, kind, tuple(agencies.values()))
        for kind in (MARAC, CCM)
    }
    adopt(session, partnership, tuple(agencies.values()))
    world = World(partnership, agencies, bodies)
    _people(session, world)
    for kind in (MARAC, CCM):
        _meeting(session, world, kind)
    for letter in CASES:
        _case(session, world, letter)
    for letter, (_, kind, stage) in CASES.items():
        if stage == "in session":
            _hear(session, world, letter, kind)
    return world


def _people(session: Session, world: World) -> None:
    for name, agency in world.agencies.items():
        person = make_person(session, agency)
        role = Role.REFERRER if name == REFERRER else Role.REPRESENTATIVE
        for body in world.conferences.values():
            appoint(session, person, role, body)
        world.people[name] = person.id
    del world.people["coordinating_body"]
    office = world.agencies["coordinating_body"]
    for name, role in (("coordinator", Role.COORDINATOR), ("chair", Role.CHAIR)):
        person = make_person(session, office)
        for body in world.conferences.values():
            appoint(session, person, role, body)
        world.people[name] = person.id
    _onlookers(session, world)


def _onlookers(session: Session, world: World) -> None:
    police, referrer = world.agencies["police"], world.agencies[REFERRER]
    board = make_conference(
        session, world.partnership, ConferenceKind.BOARD, tuple(world.agencies.values())
    )
    elsewhere = make_conference(session, world.partnership, CCM, (police,))
    abroad = make_partnership(session)
    there = make_agency(session, abroad, AgencyType.POLICE)
    place = make_conference(session, abroad, MARAC, (there,))
    for name, agency, role, body in (
        ("lay_member", referrer, Role.LAY_MEMBER, board),
        ("review_chair", referrer, Role.REVIEW_CHAIR, board),
        ("system_administrator", referrer, Role.SYSTEM_ADMINISTRATOR, None),
        ("protocol_administrator", referrer, Role.PROTOCOL_ADMINISTRATOR, None),
        ("governance", referrer, Role.INFORMATION_GOVERNANCE_OFFICER, None),
        ("no_role", referrer, None, None),
        ("other_conference", police, Role.REPRESENTATIVE, elsewhere),
        ("other_partnership", there, Role.COORDINATOR, place),
    ):
        world.people[name] = make_person(session, agency, role, body).id
    # At the table of both conferences, and kept out of every case.
    kept_out = make_person(session, world.agencies["victim_service"])
    for body in world.conferences.values():
        appoint(session, kept_out, Role.REPRESENTATIVE, body)
    world.people["conflicted"] = kept_out.id


def _meeting(session: Session, world: World, kind: ConferenceKind) -> None:
    who = world.viewer(session, "coordinator")
    world.meetings[kind] = calendar.schedule(
        session, who, conference_id=world.conferences[kind].id,
        starts_at=now() + timedelta(minutes=1), place="Guildhall", research_due_on=today(),
    )  # fmt: skip
    calendar.open_agenda(session, who, meeting_id=world.meetings[kind].id)


def _case(session: Session, world: World, letter: str) -> None:
    kind, body, stage = CASES[letter]
    given = {
        name: text
        for name, f in marked_fields().items()
        if (text := text_for(letter, f)) is not None
    } | {"risk.level": "high", "awareness.told": "yes", "awareness.agrees": "given"}
    state = {"draft": ReferralState.DRAFT, "submitted": ReferralState.SUBMITTED}.get(
        stage, ReferralState.ACCEPTED
    )
    _, case = make_referral(session, _as_referrers(session, world, body), state, kind, given=given)
    world.cases[letter] = case
    world.written |= _asked_and_written(session, case, kind, body, letter)
    exclude(
        session, world.viewer(session, REFERRER), case=case, person_id=world.people["conflicted"]
    )
    if stage not in ("draft", "submitted"):
        _summaries(session, world, letter)
        _list(session, world, letter, body)
    if stage in ("after meeting", "closed"):
        _heard(session, world, letter, body)
    if stage == "closed":
        move(session, world.viewer(session, "coordinator"), case, CaseState.CLOSED)


def _as_referrers(session: Session, world: World, body: ConferenceKind) -> ReferralWorld:
    writer, office = world.viewer(session, REFERRER), world.viewer(session, "coordinator")
    return ReferralWorld(
        world.partnership, world.conferences[body], world.agencies[REFERRER],
        world.agencies["housing"], world.agencies["coordinating_body"], writer=writer,
        colleague=writer, other_writer=writer, representative=writer, coordinator=office,
        chair=world.viewer(session, "chair"),
    )  # fmt: skip


def _asked_and_written(
    session: Session, case: Case, kind: CaseKind, body: ConferenceKind, letter: str
) -> set[Marker]:
    there = {s.kind for s in subjects(session, case)} | {Row.CASE}
    return {
        Marker(letter, f.name)
        for section in sections(body, kind)
        for f in section.fields
        if f.name in marked_fields() and f.row in there
    }


def _summaries(session: Session, world: World, letter: str) -> None:
    kind, body, _ = CASES[letter]
    names = [s.summary_name for s in sections(body, kind)]
    write_answers(
        session, world.viewer(session, REFERRER), case=world.cases[letter],
        answers=[NewAnswer(n, f"In short: {word(letter, n)}.") for n in names],
    )  # fmt: skip
    world.summaries |= {Marker(letter, n) for n in names}


def _list(session: Session, world: World, letter: str, body: ConferenceKind) -> None:
    office, case = world.viewer(session, "coordinator"), world.cases[letter]
    agenda.list_case(session, office, meeting_id=world.meetings[body].id, case_id=case.id)
    asked = research.request_research(
        session, office, case=case, agency_ids=[world.agencies["housing"].id], due_on=today(),
        meeting_id=world.meetings[body].id,
    )  # fmt: skip
    housing = world.viewer(session, "housing")
    for name, share, readers in (
        ("kept", "", {"housing"}),
        ("named", "named", {"housing", "police"}),
        ("verbal", "verbal", {"housing"}),
        ("all", "all", None),
    ):
        field_ = f"{RESEARCH}.{name}"
        made = items.add_item(
            session, housing, request_id=asked[0].id,
            new=items.NewItem(RESEARCH, f"We know {word(letter, field_)}.", relevant="yes",
                              necessary="yes"),
        )  # fmt: skip
        if share:
            who = [world.agencies["police"].id] if share == "named" else []
            sharing.share_item(session, housing, item_id=made.id, share=share, agency_ids=who)
        if readers is not None:
            world.private[Marker(letter, field_)] = frozenset(readers)
        else:
            world.written.add(Marker(letter, field_))


def _heard(session: Session, world: World, letter: str, body: ConferenceKind) -> None:
    """Heard at a meeting of its own that is over."""
    office, case, meeting = _begin(session, world, letter, body)
    on = {"meeting_id": meeting.id, "item_id": _item(session, world, letter, meeting)}
    sitting.begin_case(session, office, **on)
    minuting.write_passage(
        session, office, heading=PASSAGE, text=f"It was said: {word(letter, PASSAGE)}.", **on
    )
    closed = CASES[letter][2] == "closed"
    if not closed:
        setting.propose(
            session, office, case=case, text=f"Do {word(letter, ACTION)}.", due_on=today(),
            owner_agency_id=world.agencies["fire"].id, agreed=True, meeting_id=meeting.id,
        )  # fmt: skip
        world.written.add(Marker(letter, ACTION))
    deciding.record_outcome(
        session, office, outcome="noted" if closed else "actions_agreed", words="Agreed.", **on
    )
    if body == CCM:
        deciding.consider_tools(session, office, considered={}, rest_do_not_apply=True, **on)
    sitting.end_case(session, office, **on)
    world.written.add(Marker(letter, PASSAGE))


def _hear(session: Session, world: World, letter: str, body: ConferenceKind) -> None:
    office, _, meeting = _begin(session, world, letter, body)
    sitting.begin_case(
        session, office, meeting_id=meeting.id, item_id=_item(session, world, letter, meeting)
    )


def _begin(
    session: Session, world: World, letter: str, body: ConferenceKind
) -> tuple[Viewer, Case, Meeting]:
    office, meeting = world.viewer(session, "coordinator"), world.meetings[body]
    if meeting.started_at is None:
        sitting.start_session(session, office, meeting_id=meeting.id)
    return office, world.cases[letter], meeting


def _item(session: Session, world: World, letter: str, meeting: Meeting) -> UUID:
    office = world.viewer(session, "coordinator")
    return next(
        item.id
        for item, case in agenda.agenda(session, office, meeting)
        if case.id == world.cases[letter].id
    )


def section_of(marker: Marker) -> str:
    """The section that a field stands in."""
    return FIELDS[marker.field].section
