"""The beginning and the end of a referral: who writes it, what the person knows and wants."""

from __future__ import annotations

from casework.catalogue.field import PLACE, Kind, Mask, SubjectKind
from casework.catalogue.lawful_bases import choices as bases
from casework.catalogue.options import CONSENT, WITHOUT_AGREEMENT, YES_NO, YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet

_ON_PLACES = frozenset({PLACE})
_you = Sheet("about_you", SubjectKind.REFERRER)
_told = Sheet("awareness", SubjectKind.VICTIM)
_wish = Sheet("wishes_support", SubjectKind.VICTIM)
_past = Sheet("previous", SubjectKind.CASE)
_care = Sheet("safety", SubjectKind.CASE)

ABOUT_YOU = _you.page(
    "About you",
    "staff",
    (
        _you("referrer.name", "Your name", Kind.TEXT, "staff", 1, required=True),
        _you("referrer.job_title", "Your role", Kind.TEXT, "staff", 1, required=True),
        _you("referrer.team", "Your agency and team", Kind.TEXT, "staff", 1),
        _you("referrer.phone", "Phone number", Kind.PHONE, "staff", 1, required=True),
        _you("referrer.email", "Work email address", Kind.EMAIL, "staff", 1, required=True),
        _you("referrer.manager", "Your line manager", Kind.TEXT, "staff", 1),
        _you("referrer.date", "Date of this referral", Kind.DATE, "administrative", 1, past=True),
        _you("referrer.own_reference", "Your own reference", Kind.TEXT, "administrative", 1,
             "Not a name and not an address."),
        _you("referrer.presenter", "Who will present the case at the meeting", Kind.TEXT,
             "administrative", 1),
        _you("referrer.representative_briefed",
             "Has your agency's representative been told about it?", Kind.YES_NO,
             "administrative", 1, "A case that nobody can present is put off.", choices=YES_NO),
    ),
    hint="So that the coordinator and other agencies can reach you.",
    why_we_ask="Questions come back to you before the meeting, and answers after it.",
)  # fmt: skip

AWARENESS = _told.page(
    "What the person knows and agrees to",
    "legal",
    (
        _told("awareness.told", "Have they been told about this referral?", Kind.YES_NO, "legal", 3,
              "Tell them if it is safe. They do not have to agree.",
              choices=YES_NO, required=True, optional_for=_ON_PLACES),
        _told("awareness.told_on", "When they were told", Kind.DATE, "legal", 3,
              under="awareness.told", past=True),
        _told("awareness.why_not_told", "Why they have not been told", Kind.LONG_TEXT,
              "victims_words", 3,
              under="awareness.told", required_when=("awareness.told", frozenset({"no"}))),
        _told("awareness.agrees", "Do they agree?", Kind.CHOICE, "legal", 3,
              "If somebody is in serious danger you share without agreement, and write down why.",
              choices=CONSENT, required=True, optional_for=_ON_PLACES),
        _told("awareness.lawful_basis", "The lawful basis for sharing", Kind.CHOICES, "legal", 3,
              "Agreement is rarely the lawful basis, even if they agree. Choose all that apply.",
              choices=bases(), required=True),
        _told("awareness.reason_without_agreement", "Why you share without agreement",
              Kind.LONG_TEXT, "legal", 3,
              "Who is in danger, of what, and why it is proportionate.",
              under="awareness.agrees", required_when=("awareness.agrees", WITHOUT_AGREEMENT)),
        _told("awareness.duty_of_confidence", "Was any of this given to you in confidence?",
              Kind.YES_NO_UNKNOWN,
              "legal", 3, "For example, to a doctor or a counsellor.", choices=YES_NO_UNKNOWN),
        _told("awareness.confidence_weighed", "How you weighed confidence against the danger",
              Kind.LONG_TEXT,
              "legal", 3, under="awareness.duty_of_confidence",
              required_when=("awareness.duty_of_confidence", frozenset({"yes"}))),
        _told("awareness.limits", "Agencies or people they do not want told", Kind.LONG_TEXT,
              "victims_words", 4,
              "And why. The coordinator reads this first.", presence_sealed=True),
    ),
    hint="Being told, agreeing, and having a lawful basis are three different things. We ask for "
    "each.",
    why_we_ask="Anybody who asks later must find who decided to share, why, and on what basis.",
)  # fmt: skip

WISHES = _wish.page(
    "What they want, and support",
    "victims_words",
    (
        _wish("wishes.wants", "What do they want to happen?", Kind.LONG_TEXT, "victims_words", 4,
              "In their own words if you can. Write 'not asked' if nobody could ask."),
        _wish("wishes.police", "What they want from the police", Kind.LONG_TEXT, "victims_words", 3,
              "For example, does not want officers at the door."),
        _wish("wishes.fears", "What they fear could go wrong", Kind.LONG_TEXT, "victims_words", 4),
        _wish("wishes.feedback", "How they want to hear what was decided", Kind.TEXT,
              "safe_contact", 4,
              "Speaking is safer than a letter.", presence_sealed=True),
        _wish("support.offered", "Has support been offered?", Kind.CHOICE, "support", 2,
              choices=(("accepted", "Yes, and they accepted"), ("declined",
              "Yes, and they declined"),
                       ("waiting", "Yes, waiting for their answer"), ("not_yet", "Not yet")),
              required=True, facet="support_offered"),
        _wish("support.details", "What support, and from whom", Kind.LONG_TEXT, "support", 2),
        _wish("support.worker", "Advocate or support worker", Kind.TEXT, "support", 3),
        _wish("support.contact_frequency", "How often contact has been agreed", Kind.CHOICE,
              "support", 2,
              choices=(("daily", "Every day"), ("weekly", "Every week"), ("fortnightly",
              "Every two weeks"),
                       ("monthly", "Every month"), ("after_incidents", "After each incident"),
                       ("on_request", "When they ask"), ("not_agreed", "Nothing agreed yet")),
              required=True, facet="contact_frequency"),
        _wish("support.last_contact", "Date of the last contact", Kind.DATE, "support", 2,
              past=True,
              required_when=("support.offered", frozenset({"accepted", "declined", "waiting"}))),
    ),
    hint="The conference speaks about them without them. This page is their voice.",
    why_we_ask="A plan that goes against what somebody wants often fails. Every victim must be "
    "offered support.",
)  # fmt: skip

PREVIOUS = _past.page(
    "Earlier conferences and other panels",
    "administrative",
    (
        _past("previous.conference", "Has this been to a conference before, anywhere?",
              Kind.YES_NO_UNKNOWN,
              "administrative", 2, choices=YES_NO_UNKNOWN, required=True),
        _past("previous.where", "Where", Kind.TEXT, "administrative", 2,
              under="previous.conference",
              mask=Mask.HIDDEN, required_when=("previous.conference", frozenset({"yes"}))),
        _past("previous.when", "When", Kind.DATE, "administrative", 2,
              "The month or year is enough.",
              under="previous.conference", past=True),
        _past("previous.case_number", "Case number there", Kind.TEXT, "administrative", 2,
              under="previous.conference"),
        _past("previous.other_panels", "Other panels or proceedings now", Kind.CHOICES,
              "administrative", 3,
              choices=(("child_protection", "Child protection"), ("safeguarding_adults",
              "Safeguarding adults"),
                       ("mappa", "MAPPA"), ("criminal_court", "Criminal court"), ("family_court",
                       "Family court"),
                       ("civil_court", "Civil court"), ("possession", "Possession proceedings"),
                       ("none", "None known"))),
    ),
    hint="Also in another area.",
    why_we_ask="So that what was learned there is not lost, and a repeat is seen as one.",
)  # fmt: skip

SAFETY = _care.page(
    "Safety of staff, and handling with care",
    "intelligence",
    (
        _care("safety.staff_warning", "Warning for staff who visit", Kind.LONG_TEXT, "intelligence",
              3,
              "For example, dogs, weapons, hostile relatives, never visit alone."),
        _care("safety.people_connected",
              "Does anybody in a partner agency know the people in this case?",
              Kind.LONG_TEXT, "intelligence", 4,
              "Relatives, friends or colleagues. The coordinator can keep the case from them.",
              presence_sealed=True),
        _care("safety.disclosure_source", "Who told whom", Kind.LONG_TEXT, "referral_source", 4,
              "How this came out. It is never shown to anybody who works with the person causing "
              "harm.",
              presence_sealed=True),
        _care("safety.other", "Anything else that must be handled with care", Kind.LONG_TEXT,
              "intelligence", 4,
              presence_sealed=True),
    ),
    hint="Very few people read this page.",
    why_we_ask="To keep workers safe, and to keep the case away from anybody who could pass it on.",
)  # fmt: skip

OPENING: tuple[Section, ...] = (ABOUT_YOU,)
CLOSING: tuple[Section, ...] = (AWARENESS, WISHES, PREVIOUS, SAFETY)
