"""The core vocabulary: words that every protocol may use, as data."""

from collections.abc import Mapping

AGENCY_TYPES = """
police victim_service childrens_social_care adult_social_care health health_trust<health
mental_health<health gp<health housing housing_provider<housing local_authority probation
perpetrator_service environmental_health fire education substance_use youth_justice ngo private
coordinating_body board member_of_public other
"""

PARTY_STATUSES = """
signed partly_signed invited notice_given suspended withdrawn terminated other_area third_party
not_a_party
"""

ROLES = """
referrer representative deputy coordinator chair review_chair observer idva protocol_administrator
information_governance_officer auditor lay_member specialist
"""

RELATIONSHIPS = """
referrer lead on_case works_with_victim works_with_perpetrator works_with_child neutral conflicted
attends_meeting absent_from_meeting receiving_area alleged_perpetrator is_subject
"""

ITEM_RELATIONSHIPS = "originator author earlier_recipient released_to"

STAGES = """
before_listing agenda research meeting minutes after_meeting closed transfer emergency monitoring
performance_report research_use
"""

PURPOSES = """
safety_planning crime_reduction safeguarding crime_prevention case_coordination audit monitoring
performance service_research criminal_investigation personal
"""

CHANNELS = "screen screen_in_session print export encrypted_email plain_email api verbal"

SUBJECTS = """
victim alleged_perpetrator child other_adult household place referrer staff third_party case suspect
witness organisation referral meeting
"""

CATEGORIES = """
identity location safe_contact health mental_health<health substance_use<health sexual_life
protected_characteristic conviction allegation intelligence child third_party housing finance
employment risk victims_words opinion place staff administrative legal support action research
minutes incident case_header case_record aggregate depersonalised personal referral_source
idva_notes education immigration vulnerability antisocial_behaviour learning statistics
"""

MARKINGS = "official official_sensitive secret"
CONSENTS = "given refused withdrawn not_asked unable unsafe_to_ask"
RISK_LEVELS = "standard medium high very_high"
HANDLINGS = "verbal_only originator_consent do_not_confirm do_not_record"
CONFERENCE_KINDS = "domestic_abuse_marac ccm asb_case_review board"

FACTS: Mapping[str, str] = {
    "confidentiality_signed": "this person has signed this meeting's confidentiality statement",
    "relevant": "the information is recorded as relevant",
    "necessary": "the information is recorded as necessary",
    "owner_judged_relevant": "the agency that holds it judged it relevant and proportionate",
    "related_to_risk": "the information is related to the risk to be managed",
    "serious_threat": "a serious threat is recorded",
    "serious_threat_reason_recorded": "the reason for the serious threat is written down",
    "chair_approved": "the chair has approved it",
    "originator_approved": "the agency that provided it has approved it",
    "victim_told": "the victim has been told",
    "victim_agrees": "the victim agrees",
    "consent_overridden": "it was decided to share without consent, and the reason is recorded",
    "lawful_basis_recorded": "the lawful basis is recorded",
    "duty_of_confidence": "a duty of confidence is owed",
    "released": "the agency that holds it has released it",
    "released_verbally": "the agency that holds it has released it by word of mouth only",
    "under_18": "the person is under 18",
    "emergency_declared": "an emergency is declared",
    "tenant_of_recipient": "the case concerns the recipient's own tenants",
    "own_client": "the person is the recipient's own client",
    "fire_risk": "a fire risk is recorded",
    "in_own_remit": "the matter falls within the recipient's own remit",
    "granted_request": "a request by this recipient to see more was granted and has not ended",
    "log": "the sharing is written in the record",
}
