"""What explains a page says what the page shows: one rule of traces, one of fall-backs."""

from __future__ import annotations

import pytest

from casework.cases.matters import matter
from casework.cases.models import Case
from casework.crypto.keystore import KeyStore
from casework.db import Database
from casework.disclosure.areas import Areas
from casework.disclosure.opening import Opener
from casework.disclosure.outlook import outlook
from casework.disclosure.places import case_scope
from protocols.decision import Decision
from protocols.vocabulary import Effect
from tests.factories.world import World, make_world

PHONE = "victim.telephone"


@pytest.fixture
def world(store: Database) -> World:
    with store.writing() as session:
        return make_world(session, {PHONE: "01632 960 123", "victim.date_of_birth": "1988-04-02"})


def both(store: Database, keys: KeyStore, world: World, field: str, mask: str) -> set[Effect]:
    """What the page shows, and what is said of it beforehand."""
    with store.reading() as session:
        held = matter(session, session.get_one(Case, world.case.id))
    item = next(i for i in held.items if i.field == field)
    decision = Decision(Effect.MASKED, mask=mask)
    opened = keys.keys(case_scope(held.case_id))
    page = Opener(held, world.viewers["police"], opened, Areas(store)).open(item, decision)
    return {page[0], outlook(held, item, decision)}


@pytest.mark.parametrize(
    ("field", "mask", "effect"),
    [
        (PHONE, "last_digits:4", Effect.MASKED),
        (PHONE, "last_digits", Effect.MASKED),
        ("victim.date_of_birth", "age_band:5", Effect.MASKED),
        (PHONE, "last_digits:0", Effect.EXISTENCE),
        (PHONE, "no_such_mask", Effect.EXISTENCE),
    ],
)
def test_a_mask_comes_to_the_same_on_the_page_and_in_what_explains_it(
    store: Database, keys: KeyStore, world: World, field: str, mask: str, effect: Effect
) -> None:
    assert both(store, keys, world, field, mask) == {effect}
