"""A referral as a JSON document, read by walking over the catalogue; every error has its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.catalogue import schema
from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.field import BETWEEN, CASE_KINDS, Field, Kind, Row
from casework.catalogue.instruments import INSTRUMENTS
from casework.catalogue.sections import sections
from casework.catalogue.validate import MOST, check, tidy

# A hostile document does not get a list of a million errors.
MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class DocumentError:
    """What is wrong, where (`$.victims[0].postcode`), and what to do."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class ParsedSubject:
    """One person, place or entry with its answers by field name."""

    row: Row
    answers: Mapping[str, str]

    def __repr__(self) -> str:
        return f"ParsedSubject({self.row})"


@dataclass(frozen=True, slots=True)
class ParsedReferral:
    """A document in the house's own terms: stored forms, by whole field name."""

    conference: str
    kind: str
    route: ThresholdRoute
    urgent: bool
    reference_of_sender: str
    subjects: tuple[ParsedSubject, ...]
    # Answers that hang on the case itself, awareness and risk words and items included.
    answers: Mapping[str, str]
    instrument: str | None

    def __repr__(self) -> str:
        return "ParsedReferral(…)"


@dataclass(slots=True)
class _Walk:
    """Collects errors on the way, so that a sender sees them all at once."""

    errors: list[DocumentError] = field(default_factory=list)

    def wrong(self, path: str, message: str) -> None:
        self.errors.append(DocumentError(path, message))

    def object(self, path: str, value: Any) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.wrong(path, "must be an object, written in { }")
        return {}

    def list(self, path: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            self.wrong(path, "must be a list, written in [ ]")
            return []
        if len(value) > schema.MOST_ENTRIES:
            self.wrong(path, f"can have {schema.MOST_ENTRIES} entries at most")
            return []
        return value

    def unknown(self, path: str, given: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        for name in given:
            if name not in known:
                self.wrong(
                    _step(path, name), "is not known here: take it out, or check its spelling"
                )

    def word(self, given: Mapping[str, Any], name: str, allowed: frozenset[str] | None) -> str:
        value, path = given.get(name), f"$.{name}"
        if value is None:
            if name in schema.NEEDED:
                self.wrong(path, "is missing: add it")
            return ""
        if not isinstance(value, str) or not value.strip() or len(value) > schema.LONGEST_NAME:
            self.wrong(path, f"must be text of 1 to {schema.LONGEST_NAME} characters")
            return ""
        if allowed is not None and value not in allowed:
            self.wrong(path, f"must be one of: {', '.join(sorted(allowed))}")
        return tidy(value).strip()

    def answers(self, path: str, value: Any, fields: Mapping[str, Field]) -> dict[str, str]:
        given = self.object(path, value)
        self.unknown(path, given, fields)
        found = {}
        for name in given.keys() & fields.keys():
            text = self.answer(_step(path, name), fields[name], given[name])
            if text:
                found[fields[name].name] = text
        return found

    def answer(self, path: str, asked: Field, value: Any) -> str:
        text = _as_text(asked, value)
        if text is None:
            self.wrong(path, _expected(asked))
            return ""
        checked = check(asked, text)
        if checked.problem is not None:
            self.wrong(path, f"{checked.problem}{_allowed(asked)}")
        return checked.text


def parse(document: object) -> ParsedReferral | tuple[DocumentError, ...]:
    """Read one referral; or say everything that is wrong with it."""
    walk = _Walk()
    given = walk.object("$", document)
    walk.unknown("$", given, dict.fromkeys(schema.TOP))
    if walk.errors and not given:
        return tuple(walk.errors)
    found = _read(walk, given)
    errors = sorted(walk.errors, key=lambda e: e.path)[:MOST_ERRORS]
    return tuple(errors) or found


def not_asked(parsed: ParsedReferral, conference_kind: str) -> tuple[str, ...]:
    """Fields of the document that this kind of conference does not ask about such a case."""
    given = {name for s in parsed.subjects for name in s.answers} | parsed.answers.keys()
    asked = {f.name for s in sections(conference_kind, parsed.kind) for f in s.fields}
    return tuple(sorted(given - asked))


def _read(walk: _Walk, given: Mapping[str, Any]) -> ParsedReferral:
    risk = walk.object("$.risk", given.get("risk", {}))
    return ParsedReferral(
        conference=walk.word(given, "conference", None),
        kind=walk.word(given, "kind", CASE_KINDS),
        route=_route(walk.word(given, "route", frozenset(ThresholdRoute))),
        urgent=_urgent(walk, given.get("urgent", False)),
        reference_of_sender=walk.word(given, "reference_of_sender", None),
        subjects=_subjects(walk, given),
        answers={
            **walk.answers("$.case", given.get("case", {}), schema.case_fields()),
            **walk.answers("$.awareness", given.get("awareness", {}), schema.awareness_fields()),
            **_risk(walk, risk),
        },
        instrument=_instrument(walk, risk),
    )


def _subjects(walk: _Walk, given: Mapping[str, Any]) -> tuple[ParsedSubject, ...]:
    found = []
    _misplaced(walk, given)
    for name, row in schema.LISTS.items():
        for number, entry in enumerate(walk.list(f"$.{name}", given.get(name, []))):
            path = f"$.{name}[{number}]"
            found.append(ParsedSubject(row, walk.answers(path, entry, schema.row_fields(row))))
    for name, row in schema.SINGLES.items():
        if name in given:
            answers = walk.answers(f"$.{name}", given[name], schema.row_fields(row))
            found.append(ParsedSubject(row, answers))
    return tuple(found)


def _misplaced(walk: _Walk, given: Mapping[str, Any]) -> None:
    kind = given.get("kind")
    for name, row in (*schema.LISTS.items(), *schema.SINGLES.items()):
        kinds = frozenset().union(*(f.case_kinds for f in schema.row_fields(row).values()))
        if given.get(name) and kind in CASE_KINDS and kind not in kinds:
            walk.wrong(f"$.{name}", f"does not belong in a referral about a {kind}: take it out")


def _risk(walk: _Walk, risk: Mapping[str, Any]) -> dict[str, str]:
    words = {name: value for name, value in risk.items() if name not in ("instrument", "answers")}
    return {
        **walk.answers("$.risk", words, schema.risk_words()),
        **walk.answers("$.risk.answers", risk.get("answers", {}), schema.risk_answers()),
    }


def _instrument(walk: _Walk, risk: Mapping[str, Any]) -> str | None:
    name = risk.get("instrument")
    if name is None:
        if risk.get("answers"):
            walk.wrong("$.risk.instrument", "is missing: say which tool the answers belong to")
        return None
    if not isinstance(name, str) or name not in INSTRUMENTS:
        walk.wrong("$.risk.instrument", f"must be one of: {', '.join(sorted(INSTRUMENTS))}")
        return None
    return name


def _route(word: str) -> ThresholdRoute:
    # A wrong word is already among the errors; the value is then never used.
    return ThresholdRoute(word) if word in frozenset(ThresholdRoute) else ThresholdRoute.SCORE


def _urgent(walk: _Walk, value: Any) -> bool:
    if not isinstance(value, bool):
        walk.wrong("$.urgent", "must be true or false, without quotation marks")
    return value is True


def _as_text(asked: Field, value: Any) -> str | None:
    """The value as one text, or None where it is of the wrong type."""
    if asked.kind is Kind.NUMBER:
        whole = isinstance(value, int) and not isinstance(value, bool)
        # Python refuses to write out an integer of thousands of digits; any too large one will do.
        return str(max(-1, min(value, MOST + 1))) if whole else None
    if asked.kind is Kind.CHOICES or asked.several:
        parts = value if isinstance(value, list) else None
        wrong = parts is None or not all(isinstance(part, str) for part in parts)
        return None if wrong else BETWEEN.join(parts or [])
    return value if isinstance(value, str) else None


def _expected(asked: Field) -> str:
    if asked.kind is Kind.NUMBER:
        return "must be a whole number, without quotation marks"
    if asked.kind is Kind.CHOICES or asked.several:
        return 'must be a list of texts, such as ["…"]'
    return "must be text in quotation marks"


def _allowed(asked: Field) -> str:
    values = ", ".join(value for value, _ in asked.choices)
    return f" (one of: {values})" if values else ""


def _step(path: str, name: str) -> str:
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return f"{path}[{shown!r}]" if not shown.isidentifier() else f"{path}.{shown}"
