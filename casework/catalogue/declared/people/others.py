"""Children, and other adults at risk in the home."""

from __future__ import annotations

from typing import Any

from casework.catalogue.field import PEOPLE, Kind, Mask, Row, SubjectKind
from casework.catalogue.options import GENDER, YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet

_child = Sheet("children", SubjectKind.CHILD, Row.CHILD, case_kinds=PEOPLE)
_adult = Sheet("other_people", SubjectKind.OTHER_ADULT, Row.OTHER_ADULT, case_kinds=PEOPLE)
_names: dict[str, Any] = {"mask": Mask.INITIALS}
_safe: dict[str, Any] = {"protected": True, "presence_sealed": True}

CHILDREN = _child.page(
    "Children",
    "child",
    (
        _child("child.given_name", "First names", Kind.TEXT, "child", 4, required=True, **_names),
        _child("child.surname", "Last name", Kind.TEXT, "child", 4, **_names),
        _child("child.date_of_birth", "Date of birth", Kind.DATE, "child", 4,
               "For example, 27/03/2019. Give 2019 if you only know the year.", mask=Mask.AGE_BAND,
               facet="child_age_band", past=True),
        _child("child.gender", "Gender", Kind.CHOICE, "child", 4, choices=GENDER),
        _child("child.relationship_to_victim", "What they are to the victim", Kind.TEXT, "child",
               4),
        _child("child.relationship_to_perpetrator", "What they are to the person causing harm",
               Kind.TEXT,
               "child", 4),
        _child("child.lives_with", "Who they live with", Kind.TEXT, "child", 4,
               presence_sealed=True),
        _child("child.address", "Address, if different", Kind.ADDRESS, "location", 4,
               mask=Mask.DISTRICT, **_safe),
        _child("child.postcode", "Postcode, if different", Kind.POSTCODE, "location", 4,
               mask=Mask.DISTRICT, **_safe),
        _child("child.school", "School or nursery", Kind.TEXT, "child", 4,
               "It can show where the family lives, so it is protected like an address.",
               mask=Mask.HIDDEN, **_safe),
        _child("child.social_worker", "Social worker", Kind.TEXT, "child", 4),
        _child("child.plan", "Child protection or child in need plan", Kind.CHOICE, "child", 4,
               choices=(("none", "No plan"), ("in_need", "Child in need plan"),
                        ("protection", "Child protection plan"), ("looked_after",
                        "Looked after by the council"),
                        ("unknown", "Not known")), presence_sealed=True),
        _child("child.contact", "Contact with the person causing harm", Kind.LONG_TEXT, "child", 4,
               "Include court orders about contact."),
        _child("child.needs", "Needs and worries about this child", Kind.LONG_TEXT, "child", 4),
    ),
    hint="Add a page for each child in the home or with contact. Include a baby not yet born.",
    why_we_ask="Children's services and schools are asked about each child. Children who see or "
    "hear abuse are "
    "victims in their own right.",
    repeats=True,
    each="child",
)  # fmt: skip

ADULTS = _adult.page(
    "Other adults at risk",
    "third_party",
    (
        _adult("other_adult.given_name", "First names", Kind.TEXT, "third_party", 3, required=True,
               **_names),
        _adult("other_adult.surname", "Last name", Kind.TEXT, "third_party", 3, **_names),
        _adult("other_adult.date_of_birth", "Date of birth", Kind.DATE, "third_party", 3,
               mask=Mask.YEAR_OF_BIRTH, past=True),
        _adult("other_adult.relationship", "What they are to the victim", Kind.TEXT, "third_party",
               3),
        _adult("other_adult.in_household", "Do they live in the home?", Kind.YES_NO_UNKNOWN,
               "third_party", 3,
               choices=YES_NO_UNKNOWN),
        _adult("other_adult.address", "Address, if different", Kind.ADDRESS, "location", 4,
               mask=Mask.DISTRICT, **_safe),
        _adult("other_adult.risk", "Why they are at risk", Kind.LONG_TEXT, "third_party", 3),
        _adult("other_adult.care_needs", "Care and support needs", Kind.LONG_TEXT, "health", 3),
        _adult("other_adult.dependant", "Do they depend on the victim for care?",
               Kind.YES_NO_UNKNOWN,
               "third_party", 3, choices=YES_NO_UNKNOWN),
    ),
    hint="For example, a parent who lives with them, a new partner, somebody who depends on them "
    "for care.",
    why_we_ask="So that keeping one person safe does not move the danger to another.",
    repeats=True,
    each="adult at risk",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (CHILDREN, ADULTS)
