"""How an agency stands to a case where the office says it: who leads, who lets, who has the area.

What an agency works on it says itself (`casework.casefile.standing`). Whether it was at the meeting
the roll says, and the office where the roll was wrong. What is left the coordinator knows from the
conference: rules of an agreement ask for it, and nobody else would write it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements.naming import named_words
from casework.cases.history import note
from casework.cases.models import Case, CaseRole
from casework.cases.taking_part import end_relation, hold, relate, stand_as, standing_as
from casework.cases.visibility import require_office
from casework.directory.models import Agency, Conference
from casework.disclosure.matter import ABSENT, ATTENDANCE, ATTENDS
from casework.errors import Invalid, NotFound
from casework.research.asking import seated
from protocols.spelling import headed
from protocols.vocabulary import coined

SAYABLE: Mapping[str, str] = MappingProxyType({
    "lead": "It leads this case",
    "receiving_area": "It has the area that somebody in this case moves to",
    "former_area": "It has the area that somebody in this case moved from",
    "landlord": "It is the landlord of somebody in this case",
    "provides_care": "It provides care or treatment to somebody in this case",
    "supervises_perpetrator": "It supervises the person causing harm",
    "responsible_authority": "It is a responsible authority in this case",
    "duty_to_cooperate": "It has a duty to co-operate with the authorities in this case",
    "requesting": "It asked for this case to be looked at",
})  # fmt: skip


# Where the roll was wrong; the word takes the place of what the roll says.
PUT_RIGHT: Mapping[str, str] = MappingProxyType({
    ATTENDS: "It was at the meeting when this case was heard",
    ABSENT: "It was absent from the meeting when this case was heard",
})  # fmt: skip


def sayable(session: Session, case: Case) -> Mapping[str, str]:
    """What can be said, in words: ours, what partners call it themselves in a protocol, and who
    was at the meeting, once one has heard the case.
    """
    heard = PUT_RIGHT if standing_as(session, case, ATTENDANCE) else {}
    kind = session.get_one(Conference, case.conference_id).kind
    named = named_words(session, case.partnership_id, kind, "relationship")
    return {**SAYABLE, **{word: headed(word) for word in coined("relationship", named)}, **heard}


def agencies_of(session: Session, case: Case) -> Mapping[str, Agency]:
    """Of whom it can be said: the agencies around the table, by their id as text."""
    return {str(agency.id): agency for agency in seated(session, case)}


def say(
    session: Session, viewer: Viewer, *, case: Case, agency_id: UUID, relationship: str
) -> None:
    """Record it; what the agency may see follows at once. Invalid where it cannot be said."""
    require_office(viewer, case)
    if str(agency_id) not in agencies_of(session, case):
        raise Invalid({"agency": "Select an agency of this conference."})
    if relationship not in sayable(session, case):
        raise Invalid({"relationship": "Select how it stands to the case."})
    if relationship in PUT_RIGHT:
        wanted = {agency_id: relationship}
        stand_as(session, viewer, case=case, wanted=wanted, among=ATTENDANCE, only=agency_id)
    else:
        relate(session, viewer, case=case, agency_id=agency_id, relationship=relationship)
    note(session, viewer, case, "standing_changed", only_agency_id=agency_id)


def take_back(session: Session, viewer: Viewer, *, case: Case, case_role_id: UUID) -> None:
    """It is so no longer: what it had opened closes at once."""
    require_office(viewer, case)
    hold(session, case)
    role = session.get(CaseRole, case_role_id, populate_existing=True)
    if role is None or role.case_id != case.id or not may_end(role):
        raise NotFound("entry")
    end_relation(session, case=case, agency_id=role.agency_id, relationship=role.relationship)
    note(session, viewer, case, "standing_changed", only_agency_id=role.agency_id)


def may_end(role: CaseRole) -> bool:
    """Whether the office ends it: what it said of an agency and nobody has ended."""
    here = role.relationship in SAYABLE or bool(coined("relationship", [role.relationship]))
    return here and role.person_id is None and role.ended_at is None
