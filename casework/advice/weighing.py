"""The answer to 'may I share this with X?', worked out for a recipient who is not looking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.advice.models import Verdict
from casework.agreements.in_force import in_force
from casework.cases.exclusions import is_kept_from
from casework.cases.models import Case
from casework.cases.past import matter_at
from casework.directory.models import Agency
from casework.directory.past import had_seat, viewer_at
from casework.directory.viewers import outsider, seat_of
from casework.disclosure.gate import decide_within
from casework.disclosure.matter import Item, Matter
from casework.disclosure.outlook import outlook, traces
from protocols.clauses import Obligation
from protocols.decision import Decision, Pending
from protocols.vocabulary import Effect, Vocabulary

NO_PROTOCOL = "No information-sharing protocol is in force with them."
HIDDEN = "The protocol does not allow it. Do not confirm to them that it exists."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shared, with whom, how, what for, and when that was asked."""

    section: str
    field: str | None
    recipient_id: UUID | None
    recipient_kind: str
    channel: str
    purpose: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of the case that have one and the same answer."""

    labels: tuple[str, ...]
    fields: tuple[str, ...]
    # A word of `web.words`.
    effect: str
    clause: str
    because: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer."""

    verdict: Verdict
    parts: tuple[Part, ...]
    version: str
    # The answers that the asker could read of what was asked.
    about: tuple[UUID, ...] = ()


def weigh(session: Session, asker: Viewer, *, case: Case, asked: Asked) -> Advice:
    """Decide for the recipient on what the asker could read; nothing is opened or recorded.

    What the asker cannot read takes no part, so that the answer tells nothing of it.
    """
    matter = matter_at(session, case, asked.moment)
    mine = readable(session, asker, matter, asked)
    about = tuple(item.answer_id for item in mine if item.answer_id)
    recipient = _recipient(session, case, matter, asked)
    versions = in_force(session, matter.partnership_id, matter.conference_kind, asked.moment)
    label = ", ".join(f"{v.title} {v.label}" for v in versions)
    if not mine or recipient is None or _shut_out(session, case, asked):
        return Advice(Verdict.NO, _refused(mine), label, about)
    # Passing on one's own information is letting go of it; whether one may is the question.
    items = [_let_go(item, asker) for item in mine]
    told = replace(matter, items=tuple(items))
    decided = decide_within(
        session, recipient, told, purpose=asked.purpose, channel=asked.channel,
        moment=asked.moment,
    )  # fmt: skip
    words = versions[0].protocol.vocabulary if versions else None
    parts = _grouped(told, decided, words)
    return Advice(_verdict(decided), parts, label, about)


def readable(session: Session, asker: Viewer, matter: Matter, asked: Asked) -> tuple[Item, ...]:
    """What of the section the asker could read at that moment."""
    found = decide_within(session, asker, matter, moment=asked.moment)
    return tuple(
        item
        for item, decision in found
        if item.section == asked.section
        and asked.field in (None, item.field)
        and reads(matter, item, decision)
    )


def reads(matter: Matter, item: Item, decision: Decision) -> bool:
    """Whether somebody reads the item itself, whole or in part."""
    return traces(matter, item, decision) and outlook(matter, item, decision) >= Effect.MASKED


def _recipient(session: Session, case: Case, matter: Matter, asked: Asked) -> Viewer | None:
    if asked.recipient_id is None:
        return outsider(case.partnership_id, asked.recipient_kind)
    agency = session.get(Agency, asked.recipient_id)
    if agency is None:
        return None
    seated = had_seat(session, matter.conference_id, agency.id, asked.moment)
    seat = seat_of(agency, matter.conference_id if seated else None)
    code = matter.agency_codes.get(agency.id, agency.code)
    return replace(seat, agency_code=code, agency_type=asked.recipient_kind)


def _shut_out(session: Session, case: Case, asked: Asked) -> bool:
    """Whether the case was hidden from that agency; the asker only hears a plain no."""
    return is_kept_from(session, case, agency_id=asked.recipient_id, moment=asked.moment)


def _let_go(item: Item, asker: Viewer) -> Item:
    return replace(item, released=True) if item.origin_agency_id == asker.agency_id else item


def _refused(items: Sequence[Item]) -> tuple[Part, ...]:
    if not items:
        return ()
    labels = tuple(dict.fromkeys(item.label for item in items))
    fields = tuple(dict.fromkeys(item.field for item in items))
    return (Part(labels, fields, Effect.WITHHELD.word, "", HIDDEN, (), ()),)


def _verdict(decided: Iterable[tuple[Item, Decision]]) -> Verdict:
    found = [decision for _, decision in decided]
    if all(d.effect == Effect.FULL and not _before(d) for d in found):
        return Verdict.YES
    if any(d.effect > Effect.EXISTENCE for d in found):
        return Verdict.PART
    return Verdict.NOT_YET if any(d.pending for d in found) else Verdict.NO


def _grouped(
    matter: Matter, decided: Iterable[tuple[Item, Decision]], words: Vocabulary | None
) -> tuple[Part, ...]:
    found: dict[tuple[object, ...], tuple[Decision, str, list[Item]]] = {}
    for item, decision in decided:
        effect = _effect(matter, item, decision)
        key = (effect, *_cited(decision), decision.obligations, decision.pending)
        found.setdefault(key, (decision, effect, []))[2].append(item)
    return tuple(_part(d, effect, items, words) for d, effect, items in found.values())


def _effect(matter: Matter, item: Item, decision: Decision) -> str:
    if decision.effect == Effect.SUMMARY:
        # The asker is told that a summary may go, also where none has been written yet.
        return Effect.SUMMARY.word
    return outlook(matter, item, decision).word


def _cited(decision: Decision) -> tuple[str, str]:
    """Clause and words of what decided; nothing where the clause itself would tell a secret."""
    if decision.concealed or not decision.trail:
        return "", ""
    return decision.clause or "", decision.trail[0].words


def _part(decision: Decision, effect: str, items: Sequence[Item], words: Vocabulary | None) -> Part:
    clause, said = _cited(decision)
    hidden = decision.concealed and decision.effect == Effect.WITHHELD
    because = HIDDEN if hidden else (said or NO_PROTOCOL)
    shown = () if hidden else decision.obligations
    return Part(
        tuple(dict.fromkeys(item.label for item in items)),
        tuple(dict.fromkeys(item.field for item in items)),
        effect, clause, because,
        () if hidden else _before_words(decision, words),
        tuple(_duty(duty, words) for duty in shown if duty.when == "after"),
    )  # fmt: skip


def _before(decision: Decision) -> tuple[Pending, ...]:
    return decision.pending


def _before_words(decision: Decision, words: Vocabulary | None) -> tuple[str, ...]:
    waiting = [_sentence(p.what, p.owner, p.within, words) for p in decision.pending]
    return tuple(dict.fromkeys(waiting))


def _duty(duty: Obligation, words: Vocabulary | None) -> str:
    return _sentence(duty.what, duty.owner, duty.within, words)


def _sentence(what: str, owner: str, within: str, words: Vocabulary | None) -> str:
    known = words is not None and what in words
    said = words[what].says if words is not None and known else what.replace("_", " ")
    by = f" ({owner.replace('_', ' ')})" if owner else ""
    time = f", within {within}" if within else ""
    return f"{said[:1].upper()}{said[1:]}{by}{time}"


def asker_at(session: Session, person_id: UUID, moment: datetime) -> Viewer | None:
    """Whoever asked, as they were when they asked."""
    return viewer_at(session, person_id, moment)
