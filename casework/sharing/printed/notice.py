"""The one page for people concerned: what is shared, why, who sees it, how long, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.sharing.printed.contents import Around, grid
from casework.sharing.printed.notice_words import (
    CHECKED,
    PANEL,
    SAID_OF_REVIEW,
    WORDS,
    Words,
    about,
    purpose_words,
)
from casework.web.dates import day
from protocols.clauses import SharingProtocol
from protocols.vocabulary import Effect

HARM_SIDE = frozenset({"works_with_perpetrator", "perpetrator_service"})
NEVER = (
    "Some things, such as where you live, are never shown to an agency that works with the person "
    "who harms you."
)
SEEN = frozenset({"All", "Part", "Summary"})
# As a person concerned would say it; what is not here says nothing to anybody outside.
SAID: tuple[tuple[str, str], ...] = (
    ("identity", "names, dates of birth and how people are related"),
    ("location", "where people live"),
    ("safe contact", "how and when it is safe to reach you"),
    ("victims words", "what you said about what happened, and what you want"),
    ("incident", "what happened"),
    ("allegation", "what somebody is said to have done"),
    ("conviction", "convictions"),
    ("intelligence", "what the police have been told"),
    ("child", "children in the household"),
    ("health", "physical health"),
    ("mental health", "mental health"),
    ("substance use", "use of alcohol and drugs"),
    ("sexual life", "sexual life"),
    ("protected characteristic", "such things as ethnicity, faith or disability"),
    ("housing", "housing"),
    ("finance", "money"),
    ("employment", "work"),
    ("education", "school"),
    ("immigration", "immigration status"),
    ("risk", "how serious the risk is"),
    ("support", "the support that is offered"),
    ("action", "what agencies agree to do"),
    ("place", "places where things happen"),
    ("third party", "other people, where it matters for safety"),
)
RIGHTS = (
    "You can ask what is held about you, ask for a mistake to be put right, object, and complain. "
    "Start with the people below. You can also complain to the Information Commissioner’s Office "
    "(ico.org.uk, 0303 123 1113)."
)
SAFE = "If it is not safe to have this page with you, ask us to keep it for you."


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the page with its answer."""

    question: str
    words: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The page."""

    title: str
    intro: str
    parts: tuple[Part, ...]
    foot: str


def notice_of(protocol: SharingProtocol, around: Around | None = None) -> Notice:
    """The page that fits a protocol; short enough for one sheet of paper."""
    around = around or Around()
    life, (shared, behind) = protocol.life, _shared(protocol, around.agency_types)
    words = WORDS[about(protocol, [] if behind else shared)]
    return Notice(
        title=words.title,
        intro=words.intro.format(title=protocol.title),
        parts=(
            Part("What is shared?", CHECKED if behind else words.shared, tuple(shared)),
            Part("Why?", _why(protocol),
                 tuple(basis.title for basis in protocol.bases[:6])),
            Part("Who sees it?", _limits(protocol, words), tuple(_who(protocol, around, words))),
            Part("How long is it kept?", _sentence(
                life.keeping or "Each agency keeps it only as long as its own rules say, and then "
                "destroys it")),
            Part("Your rights", RIGHTS),
            Part("Whom can you ask?", f"{_sentence(life.contact or _owner(protocol))} {SAFE}"),
        ),
        foot=f"{protocol.title}, version {protocol.version}, {_since(protocol, around)}",
    )  # fmt: skip


def _shared(protocol: SharingProtocol, agency_types: Sequence[str]) -> tuple[list[str], bool]:
    """Kinds of information that anybody may see at the meeting, or that a review keeps.

    The second tells whether something has to be true first, whatever it is that is asked for.
    """
    if set(protocol.conference_kinds) == {PANEL}:
        return list(SAID_OF_REVIEW.values()), False
    made = grid(protocol, "meeting", agency_types)
    seen = {name for name, cells in made.lines if any(cell.words in SEEN for cell in cells)}
    return [words for name, words in SAID if name in seen], bool(made.behind)


def _since(protocol: SharingProtocol, around: Around) -> str:
    known = around.phase and not around.binding
    return "not in force" if known else f"from {day(protocol.starts)}"


def _why(protocol: SharingProtocol) -> str:
    purposes = [purpose_words(p) for p in protocol.purposes[:6]]
    said = _sentence(f"For {_listed(purposes)}" if purposes else "To keep people safe")
    return f"{said} The law allows it under:" if protocol.bases else said


def _who(protocol: SharingProtocol, around: Around, words: Words) -> list[str]:
    names = [p.name for p in around.parties] or [p.name for p in protocol.parties]
    return names or [words.seers]


def _limits(protocol: SharingProtocol, words: Words) -> str:
    """What may be promised: only what an absolute limit of the document keeps."""
    for rule in (rule for clause in protocol.clauses for rule in clause.rules):
        named = {str(word) for condition in rule.applies for word in condition.words}
        if rule.absolute and rule.level is Effect.WITHHELD and named & HARM_SIDE:
            return f"{words.seen} {NEVER}"
    return words.seen


def _owner(protocol: SharingProtocol) -> str:
    return f"Ask {protocol.owner or 'the person who gave you this page'}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _sentence(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words}."
