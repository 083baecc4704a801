"""What waits for a person in this room, for the one work list: dates and references, no names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.models import Case
from casework.cases.visibility import visible_cases
from casework.cases.work import WorkItem
from casework.clock import today
from casework.research.corrections import corrections_for
from casework.research.models import ResearchCorrection, ResearchRequest
from casework.research.steps import BEFORE_HEARING, WAITING

Found = tuple[ResearchRequest, Case]


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Research to return, corrections to read, and for the office who is late."""
    found = [
        *_to_return(session, viewer),
        *_to_read(session, viewer),
        *_late(session, viewer),
    ]
    return sorted(found, key=lambda item: (item.due is None, item.due or today()))


def own_requests(
    session: Session, viewer: Viewer, *, waiting: bool, offset: int = 0, limit: int = 25
) -> list[Found]:
    """Requests to the viewer's agency in cases the viewer may know of; the earliest due first."""
    query = _own(viewer, waiting=waiting)
    first = ResearchRequest.due_on.asc() if waiting else ResearchRequest.due_on.desc()
    rows = session.execute(query.order_by(first, ResearchRequest.id).offset(offset).limit(limit))
    return [(request, case) for request, case in rows]


def count_own(session: Session, viewer: Viewer, *, waiting: bool) -> int:
    """How many there are."""
    query = _own(viewer, waiting=waiting).subquery()
    return session.scalar(select(func.count()).select_from(query)) or 0


def _own(viewer: Viewer, *, waiting: bool) -> Select[ResearchRequest, Case]:
    wanted = ResearchRequest.state.in_(WAITING)
    # Joined, not `IN` all that is visible: few requests wait, and there are many cases.
    return (
        visible_cases(viewer)
        .with_only_columns(ResearchRequest, Case)
        .join(ResearchRequest, ResearchRequest.case_id == Case.id)
        .where(
            ResearchRequest.partnership_id == viewer.partnership_id,
            ResearchRequest.agency_id == viewer.agency_id,
            Case.conference_id.in_(viewer.conferences(Action.RESEARCH_RETURN)),
            wanted if waiting else ~wanted,
        )
    )


def _to_return(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for request, case in own_requests(session, viewer, waiting=True, limit=500):
        if request.person_id not in (None, viewer.person_id):
            continue
        yield WorkItem(
            kind="research_to_return", words=f"Research to return for case {case.reference}",
            endpoint="research.show", values={"request_id": request.id},
            since=request.requested_at, due=request.due_on, case_id=case.id,
        )  # fmt: skip


def _to_read(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    waiting = corrections_for(session, viewer)
    cases = _known(session, viewer, [c.case_id for c in waiting])
    for correction in waiting:
        case = cases.get(correction.case_id)
        if case is not None:
            yield _correction(correction, case)


def _correction(correction: ResearchCorrection, case: Case) -> WorkItem:
    return WorkItem(
        kind="research_corrected",
        words=f"Something you were told in case {case.reference} was corrected",
        endpoint="research.correction", values={"correction_id": correction.id},
        since=correction.made_at, case_id=case.id,
    )  # fmt: skip


def _late(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    rows = session.execute(
        visible_cases(viewer)
        .with_only_columns(Case, func.count(), func.min(ResearchRequest.due_on))
        .join(ResearchRequest, ResearchRequest.case_id == Case.id)
        .where(
            Case.conference_id.in_(viewer.conferences(Action.RESEARCH_REQUEST)),
            Case.state.in_(BEFORE_HEARING),
            ResearchRequest.state.in_(WAITING),
            ResearchRequest.due_on < today(),
        )
        .group_by(Case.id)
    )
    for case, number, due in rows:
        agencies = "1 agency is" if number == 1 else f"{number} agencies are"
        yield WorkItem(
            kind="research_overdue",
            words=f"{agencies} late with research for case {case.reference}",
            endpoint="research.overview", values={"case_id": case.id}, due=due, case_id=case.id,
        )  # fmt: skip


def _known(session: Session, viewer: Viewer, ids: Sequence[object]) -> dict[object, Case]:
    rows = session.scalars(visible_cases(viewer).where(Case.id.in_(ids)))
    return {case.id: case for case in rows}
