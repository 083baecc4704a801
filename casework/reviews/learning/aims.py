"""What a recommendation wants changed; the change, once it holds, is its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.catalogue.legal_tools import TOOL_BY_CODE
from casework.catalogue.sections import FIELDS
from casework.clock import LONDON, now, today
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_recommendation
from casework.reviews.learning_models import Aim, AimKind
from casework.reviews.models import Evidence
from casework.reviews.service.owning import add_evidence
from casework.reviews.vocabulary import EvidenceKind
from protocols.clauses import Clause

KINDS: Mapping[str, str] = {
    AimKind.CLAUSE: "A clause of the sharing protocol",
    AimKind.FIELD: "A question of the referral form",
    AimKind.LEGAL_TOOL: "A legal or other tool",
    AimKind.TRAINING: "Training",
}
NOTHING = "nothing"
_NAME = re.compile(r"[a-z_]{1,40}\.[a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that an aim wanted has come to hold: since when, in words."""

    since: date
    words: str


def set_aim(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, kind: AimKind, name: str,
    wanted: str,
) -> Aim:  # fmt: skip
    """Point a recommendation at what it wants changed, and remember what stands there today."""
    found = load_recommendation(session, viewer, recommendation_id, Action.REVIEW_MANAGE)
    stood = _STANDS[kind](session, viewer.partnership_id, name)
    if any(a.kind == kind and a.name == name for a in aims_of(session, found.id)):
        raise Invalid({"name": "This recommendation points at that already"})
    aim = Aim(
        partnership_id=found.partnership_id, recommendation_id=found.id, kind=kind, name=name,
        wanted=wanted, stood=stood, set_by=viewer.person_id, set_at=now(),
    )  # fmt: skip
    session.add(aim)
    session.flush()
    return aim


def aims_of(session: Session, recommendation_id: UUID) -> list[Aim]:
    """Everything that a recommendation points at."""
    asked = select(Aim).where(Aim.recommendation_id == recommendation_id)
    return list(session.scalars(asked.order_by(Aim.set_at, Aim.id)))


def change_of(session: Session, aim: Aim) -> Change | None:
    """What has changed since the aim was set; None for what is proved by hand."""
    if aim.kind == AimKind.CLAUSE:
        return _changed_clause(session, aim)
    if aim.kind == AimKind.FIELD and aim.stood == NOTHING and aim.name in FIELDS:
        return Change(today(), f"The question ‘{FIELDS[aim.name].label}’ is asked")
    return None


@dataclass(frozen=True, slots=True)
class AimLine:
    """An aim in words, with what has changed there."""

    id: UUID
    kind: str
    name: str
    wanted: str
    change: Change | None
    # Whether the program notices a change by itself.
    watched: bool


def aim_lines(session: Session, recommendation_id: UUID) -> list[AimLine]:
    """The aims of a recommendation as its page shows them."""
    return [
        AimLine(
            a.id, KINDS[a.kind], FIELDS[a.name].label if a.name in FIELDS else a.name, a.wanted,
            change_of(session, a), a.kind in (AimKind.CLAUSE, AimKind.FIELD),
        )
        for a in aims_of(session, recommendation_id)
    ]  # fmt: skip


def use_as_evidence(session: Session, viewer: Viewer, *, aim_id: UUID) -> Evidence:
    """The owner offers the change as proof; it is checked by somebody else like any other."""
    aim = load_aim(session, viewer, aim_id)
    change = change_of(session, aim)
    if change is None:
        raise Conflict("Nothing has changed there yet, so it cannot be evidence.")
    return add_evidence(
        session, viewer, recommendation_id=aim.recommendation_id, kind=EvidenceKind.DECISION,
        shows=change.words, dated=change.since, statement=f"{change.words}. Wanted: {aim.wanted}",
    )  # fmt: skip


def load_aim(session: Session, viewer: Viewer, aim_id: UUID) -> Aim:
    """An aim of a recommendation that this person may read, else NotFound."""
    aim = session.get(Aim, aim_id)
    if aim is None or aim.partnership_id != viewer.partnership_id:
        raise NotFound("aim")
    load_recommendation(session, viewer, aim.recommendation_id)
    return aim


def clauses_in_force(session: Session, partnership_id: UUID) -> dict[str, str]:
    """'starter-ccm 3.4' and the title of every clause that holds now."""
    return {
        f"{row.name} {clause.number}": f"{clause.number} {clause.title} ({row.title})"
        for row in _versions(session, partnership_id)
        if row.state == AgreementState.IN_FORCE
        for clause in compiled(row.text)[0].clauses
    }


def _changed_clause(session: Session, aim: Aim) -> Change | None:
    protocol, _, number = aim.name.rpartition(" ")
    for row in _versions(session, aim.partnership_id):
        if row.name != protocol or row.in_force_from is None or row.in_force_from <= aim.set_at:
            continue
        if _said(_clause(row, number)) != aim.stood:
            since = row.in_force_from.astimezone(LONDON).date()
            return Change(
                since, f"Clause {number} was changed in version {row.label} of {row.title}"
            )
    return None


def _clause_stands(session: Session, partnership_id: UUID, name: str) -> str:
    protocol, _, number = name.rpartition(" ")
    for row in _versions(session, partnership_id):
        if row.name == protocol and row.state == AgreementState.IN_FORCE:
            clause = _clause(row, number)
            if clause is not None:
                return _said(clause)
    raise Invalid({"name": "No protocol that is in force has this clause"})


def _field_stands(_session: Session, _partnership_id: UUID, name: str) -> str:
    if name in FIELDS:
        return FIELDS[name].label
    if not _NAME.fullmatch(name):
        raise Invalid({"name": "Enter the name of a question, for example victim.aliases"})
    return NOTHING


def _tool_stands(_session: Session, _partnership_id: UUID, name: str) -> str:
    if name not in {tool.title for tool in TOOL_BY_CODE.values()}:
        raise Invalid({"name": "Enter the title of a tool as the list of tools has it"})
    return name


def _training_stands(_session: Session, _partnership_id: UUID, name: str) -> str:
    if not name:
        raise Invalid({"name": "Enter what the training is called"})
    return ""


def _versions(session: Session, partnership_id: UUID) -> list[Agreement]:
    asked = select(Agreement).where(
        Agreement.partnership_id == partnership_id, Agreement.in_force_from.is_not(None)
    )
    return list(session.scalars(asked.order_by(Agreement.in_force_from)))


def _clause(row: Agreement, number: str) -> Clause | None:
    return next((c for c in compiled(row.text)[0].clauses if c.number == number), None)


def _said(clause: Clause | None) -> str:
    # Words and rules alike: a clause whose rules changed says something else, whatever it says.
    return NOTHING if clause is None else f"{clause.words}\n{clause.rules!r}"


_STANDS: Mapping[AimKind, Callable[[Session, UUID, str], str]] = {
    AimKind.CLAUSE: _clause_stands,
    AimKind.FIELD: _field_stands,
    AimKind.LEGAL_TOOL: _tool_stands,
    AimKind.TRAINING: _training_stands,
}
