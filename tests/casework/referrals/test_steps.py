"""Every step from every state by everybody: what the hand-written table has not is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.models import Case
from casework.db import Database
from casework.disclosure.ledger import Kind
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Refused, WrongState
from casework.referrals.models import Referral, ReferralState
from casework.referrals.steps import Verb, allowed, take
from tests.factories.referrals import World, make_referral, make_world

S, V = ReferralState, Verb
WRITERS = ("writer", "colleague")
OFFICE = ("coordinator", "chair")
# From domain research 2.4, by hand: from, verb -> to, and who may.
LEGAL = {
    (S.DRAFT, V.SUBMIT): (S.SUBMITTED, WRITERS),
    (S.RETURNED_INCOMPLETE, V.SUBMIT): (S.SUBMITTED, WRITERS),
    (S.DRAFT, V.WITHDRAW): (S.WITHDRAWN, WRITERS),
    (S.SUBMITTED, V.WITHDRAW): (S.WITHDRAWN, WRITERS),
    (S.RETURNED_INCOMPLETE, V.WITHDRAW): (S.WITHDRAWN, WRITERS),
    (S.SUBMITTED, V.ACCEPT): (S.ACCEPTED, OFFICE),
    (S.SUBMITTED, V.RETURN): (S.RETURNED_INCOMPLETE, OFFICE),
    (S.SUBMITTED, V.DECLINE): (S.DECLINED, OFFICE),
    (S.SUBMITTED, V.REDIRECT): (S.REDIRECTED, OFFICE),
}
PEOPLE = ("writer", "colleague", "other_writer", "representative", "coordinator", "chair")


@pytest.mark.parametrize("state", list(S))
def test_only_the_steps_of_the_table_can_be_taken_and_only_by_those_it_names(
    store: Database, state: ReferralState
) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_referral(session, world, state)
        for verb in Verb:
            for name in PEOPLE:
                _try(session, world, referral, case, verb, name)


def _try(
    session: Session, world: World, referral: Referral, case: Case, verb: Verb, name: str
) -> None:
    viewer: Viewer = getattr(world, name)
    before = S(referral.state)
    target, people = LEGAL.get((before, verb), (None, ()))
    legal = name in people
    assert allowed(viewer, referral, verb) == legal, (before, verb, name)
    attempt = session.begin_nested()
    if legal:
        take(session, viewer, referral, case, verb)
        assert referral.state == target, (before, verb, name)
    else:
        with pytest.raises((Refused, WrongState)):
            take(session, viewer, referral, case, verb)
        assert referral.state == before, (before, verb, name)
    attempt.rollback()
    session.expire_all()


def test_nobody_decides_on_a_referral_they_wrote_themselves(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, case = make_referral(session, world)
        referral.author_id = world.coordinator.person_id
        with pytest.raises(Refused, match="wrote yourself"):
            take(session, world.coordinator, referral, case, Verb.ACCEPT)


def test_every_step_stands_in_the_ledger_with_who_took_it(store: Database) -> None:
    with store.writing() as session:
        world = make_world(session)
        referral, _ = make_referral(session, world, S.ACCEPTED)
        found = session.scalars(
            select(LedgerEntry)
            .where(
                LedgerEntry.object_id == referral.id,
                LedgerEntry.kind == Kind.REFERRAL_CHANGED.value,
            )
            .order_by(LedgerEntry.seq)
        ).all()
        actors = [entry.actor_id for entry in found]
        assert actors[0] == world.writer.person_id
        assert actors[-1] == world.coordinator.person_id
        assert all(b'"to":"accepted"' in e.body for e in found[-1:])
