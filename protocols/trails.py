"""What a decision says of itself: trail, basis, obligations, what it waits for."""

from collections.abc import Iterable
from functools import lru_cache

from protocols.clauses import BEFORE, ENDS, Obligation, Reasons
from protocols.compiling import CompiledRule, Segment
from protocols.conditions import together
from protocols.decision import Outcome, Pending, RunOut, TrailEntry
from protocols.situation import GROUND_RULE, Situation
from protocols.vocabulary import Effect, RuleKind

MOST_TOLD = 20_000


def trail(case: Situation) -> tuple[TrailEntry, ...]:
    """Every rule that took part, the deciding one first."""
    entries = [*_leading(case), *_lifting(case), *_rest(case)]
    return tuple(dict.fromkeys(entries))


def _leading(case: Situation) -> list[TrailEntry]:
    """The exceptions that opened it; else the bar, or the gate that held, or the grant."""
    if case.effect is not Effect.FULL:
        led = _lifting(case) if _opened_by_lifting(case) else []
        narrow = by_narrowness(case, case.deciders)
        deciders = sorted(narrow, key=lambda rule: not _hides(case, rule))
        return led + [_entry(rule, Outcome.DECIDED, case) for rule in deciders]
    return (_lifting(case) if _opened_by_lifting(case) else []) + _shown_because(case)


def _hides(case: Situation, rule: CompiledRule) -> bool:
    """Whether it is this rule that hides completely, and not one that only shows nothing."""
    return case.concealed and rule.rule.concealed


def _opened_by_lifting(case: Situation) -> bool:
    return any(rule.level < case.effect for rule in case.lifted)


def _shown_because(case: Situation) -> list[TrailEntry]:
    """Often the reason is a gate that held: it leads unless a grant is narrower."""
    held = case.rules(Segment.HELD)
    together = by_narrowness(case, [*held, *case.deciders])
    item = [rule for rule in together if rule.about_item or not case.own]
    rest = [rule for rule in together if rule not in item]
    outcome = {rule.place: Outcome.HELD for rule in held}

    def entries(rules: list[CompiledRule]) -> list[TrailEntry]:
        return [_entry(rule, outcome.get(rule.place, Outcome.DECIDED)) for rule in rules]

    return [*entries(item), *([_own(case)] if case.own else []), *entries(rest)]


def _own(case: Situation) -> TrailEntry:
    """The ground rule, with the clause that says it if the document has one."""
    clause = case.program.own_clause
    number, words = (clause.number, clause.words) if clause else (None, GROUND_RULE)
    reasons = Reasons(GROUND_RULE, GROUND_RULE)
    return TrailEntry(
        number, None, RuleKind.GRANT, Outcome.DECIDED, words, reasons, level=Effect.FULL
    )


def _lifting(case: Situation) -> list[TrailEntry]:
    at_work = [r for r in case.lifting if any(bar.handle in r.lifts for bar in case.lifted)]
    return [_entry(rule, Outcome.LIFTING) for rule in by_narrowness(case, at_work)]


def _rest(case: Situation) -> list[TrailEntry]:
    decided = [] if case.effect is not Effect.FULL and not case.granted else case.deciders
    bars = [_entry(r, Outcome.FAILED, case) for r in case.bars if r not in case.deciders]
    lifted = [_entry(r, Outcome.LIFTED) for r in case.lifted]
    held = [_entry(r, Outcome.HELD) for r in case.rules(Segment.HELD)]
    open_ = [_entry(r, Outcome.OPENED) for r in case.opened if r not in decided]
    standing = set(case.standing)
    outranked = [_entry(r, Outcome.OUTRANKED) for r in case.certain if r not in standing]
    attached = [_entry(r, Outcome.ATTACHED) for r in case.duties]
    return [*lifted, *bars, *held, *open_, *outranked, *attached]


def _entry(
    compiled: CompiledRule, outcome: Outcome, barring: Situation | None = None
) -> TrailEntry:
    wants = unknown = ""
    if barring:
        unknown = barring.doubts.get(compiled.place, "")
    if barring and compiled.rule.kind is RuleKind.GATE:
        wants = together(compiled.rule.requires, barring.program.protocol.vocabulary)
    return _told(compiled, outcome, wants, unknown)


@lru_cache(maxsize=MOST_TOLD)
def _told(compiled: CompiledRule, outcome: Outcome, wants: str, unknown: str) -> TrailEntry:
    """What a trail says of a rule: the same in every decision in which it did the same."""
    rule, clause = compiled.rule, compiled.clause
    words = clause.words if clause else "The head of the protocol sets its reach."
    level = None if rule.kind in (RuleKind.EXCEPTION, RuleKind.DUTY) else compiled.level
    return TrailEntry(
        compiled.number, rule.name, rule.kind, outcome, words, rule.reasons, level, wants, unknown
    )


def by_narrowness(case: Situation, rules: Iterable[CompiledRule]) -> list[CompiledRule]:
    """Narrower first, gates before grants, rules about the item first, then the order of the text.

    This orders what is cited; it never changes what is shown.
    """
    found = list(dict.fromkeys(rule.place for rule in rules))
    all_rules = case.program.rules

    def key(place: int) -> tuple[int, bool, bool, int]:
        above = sum(1 for other in found if place in case.program.narrower[other])
        rule = all_rules[place]
        return (above, rule.rule.kind is RuleKind.GRANT, not rule.about_item, place)

    return [all_rules[place] for place in sorted(found, key=key)]


def _took_part(case: Situation) -> list[CompiledRule]:
    """Those that decided, gated or lifted; a gate that held counts where something is shown."""
    at_work = [r for r in case.lifting if any(bar.handle in r.lifts for bar in case.lifted)]
    return [*case.deciders, *(case.rules(Segment.HELD) if case.effect else []), *at_work]


def obligations(case: Situation) -> tuple[Obligation, ...]:
    """The duties of every rule that took part, and those that go with the answer, each once."""
    rules = [*_took_part(case), *case.duties]
    return tuple(dict.fromkeys(duty for rule in rules for duty in rule.rule.obligations))


def basis(case: Situation) -> tuple[str, ...]:
    """The legal bases of what decided, and of what opened if anything is shown."""
    rules = [*_took_part(case), *(case.opened if case.effect else [])]
    return tuple(dict.fromkeys(basis for rule in rules for basis in _reaching(case, rule)))


def _reaching(case: Situation, rule: CompiledRule) -> list[str]:
    """The bases a rule cites that reach this sharing; one that does not is not relied on."""
    reaching = case.parts(Segment.BASED, rule)
    return [id for place, id in enumerate(rule.rule.basis) if place in reaching]


def pending(case: Situation) -> tuple[Pending, ...]:
    """What has to be done before a grant opens or an exception lifts, where that would matter."""
    return tuple(
        Pending(
            rule.number or "",
            duty.what,
            duty.owner,
            duty.within,
            rule.rule.name,
            duty.needs,
            duty.missed,
        )
        for rule in _waiting(case)
        for duty in _unmet(case, rule)
        if duty not in _over(case, rule)
    )


def run_out(case: Situation) -> tuple[RunOut, ...]:
    """What would be more open but for a duty whose time has run out."""
    waiting = _waiting(case)
    found = [(rule, duty) for rule in waiting for duty in _unmet(case, rule)]
    ended = [rule for rule in waiting if not _unmet(case, rule)] + case.bars
    found += [(rule, d) for rule in ended for d in rule.rule.obligations if d.missed == ENDS]
    return tuple(
        RunOut(rule.number or "", duty.what, duty.owner, duty.missed, rule.rule.name)
        for rule, duty in found
        if duty in _over(case, rule)
    )


def _over(case: Situation, rule: CompiledRule) -> list[Obligation]:
    """The duties of a rule whose time has run out."""
    parts = case.parts(Segment.RUN_OUT, rule)
    return [duty for part, duty in enumerate(rule.rule.obligations) if part in parts]


def _waiting(case: Situation) -> list[CompiledRule]:
    certain = set(case.certain)
    grants = [
        r for r in case.rules(Segment.WOULD_OPEN) if r not in certain and r.level > case.effect
    ]
    wishes = [r for r in case.rules(Segment.WOULD_LIFT) if r not in case.lifting]
    barred = {bar.handle for bar in case.bars}
    return grants + [r for r in wishes if barred & r.lifts]


def _unmet(case: Situation, rule: CompiledRule) -> list[Obligation]:
    met = case.parts(Segment.DUTY_MET, rule)
    return [
        duty
        for part, duty in enumerate(rule.rule.obligations)
        if duty.when == BEFORE and part not in met
    ]
