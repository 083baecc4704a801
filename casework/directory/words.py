"""Words for the screen: types of agency, kinds of conference, where a person stands."""

from __future__ import annotations

from collections.abc import Mapping

from casework.directory.models import AgencyType, ConferenceKind, PersonStatus

AGENCY_TYPES: Mapping[AgencyType, str] = {
    AgencyType.POLICE: "Police",
    AgencyType.VICTIM_SERVICE: "Victim support service",
    AgencyType.CHILDRENS_SOCIAL_CARE: "Children’s social care",
    AgencyType.ADULT_SOCIAL_CARE: "Adult social care",
    AgencyType.HEALTH: "Health",
    AgencyType.MENTAL_HEALTH: "Mental health",
    AgencyType.HOUSING: "Council housing",
    AgencyType.HOUSING_PROVIDER: "Housing provider",
    AgencyType.LOCAL_AUTHORITY: "Local authority",
    AgencyType.PROBATION: "Probation",
    AgencyType.PERPETRATOR_SERVICE: "Service for people who cause harm",
    AgencyType.ENVIRONMENTAL_HEALTH: "Environmental health",
    AgencyType.FIRE: "Fire and rescue",
    AgencyType.EDUCATION: "Education",
    AgencyType.SUBSTANCE_USE: "Drug and alcohol service",
    AgencyType.YOUTH_JUSTICE: "Youth justice",
    AgencyType.NGO: "Charity or community group",
    AgencyType.PRIVATE: "Private company",
    AgencyType.COORDINATING_BODY: "Office of the partnership",
    AgencyType.BOARD: "Board",
    AgencyType.OTHER: "Other",
}
CONFERENCE_KINDS: Mapping[ConferenceKind, str] = {
    ConferenceKind.CCM: "Community case conference (CCM)",
    ConferenceKind.DOMESTIC_ABUSE_MARAC: "Domestic abuse conference (MARAC)",
    ConferenceKind.ASB_CASE_REVIEW: "Anti-social behaviour case review",
    ConferenceKind.BOARD: "Board: never holds cases",
}
STATUSES: Mapping[PersonStatus, str] = {
    PersonStatus.INVITED: "Invited, has not joined yet",
    PersonStatus.ACTIVE: "Active",
    PersonStatus.SUSPENDED: "Suspended",
    PersonStatus.LEFT: "Left",
}
