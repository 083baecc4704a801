"""What has happened, and why several agencies are needed."""

from __future__ import annotations

from casework.catalogue.field import (
    ANTISOCIAL,
    ASB_REVIEW,
    COMMUNITY,
    PEOPLE,
    Kind,
    Mask,
    Row,
    SubjectKind,
)
from casework.catalogue.options import AGE_BAND, HATE, NOT_KNOWN, YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet

_why = Sheet("reason", SubjectKind.CASE)
_what = Sheet("incident", SubjectKind.VICTIM, case_kinds=PEOPLE)
_log = Sheet("incident_log", SubjectKind.CASE, Row.INCIDENT, ANTISOCIAL)

REASON = _why.page(
    "Why this needs several agencies",
    "risk",
    (
        _why("reason.why_here", "Why does this need several agencies together?", Kind.LONG_TEXT,
             "risk", 3,
             "What can they do together that yours cannot do alone?", required=True),
        _why("reason.judgement", "Your professional judgement", Kind.LONG_TEXT, "opinion", 3,
             "What worries you that a score does not show?",
             required_when=("route", frozenset({"professional_judgement"}))),
        _why("reason.escalation", "How it is getting worse", Kind.LONG_TEXT, "risk", 3,
             "How many reports in the last 12 months, and what has changed.",
             required_when=("route", frozenset({"potential_escalation"}))),
        _why("reason.repeat", "What has happened since it was last heard", Kind.LONG_TEXT, "risk",
             3,
             "With the date it was heard and the case number, if you know them.",
             required_when=("route", frozenset({"repeat"}))),
        _why("reason.urgency", "Why it cannot wait", Kind.LONG_TEXT, "risk", 3,
             "And what you have already done to keep people safe.",
             required_when=("route", frozenset({"urgent"}))),
        _why("reason.other_forum", "Which other panel was considered, and why it does not fit",
             Kind.LONG_TEXT,
             "administrative", 2, conferences=frozenset({COMMUNITY})),
        _why("reason.qualifying_reports",
             "How many separate reports were made in the last six months",
             Kind.NUMBER, "administrative", 2,
             "One incident told to several agencies counts once. Each must have been reported "
             "within a month.",
             conferences=frozenset({ASB_REVIEW}), required=True),
        _why("reason.responses", "What agencies did about the reports", Kind.LONG_TEXT, "opinion",
             3,
             conferences=frozenset({ASB_REVIEW})),
        _why("reason.actions_taken", "What your agency has already done", Kind.LONG_TEXT,
             "administrative", 2,
             "Do not wait for the meeting before you act."),
    ),
    hint="Two or three plain sentences help more than a page.",
    why_we_ask="The coordinator decides on this whether the conference is the right place.",
)  # fmt: skip

INCIDENT = _what.page(
    "What has happened",
    "allegation",
    (
        _what("incident_now.date", "Date of the latest incident", Kind.DATE, "allegation", 3,
              past=True),
        _what("incident_now.account", "What happened", Kind.LONG_TEXT, "allegation", 3,
              "The facts, and who saw them. Keep your opinion for the page on risk.",
              required=True),
        _what("incident_now.harm", "What harm it did", Kind.LONG_TEXT, "allegation", 3,
              "Injury, fear, damage, loss of sleep, anything that changed."),
        _what("incident_now.history", "What happened before", Kind.LONG_TEXT, "allegation", 3,
              "When it began and the worst of it. Dates where you have them."),
        _what("incident_now.hate", "Is it driven by hate?", Kind.CHOICES,
              "protected_characteristic", 3,
              "Choose all that apply.", choices=HATE, conferences=ANTISOCIAL, facet="hate_strand"),
        _what("incident_now.crime_reference", "Crime or incident number", Kind.TEXT, "allegation",
              3),
        _what("incident_now.officer", "Officer in the case", Kind.TEXT, "staff", 3),
        _what("incident_now.unreported_crime",
              "Does this describe a crime the police do not know of?",
              Kind.YES_NO_UNKNOWN, "allegation", 3,
              "If it does, the police must record it once they read it here. Tell the victim so "
              "first, if it is safe.",
              choices=YES_NO_UNKNOWN, required=True),
        _what("incident_now.recording_wishes", "What the victim wants about that, and why",
              Kind.LONG_TEXT,
              "victims_words", 4, under="incident_now.unreported_crime",
              required_when=("incident_now.unreported_crime", frozenset({"yes"}))),
        _what("incident_now.evidence", "Evidence that exists", Kind.LONG_TEXT, "allegation", 3,
              "For example, photos, messages, diary, camera pictures, witnesses; and who holds "
              "it."),
    ),
    hint="Do not write the address where anybody is staying.",
    why_we_ask="Agencies compare this with what they hold. Facts and opinion are kept apart so "
    "that both can be "
    "tested.",
)  # fmt: skip

INCIDENT_LOG = _log.page(
    "Incidents",
    "incident",
    (
        _log("incident.date", "Date", Kind.DATE, "incident", 2, past=True, required=True),
        _log("incident.time", "Time", Kind.TEXT, "incident", 2,
             "For example, 11:30pm, or 'evening'."),
        _log("incident.kind", "What kind of incident", Kind.CHOICE, "incident", 2, required=True,
             facet="incident_kind",
             choices=(("noise", "Noise"), ("nuisance", "Rowdy or nuisance behaviour"), ("litter",
             "Litter or drugs waste"),
                      ("damage", "Damage or graffiti"), ("intimidation",
                      "Intimidation or harassment"),
                      ("drugs", "Drug use or dealing"), ("alcohol", "Street drinking"), ("begging",
                      "Begging"),
                      ("vehicles", "Vehicles"), ("animals", "Animals"), ("violence", "Violence"),
                      ("hate", "Hate incident"), ("cuckooing", "Home taken over"), ("fire",
                      "Fire setting"),
                      ("other", "Something else"))),
        _log("incident.account", "What happened", Kind.LONG_TEXT, "allegation", 3,
             "Leave out names and addresses of people who complained.", required=True),
        _log("incident.harm", "Harm done", Kind.LONG_TEXT, "allegation", 3,
             "What it did to people, not only what was broken."),
        _log("incident.severity", "How serious", Kind.CHOICE, "incident", 2, facet="severity",
             choices=(("low", "Annoying"), ("moderate", "Frightening or repeated"), ("serious",
             "Threats or damage"),
                      ("grave", "Violence or a weapon"), NOT_KNOWN)),
        _log("incident.hate", "Driven by hate?", Kind.CHOICES, "protected_characteristic", 3,
             choices=HATE,
             facet="hate_strand"),
        _log("incident.age_band", "Age of the people causing it", Kind.CHOICE, "incident", 3,
             choices=AGE_BAND,
             facet="age_band_causing_harm"),
        _log("incident.people_involved", "Who was involved", Kind.LONG_TEXT, "allegation", 3,
             "Names only if they are known, and how they are known.", mask=Mask.HIDDEN),
        _log("incident.reported_to", "Agency it was reported to", Kind.TEXT, "incident", 2),
        _log("incident.reported_on", "Date it was reported", Kind.DATE, "incident", 2,
             "For a case review it counts if it was reported within one month.", past=True),
        _log("incident.reference", "That agency's reference", Kind.TEXT, "incident", 2),
        _log("incident.young_people", "Were people under 18 affected?", Kind.YES_NO_UNKNOWN,
             "child", 3,
             choices=YES_NO_UNKNOWN),
    ),
    hint="Add a page for each incident, the latest first. One incident told to several agencies "
    "is one entry.",
    why_we_ask="The dates and places show the pattern, and count towards a case review.",
    repeats=True,
    each="incident",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (REASON, INCIDENT, INCIDENT_LOG)
