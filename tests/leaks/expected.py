"""What each agency must and must not see: written by hand from the starter protocol's sentences.

The words are those of domain research 3.12 and of the clauses; nothing here is asked of the gate,
of the compiled protocol or of the catalogue's categories. `F` the words themselves, `S` a summary
in their place, `N` neither. What opens in the room only is `N` here: a page is not the room.
"""

from __future__ import annotations

from collections.abc import Mapping

# The columns: who reads. The referring agency (a local authority) reads all that it wrote.
COLUMNS = (
    "police", "victim_service", "childrens_social_care", "adult_social_care", "health", "housing",
    "probation", "perpetrator_service", "environmental_health", "fire", "coordinator", "chair",
)  # fmt: skip

# The rows: kinds of information. One letter per column, in the order above.
CELLS: Mapping[str, str] = {
    #                          pol vic csc asc hea hou pro per env fir coo cha
    "who referred":           "F   F   F   F   F   F   F   N   S   S   F   F",  # 3.13, 2.3
    "who is at risk":         "F   F   F   F   F   F   F   N   N   N   F   F",  # 3.1
    "who causes harm":        "F   F   F   F   F   F   F   F   N   N   F   F",  # 3.1
    "where they are":         "F   F   F   S   S   N   N   N   N   N   F   F",  # 3.2, 2.3
    "safe contact":           "F   F   S   S   S   N   N   N   N   N   F   F",  # 3.3, 2.3
    "where harm lives":       "F   S   S   S   S   N   F   F   S   N   F   F",  # 3.4
    "the place":              "F   F   F   F   F   F   F   N   F   F   F   F",  # 3.5
    "health":                 "S   S   S   S   S   S   S   N   N   S   F   F",  # 3.6
    "convictions":            "F   S   S   S   N   S   F   N   N   N   F   F",  # 3.7
    "allegations":            "F   F   S   S   S   S   F   S   S   N   F   F",  # 3.8
    "intelligence":           "F   N   N   N   N   N   N   N   N   N   N   N",  # 3.9, 3.16
    "children":               "S   F   F   S   S   S   S   N   N   N   F   F",  # 3.10, 2.4
    "their words":            "S   F   S   S   S   N   N   N   N   N   F   F",  # 3.11, 2.3
    "circumstances":          "S   F   S   S   S   S   S   N   N   N   F   F",  # 3.12
    "risk and plan":          "F   F   F   F   F   F   F   S   S   S   F   F",  # 3.13
    "minutes and research":   "F   F   F   F   F   F   F   N   N   N   F   F",  # 3.13
    "where it came from":     "F   F   F   N   N   N   N   N   N   N   F   F",  # 3.14, 2.3
}  # fmt: skip

# Every free text (and date, telephone, address) of the three kinds of case, in exactly one row.
FIELDS_OF: Mapping[str, str] = {
    "who referred": """
        referrer.name referrer.job_title referrer.team referrer.phone referrer.email
        referrer.manager referrer.date referrer.own_reference referrer.presenter""",
    "who is at risk": """
        victim.given_name victim.surname victim.aliases victim.date_of_birth
        victim.other_dates_of_birth household.description""",
    "who causes harm": """
        alleged_perpetrator.given_name alleged_perpetrator.surname alleged_perpetrator.aliases
        alleged_perpetrator.description alleged_perpetrator.date_of_birth
        alleged_perpetrator.other_dates_of_birth alleged_perpetrator.telephone
        alleged_perpetrator.relationship alleged_perpetrator.separation_date""",
    "where they are": """
        victim.current_address victim.previous_addresses victim.workplace complainant.address
        child.address other_adult.address""",
    "safe contact": """
        victim.telephone victim.best_times victim.safe_email victim.safe_to_talk_to
        victim.not_safe_to_talk_to complainant.telephone wishes.feedback""",
    "where harm lives": "alleged_perpetrator.current_address",
    "the place": """
        place.name place.address place.boundary place.uprns place.features place.lighting
        place.cctv place.access_control place.pattern place.displacement""",
    "health": """
        victim.disability_details victim.due_date victim.gp_practice victim.physical_health
        victim.mental_health victim.substance_use victim.care_needs place.vulnerable_people
        alleged_perpetrator.gp_practice alleged_perpetrator.needs alleged_perpetrator.mental_health
        alleged_perpetrator.substance_use other_adult.care_needs
        checklist.item_01_comment checklist.item_05_comment checklist.item_09_comment
        checklist.item_15_comment checklist.item_21_comment checklist.item_22_comment
        matrix.daily_life_comment matrix.suicide_comment matrix.vulnerability_comment
        matrix.perpetrator_needs_comment matrix.home_safety_comment""",
    "convictions": """
        alleged_perpetrator.convictions alleged_perpetrator.bail alleged_perpetrator.orders
        checklist.item_13_comment checklist.item_14_comment checklist.item_23_comment
        checklist.item_24_comment matrix.exploitation_comment""",
    "allegations": """
        incident_now.date incident_now.account incident_now.harm incident_now.history
        incident_now.crime_reference incident_now.evidence
        incident.date incident.time incident.account incident.harm incident.people_involved
        incident.reported_to incident.reported_on incident.reference place.groups_causing_harm
        checklist.item_08_comment checklist.item_12_comment checklist.item_18_comment
        checklist.item_19_comment matrix.frequency_comment matrix.severity_comment
        matrix.targeted_comment""",
    "intelligence": """
        alleged_perpetrator.markers alleged_perpetrator.weapons place.community_impact
        safety.staff_warning safety.people_connected safety.other""",
    "children": """
        child.given_name child.surname child.date_of_birth child.relationship_to_victim
        child.relationship_to_perpetrator child.lives_with child.school child.social_worker
        child.contact child.needs checklist.item_07_comment matrix.children_comment""",
    "their words": """
        victim.afraid_of alleged_perpetrator.contact_arrangements place.people_affected
        complainant.harm complainant.wants incident_now.recording_wishes risk.victims_priorities
        awareness.why_not_told awareness.limits wishes.wants wishes.police wishes.fears
        checklist.item_02_comment checklist.item_03_comment checklist.item_04_comment
        checklist.item_06_comment matrix.isolation_comment matrix.confidence_comment""",
    "circumstances": """
        victim.first_language victim.religion victim.tenancy_holder victim.landlord
        victim.housing_officer victim.occupation victim.employer victim.finances
        alleged_perpetrator.occupation other_adult.given_name other_adult.surname
        other_adult.date_of_birth other_adult.relationship other_adult.risk
        household.landlord complainant.name complainant.first_report
        place.landlords place.managing_agents place.licensees place.businesses
        place.residents_groups place.other_contacts reason.judgement risk.professional_view
        checklist.item_16_comment checklist.item_17_comment checklist.item_20_comment
        matrix.hate_comment matrix.history_comment matrix.response_comment""",
    "risk and plan": """
        household.needs reason.why_here reason.escalation reason.repeat reason.urgency
        reason.other_forum reason.actions_taken incident_now.officer risk.narrative
        risk.protective_factors risk.assessed_on awareness.told_on
        awareness.reason_without_agreement awareness.confidence_weighed support.details
        support.worker support.last_contact previous.where previous.when previous.case_number
        place.tools_in_force place.tried place.objective place.measure place.baseline
        checklist.item_10_comment checklist.item_11_comment matrix.escalating_comment
        action.text""",
    "minutes and research": "minute.passage research.item",
    "where it came from": "safety.disclosure_source",
}

ROW_OF: Mapping[str, str] = {
    field: row for row, names in FIELDS_OF.items() for field in names.split()
}

# Who knows of a case at all, at each stage (clauses 2.1 and 2.2).
REFERRER = "local_authority"
OFFICE = ("coordinator", "chair")
KNOWN_TO: Mapping[str, tuple[str, ...]] = {
    "draft": (REFERRER,),
    "submitted": (REFERRER, *OFFICE),
    "listed": (REFERRER, *COLUMNS),
    "in session": (REFERRER, *COLUMNS),
    "after meeting": (REFERRER, *COLUMNS),
    "closed": (REFERRER, *COLUMNS),
}
# Nobody here ever reads a word of a case, whatever stands in it.
NEVER = (
    "lay_member", "system_administrator", "protocol_administrator", "governance", "review_chair",
    "no_role", "other_conference", "other_partnership", "conflicted",
)  # fmt: skip


# What others wrote, for a referring agency that is none of the columns (3.13, last sentence).
FOR_A_LOCAL_AUTHORITY: Mapping[str, str] = {"risk and plan": "S", "minutes and research": "N"}


def cell(row: str, column: str, *, later: bool = False) -> str:
    """F, S or N; who never reads, and whoever has no column, has none."""
    if column == REFERRER:
        return FOR_A_LOCAL_AUTHORITY[row] if later else "F"
    return CELLS[row].split()[COLUMNS.index(column)] if column in COLUMNS else "N"
