"""SharingProtocol -> the one canonical text, whose hash is what partners sign."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from protocols.clauses import (
    EVERY_LIMIT,
    Basis,
    Clause,
    Group,
    Obligation,
    Party,
    Rule,
    SharingProtocol,
)
from protocols.conditions import Condition, Op
from protocols.core_facts import About
from protocols.life import life_pairs
from protocols.vocabulary import FIXED_WORDS, UNKNOWN, Dimension

Scalar = str | int | bool | date
Pairs = Iterable[tuple[str, Scalar | tuple[Scalar, ...] | None]]


def write(protocol: SharingProtocol) -> str:
    """The canonical form: load(write(p)) == p, and writing again gives the same bytes."""
    blocks = [_table("[protocol]", _head(protocol)), *_vocabulary(protocol)]
    blocks += [_table("[[fact]]", _fact(fact)) for fact in protocol.facts]
    blocks += [_table("[[party]]", _party(party)) for party in protocol.parties]
    blocks += [_table("[[body]]", _party(body)) for body in protocol.bodies]
    blocks += [_table("[[group]]", _group(group)) for group in protocol.groups]
    blocks += [_table("[[basis]]", _basis(basis)) for basis in protocol.bases]
    if pairs := life_pairs(protocol.life):
        blocks.append(_table("[life]", pairs))
    blocks += [_clause(clause) for clause in protocol.clauses]
    return "\n".join(blocks)


def digest(protocol: SharingProtocol) -> str:
    """The SHA-256 of the canonical form."""
    return hashlib.sha256(write(protocol).encode()).hexdigest()


def _head(p: SharingProtocol) -> Pairs:
    return (
        ("id", p.id),
        ("title", p.title),
        ("version", p.version),
        ("format", p.format),
        ("starts", p.starts),
        ("ends", p.ends),
        ("review_by", p.review_by),
        ("owner", p.owner or None),
        ("summary", p.summary or None),
        ("purposes", p.purposes),
        ("conference_kinds", p.conference_kinds),
    )


def _vocabulary(p: SharingProtocol) -> list[str]:
    blocks = [_table("[absence]", sorted(p.absence.items()))] if p.absence else []
    for name, words in sorted(p.local_words.items()):
        blocks.append(
            _table(
                f"[vocabulary.{_key(name)}]",
                [(word, above or "local") for word, above in words.items()],
            )
        )
    return blocks


def _fact(fact: Dimension) -> Pairs:
    words = () if fact.kind in FIXED_WORDS else fact.words
    absent = None if fact.absent == UNKNOWN else fact.absent
    return (
        ("name", fact.name),
        ("kind", fact.kind.value),
        ("says", fact.says),
        ("of", fact.of or None),
        ("words", words),
        ("absent", absent),
        ("recorded_by", fact.recorded_by),
        ("about", None if fact.about == About.CASE else fact.about),
        ("may_lie_ahead", fact.ahead or None),
    )


def _party(party: Party) -> Pairs:
    return (
        ("id", party.id),
        ("name", party.name),
        ("agency_type", party.agency_type),
        ("officer", party.officer),
        ("part_of", party.part_of),
        ("hub", party.hub or None),
    )


def _group(group: Group) -> Pairs:
    return (("id", group.id), ("name", group.name), ("parties", group.parties))


def _basis(basis: Basis) -> Pairs:
    reach: Pairs = (
        ("disclosers", basis.disclosers),
        ("recipients", basis.recipients),
        ("purposes", basis.purposes),
        ("barred", basis.barred),
    )
    return (("id", basis.id), ("title", basis.title), *reach)


def _clause(clause: Clause) -> str:
    head: Pairs = (
        ("number", clause.number),
        ("title", clause.title or None),
        ("words", clause.words),
        ("scope", clause.scope),
        ("not_for_engine", clause.not_for_engine or None),
    )
    return "\n".join([_table("[[clause]]", head), *(_rule(rule) for rule in clause.rules)])


def _rule(rule: Rule) -> str:
    flags: Pairs = (("concealed", rule.concealed or None), ("absolute", rule.absolute or None))
    head: Pairs = (
        ("kind", rule.kind.value),
        ("level", None if rule.level is None else rule.level.word),
        ("mask", rule.mask),
        *flags,
        ("name", rule.name),
        ("lifts", EVERY_LIMIT if rule.lifts_all else rule.lifts),
        ("basis", rule.basis),
        ("until", rule.until),
        ("per_request", rule.per_request or None),
        ("goes_with", None if rule.goes_with in ("", "shown") else rule.goes_with),
    )
    blocks = [_table("[[clause.rule]]", head)]
    parts = {"applies": rule.applies, "requires": rule.requires, "ends_when": rule.ends_when}
    for name, conditions in parts.items():
        blocks += [_conditions(f"[clause.rule.{name}]", conditions)] if conditions else []
    reasons: Pairs = (("viewer", rule.reasons.viewer or None), ("full", rule.reasons.full or None))
    blocks += (
        [_table("[clause.rule.reasons]", reasons)]
        if rule.reasons.viewer or rule.reasons.full
        else []
    )
    return "\n".join(
        blocks + [_table("[[clause.rule.obligations]]", _duty(duty)) for duty in rule.obligations]
    )


def _duty(duty: Obligation) -> Pairs:
    return (
        ("what", duty.what),
        ("when", duty.when),
        ("owner", duty.owner or None),
        ("within", duty.within or None),
        # What is usual is not written, so that the texts of older versions keep their hash.
        ("needs", None if duty.needs in ("", "any") else duty.needs),
        ("missed", duty.missed or None),
    )


def _conditions(header: str, conditions: tuple[Condition, ...]) -> str:
    tests: dict[str, list[Condition]] = {}
    for condition in conditions:
        tests.setdefault(condition.dimension, []).append(condition)
    lines = [f"{_key(name)} = {_tests(found)}\n" for name, found in tests.items()]
    return f"{header}\n{''.join(lines)}"


def _tests(conditions: list[Condition]) -> str:
    if [c.op for c in conditions] == [Op.IS]:
        return _few(conditions[0].words)
    return "{ " + ", ".join(f"{c.op.value} = {_few(c.words)}" for c in conditions) + " }"


def _few(words: tuple[Scalar, ...]) -> str:
    return _value(words[0]) if len(words) == 1 else _value(words)


def _table(header: str, pairs: Pairs) -> str:
    lines = [
        f"{_key(key)} = {_value(value)}\n"
        for key, value in pairs
        if value is not None and value != ()
    ]
    return f"{header}\n{''.join(lines)}"


def _value(value: Scalar | tuple[Scalar, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    return _string(value) if isinstance(value, str) else str(value)


def _key(key: str) -> str:
    bare = bool(key) and all(
        letter.isascii() and (letter.isalnum() or letter in "_-") for letter in key
    )
    return key if bare else _string(key)


_ESCAPES: Mapping[str, str] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _string(text: str) -> str:
    return '"' + "".join(_escape(letter) for letter in text) + '"'


def _escape(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    control = ord(letter) < 0x20 or ord(letter) == 0x7F
    return f"\\u{ord(letter):04x}" if control else letter
