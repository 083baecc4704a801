"""In force for a pair from the latest of start, both signatures and quorum; to the moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.agreements.standing import Member, Span, Standing, Why, first_moment
from protocols.life import Life

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)
POLICE, HOUSING, HEALTH = (uuid4() for _ in range(3))


def signed(at: datetime = LONG_AGO, until: datetime | None = None) -> Member:
    return Member((Span(at, until),))


def standing(members: dict[UUID, Member] | None = None, **told: object) -> Standing:
    given_ = {"in_force_from": LONG_AGO, "starts": date(2026, 1, 1), **told}
    return Standing(members=members or {POLICE: signed(), HOUSING: signed()}, **given_)  # type: ignore[arg-type]  # the test names the fields


def test_a_pair_shares_from_the_second_signature_and_not_a_moment_before() -> None:
    second = LONG_AGO + timedelta(days=9)
    held = standing({POLICE: signed(), HOUSING: signed(second)})
    assert held.pair(POLICE, HOUSING, second - TICK).why == (Why.RECIPIENT,)
    assert held.pair(HOUSING, POLICE, second - TICK).why == (Why.DISCLOSER,)
    assert held.pair(POLICE, HOUSING, second).since == second


# The clocks go forward on 29 March and back on 25 October 2026.
@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    ],
)
def test_a_protocol_starts_with_its_first_day_in_london_also_when_the_clocks_change(
    day: date, midnight: datetime
) -> None:
    held = standing(starts=day)
    assert first_moment(day) == midnight
    assert held.pair(POLICE, HOUSING, midnight - TICK).why == (Why.NOT_STARTED,)
    assert held.pair(POLICE, HOUSING, midnight).holds
    assert held.pair(POLICE, HOUSING, midnight).since == midnight


@pytest.mark.parametrize(
    ("last", "over"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    ],
)
def test_the_last_day_counts_whole_also_when_it_has_23_or_25_hours(
    last: date, over: datetime
) -> None:
    for told in ({"ends": last}, {"review_by": last, "life": Life(review_overdue="suspend")}):
        held = standing(**told)
        assert held.pair(POLICE, HOUSING, over - TICK).holds
        assert not held.pair(POLICE, HOUSING, over).holds


def test_an_overdue_review_only_warns_unless_the_protocol_says_more() -> None:
    held = standing(review_by=date(2026, 2, 1))
    later = LONG_AGO + timedelta(days=90)
    assert held.review_is_overdue(later)
    assert held.pair(POLICE, HOUSING, later).holds


def test_suspending_counts_for_one_direction_of_one_pair_and_for_its_time_only() -> None:
    starts = LONG_AGO + timedelta(days=3)
    ends = starts + timedelta(days=2)
    held = standing(
        {POLICE: signed(), HOUSING: signed(), HEALTH: signed()},
        suspended={(POLICE, HOUSING): (Span(starts, ends),)},
    )
    assert held.pair(POLICE, HOUSING, starts - TICK).holds
    assert held.pair(POLICE, HOUSING, starts).why == (Why.SUSPENDED,)
    assert held.pair(POLICE, HOUSING, ends - TICK).why == (Why.SUSPENDED,)
    assert held.pair(POLICE, HOUSING, ends).holds
    assert held.pair(HOUSING, POLICE, starts).holds
    assert held.pair(POLICE, HEALTH, starts).holds


def test_while_notice_runs_sharing_goes_on_and_with_its_last_moment_it_is_over() -> None:
    leaves = LONG_AGO + timedelta(days=30)
    leaver = Member((Span(LONG_AGO),), notices=(Span(LONG_AGO + timedelta(days=1), leaves),))
    held = standing({POLICE: signed(), HOUSING: leaver})
    assert held.pair(POLICE, HOUSING, leaves - TICK).holds
    assert held.statuses(leaves - TICK)[HOUSING] == "signed"
    speaking = standing({POLICE: signed(), HOUSING: leaver}, speaks_of_notice=True)
    assert speaking.statuses(leaves - TICK)[HOUSING] == "notice_given"
    assert held.pair(POLICE, HOUSING, leaves).why == (Why.RECIPIENT,)
    assert held.statuses(leaves)[HOUSING] == "withdrawn"


def test_who_signs_again_after_leaving_is_back() -> None:
    leaves = LONG_AGO + timedelta(days=30)
    again = leaves + timedelta(days=5)
    back = Member((Span(LONG_AGO), Span(again)), notices=(Span(LONG_AGO, leaves),))
    held = standing({POLICE: signed(), HOUSING: back})
    assert not held.pair(POLICE, HOUSING, again - TICK).holds
    assert held.pair(POLICE, HOUSING, again).since == again


def test_a_number_of_signatures_is_reached_with_the_last_of_them_and_lost_when_one_leaves() -> None:
    third, gone = LONG_AGO + timedelta(days=5), LONG_AGO + timedelta(days=50)
    held = standing(
        {POLICE: signed(), HOUSING: signed(), HEALTH: signed(third, gone)}, life=Life(quorum=3)
    )
    assert held.pair(POLICE, HOUSING, third - TICK).why == (Why.QUORUM,)
    assert held.pair(POLICE, HOUSING, third).since == third
    assert held.pair(POLICE, HOUSING, gone).why == (Why.QUORUM,)


def test_leaving_completes_no_quorum_of_all_and_ends_none() -> None:
    gone = LONG_AGO + timedelta(days=50)
    never = Member(notices=(Span(LONG_AGO, gone),))
    waiting = standing(
        {POLICE: signed(), HOUSING: signed(), HEALTH: never}, life=Life(quorum="all")
    )
    assert waiting.pair(POLICE, HOUSING, gone).why == (Why.QUORUM,)
    left = standing(
        {POLICE: signed(), HOUSING: signed(), HEALTH: signed(until=gone)}, life=Life(quorum="all")
    )
    assert left.pair(POLICE, HOUSING, gone).holds


days = st.integers(0, 60).map(lambda n: LONG_AGO + timedelta(days=n))
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 40))).map(
    lambda t: Span(t[0], None if t[1] is None else t[0] + timedelta(days=t[1]))
)
members = st.dictionaries(
    st.sampled_from([POLICE, HOUSING, HEALTH]),
    st.builds(
        lambda signed, notices: Member(tuple(signed), notices=tuple(notices)),
        st.lists(spans, max_size=2),
        st.lists(spans, max_size=2),
    ),
    min_size=1,
)
lives = st.builds(Life, quorum=st.sampled_from([0, 1, 2, 3, "all"]))


@given(members, lives, spans, days, st.sampled_from([POLICE, HOUSING, HEALTH]))
def test_suspending_leaving_and_ending_open_nothing_for_anybody(
    held: dict[UUID, Member], life: Life, when: Span, moment: datetime, who: UUID
) -> None:
    before = standing(held, life=life)
    leaver = held.get(who, Member())
    gone = {**held, who: Member(leaver.signed, leaver.ended_as, (*leaver.notices, when))}
    worse = (
        standing(held, life=life, suspended={(POLICE, HOUSING): (when,)}),
        standing(held, life=life, ended_at=when.starts),
        standing(gone, life=life) if who in held else before,
    )
    for after in worse:
        for giver in held:
            for taker in held:
                holds = after.pair(giver, taker, moment).holds
                assert not holds or before.pair(giver, taker, moment).holds
