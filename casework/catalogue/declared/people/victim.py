"""Who is at risk, where they are, and how they can be reached without danger."""

from __future__ import annotations

from typing import Any

from casework.catalogue.field import HOUSEHOLD, PEOPLE, Kind, Mask, Row, SubjectKind
from casework.catalogue.options import GENDER, YES_NO_UNKNOWN
from casework.catalogue.section import ONE_VICTIM, Section, Sheet

TENURE = (
    ("owner", "Owns the home, with or without a mortgage"),
    ("council", "Rents from the council"),
    ("housing_association", "Rents from a housing association"),
    ("private", "Rents from a private landlord"),
    ("family", "Lives with family or friends"),
    ("temporary", "Temporary or emergency housing"),
    ("supported", "Supported housing or a hostel"),
    ("none", "No home of their own"),
    ("other", "Something else"),
    ("unknown", "Not known"),
)

_who = Sheet("victim_identity", SubjectKind.VICTIM, Row.VICTIM, case_kinds=PEOPLE)
_contact = Sheet("victim_contact", SubjectKind.VICTIM, Row.VICTIM, case_kinds=PEOPLE)
_home = Sheet("household", SubjectKind.HOUSEHOLD, Row.HOUSEHOLD, case_kinds=frozenset({HOUSEHOLD}))
_names: dict[str, Any] = {"mask": Mask.INITIALS}
_safe: dict[str, Any] = {"protected": True, "presence_sealed": True}

IDENTITY = _who.page(
    "The person at risk",
    "identity",
    (
        _who("victim.given_name", "First names", Kind.TEXT, "identity", 3, required=True, **_names),
        _who("victim.surname", "Last name", Kind.TEXT, "identity", 3, required=True, **_names),
        _who("victim.aliases", "Other names they use or have used", Kind.TEXT, "identity", 3,
             "Include names before marriage and nicknames.", **_names),
        _who("victim.date_of_birth", "Date of birth", Kind.DATE, "identity", 3,
             "For example, 27/03/1986. If you only know part of it, give 03/1986 or 1986.",
             mask=Mask.YEAR_OF_BIRTH, facet="age_band", past=True),
        _who("victim.other_dates_of_birth", "Other dates of birth on record", Kind.DATE, "identity",
             3,
             "One on each line.", mask=Mask.YEAR_OF_BIRTH, past=True, several=True),
        _who("victim.gender", "Gender", Kind.CHOICE, "identity", 3, choices=GENDER, facet="gender"),
    ),
    hint="Write names as they are on your records. Add other spellings below them.",
    why_we_ask="Other agencies look for this person in their records. A wrong name or date of "
    "birth means "
    "that they find nothing, or somebody else.",
    repeats=True,
    each="person at risk",
    once_for=ONE_VICTIM,
)  # fmt: skip

CONTACT = _contact.page(
    "Where they are and how to reach them safely",
    "safe_contact",
    (
        _contact("victim.current_address", "Address where they are now", Kind.ADDRESS, "location",
                 4,
                 "Leave it out if the safe thing is that nobody has it, such as a refuge.",
                 mask=Mask.DISTRICT, **_safe),
        _contact("victim.postcode", "Postcode", Kind.POSTCODE, "location", 4,
                 "It decides which area's conference hears the case. The first half is enough.",
                 mask=Mask.DISTRICT, required=True, facet="district", **_safe),
        _contact("victim.address_type", "What kind of place it is", Kind.CHOICE, "location", 4,
                 choices=(("home", "Their usual home"), ("family", "With family or friends"),
                          ("refuge", "A refuge or other safe place"), ("temporary",
                          "Temporary housing"),
                          ("institution", "Hospital, prison or care"), ("none", "No fixed address"),
                          ("unknown", "Not known")), presence_sealed=True),
        _contact("victim.address_known", "Does the person causing harm know this address?",
                 Kind.YES_NO_UNKNOWN, "location", 4, choices=YES_NO_UNKNOWN, presence_sealed=True),
        _contact("victim.previous_addresses", "Addresses in the last few years", Kind.LONG_TEXT,
                 "location", 4,
                 "One on each line, with dates if you know them.", mask=Mask.DISTRICT),
        _contact("victim.telephone", "Phone number", Kind.PHONE, "safe_contact", 4,
                 mask=Mask.LAST_DIGITS, **_safe),
        _contact("victim.safe_to_call", "Is it safe to call this number?", Kind.YES_NO_UNKNOWN,
                 "safe_contact", 4,
                 "If you do not know, nobody will call before asking you.",
                 choices=YES_NO_UNKNOWN, required=True, presence_sealed=True),
        _contact("victim.safe_to_leave_message", "Is it safe to leave a message?",
                 Kind.YES_NO_UNKNOWN,
                 "safe_contact", 4, choices=YES_NO_UNKNOWN, presence_sealed=True),
        _contact("victim.best_times", "Best times to reach them", Kind.TEXT, "safe_contact", 4,
                 "For example, weekdays between 10am and 2pm.", presence_sealed=True),
        _contact("victim.preferred_method", "How they want to be reached", Kind.CHOICE,
                 "safe_contact", 4,
                 choices=(("call", "Phone call"), ("text", "Text message"), ("email", "Email"),
                          ("in_person", "In person"), ("through_worker",
                          "Through a worker they trust"),
                          ("none", "They do not want contact"), ("unknown", "Not known")),
                 presence_sealed=True),
        _contact("victim.safe_email", "Safe email address", Kind.EMAIL, "safe_contact", 4,
                 "Only one that nobody else can open.", mask=Mask.HIDDEN, **_safe),
        _contact("victim.afraid_of", "Who are they afraid of?", Kind.LONG_TEXT, "victims_words", 4,
                 "Name everybody they are afraid of, not only the main person.",
                 presence_sealed=True),
        _contact("victim.safe_to_talk_to", "Who is it safe to talk to?", Kind.LONG_TEXT,
                 "safe_contact", 4,
                 "For example, a sister or a health visitor.", presence_sealed=True),
        _contact("victim.not_safe_to_talk_to", "Who is it not safe to talk to?", Kind.LONG_TEXT,
                 "safe_contact", 4,
                 "Include relatives, neighbours and anybody who might pass things on.",
                 presence_sealed=True),
    ),
    hint="This is the most protected part of the referral. Do not repeat addresses or phone "
    "numbers anywhere else.",
    why_we_ask="An advocate tries to speak to them before the meeting. One call at the wrong "
    "moment can put "
    "them in danger.",
    repeats=True,
    each="person at risk",
    once_for=ONE_VICTIM,
)  # fmt: skip

HOME = _home.page(
    "The household",
    "housing",
    (
        _home("household.description", "Who lives there, in a few words", Kind.LONG_TEXT,
              "identity", 3,
              "For example, a mother with two teenagers and her father.", required=True,
              mask=Mask.HIDDEN),
        _home("household.members", "How many people live there", Kind.NUMBER, "identity", 2,
              mask=Mask.SMALL_NUMBER, facet="household_size"),
        _home("household.children", "How many of them are under 18", Kind.NUMBER, "child", 3,
              mask=Mask.SMALL_NUMBER, facet="children_in_household"),
        _home("household.tenure", "How the home is held", Kind.CHOICE, "housing", 2, choices=TENURE,
              facet="tenure"),
        _home("household.landlord", "Landlord", Kind.TEXT, "housing", 2),
        _home("household.needs", "Needs of the household as a whole", Kind.LONG_TEXT, "risk", 3),
    ),
    hint="Use this for things that are true of the whole home. Each person has a page of their "
    "own.",
    why_we_ask="Some harm hits everybody in a home, and so should the help.",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (HOME, IDENTITY, CONTACT)
