"""Posts that a sharing protocol names ('idva', 'police inspector'): who holds them at a conference.

A post is held with a role and ends with it. It opens what the rules open to it, and no page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.agreements.naming import named_words
from casework.clock import now, today
from casework.db import new_id
from casework.directory.finding import add_once, find_conference, may_manage_conference
from casework.directory.history import record
from casework.directory.models import (
    SERVING,
    Agency,
    AppointmentRow,
    Conference,
    HeldPost,
    Person,
)
from casework.directory.viewers import seat_of
from casework.errors import Invalid, NotFound, Refused
from protocols.spelling import headed

Seat = Row[AppointmentRow, Person, Agency]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post."""

    id: UUID
    word: str
    person_id: UUID
    person: str
    agency_id: UUID
    agency: str
    given_by: UUID
    given_at: datetime
    # Whether they can sign in, or will when they have joined: a suspended person reads nothing.
    here: bool


def named_posts(session: Session, conference: Conference) -> Mapping[str, Sequence[str]]:
    """Each post that a rule asks for at this kind of conference, with the clauses that do."""
    named = named_words(session, conference.partnership_id, conference.kind, "role")
    return {word: clauses for word, clauses in named.items() if is_post(word)}


def is_post(role: str) -> bool:
    """Whether a word of `role` is no role of the program, so that somebody has to be given it."""
    return role not in set(Role)


def posts_by_agency(session: Session, conference_id: UUID) -> Mapping[UUID, frozenset[str]]:
    """The posts that people of each agency hold at a conference, those suspended left out."""
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for held in holders(session, session.get_one(Conference, conference_id)):
        found[held.agency_id] |= {held.word} if held.here else set()
    return found


def holders(session: Session, conference: Conference) -> list[Holder]:
    """Who holds a post there today, by post and name."""
    rows = session.execute(
        _seats(conference)
        .add_columns(HeldPost)
        .join(HeldPost, HeldPost.appointment_id == AppointmentRow.id)
        .where(HeldPost.ended_at.is_(None))
        .order_by(HeldPost.word, Person.name, HeldPost.id)
    )
    return [
        Holder(
            held.id, held.word, person.id, person.name, agency.id, agency.name,
            held.given_by, held.given_at, person.status in SERVING,
        )
        for _, person, agency, held in rows
    ]  # fmt: skip


def at_the_table(agency: Agency, conference_id: UUID, posts: Collection[str]) -> list[Viewer]:
    """What an agency may know at a conference: by its seat, and by each post that is held there."""
    seat = seat_of(agency, conference_id)
    return [seat, *(_with_post(seat, post) for post in sorted(posts))]


def _with_post(seat: Viewer, post: str) -> Viewer:
    held = frozenset(replace(one, posts=frozenset({post})) for one in seat.appointments)
    return replace(seat, agency_name=f"{seat.agency_name} ({headed(post)})", appointments=held)


def seats(session: Session, conference: Conference) -> Sequence[Seat]:
    """Who could hold a post: whoever has a role there and is not suspended, by agency and name."""
    order = (Agency.name, Person.name, AppointmentRow.role, AppointmentRow.id)
    return session.execute(
        _seats(conference).where(Person.status.in_(SERVING)).order_by(*order)
    ).all()


def _seats(conference: Conference) -> Select[AppointmentRow, Person, Agency]:
    return (
        select(AppointmentRow, Person, Agency)
        .join(Person, Person.id == AppointmentRow.person_id)
        .join(Agency, Agency.id == Person.agency_id)
        .where(
            AppointmentRow.conference_id == conference.id,
            or_(AppointmentRow.ends_on.is_(None), AppointmentRow.ends_on >= today()),
        )
    )


def give_post(
    session: Session, viewer: Viewer, *, conference_id: UUID, appointment_id: UUID, word: str
) -> HeldPost:
    """Say that somebody holds a post, with a role of theirs. Nobody says it of themselves.

    Invalid where no protocol names the post, or they have no such role or hold the post already.
    """
    conference = _managed(session, viewer, conference_id)
    if word not in named_posts(session, conference):
        raise Invalid({"word": "Select a post that a protocol of this conference names"})
    row = next((s for s in seats(session, conference) if s[0].id == appointment_id), None)
    if row is None:
        raise Invalid({"appointment_id": "Select somebody with a role at this conference"})
    role, person, _ = row
    if person.id == viewer.person_id:
        raise Refused("Ask somebody else to give you the post: nobody gives one to themselves.")
    message = f"{person.name} holds this post already"
    if any(h.person_id == person.id and h.word == word for h in holders(session, conference)):
        raise Invalid({"word": message})
    held = HeldPost(
        id=new_id(), partnership_id=role.partnership_id, appointment_id=role.id, word=word,
        given_by=viewer.person_id, given_at=now(),
    )  # fmt: skip
    add_once(session, held, field="word", message=message)
    record(session, viewer, person.id, f"Post given: {headed(word)}, {conference.name}")
    return held


def end_post(session: Session, viewer: Viewer, *, conference_id: UUID, post_id: UUID) -> None:
    """They hold it no longer: what it opened closes at once."""
    conference = _managed(session, viewer, conference_id)
    found = next((h for h in holders(session, conference) if h.id == post_id), None)
    if found is None:
        raise NotFound("post")
    held = session.get_one(HeldPost, post_id)
    held.ended_at, held.ended_by = now(), viewer.person_id
    record(session, viewer, found.person_id, f"Post ends: {headed(found.word)}, {conference.name}")


def _managed(session: Session, viewer: Viewer, conference_id: UUID) -> Conference:
    conference = find_conference(session, viewer, conference_id)
    may_manage_conference(viewer, conference.id)
    return conference
