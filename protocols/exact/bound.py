"""A bound on the difference: what no way of telling the rest of a question can exceed.

Two sides that share most of their rules can only differ by those that are alive on one of them.
"""

from protocols.exact.pair import Gain, Pair, State
from protocols.exact.side import FULL, KNOWN, NOT_SHARED, Side


def most(pair: Pair, state: State) -> Gain:
    """No way of telling what is open shows a greater gain than this."""
    if not state.alone[0] and not state.alone[1]:
        return 0
    # A word that a side does not know is not shared there, whatever else holds.
    blind = [not alive & KNOWN for alive in state.alive]
    perhaps = [not sure & KNOWN for sure in state.sure]
    found: Gain = 0 if any(blind) else _most_with_known_words(pair, state)
    if perhaps[1]:
        found = max(found, NOT_SHARED - _least(pair.first, state.alive[0], state.sure[0]))
    if perhaps[0] and not blind[1]:
        found = max(found, _top(pair.second, state.alive[1], state.sure[1]) - NOT_SHARED)
    return found


def _least(side: Side, alive: int, sure: int) -> int:
    if not sure & KNOWN:
        return NOT_SHARED if not alive & KNOWN else min(NOT_SHARED, side.ceiling(alive, sure)[0])
    return min(side.floor(alive, sure)[0], side.ceiling(alive, sure)[0])


def _top(side: Side, alive: int, sure: int) -> int:
    return min(side.floor(alive, sure)[1], side.ceiling(alive, sure)[1])


def _most_with_known_words(pair: Pair, state: State) -> Gain:
    other, others_sure = state.alive[1], state.sure[1]
    floor_most = pair.second.floor(other, others_sure)[1]
    ceiling_most = pair.second.ceiling(other, others_sure)[1]
    top, bar = min(floor_most, ceiling_most), _lowest_alone(pair, state)
    found = top - min(_floor_least(pair, state, top), bar)
    if bar == FULL:
        # The bars are the same: only a grant of its own, that stands, can show more.
        found = min(found, max(0, _highest_alone(pair, state) - NOT_SHARED))
    # Two masks of one side may add up to a summary, which is one level less.
    return found + 1 if _masks_may_differ(pair, state) else found


def _floor_least(pair: Pair, state: State, top: int) -> int:
    """The least that the first side's grants make of it where the second's reach `top`."""
    mine = state.alone[0] & pair.first.granting
    if _may_grant_more(pair, state):
        return min(pair.first.floor(state.alive[0], state.sure[0])[0], top)
    # What the second grants the first grants too; only grants of its own can be lower.
    lowest = next((g.score for g in pair.first.grants if mine & (g.firm | g.rivalled)), FULL)
    return min(lowest, top)


def _may_grant_more(pair: Pair, state: State) -> bool:
    """Whether a grant of the second side alone could open, or put aside what is lower."""
    theirs = state.alone[1] & pair.second.granting
    if not theirs:
        return False
    # Where something is granted already, one grant more never shows more by itself.
    surely = state.sure[0] & (pair.first.opens | pair.first.own)
    own = theirs & pair.second.own and not state.sure[0] & pair.first.own
    return bool(not surely or own or pair.second.puts_aside(theirs, state.alive[1]))


def _highest_alone(pair: Pair, state: State) -> int:
    """The level of the highest grant that only the second side has."""
    if state.alone[0] & pair.first.granting:
        return FULL
    if not _may_grant_more(pair, state):
        return NOT_SHARED
    theirs = state.alone[1] & pair.second.granting
    if theirs & pair.second.own:
        return FULL
    return max((g.score for g in pair.second.grants if theirs & g.opens), default=NOT_SHARED)


def _lowest_alone(pair: Pair, state: State) -> int:
    """The lowest bar that could stand on the first side and not on the second."""
    (alive, _), _, (alone, others_alone) = state
    lifted = [name for name, bits in pair.second.lifts.items() if others_alone & bits]
    for bars in pair.first.bars:
        if alone & bars.firm:
            return bars.score
        if any(alone & bits for bits in bars.named.values()):
            return bars.score
        if any(alive & pair.first.by_name.get((bars.score, name), 0) for name in lifted):
            return bars.score
    return FULL


def _masks_may_differ(pair: Pair, state: State) -> bool:
    named = pair.first.masks_alive(state.alive[0]) | pair.second.masks_alive(state.alive[1])
    if len(named) < 2:
        return False
    first, second = state.alone
    lifting = any(first & bits for bits in pair.first.lifts.values()) or any(
        second & bits for bits in pair.second.lifts.values()
    )
    return bool(
        lifting
        or first & (pair.first.granting | pair.first.bars_in_part)
        or second & (pair.second.granting | pair.second.bars_in_part)
    )


def trimmed(pair: Pair, state: State) -> tuple[int, int]:
    """The bits of either side less the bars that can no longer lower anything there."""
    idle = [
        side.idle(alive, sure)
        for side, alive, sure in zip(
            (pair.first, pair.second), state.alive, state.sure, strict=True
        )
    ]
    alone, alive = state.alone, state.alive
    # What the sides share may only go from both: else it would look like a difference.
    both = idle[0] & idle[1]
    gone = [bits & (mine | both) for bits, mine in zip(idle, alone, strict=True)]
    return alive[0] & ~gone[0], alive[1] & ~gone[1]
