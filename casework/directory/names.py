"""Names of agencies and people by id, for pages that mention many of them."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.directory.models import Agency, Conference, Person


def agency_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """Every agency of a partnership, past ones too."""
    return _names(session, partnership_id, Agency)


def agency_codes(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The word by which protocols name each agency of a partnership."""
    rows = session.execute(
        select(Agency.id, Agency.code).where(Agency.partnership_id == partnership_id)
    )
    return {row.id: row.code for row in rows}


def person_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """Every person of a partnership, those who left too."""
    return _names(session, partnership_id, Person)


def names_apart(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The same; of one name, each with their job title, or else with their e-mail address."""
    columns = select(Person.id, Person.name, Person.job_title, Person.email)
    people = session.execute(columns.where(Person.partnership_id == partnership_id)).all()
    names = {p.id: p.name for p in people}
    for more in ({p.id: p.job_title or p.email for p in people}, {p.id: p.email for p in people}):
        often = Counter(names.values())
        names |= {p.id: f"{p.name}, {more[p.id]}" for p in people if often[names[p.id]] > 1}
    return names


def conference_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """Every conference and board of a partnership."""
    return _names(session, partnership_id, Conference)


def _names(
    session: Session, partnership_id: UUID, kind: type[Agency] | type[Person] | type[Conference]
) -> dict[UUID, str]:
    rows = session.execute(select(kind.id, kind.name).where(kind.partnership_id == partnership_id))
    return {row.id: row.name for row in rows}
