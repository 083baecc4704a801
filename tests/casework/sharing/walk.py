"""The long way round: every live case, every person, every answer, decided one by one."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.matters import matters
from casework.cases.models import Case
from casework.cases.states import LIVE
from casework.clock import now
from casework.disclosure.asking import Asking
from casework.disclosure.matter import Item
from casework.sharing.preview import Between, people_of
from protocols.decision import Decision
from protocols.vocabulary import Effect

# Person, section, more or less: the references of the cases, and the labels of the answers.
Walked = dict[tuple[UUID, str, bool], tuple[set[str], set[str]]]


def walk(session: Session, partnership_id: UUID, between: Between) -> Walked:
    found: Walked = defaultdict(lambda: (set(), set()))
    query = select(Case).where(Case.partnership_id == partnership_id, Case.state.in_(LIVE))
    cases = session.scalars(query).all()
    for case, matter in zip(cases, matters(session, cases), strict=True):
        for viewer in people_of(session, case.conference_id):
            asking = Asking(
                viewer, matter, purpose="safety_planning", stage=matter.stage, channel="screen",
                moment=now(), parties=between.parties,
            )  # fmt: skip
            for item in matter.items:
                if turned := _turned(between, asking, item):
                    cases_of, labels = found[viewer.person_id, item.section, turned > 0]
                    cases_of.add(case.reference)
                    labels.add(item.label)
    return dict(found)


def _turned(between: Between, asking: Asking, item: Item) -> int:
    let_go = item.is_let_go(asking.viewer.agency_id) and asking.both_are_parties(item)
    if asking.is_own(item) or not let_go:
        return 0
    nothing, question = Decision(Effect.WITHHELD), asking.question(item)
    tables = between.tables(asking.matter.conference_kind)
    before, after = (table.decide(question) if table else nothing for table in tables)
    if before.openness == after.openness:
        return int(before.mask != after.mask)
    return 1 if after.openness > before.openness else -1
