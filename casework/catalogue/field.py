"""A field of the catalogue: everything the house knows about one question, said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Choice = tuple[str, str]
# Several values of one answer are stored with this between them; no value may contain it.
BETWEEN = "; "


class Kind(StrEnum):
    """How a question is asked and its answer is checked."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    YES_NO = "yes_no"
    YES_NO_UNKNOWN = "yes_no_unknown"
    CHOICE = "choice"
    CHOICES = "choices"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NUMBER = "number"
    ITEM_SCORE = "item_score"


class SubjectKind(StrEnum):
    """Whom an answer is about, as the protocol asks it."""

    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    CHILD = "child"
    OTHER_ADULT = "other_adult"
    HOUSEHOLD = "household"
    PLACE = "place"
    REFERRER = "referrer"
    STAFF = "staff"
    CASE = "case"


class Row(StrEnum):
    """Which row of the case an answer hangs on: a person, a place, an entry, or the case itself.

    Not the same as the subject: a risk item is about the victim and hangs on the case.
    """

    CASE = "case"
    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    CHILD = "child"
    OTHER_ADULT = "other_adult"
    HOUSEHOLD = "household"
    PLACE = "place"
    COMPLAINANT = "complainant"
    INCIDENT = "incident"
    # Whichever person or place the writer names, or the case itself.
    ANY = "any"


class Mask(StrEnum):
    """The mechanical ways to show a part of an answer."""

    YEAR_OF_BIRTH = "year_of_birth"
    AGE_BAND = "age_band"
    DISTRICT = "district"
    INITIALS = "initials"
    LAST_DIGITS = "last_digits"
    HIDDEN = "hidden"
    SMALL_NUMBER = "small_number"


# Words of the protocol vocabulary that fields use; a test compares them with the engine's.
CATEGORIES: frozenset[str] = frozenset({
    "identity", "location", "safe_contact", "health", "mental_health", "substance_use",
    "sexual_life", "protected_characteristic", "conviction", "allegation", "intelligence", "child",
    "third_party", "referral_source", "housing", "finance", "employment", "risk", "victims_words",
    "opinion", "place", "staff", "administrative", "legal", "support", "action", "research",
    "minutes", "incident", "case_header",
})  # fmt: skip
# The kinds of conference that hold cases (a board never does), and of case.
DOMESTIC_ABUSE, COMMUNITY, ASB_REVIEW = "domestic_abuse_marac", "ccm", "asb_case_review"
CONFERENCES: frozenset[str] = frozenset({DOMESTIC_ABUSE, COMMUNITY, ASB_REVIEW})
ANTISOCIAL: frozenset[str] = frozenset({COMMUNITY, ASB_REVIEW})
PERSON, HOUSEHOLD, PLACE = "person", "household", "place"
CASE_KINDS: frozenset[str] = frozenset({PERSON, HOUSEHOLD, PLACE})
PEOPLE: frozenset[str] = frozenset({PERSON, HOUSEHOLD})
# A domestic-abuse MARAC is about people; the others also hear a place (R60).
HEARS: Mapping[str, frozenset[str]] = {
    DOMESTIC_ABUSE: PEOPLE,
    COMMUNITY: CASE_KINDS,
    ASB_REVIEW: CASE_KINDS,
}

# The longest answer of each kind, in characters.
LIMITS: Mapping[Kind, int] = {
    Kind.TEXT: 200,
    Kind.LONG_TEXT: 10_000,
    Kind.DATE: 40,
    Kind.YES_NO: 10,
    Kind.YES_NO_UNKNOWN: 10,
    Kind.CHOICE: 60,
    Kind.CHOICES: 600,
    Kind.PHONE: 40,
    Kind.EMAIL: 254,
    Kind.POSTCODE: 10,
    Kind.ADDRESS: 500,
    Kind.NUMBER: 6,
    Kind.ITEM_SCORE: 10,
}
# A field that takes several dates takes at most this many.
MOST_DATES = 10


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the house; what a section has in common is filled in by its sheet."""

    name: str
    label: str
    kind: Kind
    subject: SubjectKind
    # A word of the protocol vocabulary.
    category: str
    # 0 public, 1 official, 2 personal, 3 special-category or criminal, 4 life-safety.
    sensitivity: int
    section: str
    row: Row = Row.CASE
    hint: str = ""
    mask: Mask | None = None
    choices: tuple[Choice, ...] = ()
    conferences: frozenset[str] = CONFERENCES
    case_kinds: frozenset[str] = CASE_KINDS
    # Needed before a referral can be submitted; not in these conferences or kinds of case.
    required: bool = False
    optional_for: frozenset[str] = frozenset()
    # Also needed where another answer (or `route`) is one of these values.
    required_when: tuple[str, frozenset[str]] | None = None
    # The question this one is asked under: its source, its comment, its "why not".
    under: str = ""
    # What statistics count it as.
    facet: str | None = None
    # That it was answered at all is a secret: an empty answer is sealed too.
    presence_sealed: bool = False
    # Safe address and safe contact: free text and file names are searched for it.
    protected: bool = False
    # Dates: not after today; several of them in one answer.
    past: bool = False
    several: bool = False

    @property
    def short(self) -> str:
        """The name without what stands before the dot."""
        return self.name.partition(".")[2]

    @property
    def limit(self) -> int:
        """The longest answer, in characters."""
        return LIMITS[self.kind]

    @property
    def free_text(self) -> bool:
        """Whether anything at all can be written here (the safe-address guard reads it)."""
        return self.kind in (Kind.TEXT, Kind.LONG_TEXT)

    @property
    def is_summary(self) -> bool:
        """Words written for release in place of a section."""
        return self.name.startswith("summary.")

    def applies(self, conference_kind: str, case_kind: str) -> bool:
        """Whether this kind of conference asks it about this kind of case."""
        return conference_kind in self.conferences and case_kind in self.case_kinds

    def is_required(self, conference_kind: str, case_kind: str) -> bool:
        """Whether such a referral needs it whatever the other answers are."""
        return (
            self.required
            and self.applies(conference_kind, case_kind)
            and not self.optional_for & {conference_kind, case_kind}
        )
