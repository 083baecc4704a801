"""Decisions and changes as JSON, for scripts: stable names, one object each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from protocols import explain
from protocols.compare import Change
from protocols.decision import Decision, NearMiss, TrailEntry


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision with everything that led to it."""
    return {
        "effect": decision.effect.word,
        "concealed": decision.concealed,
        "clause": decision.clause,
        "mask": decision.mask,
        "because": {"viewer": explain.viewer(decision), "full": list(explain.full(decision))},
        "basis": list(decision.basis),
        "lifted": list(decision.lifted),
        "trail": [_step(entry) for entry in decision.trail],
        "obligations": [asdict(duty) for duty in decision.obligations],
        "pending": [asdict(wait) for wait in decision.pending],
        "run_out": [asdict(one) for one in decision.run_out],
        "near_misses": [_near(m) for m in decision.near_misses],
    }


def _near(miss: NearMiss) -> dict[str, Any]:
    return asdict(miss) | {"level": miss.level.word, "kind": miss.kind.value}


def _step(entry: TrailEntry) -> dict[str, Any]:
    return {
        "clause": entry.clause,
        "rule": entry.rule,
        "kind": entry.kind.value,
        "outcome": entry.outcome.value,
        "level": entry.level.word if entry.level is not None else None,
        "words": entry.words,
        "reason": entry.reasons.full,
        "wants": entry.wants,
        "unknown": entry.unknown,
    }


def change_as_json(change: Change) -> dict[str, Any]:
    """What one kind of agency, or one agency by name, gains or loses."""
    return {
        "agency": change.agency,
        "agency_type": change.agency_type,
        "category": change.category,
        "stage": change.stage,
        "before": change.before.word,
        "after": change.after.word,
        "concealed_before": change.concealed_before,
        "concealed_after": change.concealed_after,
        "gains": change.gains,
        "clause": change.clause,
    }
