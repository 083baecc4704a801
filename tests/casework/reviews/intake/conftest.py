"""A partnership whose agencies councils would know."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from casework.directory.models import Agency, AgencyType
from casework.reviews.intake.owners import Owners
from tests.casework.reviews.intake.samples import COUNCIL, HEALTH, HOUSING, POLICE

KINDS = {HOUSING: AgencyType.HOUSING, HEALTH: AgencyType.HEALTH,
         COUNCIL: AgencyType.LOCAL_AUTHORITY, POLICE: AgencyType.POLICE}  # fmt: skip


@pytest.fixture
def owners() -> Owners:
    agencies = [
        Agency(id=UUID(int=at), code=f"a-{at}", name=name, short_name="", agency_type=kind)
        for at, (name, kind) in enumerate(KINDS.items(), 1)
    ]
    return Owners(agencies, [], {})


def name_agencies(session: Session, housing: Agency, health: Agency, council: Agency) -> None:
    """The three agencies of a board by the names that the samples use."""
    for agency, name in ((housing, HOUSING), (health, HEALTH), (council, COUNCIL)):
        session.get_one(Agency, agency.id).name = name
    session.flush()
