"""Every row of the field lists in the domain research (3.1 to 3.5, 3.7, 3.8) has its fields."""

from __future__ import annotations

import pytest

from casework.catalogue.sections import FIELDS

# Written by hand from the research, row by row; columns of the case are left out here.
PERSON_REFERRAL = {
    "referring agency and person": """referrer.name referrer.job_title referrer.team referrer.phone
        referrer.email referrer.manager referrer.date reason.urgency""",
    "presenter": "referrer.presenter referrer.representative_briefed",
    "victim's identity": """victim.given_name victim.surname victim.aliases victim.date_of_birth
        victim.other_dates_of_birth victim.gender""",
    "victim's location": "victim.current_address victim.previous_addresses victim.postcode",
    "safe contact": """victim.telephone victim.safe_to_call victim.safe_to_leave_message
        victim.best_times victim.preferred_method victim.safe_email""",
    "afraid of": "victim.afraid_of",
    "safe to talk to": "victim.safe_to_talk_to victim.not_safe_to_talk_to",
    "protected characteristics": """victim.ethnicity victim.first_language victim.interpreter
        victim.religion victim.disability victim.sexual_orientation victim.gender_identity""",
    "immigration": "victim.immigration_status victim.public_funds",
    "health": """victim.pregnancy victim.gp_practice victim.physical_health victim.mental_health
        victim.substance_use victim.care_needs""",
    "work": "victim.occupation victim.employer victim.workplace",
    "housing": "victim.housing_tenure victim.landlord victim.housing_officer",
    "perpetrators": """alleged_perpetrator.given_name alleged_perpetrator.surname
        alleged_perpetrator.aliases alleged_perpetrator.date_of_birth
        alleged_perpetrator.current_address alleged_perpetrator.relationship
        alleged_perpetrator.occupation alleged_perpetrator.ethnicity
        alleged_perpetrator.gp_practice""",
    "perpetrators' record": """alleged_perpetrator.convictions alleged_perpetrator.bail
        alleged_perpetrator.orders alleged_perpetrator.markers alleged_perpetrator.weapons""",
    "relationship": """alleged_perpetrator.relationship_status alleged_perpetrator.separation_date
        alleged_perpetrator.contact_arrangements""",
    "children": """child.given_name child.surname child.date_of_birth child.relationship_to_victim
        child.relationship_to_perpetrator child.school child.address child.lives_with
        child.social_worker""",
    "other adults": "other_adult.given_name other_adult.risk other_adult.dependant",
    "reason": """reason.why_here reason.judgement reason.escalation reason.repeat""",
    "incident": """incident_now.account incident_now.date incident_now.history
        incident_now.crime_reference incident_now.officer""",
    "told, agrees, basis, reason kept apart": """awareness.told awareness.why_not_told
        awareness.agrees awareness.lawful_basis awareness.reason_without_agreement wishes.police""",
    "wants": "wishes.wants",
    "previous conference": "previous.conference previous.where previous.when",
    "staff warning": "safety.staff_warning",
    "source of disclosure": "safety.disclosure_source",
    "support (R67)": """support.offered support.contact_frequency support.last_contact""",
    "household (R60)": "household.description household.members",
}
CHECKLIST = {
    "24 items": " ".join(
        f"checklist.item_{n:02}{part}" for n in range(1, 25) for part in ("", "_source", "_comment")
    ),
    "beside the items": """risk.narrative risk.professional_view risk.victims_priorities
        risk.grounds risk.child_referral""",
}
MATRIX = {
    "16 items": """matrix.frequency matrix.escalating matrix.severity matrix.targeted matrix.hate
        matrix.history matrix.daily_life matrix.suicide matrix.vulnerability matrix.children
        matrix.isolation matrix.exploitation matrix.perpetrator_needs matrix.home_safety
        matrix.response matrix.confidence""",
}
PLACE = {
    "place": "place.name place.kind place.boundary place.uprns",
    "landlords": "place.landlords place.managing_agents place.licensees",
    "complainants": "place.complainant_count complainant.anonymous complainant.name",
    "people causing harm": "alleged_perpetrator.surname place.groups_causing_harm place.prolific",
    "incident log": """incident.date incident.time incident.kind incident.harm incident.severity
        incident.age_band incident.reported_to incident.reference""",
    "pattern": "place.hours place.days place.pattern",
    "features": "place.features place.lighting place.cctv place.access_control",
    "displacement": "place.displacement",
    "community impact": "place.community_impact place.tension",
    "tools in force": "place.tools_in_force",
    "contacts": "place.businesses place.residents_groups",
    "problem solving": "place.method place.objective place.measure place.baseline",
}
AFTERWARDS = {
    "research": """research.systems research.period research.known research.relationship
        research.last_seen research.worker research.item_identity research.item_location
        research.item_opinion research.risk_victim research.risk_children research.risk_others
        research.risk_staff research.protective_factors research.victims_views
        research.actions_taken research.nil_return research.withheld_code research.gateway""",
    "actions": "action.text action.outcome action.safe_conditions",
    "minutes": """minute.passage minute.information minute.risk_victim minute.risk_children
        minute.risk_others minute.risk_staff minute.victims_voice minute.crimes_disclosed
        minute.legal_tools minute.decision_disclosure minute.outcome""",
    "decisions": """triage.reason triage.missing triage.signpost request.necessity
        request.purpose_text request.decision_reason sharing.recipient sharing.purpose
        sharing.outcome exclusion.reason fact.reason conflict.nature
        attachment.name""",
}
LIFE_SAFETY = """
victim.current_address victim.previous_addresses victim.postcode victim.telephone
victim.safe_to_call victim.safe_to_leave_message victim.best_times victim.preferred_method
victim.safe_email victim.afraid_of victim.safe_to_talk_to victim.not_safe_to_talk_to
child.school child.address wishes.wants safety.disclosure_source checklist.item_03
checklist.item_17 matrix.confidence complainant.name research.victims_views
minute.victims_voice
"""
ROWS = [
    pytest.param(names.split(), id=row)
    for table in (PERSON_REFERRAL, CHECKLIST, MATRIX, PLACE, AFTERWARDS)
    for row, names in table.items()
]


@pytest.mark.parametrize("names", ROWS)
def test_every_row_of_the_research_is_in_the_catalogue(names):
    assert [name for name in names if name not in FIELDS] == []


def test_life_safety_rows_have_the_highest_sensitivity():
    assert [name for name in LIFE_SAFETY.split() if FIELDS[name].sensitivity != 4] == []


def test_the_safe_address_class_is_what_could_lead_somebody_to_them():
    protected = {name for name, field in FIELDS.items() if field.protected}
    assert protected == {
        "victim.current_address", "victim.postcode", "victim.telephone", "victim.safe_email",
        "victim.workplace", "child.address", "child.postcode", "child.school",
        "other_adult.address", "complainant.address", "complainant.telephone",
        "research.item_location", "research.item_safe_contact",
    }  # fmt: skip
