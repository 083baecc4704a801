"""What an agency returns when asked; its own until it releases an item (SafeLives research)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casework.catalogue.field import Field, Kind, Mask, Row, SubjectKind
from casework.catalogue.options import YES_NO_UNKNOWN
from casework.catalogue.section import Section, Sheet
from casework.catalogue.withholding_reasons import choices as withholding_choices

_back = Sheet("research_return", SubjectKind.CASE, Row.ANY)
_item = Sheet("research_items", SubjectKind.CASE, Row.ANY)
_risk = Sheet("research_risks", SubjectKind.CASE, Row.ANY)

RETURN = _back.page(
    "About this search",
    "research",
    (
        _back("research.researcher", "Who searched", Kind.TEXT, "staff", 1),
        _back("research.searched_on", "Date of the search", Kind.DATE, "administrative", 1,
              past=True),
        _back("research.systems", "Systems searched", Kind.TEXT, "administrative", 1),
        _back("research.period", "Period searched", Kind.TEXT, "administrative", 1,
              "For example, the last 12 months."),
        _back("research.known", "Is this person known to you?", Kind.YES_NO_UNKNOWN, "research", 3,
              "Answer for each person you were asked about.", choices=YES_NO_UNKNOWN,
              presence_sealed=True),
        _back("research.nil_return", "Not known to us", Kind.YES_NO, "research", 1,
              choices=(("yes", "Nobody in this case is known to us"), ("no",
              "Somebody is known to us"))),
        _back("research.relationship", "What your agency does with this person now", Kind.LONG_TEXT,
              "staff", 3,
              presence_sealed=True),
        _back("research.last_seen", "When they were last seen", Kind.DATE, "staff", 3, past=True,
              presence_sealed=True),
        _back("research.worker", "Worker", Kind.TEXT, "staff", 3, presence_sealed=True),
        _back("research.actions_taken", "What your agency has done or offered", Kind.LONG_TEXT,
              "support", 2),
        _back("research.withheld_code", "Why this is held back", Kind.CHOICE, "legal", 2,
              choices=withholding_choices()),
        _back("research.withheld_reason", "How you weighed it", Kind.LONG_TEXT, "legal", 2),
        _back("research.gateway", "What you rely on to share it", Kind.TEXT, "legal", 2),
    ),
    hint="Look up each person. Do not contact the victim because of this request.",
    why_we_ask="What you write stays with your agency until you release it, item by item.",
    on_form=False,
)  # fmt: skip

# An item is kept under the kind of information it is, because the protocol decides by that.
# Kind of information, what it is called on the screen, sensitivity.
_KINDS: tuple[tuple[str, str, int], ...] = (
    ("identity", "Names, dates of birth and other corrections", 4),
    ("location", "Addresses and where people are", 4),
    ("safe_contact", "How to reach somebody safely", 4),
    ("health", "Physical health", 3),
    ("mental_health", "Mental health", 3),
    ("substance_use", "Alcohol and drugs", 3),
    ("sexual_life", "Sexual life", 3),
    ("protected_characteristic", "Ethnicity, belief, disability and the like", 3),
    ("conviction", "Convictions, cautions, bail and orders", 3),
    ("allegation", "Incidents and allegations", 3),
    ("intelligence", "Intelligence", 4),
    ("child", "Children", 4),
    ("third_party", "Other people", 4),
    ("housing", "Housing", 2),
    ("finance", "Money and benefits", 3),
    ("employment", "Work", 3),
    ("victims_words", "What the victim says", 4),
    ("support", "Support given", 2),
    ("legal", "Legal advice and proceedings", 3),
    ("opinion", "Professional opinion", 3),
)


def _of_kind(category: str, label: str, sensitivity: int) -> Field:
    mask = Mask.DISTRICT if category == "location" else None
    return _item(f"research.item_{category}", label, Kind.LONG_TEXT, category, sensitivity,
                 "One thing for each entry, with its date.", mask=mask, presence_sealed=True,
                 protected=category in ("location", "safe_contact"))  # fmt: skip


ITEMS = _item.page(
    "What your agency knows",
    "research",
    (
        _item("research.item", "Something else", Kind.LONG_TEXT, "research", 4,
              "It is treated as the most secret kind until you say what it is.",
              presence_sealed=True),
        *(_of_kind(*row) for row in _KINDS),
    ),
    hint="Facts first, opinion by itself. Say what kind of information it is: that decides who "
    "may read it.",
    why_we_ask="Only what is relevant to the risk and no more than is needed.",
    on_form=False,
)  # fmt: skip

RISKS = _risk.page(
    "Risks your agency sees",
    "risk",
    (
        _risk("research.risk_victim", "Risk to the victim", Kind.LONG_TEXT, "risk", 3),
        _risk("research.risk_children", "Risk to children", Kind.LONG_TEXT, "child", 4),
        _risk("research.risk_others", "Risk to others", Kind.LONG_TEXT, "third_party", 3),
        _risk("research.risk_staff", "Risk to staff", Kind.LONG_TEXT, "intelligence", 3),
        _risk("research.protective_factors", "What keeps people safe now", Kind.LONG_TEXT, "risk",
              3),
        _risk("research.victims_views", "What the victim has said, as far as you know",
              Kind.LONG_TEXT,
              "victims_words", 4, "Do not ask them because of this request.", presence_sealed=True),
    ),
    hint="Your agency's view.",
    why_we_ask="The meeting plans against risks it can name.",
    on_form=False,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (RETURN, ITEMS, RISKS)
# The field that holds an item of each kind of information.
ITEM_FIELDS: Mapping[str, str] = MappingProxyType(
    {kind: f"research.item_{kind}" for kind, _, _ in _KINDS}
)
