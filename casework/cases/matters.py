"""From rows to a matter: the facts and sealed items of a case, handed to the gate unopened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from casework.cases.facts import reaches
from casework.cases.models import AnswerRelease, Case, CaseRole, RecordedFact, SealedAnswer
from casework.cases.outcomes import NOTHING, Missed
from casework.cases.rows import CaseRows, fetch
from casework.catalogue.field import Field, Row, SubjectKind
from casework.catalogue.reading import read_label
from casework.catalogue.sections import FIELDS, SECTIONS, sections
from casework.clock import now
from casework.disclosure.matter import Granted, Item, Matter, stands
from protocols.question import Fact, FactValue

HANDLING = ("verbal_only", "originator_consent", "do_not_confirm")
FACT_WORDS = frozenset(v.value for v in FactValue)
CONSENT = "consent"
UNDER_18 = "under_18"


def matter(
    session: Session,
    case: Case,
    *,
    fields: Collection[str] | None = None,
    about: UUID | None = None,
    blanks: bool = True,
) -> Matter:
    """One case, whole or narrowed to some fields or to one object of an upper room."""
    return matters(session, [case], fields=fields, about=about, blanks=blanks)[0]


def matters(
    session: Session,
    cases: Sequence[Case],
    *,
    fields: Collection[str] | None = None,
    about: UUID | None = None,
    blanks: bool = False,
) -> list[Matter]:
    """Several cases in a handful of queries; `blanks` adds the fields nobody has answered."""
    if not cases:
        return []
    with_blanks = blanks and about is None
    rows = fetch(session, cases, now(), fields=fields, about=about)
    return [matter_from(case, rows, fields, with_blanks=with_blanks) for case in cases]


def matter_from(
    case: Case, rows: CaseRows, fields: Collection[str] | None, *, with_blanks: bool
) -> Matter:
    """The matter of one case from rows that were fetched, of now or of an earlier moment."""
    at_risk = [s.id for s in rows.subjects.get(case.id, []) if s.kind == Row.VICTIM]
    missed = rows.missed.get(case.id, NOTHING)
    facts = _Facts(rows.facts.get(case.id, []), missed, at_risk, rows.was(case, "risk_level"))
    items = [_item(a, rows, facts) for a in rows.answers.get(case.id, []) if a.field in FIELDS]
    conference_id = rows.was(case, "conference_id")
    if with_blanks:
        items += _blanks(case, rows, facts, fields, items)
    return Matter(
        partnership_id=case.partnership_id,
        case_id=case.id,
        conference_id=conference_id,
        conference_kind=rows.kinds[conference_id],
        stage=rows.was(case, "stage"),
        risk_level=rows.was(case, "risk_level"),
        items=tuple(sorted(items, key=_in_order)),
        facts=facts.of_case,
        consent=facts.consent,
        consent_for=facts.consent_for,
        standings=_standings(case, rows),
        person_standings=_person_standings(rows.roles.get(case.id, [])),
        agency_facts=facts.by_agency,
        person_facts=facts.by_person,
        granted=tuple(_granted(rows, case)),
        agency_codes=rows.codes,
        agency_types=rows.types,
        agency_names=rows.names,
    )


class _Facts:
    """Recorded facts sorted by what they reach; a later one wins over an earlier."""

    def __init__(
        self, recorded: Iterable[RecordedFact], missed: Missed, at_risk: Sequence[UUID],
        risk_level: str,
    ) -> None:  # fmt: skip
        self._at_risk, self._missed = at_risk, missed
        self.of_case: dict[str, Fact] = dict.fromkeys(missed.of(None), FactValue.YES)
        self.consent: dict[UUID | None, str] = {}
        self.consent_for: dict[tuple[UUID | None, str], str] = {}
        self.by_agency: dict[UUID, dict[str, Fact]] = defaultdict(dict)
        self.by_person: dict[UUID, dict[str, Fact]] = defaultdict(dict)
        self._narrow: list[RecordedFact] = []
        for fact in recorded:
            if reaches(risk_level, fact.while_risk):
                self._take(fact)
        # What was said about one answer is not overturned by what is said about a whole section.
        self._narrow.sort(key=_narrowness)

    def _take(self, fact: RecordedFact) -> None:
        if fact.name == CONSENT and fact.purpose:
            self.consent_for[fact.subject_id, fact.purpose] = fact.value
        elif fact.name == CONSENT:
            self.consent[fact.subject_id] = fact.value
        elif fact.answer_id or fact.subject_id or fact.section:
            self._narrow.append(fact)
        elif fact.person_id:
            self.by_person[fact.person_id][fact.name] = read_value(fact.value)
        elif fact.agency_id:
            self.by_agency[fact.agency_id][fact.name] = read_value(fact.value)
        else:
            self.of_case[fact.name] = read_value(fact.value)

    def about(
        self, answer_id: UUID | None, subject_id: UUID | None, spec: Field
    ) -> dict[str, Fact]:
        """Facts recorded about an answer, or about its subject or section."""
        found = {
            f.name: read_value(f.value)
            for f in self._narrow
            if f.answer_id in (None, answer_id)
            and f.subject_id in (None, subject_id)
            and f.section in (None, spec.section)
        }
        if answer_id is not None:
            found |= dict.fromkeys(self._missed.of(answer_id), FactValue.YES)
        if subject_id is None and spec.subject == SubjectKind.VICTIM and UNDER_18 not in found:
            found[UNDER_18] = self._any_under_18()
        return found

    def _any_under_18(self) -> Fact:
        """What hangs on the case and is about the people at risk is about the youngest of them."""
        ages = {
            f.subject_id: f.value
            for f in self._narrow
            if f.name == UNDER_18 and f.subject_id in self._at_risk
        }
        if FactValue.YES in ages.values():
            return FactValue.YES
        if not self._at_risk:
            return FactValue.NOT_APPLICABLE
        known = all(ages.get(key) == FactValue.NO for key in self._at_risk)
        return FactValue.NO if known else FactValue.UNKNOWN


def _narrowness(fact: RecordedFact) -> tuple[bool, bool, bool]:
    return fact.answer_id is not None, fact.subject_id is not None, fact.section is not None


def read_value(word: str) -> Fact:
    """A recorded value as the engine compares it."""
    if word in FACT_WORDS:
        return FactValue(word)
    return int(word) if word.isascii() and word.isdigit() else word


def _item(answer: SealedAnswer, rows: CaseRows, facts: _Facts) -> Item:
    spec = FIELDS[answer.field]
    let_go = rows.releases.get(answer.id, [])
    return Item(
        **described(spec),  # type: ignore[arg-type]  # the keys are Item's own
        subject_id=answer.subject_id,
        answer_id=answer.id,
        envelope=answer.envelope,
        origin_agency_id=answer.origin_agency_id,
        author_id=answer.author_id,
        given_at=answer.given_at,
        nature=answer.nature,
        handling=_handling(answer, rows, let_go),
        released=rows.was(answer, "released"),
        released_to=frozenset(r.agency_id for r in let_go if r.agency_id and not r.verbal),
        told_to=_told_to(answer, rows),
        about_kind=answer.about_kind,
        about_id=answer.about_id,
        facts=facts.about(answer.id, answer.subject_id, spec),
    )


def _handling(
    answer: SealedAnswer, rows: CaseRows, let_go: Sequence[AnswerRelease]
) -> frozenset[str]:
    marked = {h for h in HANDLING if rows.was(answer, h)}
    # Let go by word of mouth and in no other way: it stays in the room.
    if let_go and not rows.was(answer, "released") and all(r.verbal for r in let_go):
        marked.add("verbal_only")
    return frozenset(marked)


def _told_to(answer: SealedAnswer, rows: CaseRows) -> frozenset[UUID]:
    verbal = [r for r in rows.releases.get(answer.id, []) if r.verbal]
    if any(r.agency_id is None for r in verbal):
        return frozenset(rows.agencies)
    return frozenset(r.agency_id for r in verbal if r.agency_id)


def described(spec: Field) -> dict[str, object]:
    """What an item has from the catalogue alone."""
    return {
        "field": spec.name,
        "label": read_label(spec),
        "section": spec.section,
        "subject": spec.subject.value,
        "category": spec.category,
        "sensitivity": spec.sensitivity,
        "mask": spec.mask,
        "declared": SECTIONS[spec.section].on_form,
    }


def _blanks(
    case: Case,
    rows: CaseRows,
    facts: _Facts,
    fields: Collection[str] | None,
    items: Sequence[Item],
) -> list[Item]:
    """Fields of the form that nobody has answered: withholding shows alike for full and empty."""
    answered = {(i.field, i.subject_id) for i in items}
    found = []
    for spec in _asked(case, rows):
        if fields is not None and spec.name not in fields:
            continue
        for subject_id in _places(spec, case, rows):
            if (spec.name, subject_id) not in answered:
                found.append(_blank(spec, subject_id, case, facts))  # noqa: PERF401  # reads better
    return found


def _asked(case: Case, rows: CaseRows) -> list[Field]:
    steps = sections(rows.kinds[rows.was(case, "conference_id")], case.kind)
    return [spec for step in steps for spec in step.fields]


def _places(spec: Field, case: Case, rows: CaseRows) -> list[UUID | None]:
    """The subjects a field is asked of; a field about the case itself is asked once."""
    if spec.row == Row.CASE:
        return [None]
    return [s.id for s in rows.subjects.get(case.id, []) if s.kind == spec.row]


def _blank(spec: Field, subject_id: UUID | None, case: Case, facts: _Facts) -> Item:
    return Item(
        **described(spec),  # type: ignore[arg-type]  # the keys are Item's own
        subject_id=subject_id,
        origin_agency_id=case.origin_agency_id,
        facts=facts.about(None, subject_id, spec),
    )


def _standings(case: Case, rows: CaseRows) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset, rows.by_nature)
    roles = rows.roles.get(case.id, [])
    recorded = _words((role.agency_id, role) for role in roles if role.person_id is None)
    for agency, words in recorded.items():
        found[agency] |= words
    return dict(found)


def _person_standings(roles: Iterable[CaseRole]) -> dict[UUID, frozenset[str]]:
    return _words((role.person_id, role) for role in roles if role.person_id is not None)


def _words(roles: Iterable[tuple[UUID, CaseRole]]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for whose, role in roles:
        found[whose].add(role.relationship)
    return {whose: stands(words) for whose, words in found.items()}


def _granted(rows: CaseRows, case: Case) -> Iterable[Granted]:
    for asked in rows.granted.get(case.id, []):
        assert asked.ends_at is not None, "a granted request always has an end"
        yield Granted(
            asked.asked_agency_id, asked.section, asked.subject_id, asked.field, asked.ends_at,
            supplier_id=asked.decider_agency_id,
        )  # fmt: skip


def _in_order(item: Item) -> tuple[int, int, str]:
    names = _ORDER.get(item.field, len(_ORDER))
    given = int(item.given_at.timestamp()) if item.given_at else 0
    return names, given, str(item.subject_id or "")


_ORDER = {name: number for number, name in enumerate(FIELDS)}
