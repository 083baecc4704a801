"""What a recommendation wants changed; the change, once it holds, is its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.clock import now
from casework.errors import Conflict, Invalid, NotFound
from casework.reviews.access import load_recommendation, load_to_change
from casework.reviews.learning.watching import Change, Watch, watches
from casework.reviews.learning_models import Aim, AimKind
from casework.reviews.models import TEXT, Evidence
from casework.reviews.service.owning import add_evidence

KINDS: Mapping[str, str] = {
    AimKind.CLAUSE: "A clause of the sharing protocol",
    AimKind.FIELD: "A question of the referral form",
    AimKind.LEGAL_TOOL: "A legal or other tool",
    AimKind.TRAINING: "Training",
}


def set_aim(
    session: Session, viewer: Viewer, *, recommendation_id: UUID, kind: AimKind, name: str,
    wanted: str,
) -> Aim:  # fmt: skip
    """Point a recommendation at what it wants changed, and remember what stands there today."""
    found = load_to_change(session, viewer, recommendation_id)
    stood = watches(session, viewer.partnership_id)[kind].stands(name)
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
    """What has changed since the aim was set and holds now."""
    return watches(session, aim.partnership_id)[aim.kind].change(aim)


@dataclass(frozen=True, slots=True)
class AimLine:
    """An aim in words, with what has changed there."""

    id: UUID
    kind: str
    name: str
    wanted: str
    change: Change | None


def aim_lines(session: Session, recommendation_id: UUID) -> list[AimLine]:
    """The aims of a recommendation as its page shows them."""
    found = aims_of(session, recommendation_id)
    watching = watches(session, found[0].partnership_id) if found else {}
    return [_line(aim, watching[aim.kind]) for aim in found]


def _line(aim: Aim, watch: Watch) -> AimLine:
    return AimLine(aim.id, KINDS[aim.kind], watch.title(aim.name), aim.wanted, watch.change(aim))


def use_as_evidence(session: Session, viewer: Viewer, *, aim_id: UUID) -> Evidence:
    """The owner offers the change as proof; it is checked by somebody else like any other."""
    aim = load_aim(session, viewer, aim_id)
    change = change_of(session, aim)
    if change is None:
        raise Conflict("Nothing has changed there yet, so it cannot be evidence.")
    return add_evidence(
        session, viewer, recommendation_id=aim.recommendation_id, kind=change.kind,
        shows=change.words, dated=change.since,
        statement=f"{change.words}. Wanted: {aim.wanted}"[:TEXT],
    )  # fmt: skip


def load_aim(session: Session, viewer: Viewer, aim_id: UUID) -> Aim:
    """An aim of a recommendation that this person may read, else NotFound."""
    aim = session.get(Aim, aim_id)
    if aim is None or aim.partnership_id != viewer.partnership_id:
        raise NotFound("aim")
    load_recommendation(session, viewer, aim.recommendation_id)
    return aim
