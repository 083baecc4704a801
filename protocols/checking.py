"""What only the whole document can show: numbers twice, dates out of order, loose names."""

from collections.abc import Iterator, Mapping

from protocols.boxes import Space
from protocols.clauses import EVERY_LIMIT, Rule, SharingProtocol
from protocols.errors import did_you_mean
from protocols.groups import check_groups
from protocols.reading import Document
from protocols.vocabulary import RuleKind


def check_document(document: Document, protocol: SharingProtocol) -> None:
    """Note every problem between the parts of a document."""
    _check_dates(document, protocol)
    for key, ids in {
        "party": [p.id for p in protocol.parties],
        "body": [b.id for b in protocol.bodies],
        "group": [g.id for g in protocol.groups],
        "basis": [b.id for b in protocol.bases],
    }.items():
        _check_unique(document, key, "id", ids)
    _check_unique(document, "fact", "name", [fact.name for fact in protocol.facts])
    _check_unique(document, "clause", "number", [clause.number for clause in protocol.clauses])
    _check_units(document, protocol)
    _check_scopes(document, protocol)
    _check_names(document, protocol)
    _check_bodies(document, protocol)
    check_groups(document, protocol)
    _check_agencies(document, protocol)
    _check_lists(document, protocol)
    if not document.problems:
        _check_sizes(document, protocol)


def _check_dates(document: Document, protocol: SharingProtocol) -> None:
    for key, day in {"ends": protocol.ends, "review_by": protocol.review_by}.items():
        if day and day < protocol.starts:
            document.complain(("protocol", key), f"{day} is before the start, {protocol.starts}")
    for i, j, rule in _rules(protocol):
        if rule.until and rule.until < protocol.starts:
            path = ("clause", i, "rule", j, "until")
            message = f"{rule.until} is before the start, {protocol.starts}"
            document.complain(path, message, protocol.clauses[i].number)


def _rules(protocol: SharingProtocol) -> Iterator[tuple[int, int, Rule]]:
    for i, clause in enumerate(protocol.clauses):
        for j, rule in enumerate(clause.rules):
            yield i, j, rule


def _check_unique(document: Document, table: str, key: str, values: list[str]) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            clause = value if table == "clause" else None
            document.complain((table, place, key), f"'{value}' stands twice", clause)


def _check_units(document: Document, protocol: SharingProtocol) -> None:
    """A unit is part of another party, and never of itself."""
    above = {party.id: party.part_of for party in protocol.parties}
    for place, party in enumerate(protocol.parties):
        if party.part_of is None:
            continue
        if party.part_of not in above:
            message = f"'{party.part_of}' is no party.{did_you_mean(party.part_of, above)}"
        elif party.id in _chain(party.part_of, above):
            message = f"'{party.id}' would be part of itself"
        else:
            continue
        document.complain(("party", place, "part_of"), message)


def _chain(start: str, above: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    step: str | None = start
    while step is not None and step not in found:
        found.append(step)
        step = above.get(step)
    return found


def _check_scopes(document: Document, protocol: SharingProtocol) -> None:
    vocabulary = protocol.vocabulary
    for place, clause in enumerate(protocol.clauses):
        for word in clause.scope:
            if word not in vocabulary:
                hint = did_you_mean(word, vocabulary.dimensions)
                document.complain(
                    ("clause", place, "scope"), f"unknown dimension '{word}'.{hint}", clause.number
                )


def _check_names(document: Document, protocol: SharingProtocol) -> None:
    """Exceptions lift caps by name; an absolute one cannot be named."""
    bars = [
        rule
        for _, _, rule in _rules(protocol)
        if rule.kind in (RuleKind.GATE, RuleKind.CAP) and rule.name
    ]
    names, absolute = (
        {bar.name for bar in bars if bar.name},
        {bar.name for bar in bars if bar.name and bar.absolute},
    )
    bases = {basis.id for basis in protocol.bases}
    for i, j, rule in _rules(protocol):
        number = protocol.clauses[i].number
        for message in _wrong_lifts(rule, names, absolute):
            document.complain(("clause", i, "rule", j, "lifts"), message, number)
        for word in rule.basis:
            if word not in bases:
                hint = did_you_mean(word, bases)
                document.complain(
                    ("clause", i, "rule", j, "basis"), f"unknown basis '{word}'.{hint}", number
                )


def _wrong_lifts(rule: Rule, names: set[str], absolute: set[str]) -> Iterator[str]:
    if rule.lifts_all and EVERY_LIMIT in names:
        yield _NOT_CLEAR
    for word in rule.lifts:
        if word in absolute:
            yield f"'{word}' is absolute: nothing may lift it"
        elif word not in names:
            every = ' For every limit, write lifts = "all", without brackets.'
            hint = every if word == EVERY_LIMIT else did_you_mean(word, names)
            yield f"no gate or cap is called '{word}'.{hint}"


# Written for an older program the word meant that limit: it must not come to open more.
_NOT_CLEAR = (
    "'all' here means every limit, and a gate or cap is called so: "
    'give it another name, or write ["all"] to lift it alone'
)


def _check_bodies(document: Document, protocol: SharingProtocol) -> None:
    """A party signs and a body does not: none is both."""
    parties = {word for party in protocol.parties for word in (party.id, party.name)}
    for place, body in enumerate(protocol.bodies):
        for key, word in (("id", body.id), ("name", body.name)):
            if word in parties:
                document.complain(("body", place, key), f"'{word}' is a party already")


def _check_lists(document: Document, protocol: SharingProtocol) -> None:
    """What a fact lists has to be something that can be asked about."""
    for place, fact in enumerate(protocol.facts):
        if not fact.of or fact.of == "field":
            continue
        known = protocol.vocabulary[fact.of].words
        for word in fact.words:
            if word not in known:
                message = f"'{word}' is no word of '{fact.of}'.{did_you_mean(word, known)}"
                document.complain(("fact", place, "words"), message)


def _check_agencies(document: Document, protocol: SharingProtocol) -> None:
    """A named agency has to be a party, or the rule would silently never apply."""
    known = protocol.names
    for i, j, rule in _rules(protocol):
        parts = {
            "applies": rule.applies,
            "requires": rule.requires,
            "ends_when": rule.ends_when,
        }
        for part, conditions in parts.items():
            for condition in conditions:
                unknown = [str(word) for word in condition.words if word not in known]
                if condition.dimension in _AGENCIES and unknown:
                    path = ("clause", i, "rule", j, part, condition.dimension)
                    message = f"'{unknown[0]}' is no party.{did_you_mean(unknown[0], known)}"
                    document.complain(path, message, protocol.clauses[i].number)


_AGENCIES = frozenset({"agency", "originator", "discloser"})


def _check_sizes(document: Document, protocol: SharingProtocol) -> None:
    """A rule that falls into too many alternatives would make every decision slow."""
    space = Space(protocol)
    for i, j, rule in _rules(protocol):
        clause = protocol.clauses[i]
        try:
            space.reach(rule), space.biting(rule, clause), space.held(rule, clause)
            space.discharged(rule, clause)
        except ValueError as error:
            document.complain(("clause", i, "rule", j), str(error), protocol.clauses[i].number)
