"""The pages of the risk instruments, and the professional's own view beside every score."""

from __future__ import annotations

from collections.abc import Iterable

from casework.catalogue.declared.checklist import CHECKLIST
from casework.catalogue.declared.matrix import MATRIX
from casework.catalogue.field import ANTISOCIAL, DOMESTIC_ABUSE, PEOPLE, Field, Kind, SubjectKind
from casework.catalogue.instrument import Item
from casework.catalogue.options import RISK_LEVEL
from casework.catalogue.section import Section, Sheet

HALF = 12
SOURCES = (
    ("victim", "The victim"),
    ("record", "Our records"),
    ("other_agency", "Another agency"),
    ("third_party", "Family, friend or neighbour"),
    ("child", "A child"),
    ("seen", "Seen by a worker"),
)
_WHY = (
    "It helps to see patterns that are easy to miss. The number never decides alone: "
    "your judgement counts as much."
)

_abuse = frozenset({DOMESTIC_ABUSE})
_first = Sheet("risk_checklist", SubjectKind.VICTIM, conferences=_abuse, case_kinds=PEOPLE)
_rest = Sheet("risk_checklist_continued", SubjectKind.VICTIM, conferences=_abuse, case_kinds=PEOPLE)
_matrix = Sheet("community_matrix", SubjectKind.VICTIM, conferences=ANTISOCIAL, case_kinds=PEOPLE)
_view = Sheet("risk_view", SubjectKind.VICTIM)


def _asked(sheet: Sheet, items: Iterable[Item]) -> tuple[Field, ...]:
    """Each item with who said so and a comment under it."""
    return tuple(field for item in items for field in _with_notes(sheet, item))


def _with_notes(sheet: Sheet, item: Item) -> tuple[Field, Field, Field]:
    topic = f"{item.number}. {item.label}"
    asked = sheet(
        item.field,
        topic,
        Kind.ITEM_SCORE,
        item.category,
        item.sensitivity,
        item.hint,
        choices=item.choices,
    )
    # Who said it is the source of a disclosure, whatever the item is about.
    source = sheet(
        f"{item.field}_source", f"{topic}: who says so", Kind.CHOICE, "third_party", 4,
        under=item.field, choices=SOURCES, presence_sealed=True,
    )  # fmt: skip
    comment = sheet(
        f"{item.field}_comment", f"{topic}: comment", Kind.LONG_TEXT, item.category,
        max(item.sensitivity, 3),
        under=item.field,
    )  # fmt: skip
    return asked, source, comment


_PAGES: tuple[Section, ...] = (
    _first.page(
        "Risk checklist: topics 1 to 12", "risk", _asked(_first, CHECKLIST.items[:HALF]),
        hint="Record the answers of the official form. 'Not known' is an answer; leave open what "
        "was not asked.",
        why_we_ask=_WHY,
    ),
    _rest.page(
        "Risk checklist: topics 13 to 24", "risk", _asked(_rest, CHECKLIST.items[HALF:]),
        hint="Record the answers of the official form. 'Not known' is an answer; leave open what "
        "was not asked.",
        why_we_ask=_WHY,
    ),
    _matrix.page(
        "Community risk matrix", "risk", _asked(_matrix, MATRIX.items),
        hint="Choose what fits best. 'Not known' is an answer; leave open what was not asked.",
        why_we_ask=_WHY,
    ),
)  # fmt: skip

VIEW = _view.page(
    "Your view of the risk",
    "risk",
    (
        _view("risk.narrative", "What is the risk, in your own words?", Kind.LONG_TEXT, "risk", 3,
              "Who is in danger, of what, from whom, and what makes you think so. The score is "
              "shown beside this.",
              required=True),
        _view("risk.level", "How high do you judge the risk to be?", Kind.CHOICE, "risk", 3,
              "You may put it higher than the score. Say why above.", choices=RISK_LEVEL,
              required=True,
              facet="judged_risk"),
        _view("risk.professional_view", "What you make of it", Kind.LONG_TEXT, "opinion", 3,
              "Your opinion, apart from the facts.", case_kinds=PEOPLE),
        _view("risk.victims_priorities", "What matters most to the victim about their safety",
              Kind.LONG_TEXT,
              "victims_words", 4, case_kinds=PEOPLE),
        _view("risk.grounds", "Are there reasonable grounds for sharing without agreement?",
              Kind.CHOICE, "legal", 3,
              choices=(("yes", "Yes"), ("no", "No"), ("not_needed", "Not needed: they agree")),
              case_kinds=PEOPLE),
        _view("risk.child_referral", "Have children's services been told?", Kind.CHOICE, "child", 3,
              choices=(("yes", "Yes"), ("no", "No"), ("no_children", "There are no children")),
              case_kinds=PEOPLE),
        _view("risk.protective_factors", "What keeps people safe now", Kind.LONG_TEXT, "risk", 3),
        _view("risk.assessed_on", "Date of the assessment", Kind.DATE, "administrative", 1,
              "Assess again after a move or another big change.", past=True),
    ),
    hint="Nobody reads a score without these words.",
    why_we_ask="Numbers miss coercive control and fear. What you have seen and heard is why the "
    "case is here.",
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (*_PAGES, VIEW)
