"""What an agency knows: private until let go, never narrower, and corrected for all who read it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements.models import Agreement
from casework.cases.facts import YES, record_fact
from casework.cases.matters import matter
from casework.cases.models import Case, CaseState, SealedAnswer
from casework.cases.states import enter_session
from casework.cases.states import move as move_case
from casework.catalogue.withholding_reasons import WITHHOLDING_REASONS
from casework.clock import now
from casework.db import Database
from casework.disclosure.gate import Gate
from casework.disclosure.guards import AddressFound
from casework.disclosure.matter import Granted, Item
from casework.disclosure.shown import Revealed, Shown
from casework.errors import ConferError, Conflict, Invalid, NotFound, StaleEdit
from casework.research import answering, corrections, items, sharing
from casework.research.models import ResearchItem, Share
from casework.research.pages import return_page, shared_lines
from casework.research.work import work_for
from tests.factories.research import MARKER, describe_search, make_item, make_request, new_item
from tests.factories.world import World, answer

OTHERS = ("police", "victim_service", "health", "probation", "perpetrator_service", "coordinator",
          "chair", "stranger")  # fmt: skip


def seen(
    store: Database, gate: Gate, world: World, who: str, *, channel: str = "screen"
) -> Revealed:
    with store.reading() as session:
        handed = matter(session, session.get_one(Case, world.case.id))
        return gate.reveal([world.viewers[who]], handed, channel=channel)


def of_item(revealed: Revealed, item: ResearchItem) -> list[Shown]:
    return [s for s in revealed.shown if s.about_id == item.id]


def written(store: Database, world: World, **more: object) -> ResearchItem:
    with store.writing() as session:
        return make_item(session, world, make_request(session, world), **more)


@pytest.mark.parametrize("protocol", [True, False])
@pytest.mark.parametrize("kind", ["research.item_housing", "research.item", "research.risk_staff"])
def test_before_it_is_let_go_no_other_agency_learns_that_an_entry_is_there(
    store: Database, gate: Gate, world: World, kind: str, protocol: bool
) -> None:
    item = written(store, world, field=kind)
    if not protocol:
        with store.writing() as session:
            for agreement in session.scalars(select(Agreement)):
                agreement.ended_at = now()
    for who in OTHERS:
        assert of_item(seen(store, gate, world, who), item) == []
    (own,) = of_item(seen(store, gate, world, "housing"), item)
    assert MARKER in (own.value or "")


def test_two_entries_of_one_kind_about_one_person_stand_side_by_side(
    store: Database, gate: Gate, world: World
) -> None:
    with store.writing() as session:
        request, victim = make_request(session, world), world.subjects["victim"]
        for text in ("First", "Second"):
            make_item(session, world, request, text=text, subject_id=victim)
    with store.reading() as session:
        request, case = answering.load_request(session, world.viewers["housing"], request.id)
        page = return_page(session, world.viewers["housing"], gate, request, case)
    assert sorted(line.shown.value for line in page.lines if line.shown) == ["First", "Second"]


def test_an_entry_let_go_to_all_is_read_as_far_as_the_protocol_goes(
    store: Database, gate: Gate, world: World
) -> None:
    item = written(store, world, field="research.item_allegation")
    with store.writing() as session:
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share="all")
    (police,) = of_item(seen(store, gate, world, "police"), item)
    assert MARKER in (police.value or "")
    fire = of_item(seen(store, gate, world, "fire"), item)
    assert all(s.value is None for s in fire)
    assert [s.value for s in shared_lines(seen(store, gate, world, "coordinator"))] == [
        police.value
    ]


def test_an_entry_let_go_to_named_agencies_reaches_them_alone(
    store: Database, gate: Gate, world: World
) -> None:
    item = written(store, world, field="research.item_allegation")
    with store.writing() as session:
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share="named",
                           agency_ids=[world.agencies["probation"].id])  # fmt: skip
    (probation,) = of_item(seen(store, gate, world, "probation"), item)
    assert MARKER in (probation.value or "")
    for who in ("police", "victim_service", "coordinator"):
        assert of_item(seen(store, gate, world, who), item) == []


def test_what_is_to_be_said_at_the_meeting_is_read_in_the_room_and_nowhere_else(
    store: Database, gate: Gate, world: World
) -> None:
    item = written(store, world, field="research.item_allegation")
    with store.writing() as session:
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share="verbal")
    assert of_item(seen(store, gate, world, "police"), item) == []
    with store.writing() as session:
        case = session.get_one(Case, world.case.id)
        enter_session(session, case)
        _sign(session, world, case, "police")
    (told,) = of_item(seen(store, gate, world, "police", channel="screen_in_session"), item)
    assert MARKER in (told.value or "")
    assert "verbal_only" in told.handling
    assert of_item(seen(store, gate, world, "police"), item) == []
    with store.writing() as session:
        move_case(session, world.viewers["coordinator"], session.get_one(Case, world.case.id),
                  CaseState.HEARD)  # fmt: skip
    after = of_item(seen(store, gate, world, "police", channel="screen_in_session"), item)
    assert all(s.value is None for s in after)


def test_an_entry_held_back_keeps_its_reason_to_its_agency(
    store: Database, gate: Gate, world: World
) -> None:
    item = written(store, world)
    housing = world.viewers["housing"]
    with store.writing() as session:
        with pytest.raises(Invalid, match="why you hold this back"):
            sharing.share_item(session, housing, item_id=item.id, share="withheld",
                               withheld_code="no_agreement")  # fmt: skip
        with pytest.raises(Invalid, match="Say how you weighed it"):
            sharing.share_item(session, housing, item_id=item.id, share="withheld",
                               withheld_code="duty_of_confidence")  # fmt: skip
        sharing.share_item(session, housing, item_id=item.id, share="withheld",
                           withheld_code="danger_to_source", withheld_reason="A pal")  # fmt: skip
    own = {s.field for s in of_item(seen(store, gate, world, "housing"), item)}
    assert {"research.withheld_code", "research.withheld_reason"} <= own
    for who in OTHERS:
        assert of_item(seen(store, gate, world, who), item) == []


def test_no_agreement_in_place_is_no_reason_to_hold_back() -> None:
    assert not [r for r in WITHHOLDING_REASONS if "agreement" in r.code or "agreement" in r.label]


@pytest.mark.parametrize(
    "judged", [{"relevant": ""}, {"relevant": "no"}, {"necessary": ""}, {"necessary": "no"}]
)
@pytest.mark.parametrize("share", ["all", "named", "verbal"])
def test_only_what_is_relevant_and_needed_is_shared(
    store: Database, world: World, judged: dict[str, str], share: str
) -> None:
    item = written(store, world, **judged)
    with store.writing() as session:
        with pytest.raises(Invalid, match="relevant to the risk and needed"):
            sharing.share_item(session, world.viewers["housing"], item_id=item.id, share=share,
                               agency_ids=[world.agencies["police"].id])  # fmt: skip
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share="withheld",
                           withheld_code="not_relevant")  # fmt: skip


@pytest.mark.parametrize(
    ("before", "wanted"),
    [(b, w) for b, w in product(Share, Share) if w not in sharing.WIDER[b]],
)
def test_what_was_told_is_never_told_to_fewer(
    store: Database, world: World, before: Share, wanted: Share
) -> None:
    item = written(store, world)
    with store.writing() as session:
        session.get_one(ResearchItem, item.id).share = before
        session.flush()
        with pytest.raises(ConferError):
            sharing.share_item(session, world.viewers["housing"], item_id=item.id, share=wanted,
                               agency_ids=[world.agencies["police"].id],
                               withheld_code="not_relevant")  # fmt: skip
        assert session.get_one(ResearchItem, item.id).share == before


def test_named_agencies_are_added_and_never_taken_away(store: Database, world: World) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    police, health = world.agencies["police"].id, world.agencies["health"].id
    with store.writing() as session:
        sharing.share_item(session, housing, item_id=item.id, share="named", agency_ids=[police])
        with pytest.raises(Conflict, match="stays told"):
            sharing.share_item(
                session, housing, item_id=item.id, share="named", agency_ids=[health]
            )
        sharing.share_item(session, housing, item_id=item.id, share="named",
                           agency_ids=[police, health])  # fmt: skip
        assert set(sharing.named(session, session.get_one(ResearchItem, item.id))) == {
            police,
            health,
        }
        with pytest.raises(Invalid, match="Select the agencies"):
            sharing.share_item(session, housing, item_id=item.id, share="named", agency_ids=[])


def test_a_correction_goes_to_those_who_read_the_earlier_words_and_to_nobody_else(
    store: Database, gate: Gate, world: World
) -> None:
    item, housing = (
        written(store, world, field="research.item_allegation"),
        world.viewers["housing"],
    )
    with store.writing() as session:
        sharing.share_item(session, housing, item_id=item.id, share="all")
    seen(store, gate, world, "police")
    with store.writing() as session:
        new = new_item(field="research.item_allegation", text="It was April, not May.")
        items.change_item(session, housing, item_id=item.id, new=new)
    with store.reading() as session:
        (waiting,) = work_for(session, world.viewers["police"])
        assert waiting.kind == "research_corrected"
        # Allowed to read it, and never did.
        assert work_for(session, world.viewers["probation"]) == []
        assert work_for(session, world.viewers["fire"]) == []
    (now_seen,) = of_item(seen(store, gate, world, "police"), item)
    assert now_seen.value == "It was April, not May."
    with store.writing() as session:
        (found,) = corrections.corrections_for(session, world.viewers["police"])
        with pytest.raises(NotFound):
            corrections.acknowledge(session, world.viewers["probation"], correction_id=found.id)
        corrections.acknowledge(session, world.viewers["police"], correction_id=found.id)
        assert work_for(session, world.viewers["police"]) == []


def test_what_was_said_before_a_correction_stays_in_the_history(
    store: Database, world: World
) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    with store.writing() as session:
        before = session.get_one(ResearchItem, item.id).answer_id
        sharing.share_item(session, housing, item_id=item.id, share="all")
        items.change_item(session, housing, item_id=item.id, new=new_item(text="Better"))
        after = session.get_one(ResearchItem, item.id).answer_id
        assert session.get_one(SealedAnswer, after).supersedes_id == before
        assert not session.get_one(SealedAnswer, before).current
        assert session.get_one(SealedAnswer, after).released


@pytest.mark.parametrize(
    "more", [{"field": "research.item_health"}, {"relevant": "no"}, {"necessary": ""}]
)
def test_a_correction_changes_the_words_alone(
    store: Database, world: World, more: dict[str, str]
) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    with store.writing() as session:
        sharing.share_item(session, housing, item_id=item.id, share="verbal")
        with pytest.raises(Invalid):
            items.change_item(session, housing, item_id=item.id, new=new_item(**more))


def test_a_private_entry_can_become_another_kind_and_leaves_no_double(
    store: Database, gate: Gate, world: World
) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    with store.writing() as session:
        new = new_item(field="research.item_opinion", text="They may lose the flat")
        items.change_item(session, housing, item_id=item.id, new=new)
    (own,) = of_item(seen(store, gate, world, "housing"), item)
    assert (own.field, own.nature) == ("research.item_opinion", "opinion")


def test_what_was_shared_is_not_deleted_and_what_is_private_is(
    store: Database, gate: Gate, world: World
) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    with store.writing() as session:
        items.remove_item(session, housing, item_id=item.id)
        with pytest.raises(NotFound):
            items.load_item(session, housing, item.id)
        request, _ = answering.load_request(session, housing, item.request_id)
        other = make_item(session, world, request)
        sharing.share_item(session, housing, item_id=other.id, share="verbal")
        with pytest.raises(Conflict, match="cannot be deleted"):
            items.remove_item(session, housing, item_id=other.id)
    assert of_item(seen(store, gate, world, "housing"), item) == []


def test_the_second_editor_of_an_entry_is_told(store: Database, world: World) -> None:
    item, housing = written(store, world), world.viewers["housing"]
    with store.writing() as session:
        before = session.get_one(ResearchItem, item.id).version
        items.change_item(session, housing, item_id=item.id, new=new_item(text="A"), version=before)
        with pytest.raises(StaleEdit):
            items.change_item(
                session, housing, item_id=item.id, new=new_item(text="B"), version=before
            )
        with pytest.raises(StaleEdit):
            sharing.share_item(session, housing, item_id=item.id, share="all", version=before)


def test_other_agencies_do_not_find_an_entry(store: Database, world: World) -> None:
    item = written(store, world)
    with store.writing() as session:
        for who in ("health", "coordinator", "stranger"):
            with pytest.raises(NotFound):
                items.load_item(session, world.viewers[who], item.id)
            with pytest.raises(NotFound):
                sharing.share_item(session, world.viewers[who], item_id=item.id, share="all")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"field": "victim.surname"}, "field"),
        ({"field": ""}, "field"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"nature": "rumour"}, "nature"),
        ({"relevant": "maybe"}, "relevant"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_at_its_field(
    store: Database, world: World, more: dict[str, str], field: str
) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        with pytest.raises(Invalid) as refused:
            make_item(session, world, request, **more)
        assert field in refused.value.errors


def test_the_safe_address_does_not_slip_into_an_entry(store: Database, world: World) -> None:
    with store.writing() as session:
        answer(session, world, {"victim.current_address": "14 Quernstone Passage"})
        request = make_request(session, world)
        with pytest.raises(AddressFound):
            make_item(session, world, request, text="Moved to 14 Quernstone Passage in May")


def test_nothing_is_written_after_not_known_or_withdrawal(store: Database, world: World) -> None:
    with store.writing() as session:
        request = make_request(session, world)
        answering.nil_return(session, world.viewers["housing"], request_id=request.id)
        with pytest.raises(ConferError):
            make_item(session, world, request)


def test_a_return_is_sent_once_everything_is_decided(store: Database, world: World) -> None:
    with store.writing() as session:
        housing, request = world.viewers["housing"], make_request(session, world)
        item = make_item(session, world, request)
        describe_search(session, world, request)
        sharing.share_item(session, housing, item_id=item.id, share="verbal")
        answering.send_return(session, housing, request_id=request.id)
        assert session.get_one(Case, world.case.id).state == CaseState.RESEARCHED


def test_what_is_marked_not_to_be_confirmed_is_hidden_even_when_shared(
    store: Database, gate: Gate, world: World
) -> None:
    item = written(store, world, do_not_confirm=True)
    with store.writing() as session:
        sharing.share_item(session, world.viewers["housing"], item_id=item.id, share="all")
    for who in OTHERS:
        assert of_item(seen(store, gate, world, who), item) == []


def _sign(session: Session, world: World, case: Case, who: str) -> None:
    record_fact(
        session, world.viewers["coordinator"], case=case, name="confidentiality_signed", value=YES,
        person_id=world.viewers[who].person_id,
    )  # fmt: skip


def test_a_yes_of_one_agency_opens_what_it_supplied_and_nothing_of_another() -> None:
    asking, said_yes, other = (UUID(int=n) for n in (1, 2, 3))
    granted = Granted(
        asking, "research_items", None, None, now() + timedelta(days=1), supplier_id=said_yes
    )
    of = {
        agency: Item("research.item", "", "research_items", "case", None, "research", 4,
                     origin_agency_id=agency)
        for agency in (said_yes, other)
    }  # fmt: skip
    assert granted.covers(of[said_yes], asking, now())
    assert not granted.covers(of[other], asking, now())


def test_a_place_that_one_agency_knows_is_kept_out_of_what_the_others_write(
    store: Database, world: World
) -> None:
    """It lies in a sentence, not in a box of its own, and it is no less dangerous there."""
    with store.writing() as session:
        request, victim = make_request(session, world), world.subjects["victim"]
        make_item(
            session, world, request, field="research.item_location", subject_id=victim,
            text="She stays at 14 Elm Street, Riverton.",
        )  # fmt: skip
    with store.writing() as session, pytest.raises(AddressFound):
        make_item(session, world, request, text="We wrote to 14 Elm St.")
    with store.writing() as session:
        make_item(session, world, request, text="We wrote to her.")


def test_where_the_person_causing_harm_lives_may_be_written_down(
    store: Database, world: World
) -> None:
    with store.writing() as session:
        request, he = make_request(session, world), world.subjects["alleged_perpetrator"]
        make_item(
            session, world, request, field="research.item_location", subject_id=he,
            text="He lives at 9 Mill Lane.",
        )  # fmt: skip
        make_item(session, world, request, text="Neighbours of 9 Mill Lane complain.")
