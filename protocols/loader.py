"""Document text -> SharingProtocol, or every problem with clause, key and line."""

from collections.abc import Mapping
from datetime import date
from re import fullmatch

from protocols.checking import check_document
from protocols.clauses import FORMAT, Basis, Clause, Party, SharingProtocol
from protocols.core_facts import SIDES, About
from protocols.errors import ProtocolError, did_you_mean
from protocols.groups import read_group
from protocols.life import read_life
from protocols.reading import Document, Table
from protocols.rule_reading import read_rule
from protocols.vocabulary import (
    CORE,
    FIXED_WORDS,
    LISTABLE,
    NOT_APPLICABLE,
    UNKNOWN,
    Dimension,
    DimensionKind,
    Vocabulary,
)

AROUND = ("absence", "vocabulary", "fact", "party", "body", "group", "basis", "life")
TOP = ("protocol", *AROUND, "clause")
HEAD = (
    "id",
    "title",
    "version",
    "format",
    "purposes",
    "conference_kinds",
    "starts",
    "ends",
    "review_by",
    "owner",
    "summary",
)
FACT_KINDS = {kind.value: kind for kind in DimensionKind if kind is not DimensionKind.OPEN}
FACT_KEYS = ("name", "says", "kind", "words", "of", "absent", "recorded_by", "about",
             "may_lie_ahead")  # fmt: skip
# What is said of an agency or a person is kept beside it.
LONGEST = 64
SPELLED = f"at most {LONGEST} letters, figures, and _ - . / between them"
BODY_KEYS = ("id", "name", "agency_type")
PARTY_KEYS = ("id", "name", "agency_type", "officer", "part_of", "hub")
BASIS_KEYS = ("id", "title", "disclosers", "recipients", "purposes", "barred")


def load(text: str) -> SharingProtocol:
    """The protocol that a document sets out; raises ProtocolError with all problems."""
    top = _open(text)
    head = top.table("protocol")
    local = _local_words(top.table("vocabulary"))
    facts = tuple(_fact(table) for table in top.tables("fact"))
    vocabulary = Vocabulary.of(local, facts)
    absence = _absence(top.table("absence"), vocabulary)
    found = SharingProtocol(
        id=head.filled("id"),
        title=head.filled("title"),
        version=head.filled("version"),
        starts=head.get("starts", date),
        purposes=_known(head, "purposes", vocabulary["purpose"]),
        conference_kinds=_known(head, "conference_kinds", vocabulary["conference_kind"]),
        ends=head.get("ends", date, None),
        review_by=head.get("review_by", date, None),
        owner=head.text("owner", ""),
        summary=head.text("summary", ""),
        parties=tuple(_party(table, vocabulary) for table in top.tables("party")),
        bodies=tuple(_body(table, vocabulary) for table in top.tables("body")),
        groups=tuple(read_group(table) for table in top.tables("group")),
        bases=tuple(_basis(table, vocabulary) for table in top.tables("basis")),
        local_words=local,
        facts=facts,
        absence=absence,
        clauses=tuple(_clause(table, vocabulary) for table in top.tables("clause")),
        life=read_life(top.table("life")),
    )
    check_document(top.document, found)
    top.document.finish()
    return found


def _open(text: str) -> Table:
    document = Document(text)
    top = Table(document, (), document.data)
    if "rule" in top.data:
        message = "a rule stands under a clause: write [[clause.rule]] beneath it"
        top.document.complain(("rule", 0, "rule"), message)
    top.only((*TOP, "rule"))
    _head_shape(top.table("protocol"))
    return top


def _head_shape(head: Table) -> None:
    if head.get("format", int, FORMAT) > FORMAT:
        head.complain(
            "format", f"written in format {head.data['format']}; this program knows up to {FORMAT}"
        )
        raise ProtocolError(head.document.problems)
    head.only(HEAD)


def _known(table: Table, key: str, dimension: Dimension) -> tuple[str, ...]:
    """A list of words that all have to be in the vocabulary."""
    words = table.words(key)
    for place, word in enumerate(words):
        if word not in dimension.parents:
            hint = did_you_mean(word, dimension.words)
            table.document.complain(
                (*table.path, key, place), f"unknown word '{word}'.{hint}", table.clause
            )
    return words


def _local_words(table: Table) -> dict[str, Mapping[str, str | None]]:
    found: dict[str, Mapping[str, str | None]] = {}
    for name in table.data:
        if name not in CORE or CORE[name].compares or CORE[name].kind is DimensionKind.OPEN:
            table.complain(name, f"no words can be added to '{name}'.{did_you_mean(name, CORE)}")
        else:
            found[name] = _local(table.table(name), CORE[name])
    return found


def _local(table: Table, dimension: Dimension) -> dict[str, str | None]:
    """Each local word under a core word or another local one, or marked local.

    A word that is in the core too means here what the document says: the core grows, and a signed
    text must stay readable.
    """
    found: dict[str, str | None] = {}
    for word, above in table.data.items():
        known = {*dimension.words, *table.data}
        if not _is_word(word):
            table.complain(word, f"'{word}' is no word: {SPELLED}")
        elif word in (UNKNOWN, NOT_APPLICABLE):
            table.complain(word, f"'{word}' means that nobody knows, or that it does not arise")
        elif above != "local" and (above not in known or above == word):
            table.complain(
                word,
                f"'{above}' is neither a core word nor 'local'.{did_you_mean(str(above), known)}",
            )
        else:
            found[word] = None if above == "local" else above
    return found


def _fact(table: Table) -> Dimension:
    table.only(FACT_KEYS)
    name, kind = table.filled("name"), FACT_KINDS.get(table.text("kind", "yes_no"))
    if not _is_name(name):
        table.complain("name", f"'{name}' is no name: small letters, figures and _")
    if name in CORE:
        table.complain("name", f"'{name}' is a core name already")
    if kind is None:
        table.complain(
            "kind", f"unknown kind of fact.{did_you_mean(table.data['kind'], FACT_KINDS)}"
        )
        kind = DimensionKind.YES_NO
    parents = FIXED_WORDS.get(kind, dict.fromkeys(table.words("words")))
    for word in parents:
        if not _is_word(word):
            table.complain("words", f"'{word}' is no word: {SPELLED}")
    if kind in (DimensionKind.WORDS, DimensionKind.MANY) and not parents:
        table.complain("words", f"'words' is missing: what '{name}' may be")
    fact = Dimension(
        name, kind, table.filled("says"), parents, absent=table.text("absent", UNKNOWN),
        is_fact=True, recorded_by=_recorders(table), about=_about(table), of=_of(table, kind),
        ahead=_ahead(table, kind),
    )  # fmt: skip
    if not _may_be_absent(fact, fact.absent):
        table.complain("absent", f"'{fact.absent}' is not a value of '{name}'")
    return fact


def _of(table: Table, kind: DimensionKind) -> str:
    """The dimension of which a fact lists words."""
    name: str = table.text("of", "")
    if name and name not in LISTABLE:
        hint = did_you_mean(name, LISTABLE)
        table.complain("of", f"a fact cannot list words of '{name}'.{hint}")
        return ""
    if name and kind is not DimensionKind.MANY:
        table.complain("of", "only a fact of kind 'many' lists what is allowed or agreed to")
    return name


def _ahead(table: Table, kind: DimensionKind) -> bool:
    """Whether a date may lie ahead of the day on which somebody asks."""
    ahead = table.flag("may_lie_ahead")
    if ahead and kind is not DimensionKind.DATE:
        table.complain("may_lie_ahead", "only a fact of kind 'date' may lie ahead")
    return ahead and kind is DimensionKind.DATE


def _recorders(table: Table) -> tuple[str, ...]:
    """Who may record a fact: roles, or sides of the sharing."""
    known = (*sorted(SIDES), *CORE["role"].words, *_local_roles(table))
    words = table.words("recorded_by")
    for word in words:
        if word not in known:
            hint = did_you_mean(word, known)
            table.complain("recorded_by", f"'{word}' is no role and no side.{hint}")
    return words


def _local_roles(table: Table) -> tuple[str, ...]:
    roles = table.document.data.get("vocabulary", {})
    local = roles.get("role", {}) if isinstance(roles, dict) else {}
    return tuple(local) if isinstance(local, dict) else ()


def _about(table: Table) -> str:
    word = table.text("about", About.CASE.value)
    if word not in list(About):
        hint = did_you_mean(word, [about.value for about in About])
        table.complain("about", f"a fact cannot be about '{word}'.{hint}")
    return str(word)


def _is_name(word: str) -> bool:
    return fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", word) is not None


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST and bool(
        fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?", word)
    )


def _may_be_absent(dimension: Dimension, value: str) -> bool:
    if dimension.kind.has_axes:
        return value in (UNKNOWN, NOT_APPLICABLE, "no", "none")
    return value in (UNKNOWN, NOT_APPLICABLE) or value in dimension.parents


def _absence(table: Table, vocabulary: Vocabulary) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.data.items():
        if name not in vocabulary:
            table.complain(
                name, f"unknown dimension '{name}'.{did_you_mean(name, vocabulary.dimensions)}"
            )
        elif not isinstance(value, str) or not _may_be_absent(vocabulary[name], value):
            table.complain(name, f"{value!r} is not a value of '{name}'")
        else:
            found[name] = value
    return found


def _party(table: Table, vocabulary: Vocabulary) -> Party:
    table.only(PARTY_KEYS)
    kinds = _known(table, "agency_type", vocabulary["agency_type"])
    return Party(
        table.filled("id"),
        table.filled("name"),
        kinds[0] if kinds else None,
        table.text("officer", None),
        table.text("part_of", None),
        table.flag("hub"),
    )


def _body(table: Table, vocabulary: Vocabulary) -> Party:
    """What the text names and what does not sign it."""
    table.only(BODY_KEYS)
    kinds = _known(table, "agency_type", vocabulary["agency_type"])
    return Party(table.filled("id"), table.filled("name"), kinds[0] if kinds else None)


def _basis(table: Table, vocabulary: Vocabulary) -> Basis:
    table.only(BASIS_KEYS)
    reach = {
        "disclosers": "agency_type",
        "recipients": "agency_type",
        "purposes": "purpose",
        "barred": "category",
    }
    limits = {key: _known(table, key, vocabulary[name]) for key, name in reach.items()}
    return Basis(table.filled("id"), table.filled("title"), **limits)


def _clause(table: Table, vocabulary: Vocabulary) -> Clause:
    inner = Table(table.document, table.path, table.data, str(table.data.get("number", "")) or None)
    inner.only(("number", "title", "words", "scope", "not_for_engine", "rule"))
    return Clause(
        number=inner.filled("number"),
        words=inner.text("words"),
        title=inner.text("title", ""),
        scope=inner.words("scope"),
        not_for_engine=inner.text("not_for_engine", ""),
        rules=tuple(read_rule(rule, vocabulary) for rule in inner.tables("rule")),
        line=inner.line(),
    )
