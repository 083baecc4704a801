"""The life of the person at risk, as far as it bears on the risk or on the help they can use."""

from __future__ import annotations

from casework.catalogue.declared.people.victim import TENURE
from casework.catalogue.field import PEOPLE, Kind, Mask, Row, SubjectKind
from casework.catalogue.options import ETHNICITY, NOT_KNOWN, YES_NO_UNKNOWN
from casework.catalogue.section import ONE_VICTIM, Section, Sheet

NOT_SAID = ("not_said", "Prefers not to say")

_about = Sheet("victim_background", SubjectKind.VICTIM, Row.VICTIM, case_kinds=PEOPLE)
_health = Sheet("health", SubjectKind.VICTIM, Row.VICTIM, case_kinds=PEOPLE)
_money = Sheet("housing_money", SubjectKind.VICTIM, Row.VICTIM, case_kinds=PEOPLE)

BACKGROUND = _about.page(
    "About them",
    "protected_characteristic",
    (
        _about("victim.ethnicity", "Ethnic group", Kind.CHOICE, "protected_characteristic", 3,
               choices=ETHNICITY, facet="ethnicity"),
        _about("victim.first_language", "First language", Kind.TEXT, "protected_characteristic", 3),
        _about("victim.interpreter", "Do they need an interpreter?", Kind.YES_NO_UNKNOWN,
               "protected_characteristic", 3, "Never use a relative or neighbour as interpreter.",
               choices=YES_NO_UNKNOWN),
        _about("victim.religion", "Religion or belief", Kind.TEXT, "protected_characteristic", 3,
               "Only if it bears on the risk or the help."),
        _about("victim.disability", "Are they disabled?", Kind.YES_NO_UNKNOWN,
               "protected_characteristic", 3,
               choices=YES_NO_UNKNOWN, facet="disability"),
        _about("victim.disability_details", "What that means for keeping them safe", Kind.LONG_TEXT,
               "health", 3, "For example, cannot hear the door, cannot leave without help.",
               under="victim.disability"),
        _about("victim.sexual_orientation", "Sexual orientation", Kind.CHOICE,
               "protected_characteristic", 3,
               choices=(("heterosexual", "Heterosexual or straight"), ("gay", "Gay or lesbian"),
                        ("bisexual", "Bisexual"), ("other", "Another orientation"), NOT_SAID,
                        NOT_KNOWN),
               facet="sexual_orientation", presence_sealed=True),
        _about("victim.gender_identity", "Is their gender the same as the sex registered at birth?",
               Kind.CHOICE,
               "protected_characteristic", 3, choices=(("yes", "Yes"), ("no", "No"), NOT_SAID,
               NOT_KNOWN),
               facet="gender_identity", presence_sealed=True),
        _about("victim.immigration_status", "Immigration status", Kind.CHOICE,
               "protected_characteristic", 3,
               "Only if it bears on the risk or the help. It can be used to control somebody.",
               choices=(("citizen", "British or Irish citizen"), ("settled",
               "Settled or indefinite leave"),
                        ("partner_visa", "Visa that depends on a partner"), ("limited",
                        "Other limited leave"),
                        ("asylum", "Asking for asylum"), ("uncertain", "Uncertain or none"),
                        NOT_KNOWN),
               presence_sealed=True),
        _about("victim.public_funds", "Can they get benefits and housing help?", Kind.CHOICE,
               "protected_characteristic", 3,
               choices=(("yes", "Yes"), ("no", "No recourse to public funds"), NOT_KNOWN),
               presence_sealed=True),
    ),
    hint="Leave out what you do not know. Do not guess.",
    why_we_ask="To plan help that fits the person, and to see whether the conference reaches "
    "everybody. "
    "Figures never name anybody.",
    repeats=True,
    each="person at risk",
    once_for=ONE_VICTIM,
)  # fmt: skip

HEALTH = _health.page(
    "Health and care",
    "health",
    (
        _health("victim.pregnancy", "Are they pregnant, or is there a baby under 18 months?",
                Kind.YES_NO_UNKNOWN,
                "health", 3, choices=YES_NO_UNKNOWN, presence_sealed=True),
        _health("victim.due_date", "When the baby is due or was born", Kind.DATE, "health", 3,
                under="victim.pregnancy", mask=Mask.YEAR_OF_BIRTH, presence_sealed=True),
        _health("victim.gp_practice", "GP practice", Kind.TEXT, "health", 3,
                "Only the name of the practice.", mask=Mask.HIDDEN),
        _health("victim.physical_health", "Physical health", Kind.LONG_TEXT, "health", 3,
                "Injuries and conditions that bear on the risk."),
        _health("victim.mental_health", "Mental health", Kind.LONG_TEXT, "mental_health", 3,
                "Include any thoughts of suicide or self-harm.", presence_sealed=True),
        _health("victim.substance_use", "Alcohol and drugs", Kind.LONG_TEXT, "substance_use", 3,
                presence_sealed=True),
        _health("victim.care_needs", "Care and support needs", Kind.LONG_TEXT, "health", 3,
                "Say if somebody may not be able to make decisions for themselves."),
    ),
    hint="Write only what bears on the risk. A full medical history is not needed.",
    why_we_ask="Health can raise the danger, and health services can often help first.",
    repeats=True,
    each="person at risk",
    once_for=ONE_VICTIM,
)  # fmt: skip

MONEY = _money.page(
    "Home, work and money",
    "housing",
    (
        _money("victim.housing_tenure", "How their home is held", Kind.CHOICE, "housing", 2,
               choices=TENURE, facet="tenure"),
        _money("victim.tenancy_holder", "Whose name is on the tenancy or deeds", Kind.TEXT,
               "housing", 3),
        _money("victim.landlord", "Landlord", Kind.TEXT, "housing", 2),
        _money("victim.housing_officer", "Housing officer", Kind.TEXT, "housing", 2),
        _money("victim.occupation", "Job or other daily activity", Kind.TEXT, "employment", 3),
        _money("victim.employer", "Employer", Kind.TEXT, "employment", 3, mask=Mask.HIDDEN),
        _money("victim.workplace", "Where they work or study", Kind.ADDRESS, "location", 4,
               "They can be found there too, so it is protected like an address.",
               mask=Mask.DISTRICT, protected=True, presence_sealed=True),
        _money("victim.finances", "Money problems that bear on the risk", Kind.LONG_TEXT, "finance",
               3,
               "For example, no money of their own, or debts in their name."),
    ),
    hint="Only what bears on the risk or the help.",
    why_we_ask="The kind of tenancy decides which legal steps a landlord can take.",
    repeats=True,
    each="person at risk",
    once_for=ONE_VICTIM,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (BACKGROUND, HEALTH, MONEY)
