"""The core vocabulary: words that every protocol may use, as data."""

# `a<b`: a stands under b. Many agencies use a few; none is ever renamed, only added.
AGENCY_TYPES = """
police victim_service childrens_social_care adult_social_care health health_trust<health
mental_health<health gp<health housing housing_provider<housing local_authority probation
perpetrator_service environmental_health fire education substance_use youth_justice ngo private
coordinating_body board member_of_public other
transport_police<police hospital<health_trust ambulance<health community_health<health
pharmacy<health dentist<health health_commissioner<health public_health
local_housing_authority<housing housing_association<housing_provider
homelessness_service<housing idva_service<victim_service
isva_service<victim_service refuge<victim_service witness_service<victim_service
early_help<childrens_social_care school<education college<education early_years<education
court family_court<court prosecution prison family_court_adviser
trading_standards licensing community_safety immigration_authority benefits_authority
electronic_monitoring regulator inspectorate ombudsman coroner central_government
statistics_body researcher data_processor legal_representative advocate carer employer
"""

PARTY_STATUSES = """
signed partly_signed invited notice_given suspended withdrawn terminated other_area third_party
not_a_party lead_designate former_lead associate
"""

ROLES = """
referrer representative deputy coordinator chair review_chair observer idva protocol_administrator
information_governance_officer auditor lay_member specialist designated_officer deciding_officer
caldicott_guardian<information_governance_officer
data_protection_officer<information_governance_officer caseworker manager
specialist_adviser<specialist analyst researcher note_taker translator legal_adviser
single_point_of_contact approved_person
"""

RELATIONSHIPS = """
referrer lead on_case works_with_victim works_with_perpetrator works_with_child neutral conflicted
attends_meeting absent_from_meeting receiving_area alleged_perpetrator is_subject requesting
responsible_authority duty_to_cooperate provides_care<on_case
supervises_perpetrator<works_with_perpetrator landlord former_area related_to_person
"""

ITEM_RELATIONSHIPS = """
originator author earlier_recipient released_to recorded_owner requested_it holds_own_copy
"""

STAGES = """
before_listing agenda research meeting minutes after_meeting closed transfer emergency monitoring
performance_report research_use enquiry request screening assessment<research planning
review<after_meeting appeal retention_ended onward_sharing publication own_front_line
"""

PURPOSES = """
safety_planning crime_reduction safeguarding crime_prevention case_coordination audit monitoring
performance service_research criminal_investigation personal public_protection<crime_prevention
offender_management<public_protection prosecution court_proceedings direct_care
child_protection<safeguarding adult_protection<safeguarding prevent_radicalisation<safeguarding
housing_management tenancy_allocation<housing_management
homelessness_prevention<housing_management fraud_prevention<crime_prevention public_health
case_review<audit complaint statistics<performance training publication freedom_of_information
subject_access employment_vetting commercial research
"""

CHANNELS = """
screen screen_in_session print export encrypted_email plain_email api verbal secure
secure_email<secure secure_portal<secure secure_transfer<secure telephone<verbal in_person<verbal
post fax removable_media hand_delivery
"""

SUBJECTS = """
victim alleged_perpetrator child other_adult household place referrer staff third_party case
suspect witness organisation referral meeting adult_at_risk<other_adult parent<other_adult
carer<other_adult patient<other_adult tenant<other_adult pupil<child offender<alleged_perpetrator
deceased household_member<other_adult community
"""

CATEGORIES = """
identity location safe_contact health mental_health<health substance_use<health sexual_life
protected_characteristic conviction allegation intelligence child third_party housing finance
employment risk victims_words opinion place staff administrative legal support action research
minutes incident case_header case_record aggregate depersonalised personal referral_source
idva_notes education immigration vulnerability antisocial_behaviour learning statistics
contact_details identifiers<identity family_court health_summary<health reproductive_health<health
disability<health hiv_status<health genetic<health biometric physical_health<health
medication<health criminal_record<conviction court_order licence_conditions
victim_contact<safe_contact special_educational_needs<education attendance<education
tenancy<housing arrears<finance benefits<finance stock_condition<housing property<housing
risk_score<risk warning_marker<risk political_opinion<protected_characteristic
religion<protected_characteristic ethnicity<protected_characteristic
sexual_orientation<protected_characteristic trade_union counter_terrorism<intelligence
covert_source<intelligence pseudonymised anonymised<aggregate small_counts<aggregate
"""

MARKINGS = "official official_sensitive secret top_secret"
CONSENTS = """
given refused withdrawn not_asked unable unsafe_to_ask given_explicit<given given_written<given
given_verbal<given given_implied<given given_by_parent<given given_by_representative<given expired
"""
RISK_LEVELS = "low standard medium high very_high"
HANDLINGS = """
verbal_only originator_consent do_not_confirm do_not_record privileged third_party_material covert
dissemination_permitted dissemination_with_conditions not_for_court not_for_subject eyes_only
"""
CONFERENCE_KINDS = "domestic_abuse_marac ccm asb_case_review board review_panel"

# Which way the information goes; told from who asks, who passes it on and who provided it.
DIRECTIONS = "first_hand passed_on to_originator to_hub from_hub within_agency"
