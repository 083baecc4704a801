"""A decision in plain English: one wording safe for the viewer, one in full."""

from protocols import approvals
from protocols.clauses import REFUSED
from protocols.decision import Decision, NearMiss, Outcome, Pending, RunOut, TrailEntry
from protocols.sentences import the
from protocols.spelling import capitalised, spelled
from protocols.vocabulary import Effect, RuleKind

_EFFECTS = {
    Effect.FULL: "You see this.",
    Effect.MASKED: "This is shown in part.",
    Effect.SUMMARY: "You see a summary.",
    Effect.EXISTENCE: "There is information here. Ask the agency that holds it.",
    Effect.WITHHELD: "This is not shared with you.",
}
_FULL_EFFECTS = {
    Effect.FULL: "Shown.",
    Effect.MASKED: "Shown in part.",
    Effect.SUMMARY: "A summary is shown.",
    Effect.EXISTENCE: "Only that there is something, and whom to ask.",
    Effect.WITHHELD: "Not shared.",
}
_OUTCOMES = {
    Outcome.DECIDED: "This decided",
    Outcome.HELD: "What had to be true was true",
    Outcome.FAILED: "This also holds it back",
    Outcome.LIFTED: "This would hold it back, but an exception applies",
    Outcome.LIFTING: "This exception applies",
    Outcome.OPENED: "This would allow it",
    Outcome.OUTRANKED: "A narrower rule goes before this one",
    Outcome.PENDING: "This is waiting",
    Outcome.NEAREST: "This came nearest to allowing it",
    Outcome.ATTACHED: "This has to be done as well",
}


def viewer(decision: Decision) -> str:
    """What the viewer may be told; nothing at all where existence itself is hidden."""
    if decision.concealed:
        return ""
    parts = [_EFFECTS[decision.effect], *_safe_reasons(decision)]
    # What is waited for may be the secret: only what the viewer can already see of it is said.
    if decision.pending and decision.effect > Effect.WITHHELD:
        parts.append(_waiting(decision))
    return " ".join(part for part in [*parts, over(decision)] if part)


def over(decision: Decision) -> str:
    """What the clock closed, for whoever can already see that there is something."""
    if not decision.run_out or decision.concealed or decision.effect is Effect.WITHHELD:
        return ""
    return _run_out(decision.run_out[0])


def full(decision: Decision) -> tuple[str, ...]:
    """Effect, each step with its clause and words, duties, and what would change the answer."""
    hidden = " Hidden completely." if decision.concealed else ""
    lines = [_FULL_EFFECTS[decision.effect] + hidden]
    lines += [_step(entry) for entry in decision.trail]
    if not decision.trail:
        lines.append("Nothing in the protocol allows it.")
    lines += [
        f"Waiting for {_wanted(p)}{_by(p.owner)}{_until(p.within)}." for p in decision.pending
    ]
    lines += [_run_out(one) for one in decision.run_out]
    lines += [
        f"To be done {o.when}: {spelled(o.what)}{_by(o.owner)}{_until(o.within)}."
        for o in decision.obligations
    ]
    lines += [_missed(miss) for miss in decision.near_misses if miss.needs]
    return tuple(lines)


def _missed(miss: NearMiss) -> str:
    where = f"Clause {miss.clause}" if miss.clause else "The protocol as a whole"
    would = "have allowed it" if miss.kind is RuleKind.GRANT else "no longer hold it back"
    return f"{where} would {would} if {miss.needs}."


def _safe_reasons(decision: Decision) -> list[str]:
    """The viewer-safe reasons of what decided, and of the exceptions that opened it."""
    telling = (Outcome.DECIDED, Outcome.LIFTING)
    said = [e.reasons.viewer for e in decision.trail if e.outcome in telling and e.reasons.viewer]
    if said:
        return list(dict.fromkeys(said))[:2]
    if decision.trail and decision.trail[0].clause is None and decision.trail[0].words:
        return (
            [decision.trail[0].words]
            if decision.protocol is None or decision.effect is Effect.FULL
            else []
        )
    return (
        ["The protocol does not share it with your agency."]
        if decision.effect is Effect.WITHHELD
        else []
    )


def _step(entry: TrailEntry) -> str:
    where = f"Clause {entry.clause}" if entry.clause else "The protocol as a whole"
    why = f" {entry.reasons.full}" if entry.reasons.full and entry.outcome in _TELLING else ""
    limit = (
        f" (never more than {_LIMITS[entry.level]})"
        if entry.kind is RuleKind.CAP and entry.level
        else ""
    )
    first = f" This must be true first: {entry.wants}." if entry.wants else ""
    if entry.unknown:
        first += f" It holds back only because it is not known whether {entry.unknown}."
    return f"{_became(entry)}: {where}{limit}: {entry.words}{why}{first}"


def _became(entry: TrailEntry) -> str:
    """What became of a rule; a clause cited for the reach of the protocol is no rule at work."""
    cited = entry.outcome is Outcome.FAILED and entry.level is None
    return "The protocol goes no further than this" if cited else _OUTCOMES[entry.outcome]


_TELLING = frozenset({Outcome.DECIDED, Outcome.FAILED, Outcome.LIFTED, Outcome.LIFTING})
_LIMITS = {
    Effect.EXISTENCE: "that there is something",
    Effect.SUMMARY: "a summary",
    Effect.MASKED: "a part",
    Effect.FULL: "all of it",
}


def _waiting(decision: Decision) -> str:
    first = decision.pending[0]
    return f"Waiting for {_wanted(first)}{_by(first.owner)}{_until(first.within)}."


def _run_out(one: RunOut) -> str:
    """What the clock carried out, and why."""
    what, owner = spelled(one.what), the(spelled(one.owner)) if one.owner else ""
    if one.missed == REFUSED:
        who = f"{capitalised(owner)} did not answer" if owner else "Nobody answered"
        return f"{who} in time ({what}), so it counts as refused."
    by = f", by {owner}," if owner else ""
    return f"What clause {one.clause} opened has ended: “{what}”{by} was not done in time."


def _wanted(pending: Pending) -> str:
    """What is waited for; of an approval, how it has to be given."""
    how = approvals.wanted(pending.needs) if pending.needs else ""
    return f"{spelled(pending.what)} ({how})" if how else spelled(pending.what)


def _by(owner: str) -> str:
    return f" by {owner}" if owner else ""


def _until(within: str) -> str:
    return f" within {within}" if within else ""
