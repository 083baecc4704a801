"""'Why can this agency not see this?': in full for owner, chair and overseer, else viewer-safe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Action, Role, Viewer
from casework.agreements.in_force import to_be_asked
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.cases.past import knew_of, standing_at
from casework.catalogue.reading import read_label, read_title
from casework.catalogue.sections import FIELDS, SECTIONS, sections
from casework.clock import now
from casework.directory.models import Conference
from casework.directory.names import names_apart
from casework.directory.past import viewers_at
from casework.disclosure.gate import Gate
from casework.disclosure.matter import Item, Matter
from casework.disclosure.outlook import hidden, outlook, traces
from casework.disclosure.wording import because
from protocols.decision import Decision
from protocols.explain import full
from protocols.vocabulary import Effect

# What a viewer hears where nothing may be said: the same whether or not there is something.
NOTHING_TO_SAY = (
    "The protocol does not share this with you, or there is nothing here. You can ask to see it."
)


class Reader(Enum):
    """How much of a reason somebody may read."""

    OVERSEER = "overseer"
    CHAIR = "chair"
    # Of what their own agency supplied everything, else what is said to a viewer.
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision, for some people of the agency."""

    people: tuple[str, ...]
    about: str
    effect: str
    clause: str
    # Every step, for those who may read them; else nothing.
    steps: tuple[str, ...]
    # What the people themselves are told.
    told: str
    cannot_know: bool = False


def reader_of(viewer: Viewer, case: Case) -> Reader:
    """What this person is to the explanations of a case."""
    if viewer.may(Action.LEDGER_READ):
        return Reader.OVERSEER
    return Reader.CHAIR if Role.CHAIR in viewer.roles_in(case.conference_id) else Reader.AGENCY


def fields_for(
    session: Session, gate: Gate, viewer: Viewer, case: Case
) -> list[tuple[str, str, str]]:
    """Fields one may ask about: those of the form, and beside them what one knows to be there.

    The first part says nothing: the form asks the same of every case of its kind.
    """
    kind = session.get_one(Conference, case.conference_id).kind
    names = [f.name for s in sections(kind, case.kind) for f in s.fields]
    held = matter(session, case, blanks=False)
    names += [item.field for item in _known(gate, viewer, held, reader_of(viewer, case))]
    return [
        (name, read_label(FIELDS[name]), read_title(SECTIONS[FIELDS[name].section]))
        for name in sorted(set(names), key=_ORDER.__getitem__)
    ]


_ORDER = {name: place for place, name in enumerate(FIELDS)}


def explain(
    session: Session, gate: Gate, asker: Viewer, *, case: Case, agency_id: UUID, field: str
) -> tuple[Reason, ...]:
    """Why the people of an agency see this field as they do, grouped by equal reasons.

    What the asker may not know of takes no part; where nothing is left, a field that nobody has
    answered is explained, so that the explanation tells nothing either.
    """
    held, reader = matter(session, case, fields={field}), reader_of(asker, case)
    items = _known(gate, asker, held, reader)
    if not items and reader is Reader.AGENCY:
        return ()
    shown = replace(held, items=items or (_blank(case, field),))
    moment = now()
    people = viewers_at(session, case.partnership_id, case.conference_id, moment)
    then = standing_at(session, case, moment)
    versions = to_be_asked(session, shown.partnership_id, shown.conference_kind, moment)
    found: list[tuple[UUID, Reason]] = []
    for viewer in (v for v in people if v.agency_id == agency_id):
        shut = reader is not Reader.AGENCY and not knew_of(viewer, then)
        found += [
            (viewer.person_id, _reason(shown, item, decision, cannot_know=shut))
            for item, decision in gate.decide(viewer, shown, versions=versions, moment=moment)
        ]
    return _grouped(found, names_apart(session, case.partnership_id))


def told_to(session: Session, gate: Gate, viewer: Viewer, *, case: Case, field: str) -> str:
    """Why the person who asks sees a field as they do, in words that are safe for them."""
    held = matter(session, case, fields={field})
    decided = [(i, d) for i, d in gate.decide(viewer, held) if not hidden(i, d)]
    if not decided:
        return NOTHING_TO_SAY
    said = dict.fromkeys(because(d) or NOTHING_TO_SAY for _, d in decided)
    return " ".join(said)


def _known(gate: Gate, asker: Viewer, held: Matter, reader: Reader) -> tuple[Item, ...]:
    """Answers somebody may have explained: what their agency holds, or what they may know of."""
    answered = [item for item in held.items if item.envelope is not None]
    if reader is Reader.OVERSEER:
        return tuple(answered)
    if reader is Reader.AGENCY:
        return tuple(i for i in answered if i.origin_agency_id == asker.agency_id)
    return tuple(item for item, d in gate.decide(asker, held) if traces(held, item, d))


def _blank(case: Case, name: str) -> Item:
    spec = FIELDS[name]
    return Item(
        field=name, label=read_label(spec), section=spec.section, subject=spec.subject.value,
        subject_id=None, category=spec.category, sensitivity=spec.sensitivity, mask=spec.mask,
        declared=SECTIONS[spec.section].on_form, origin_agency_id=case.origin_agency_id,
    )  # fmt: skip


def _reason(held: Matter, item: Item, decision: Decision, *, cannot_know: bool) -> Reason:
    gone = decision.effect == Effect.WITHHELD and hidden(item, decision)
    effect = "concealed" if gone else outlook(held, item, decision).word
    origin = item.origin_agency_id
    about = held.agency_names.get(origin, "") if origin and item.envelope is not None else ""
    told = "" if gone else because(decision)
    clause = decision.clause or ""
    return Reason((), about, effect, clause, full(decision), told, cannot_know)


def _grouped(found: Iterable[tuple[UUID, Reason]], names: Mapping[UUID, str]) -> tuple[Reason, ...]:
    groups: dict[Reason, dict[UUID, str]] = {}
    for person_id, one in found:
        groups.setdefault(one, {})[person_id] = names[person_id]
    return tuple(replace(one, people=tuple(held.values())) for one, held in groups.items())
