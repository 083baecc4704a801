"""What a meeting leaves behind: minutes in passages, and actions (SafeLives minute template)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.catalogue.declared.afterwards.research import ITEMS
from casework.catalogue.field import Kind, SubjectKind
from casework.catalogue.section import Section, Sheet

_minute = Sheet("minutes", SubjectKind.CASE)
_action = Sheet("actions", SubjectKind.CASE)
_tool = Sheet("legal_tools", SubjectKind.CASE)

# What an agency tells is kept under the kind of information it is, in minutes as in research:
# one heading for everything would show a diagnosis to whoever may read minutes.
_TOLD = tuple(
    _minute(f"minute.told_{f.category}", f.label, Kind.LONG_TEXT, f.category, f.sensitivity, f.hint,
            mask=f.mask)
    for f in ITEMS.fields if f.category != "research"
)  # fmt: skip

MINUTES = _minute.page(
    "Minutes",
    "minutes",
    (
        _minute("minute.passage", "Something else that was said", Kind.LONG_TEXT, "minutes", 4,
                "It is treated as the most secret kind. Use a heading below if one fits."),
        _minute("minute.information", "Information shared", Kind.LONG_TEXT, "minutes", 4,
                "By agency. Facts and opinion apart."),
        *_TOLD,
        _minute("minute.risk_victim", "Risk to the victim", Kind.LONG_TEXT, "risk", 3,
                subject=SubjectKind.VICTIM),
        _minute("minute.risk_children", "Risk to children", Kind.LONG_TEXT, "child", 4,
                subject=SubjectKind.CHILD),
        _minute("minute.risk_others", "Risk to others", Kind.LONG_TEXT, "third_party", 3,
                subject=SubjectKind.OTHER_ADULT),
        _minute("minute.risk_staff", "Risk to staff", Kind.LONG_TEXT, "intelligence", 3,
                subject=SubjectKind.STAFF),
        _minute("minute.victims_voice", "What the victim wants, spoken by their advocate",
                Kind.LONG_TEXT,
                "victims_words", 4, subject=SubjectKind.VICTIM),
        _minute("minute.crimes_disclosed", "Crimes that came out in the meeting", Kind.LONG_TEXT,
                "allegation", 3,
                "The police must record them. Say who takes this on."),
        _minute("minute.legal_tools", "Legal steps considered", Kind.LONG_TEXT, "legal", 2),
        _minute("minute.decision_disclosure", "Whether the person causing harm is told anything",
                Kind.LONG_TEXT,
                "legal", 3, presence_sealed=True),
        _minute("minute.outcome", "Outcome", Kind.LONG_TEXT, "minutes", 3),
    ),
    hint="Each heading is shared on its own, as the sharing protocol says.",
    why_we_ask="So that one set of minutes can be read by every agency, each as far as it may.",
    on_form=False,
)  # fmt: skip

ACTIONS = _action.page(
    "Actions",
    "action",
    (
        _action("action.text", "What will be done", Kind.LONG_TEXT, "action", 3,
                "One thing that somebody can tick off. No addresses and no names: use 'the "
                "victim'."),
        _action("action.outcome", "What came of it", Kind.LONG_TEXT, "action", 3),
        _action("action.safe_conditions", "What makes it safe to do", Kind.LONG_TEXT,
                "safe_contact", 4,
                "For example, only when he is at work.", presence_sealed=True),
        _action("action.failure_reason", "Why it was not done", Kind.LONG_TEXT, "action", 3),
        _action("action.evidence", "What shows that it was done", Kind.LONG_TEXT, "action", 3),
        _action("action.check_note", "What the person who checked it says", Kind.LONG_TEXT,
                "action", 3),
        _action("action.outside_owner", "Who outside the conference will do it", Kind.TEXT,
                "action", 2),
    ),
    hint="Who, what and by when.",
    why_we_ask="An action that nobody owns is not done.",
    on_form=False,
)  # fmt: skip

LEGAL = _tool.page(
    "Legal steps considered",
    "legal",
    (
        _tool("legal.reason", "Why it is used or not used", Kind.LONG_TEXT, "legal", 2),
        _tool("legal.test", "What the test is and which facts meet it", Kind.LONG_TEXT, "legal", 3),
        _tool(
            "legal.proportionality",
            "Vulnerability, equality and proportionality",
            Kind.LONG_TEXT,
            "legal",
            3,
        ),
        _tool(
            "legal.evidence_held",
            "Evidence held, and who holds it",
            Kind.LONG_TEXT,
            "allegation",
            3,
        ),
        _tool("legal.evidence_gaps", "Evidence still missing", Kind.LONG_TEXT, "allegation", 3),
        _tool(
            "legal.no_route",
            "No legal route: what will be done instead",
            Kind.LONG_TEXT,
            "legal",
            3,
        ),
    ),
    hint="Go through each step that could apply.",
    why_we_ask="So that no case is left because nobody thought of a tool that exists.",
    on_form=False,
)

SECTIONS: tuple[Section, ...] = (MINUTES, ACTIONS, LEGAL)
# The field that holds what an agency told the meeting, for each kind of information.
TOLD_FIELDS: Mapping[str, str] = MappingProxyType({f.category: f.name for f in _TOLD})
