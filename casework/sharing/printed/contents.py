"""What stands in the printed document of a protocol, as plain data for PDF, Word and screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from casework.sharing.matrix import Cell, Matrix, Occasion, telling_matrix
from casework.web.dates import day
from protocols.clauses import Basis, Clause, Rule, SharingProtocol
from protocols.conditions import plain
from protocols.engine import compile as compile_protocol
from protocols.life import ALL, NOTIFIED, SUSPEND
from protocols.sentences import rule_sentence
from protocols.spelling import capitalised, headed
from protocols.vocabulary import Dimension, RuleKind
from protocols.writer import digest

USUAL_STAGES = ("agenda", "meeting", "after_meeting")
MOST_STAGES = 8
MOST_NAMED = 6
OTHERS = "All others"
ORDINARY = (
    "an ordinary case about an adult: every agency has signed, what is asked for is relevant and "
    "released, nothing special is recorded"
)
# What the words of the tables and sentences mean; our code words never reach paper.
MEANINGS: tuple[tuple[str, str], ...] = (
    ("All", "The information as it was recorded."),
    ("Part", "Made less exact by a fixed rule: a year for a date, a district for an address."),
    ("Summary", "Words that the agency which holds it wrote for sharing."),
    ("Whom to ask", "That there is something, and which agency holds it."),
    ("Nothing", "It is not shared; the place where it would stand can be seen."),
    ("Hidden", "It is not shared, and nothing shows that there is anything."),
    ("Must be true first", "Unless this holds, nothing, or no more than said, is shown."),
    ("May see", "Opens information up to that level."),
    ("Never more than", "Limits it, whatever else opens it."),
    ("Unless", "Lifts the limits that it names, under its conditions."),
    ("Whenever, whatever", "What has to be done along with an answer; it changes none."),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule in words, with the titles of the legal bases that it rests on."""

    words: str
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A clause as it is printed."""

    number: str
    title: str
    words: str
    rules: tuple[Sentence, ...]
    for_people: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """A party on the pages of parties and signatures."""

    name: str
    officer: str = ""
    post: str = ""
    # What stands in the place of a signature once there is one: name, day, way.
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One stage as a table; who sees the same of everything shares a column."""

    stage: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]
    # What stands behind a column that is too long to name everybody in its head.
    note: str = ""
    # What must be true first before anything of it opens; empty where an ordinary case opens it.
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What an installation knows besides the document itself."""

    # In the words of its phase: 'In force', 'Consultation'.
    phase: str = ""
    binding: bool = False
    parties: tuple[Signatory, ...] = ()
    # Version, day, what happened; oldest first.
    history: tuple[tuple[str, str, str], ...] = ()
    examples: tuple[str, ...] = ()
    agency_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole document."""

    title: str
    version: str
    digest: str
    binding: bool
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str, str], ...]
    parties: tuple[Signatory, ...]
    clauses: tuple[Printed, ...]
    grids: tuple[Grid, ...]
    bases: tuple[tuple[str, str], ...]
    exceptions: tuple[tuple[str, str], ...]
    life: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    glossary: tuple[tuple[str, str], ...]
    summary: str = ""

    @property
    def mark(self) -> str:
        """What stands on every page: the word DRAFT until it binds, then its fingerprint."""
        return "" if self.binding else "DRAFT"


def paper_of(protocol: SharingProtocol, around: Around | None = None) -> Paper:
    """Everything that is printed of a document, with what is known around it."""
    around = around or Around()
    return Paper(
        title=protocol.title,
        version=protocol.version,
        digest=digest(protocol),
        binding=around.binding,
        facts=tuple(_facts(protocol, around)),
        history=around.history,
        parties=around.parties
        or tuple(Signatory(p.name, p.officer or "") for p in protocol.parties),
        clauses=tuple(_clause(protocol, clause) for clause in protocol.clauses),
        grids=grids(protocol, around.agency_types),
        bases=tuple((basis.title, _reach(basis)) for basis in protocol.bases),
        exceptions=tuple(_exceptions(protocol)),
        life=tuple(life_lines(protocol)),
        examples=around.examples,
        glossary=tuple(_glossary(protocol)),
        summary=protocol.summary,
    )


def grids(protocol: SharingProtocol, agency_types: Sequence[str] = ()) -> tuple[Grid, ...]:
    """A table for every stage that the rules speak of; else for the usual three."""
    return tuple(grid(protocol, stage, agency_types) for stage in _stages(protocol))


def grid(
    protocol: SharingProtocol, stage: str, agency_types: Sequence[str] = (), *, short: bool = True
) -> Grid:
    """What each kind of agency, the coordinator and the chair see of a victim's information."""
    whole = telling_matrix(
        protocol, compile_protocol(protocol),
        sorted(agency_types or protocol.vocabulary["agency_type"].words),
        Occasion(stage, "victim", datetime.combine(protocol.starts, time(), UTC)),
    )  # fmt: skip
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in range(len(whole.columns)):
        seen = tuple((line.cells[number].words, line.cells[number].clause) for line in whole.lines)
        alike[seen].append(number)
    columns = [[whole.columns[n] for n in group] for group in alike.values()]
    longest = max(columns, key=len)
    note = ", ".join(longest) if short and len(longest) > MOST_NAMED else ""
    return Grid(
        plain(stage),
        tuple(OTHERS if note and c is longest else ", ".join(c) for c in columns),
        tuple(
            (line.category, tuple(line.cells[group[0]] for group in alike.values()))
            for line in whole.lines
        ),
        f"{OTHERS}: {note}." if note else "",
        _behind(whole),
    )


def _behind(whole: Matrix) -> str:
    if not whole.met:
        return ""
    clauses = f"clause{'s' if len(whole.met) > 1 else ''} {', '.join(whole.met)}"
    return f"Once all is so that must be true first under {clauses}. Until then nothing opens."


def life_lines(protocol: SharingProtocol) -> list[tuple[str, str]]:
    """How the document comes into force, changes, is reviewed and ends."""
    life = protocol.life
    every = "every party" if life.quorum == ALL else f"{life.quorum} parties"
    found = [
        ("Comes into force", "for each pair of parties once both have signed"
         + (f", and once {every} have signed" if life.quorum else "")),
        ("Changes", "a change that opens nothing is notified; any other is signed again"
         if life.minor_changes == NOTIFIED else "every change is signed again"),
        ("Leaving", f"{life.notice_days} days’ notice" if life.notice_days
         else "at any time, at once"),
        ("Review", _review(protocol)),
        ("Keeping", life.keeping or "as each agency’s own retention schedule says"),
        ("Questions", life.contact or protocol.owner or "to any of the parties"),
    ]  # fmt: skip
    return [(name, capitalised(words)) for name, words in found]


def _review(protocol: SharingProtocol) -> str:
    if protocol.review_by is None:
        return "no day is set"
    late = (
        "nothing is shared while it is overdue"
        if protocol.life.review_overdue == SUSPEND
        else ("sharing goes on while it is overdue")
    )
    return f"by {day(protocol.review_by)}; {late}"


def _facts(protocol: SharingProtocol, around: Around) -> list[tuple[str, str]]:
    until = f" to {day(protocol.ends)}" if protocol.ends else ""
    named = ", ".join(body.name for body in protocol.bodies)
    return [
        *([("Named, and not signing", named)] if named else []),
        *((capitalised(g.name), ", ".join(protocol.members(g))) for g in protocol.groups),
        ("Version", protocol.version),
        ("State", around.phase or "Draft: not in force"),
        ("First day", f"{day(protocol.starts)}{until}"),
        ("To be reviewed by", day(protocol.review_by) if protocol.review_by else "No day is set"),
        ("Kept by", protocol.owner or "Nobody is named"),
        ("Purposes", ", ".join(plain(p) for p in protocol.purposes) or "As the clauses say"),
        ("Conferences", ", ".join(plain(k) for k in protocol.conference_kinds) or "Every kind"),
    ]


def _clause(protocol: SharingProtocol, clause: Clause) -> Printed:
    return Printed(
        clause.number, clause.title, clause.words,
        tuple(_sentence(protocol, rule) for rule in clause.rules), clause.not_for_engine,
    )  # fmt: skip


def _sentence(protocol: SharingProtocol, rule: Rule) -> Sentence:
    return Sentence(
        rule_sentence(rule, protocol.vocabulary),
        tuple(protocol.basis(key).title for key in rule.basis),
    )


def _exceptions(protocol: SharingProtocol) -> list[tuple[str, str]]:
    return [
        (clause.number, rule_sentence(rule, protocol.vocabulary))
        for clause in protocol.clauses
        for rule in clause.rules
        if rule.kind is RuleKind.EXCEPTION
    ]


def _reach(basis: Basis) -> str:
    parts = [
        f"{name}: {', '.join(plain(word) for word in words)}"
        for name, words in (
            ("for", basis.purposes), ("to", basis.recipients), ("not for", basis.barred),
        )
        if words
    ]  # fmt: skip
    return "; ".join(parts)


def _stages(protocol: SharingProtocol) -> tuple[str, ...]:
    named = {
        str(word)
        for clause in protocol.clauses
        for rule in clause.rules
        for condition in (*rule.applies, *rule.requires)
        if condition.dimension == "stage"
        for word in condition.words
    }
    ordered = [word for word in protocol.vocabulary["stage"].words if word in named]
    return tuple(ordered[:MOST_STAGES]) or USUAL_STAGES


def _glossary(protocol: SharingProtocol) -> list[tuple[str, str]]:
    found = [(word, said) for word, said in MEANINGS]
    for words in protocol.local_words.values():
        found += [
            (headed(word), f"A word of this protocol, under: {plain(above)}." if above
             else "A word of this protocol.")
            for word, above in words.items()
        ]  # fmt: skip
    found += [(headed(fact.name), _fact(fact)) for fact in protocol.facts]
    return found


def _fact(fact: Dimension) -> str:
    ahead = " This day may lie ahead." if fact.ahead else ""
    return f"{capitalised(fact.says)}.{ahead}"
