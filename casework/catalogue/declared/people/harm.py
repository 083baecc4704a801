"""People who cause harm or are said to; in anti-social behaviour they have needs of their own."""

from __future__ import annotations

from casework.catalogue.field import (
    ANTISOCIAL,
    DOMESTIC_ABUSE,
    PEOPLE,
    Kind,
    Mask,
    Row,
    SubjectKind,
)
from casework.catalogue.options import ETHNICITY, GENDER, YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet

_who = Sheet("alleged_perpetrator", SubjectKind.ALLEGED_PERPETRATOR, Row.ALLEGED_PERPETRATOR)
_known = Sheet("perpetrator_risk", SubjectKind.ALLEGED_PERPETRATOR, Row.ALLEGED_PERPETRATOR)
_names = {"mask": Mask.INITIALS}

WHO = _who.page(
    "The person causing harm",
    "identity",
    (
        _who("alleged_perpetrator.given_name", "First names", Kind.TEXT, "identity", 3,
             "Write 'not known' if you do not know.", required=True, optional_for=ANTISOCIAL,
             **_names),
        _who("alleged_perpetrator.surname", "Last name", Kind.TEXT, "identity", 3,
             "Write 'not known' if you do not know.", required=True, optional_for=ANTISOCIAL,
             **_names),
        _who("alleged_perpetrator.aliases", "Other names they use or have used", Kind.TEXT,
             "identity", 3, **_names),
        _who("alleged_perpetrator.description", "Description, if the name is not known", Kind.TEXT,
             "identity", 3,
             conferences=ANTISOCIAL, mask=Mask.HIDDEN),
        _who("alleged_perpetrator.date_of_birth", "Date of birth", Kind.DATE, "identity", 3,
             "For example, 27/03/1986. If you only know part of it, give 03/1986 or 1986.",
             mask=Mask.YEAR_OF_BIRTH, facet="perpetrator_age_band", past=True),
        _who("alleged_perpetrator.other_dates_of_birth", "Other dates of birth on record",
             Kind.DATE, "identity", 3,
             "One on each line.", mask=Mask.YEAR_OF_BIRTH, past=True, several=True),
        _who("alleged_perpetrator.gender", "Gender", Kind.CHOICE, "identity", 3, choices=GENDER),
        _who("alleged_perpetrator.current_address", "Address", Kind.ADDRESS, "location", 3,
             mask=Mask.DISTRICT),
        _who("alleged_perpetrator.postcode", "Postcode", Kind.POSTCODE, "location", 3,
             mask=Mask.DISTRICT),
        _who("alleged_perpetrator.telephone", "Phone number", Kind.PHONE, "identity", 3,
             mask=Mask.LAST_DIGITS),
        _who("alleged_perpetrator.relationship", "What they are to the victim", Kind.TEXT,
             "identity", 3,
             "For example, husband, former partner, son, neighbour.", case_kinds=PEOPLE,
             facet="relationship"),
        _who("alleged_perpetrator.occupation", "Job", Kind.TEXT, "employment", 3,
             "Say so if the job gives power over others, such as police, care or teaching."),
        _who("alleged_perpetrator.ethnicity", "Ethnic group", Kind.CHOICE,
             "protected_characteristic", 3,
             choices=ETHNICITY),
        _who("alleged_perpetrator.gp_practice", "GP practice", Kind.TEXT, "health", 3,
             mask=Mask.HIDDEN),
    ),
    hint="Add a page for each person. They must not learn of this referral through anything you "
    "send them.",
    why_we_ask="The plan must deal with the person who causes the harm, not only with the person "
    "who suffers it.",
    repeats=True,
    each="person causing harm",
)  # fmt: skip

KNOWN = _known.page(
    "What is known about the person causing harm",
    "conviction",
    (
        _known("alleged_perpetrator.relationship_status", "Are they together or apart?",
               Kind.CHOICE, "identity", 3,
               choices=(("together", "Together"), ("separated", "Separated"), ("on_and_off",
               "On and off"),
                        ("never", "Never a couple"), ("unknown", "Not known")),
               conferences=frozenset({DOMESTIC_ABUSE})),
        _known("alleged_perpetrator.separation_date", "When they separated", Kind.DATE, "identity",
               3,
               past=True, conferences=frozenset({DOMESTIC_ABUSE}), mask=Mask.YEAR_OF_BIRTH),
        _known("alleged_perpetrator.contact_arrangements", "Contact between them now",
               Kind.LONG_TEXT,
               "victims_words", 3, "Include handing over children, shared work or shared friends.",
               conferences=frozenset({DOMESTIC_ABUSE})),
        _known("alleged_perpetrator.convictions", "Convictions and cautions that matter here",
               Kind.LONG_TEXT,
               "conviction", 3, "Leave out spent convictions unless they bear on the risk.",
               presence_sealed=True),
        _known("alleged_perpetrator.bail", "Bail or licence conditions", Kind.LONG_TEXT,
               "conviction", 3,
               presence_sealed=True),
        _known("alleged_perpetrator.orders", "Court orders and injunctions", Kind.LONG_TEXT,
               "conviction", 3,
               "With dates.", presence_sealed=True),
        _known("alleged_perpetrator.markers", "Warning markers", Kind.LONG_TEXT, "intelligence", 4,
               presence_sealed=True),
        _known("alleged_perpetrator.weapons", "Weapons or access to them", Kind.LONG_TEXT,
               "intelligence", 4,
               presence_sealed=True),
        _known("alleged_perpetrator.cohort", "Managed by another panel", Kind.CHOICES,
               "intelligence", 3,
               choices=(("iom", "Integrated offender management"), ("mappa", "MAPPA"),
                        ("prolific", "Prolific in this area"), ("none", "None known")),
               facet="cohort", presence_sealed=True),
        _known("alleged_perpetrator.needs", "Needs of their own", Kind.LONG_TEXT, "health", 3,
               "For example, a disability, exploitation by others, no settled home."),
        _known("alleged_perpetrator.mental_health", "Mental health", Kind.LONG_TEXT,
               "mental_health", 3,
               presence_sealed=True),
        _known("alleged_perpetrator.substance_use", "Alcohol and drugs", Kind.LONG_TEXT,
               "substance_use", 3,
               presence_sealed=True),
        _known("alleged_perpetrator.aware", "Do they know of this referral?", Kind.YES_NO_UNKNOWN,
               "safe_contact", 4,
               "By default nobody tells them.", choices=YES_NO_UNKNOWN, presence_sealed=True),
    ),
    hint="Only what your agency knows itself. The police and probation add their own records.",
    why_we_ask="So that the plan does not rest on one side of the story, and so that nobody walks "
    "into danger.",
    repeats=True,
    each="person causing harm",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (WHO, KNOWN)
