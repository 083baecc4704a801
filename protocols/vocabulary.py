"""Effects, kinds of rule, and dimensions with their words and hierarchies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import cached_property

from protocols import approvals, core_facts, core_words

UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"
DAYS_SINCE = "days_since_"
# What is counted from a date that somebody records.
COUNTED: Mapping[str, str] = {
    DAYS_SINCE: "the number of days",
    "months_since_": "the number of whole months",
    "years_since_": "the number of whole years",
}
# Whether what is asked about is among what a fact lists.
COVERED_BY = "covered_by_"
RUN_OUT = "missed/"
# Parties as who receives, who provided and who passes on; kinds of agency in the same places.
AGENCIES = ("agency", "originator", "discloser")
LISTABLE = (*AGENCIES, "agency_type", "purpose", "stage", "channel", "subject", "category", "field")
AGENCY_KINDS = ("agency_type", "originator_type", "discloser_type")


class Effect(IntEnum):
    """What somebody sees of one answer, least to most."""

    WITHHELD = 0
    EXISTENCE = 1
    SUMMARY = 2
    MASKED = 3
    FULL = 4

    @property
    def word(self) -> str:
        """The word used in documents and in JSON."""
        return self.name.lower()


class RuleKind(StrEnum):
    """The kinds of rule: four that decide what is shown, and one that says what goes with it."""

    GATE = "gate"
    GRANT = "grant"
    CAP = "cap"
    EXCEPTION = "exception"
    DUTY = "duty"


class DimensionKind(StrEnum):
    """How the values of a dimension behave."""

    WORDS = "words"
    MANY = "many"
    OPEN = "open"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    QUORUM = "quorum"
    APPROVAL = "approval"

    @property
    def has_axes(self) -> bool:
        """Whether each of its words is a yes or no of its own."""
        return self in (DimensionKind.MANY, DimensionKind.APPROVAL)


@dataclass(frozen=True)
class Dimension:
    """One thing a rule can ask about.

    `parents` maps each word to the word it stands under, or to None. `absent` is what it means
    that a question does not mention the dimension: `unknown`, `not_applicable` or one of its words.
    """

    name: str
    kind: DimensionKind
    says: str
    parents: Mapping[str, str | None] = field(default_factory=dict)
    ordered: bool = False
    absent: str = UNKNOWN
    is_fact: bool = False
    # Of a local fact: who records it, what about. Other spellings of a word; words for several.
    recorded_by: tuple[str, ...] = ()
    about: str = core_facts.About.CASE.value
    aliases: Mapping[str, str] = field(default_factory=dict, compare=False)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    # A fact that lists what somebody allowed or agreed to: words of which dimension.
    of: str = ""
    # A date that may lie ahead; a number counted from one that may not: below nothing, unknown.
    ahead: bool = False
    past: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the dimension, in order."""
        return tuple(self.parents)

    @property
    def compares(self) -> bool:
        """Whether its values are numbers or dates."""
        return self.kind in (DimensionKind.NUMBER, DimensionKind.DATE)

    @property
    def is_run_out(self) -> bool:
        """Whether the clock of a duty says it: no rule can name it, and nobody records it."""
        return self.name.startswith(RUN_OUT)

    @cached_property
    def covered(self) -> Mapping[str, frozenset[str]]:
        """Each word with itself and all that stands under it."""
        return {
            word: frozenset(w for w in self.parents if word in self.above(w))
            for word in self.parents
        }

    def above(self, word: str) -> tuple[str, ...]:
        """The word itself and everything it stands under."""
        chain: list[str] = []
        step: str | None = word
        while step is not None and step not in chain:
            chain.append(step)
            step = self.parents.get(step)
        return tuple(chain)

    def with_words(self, local: Mapping[str, str | None]) -> "Dimension":
        """The same dimension with local words added, in the order of their document."""
        core = {word: above for word, above in self.parents.items() if word not in local}
        return replace(self, parents={**core, **local}, local=frozenset(local))

    def place(self, word: str) -> tuple[bool, int]:
        """Where an ordered word stands: a document's own scale and the core's are two scales."""
        root = self.above(word)[-1]
        own = root in self.local
        return own, [other for other in self.words if (other in self.local) is own].index(root)


def _parents(text: str) -> dict[str, str | None]:
    """'health gp<health' as each word with what it stands under."""
    split = (word.partition("<") for word in text.split())
    return {word: above or None for word, _, above in split}


def _words(
    name: str, says: str, text: str, absent: str = UNKNOWN, ordered: bool = False
) -> Dimension:
    return Dimension(name, DimensionKind.WORDS, says, _parents(text), ordered, absent)


def _many(name: str, says: str, text: str) -> Dimension:
    return Dimension(name, DimensionKind.MANY, says, _parents(text))


def _open(name: str, says: str, absent: str = UNKNOWN) -> Dimension:
    return Dimension(name, DimensionKind.OPEN, says, absent=absent)


YES_NO_WORDS: Mapping[str, str | None] = {"yes": None, "no": None}
QUORUM_WORDS: Mapping[str, str | None] = {"none": None, "some": None, "all": None}
APPROVAL_WORDS: Mapping[str, str | None] = dict.fromkeys(approvals.WORDS)
# What a fact of a kind may be, where the kind and not the document says so.
FIXED_WORDS: Mapping[DimensionKind, Mapping[str, str | None]] = {
    DimensionKind.YES_NO: YES_NO_WORDS,
    DimensionKind.QUORUM: QUORUM_WORDS,
    DimensionKind.APPROVAL: APPROVAL_WORDS,
}


def yes_no(name: str, says: str, absent: str = UNKNOWN) -> Dimension:
    """A fact that is yes, no, unknown or not applicable."""
    return Dimension(name, DimensionKind.YES_NO, says, YES_NO_WORDS, absent=absent, is_fact=True)


def _core_fact(name: str, recording: core_facts.Recording) -> Dimension:
    kind, ahead = DimensionKind(recording.kind), recording.ahead
    words, about = FIXED_WORDS.get(kind, {}), recording.about.value
    return Dimension(name, kind, recording.says, words, is_fact=True, about=about, ahead=ahead)


def told_by(name: str) -> str:
    """The fact that somebody records where this one follows from it."""
    prefix = next((p for p in (*COUNTED, COVERED_BY) if name.startswith(p)), "")
    return name.removeprefix(prefix)


def counted(fact: Dimension, prefix: str) -> Dimension:
    """The time from a date to the day of the question; negative before one that may lie ahead."""
    return Dimension(
        f"{prefix}{fact.name}", DimensionKind.NUMBER, f"{COUNTED[prefix]} since {fact.says}",
        # What never happened was no number of days ago.
        absent=NOT_APPLICABLE if fact.absent == NOT_APPLICABLE else UNKNOWN,
        is_fact=True, past=not fact.ahead,
    )  # fmt: skip


def covered_by(fact: Dimension) -> Dimension:
    """Whether what a question is about is among what a fact lists."""
    none = fact.absent in ("no", "none", NOT_APPLICABLE)
    says = f"{fact.says} covers {CORE[fact.of].says}"
    return yes_no(f"{COVERED_BY}{fact.name}", says, "no" if none else UNKNOWN)


_DIMENSIONS: tuple[Dimension, ...] = (
    _open("agency", "the agency"),
    _words("agency_type", "the kind of agency", core_words.AGENCY_TYPES),
    _words("party_status", "the agency's standing under this protocol", core_words.PARTY_STATUSES),
    _many("role", "the person's role", core_words.ROLES),
    _many("relationship", "the relationship to the case", core_words.RELATIONSHIPS),
    _many(
        "item_relationship", "the relationship to the information", core_words.ITEM_RELATIONSHIPS
    ),
    _words("stage", "the stage of the case", core_words.STAGES),
    _words("purpose", "the purpose", core_words.PURPOSES),
    _words("channel", "the way it is passed on", core_words.CHANNELS),
    _words("subject", "whom the information is about", core_words.SUBJECTS),
    _words("category", "the kind of information", core_words.CATEGORIES),
    _open("field", "the particular entry"),
    _open("originator", "the agency that provided it"),
    _open("discloser", "the agency that passes it on"),
    _words("originator_type", "the kind of agency that provided it", core_words.AGENCY_TYPES),
    _words("discloser_type", "the kind of agency that passes it on", core_words.AGENCY_TYPES),
    _many("direction", "the way it goes", core_words.DIRECTIONS),
    _many("consent_purposes", "what consent was given for", core_words.PURPOSES),
    _words("marking", "the security marking", core_words.MARKINGS, ordered=True),
    _words("consent", "consent", core_words.CONSENTS),
    _words("risk_level", "the level of risk", core_words.RISK_LEVELS, ordered=True),
    _many("handling", "the handling instruction", core_words.HANDLINGS),
    _words("conference_kind", "the kind of conference", core_words.CONFERENCE_KINDS),
    Dimension("sensitivity", DimensionKind.NUMBER, "the sensitivity"),
    # The caller has already chosen the version that is in force: no date means that none matters.
    Dimension("date", DimensionKind.DATE, "the date", absent=NOT_APPLICABLE),
)

CORE: Mapping[str, Dimension] = {d.name: d for d in _DIMENSIONS}


def coined(name: str, words: Iterable[str]) -> frozenset[str]:
    """Those of some words of a dimension that partners made: the core does not have them."""
    return frozenset(words) - CORE[name].parents.keys()


CORE_FACTS: Mapping[str, Dimension] = {
    name: _core_fact(name, recording) for name, recording in core_facts.FACTS.items()
}
# Dimensions that share the words of another.
SAME_WORDS: Mapping[str, tuple[str, ...]] = {
    "agency_type": AGENCY_KINDS[1:],
    "purpose": ("consent_purposes",),
}


@dataclass(frozen=True)
class Vocabulary:
    """All dimensions a protocol may speak of: core words, local words, facts."""

    dimensions: Mapping[str, Dimension]

    @classmethod
    def of(
        cls,
        local: Mapping[str, Mapping[str, str | None]],
        facts: Iterable[Dimension] = (),
        absence: Mapping[str, str] | None = None,
        parties: Mapping[str, str | None] | None = None,
        names: Mapping[str, str] | None = None,
        groups: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "Vocabulary":
        """The core with a protocol's own words, facts, meanings of absence and parties.

        `parties` maps the id of each to the one it is part of, `names` each name to the id.
        """
        found = {**CORE, **CORE_FACTS, **{fact.name: fact for fact in facts}}
        for name, words in local.items():
            for like in (name, *SAME_WORDS.get(name, ())):
                found[like] = found[like].with_words(words)
        for name in AGENCIES if parties else ():
            known = replace(found[name], parents=parties or {}, aliases=names or {})
            found[name] = replace(known, groups=groups or {})
        said = absence or {}
        for name in said.keys() & found.keys():
            found[name] = replace(found[name], absent=said[name])
        dated = [d for d in found.values() if d.is_fact and d.kind is DimensionKind.DATE]
        following = [counted(fact, prefix) for fact in dated for prefix in COUNTED]
        following += [covered_by(fact) for fact in found.values() if fact.of in CORE]
        more = {d.name: replace(d, absent=said.get(d.name, d.absent)) for d in following}
        return cls({**more, **found})

    def with_facts(self, facts: Iterable[Dimension]) -> "Vocabulary":
        """The same with facts that no document declares."""
        return Vocabulary({**self.dimensions, **{fact.name: fact for fact in facts}})

    def __getitem__(self, name: str) -> Dimension:
        return self.dimensions[name]

    def __contains__(self, name: object) -> bool:
        return name in self.dimensions
