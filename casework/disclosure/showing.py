"""From a decision to what a template gets: the value as far as it is opened, and why."""

from __future__ import annotations

from casework.disclosure.matter import Item
from casework.disclosure.opening import Opener
from casework.disclosure.outlook import hidden
from casework.disclosure.shown import Shown
from casework.disclosure.wording import AND, awaited, because
from protocols.decision import Decision
from protocols.explain import over
from protocols.vocabulary import Effect


def show(opener: Opener, item: Item, decision: Decision) -> Shown | None:
    """One item as a template gets it; nothing where no trace of it may be left."""
    if hidden(item, decision):
        return None
    effect, value, note = opener.open(item, decision)
    return Shown(
        field=item.field,
        label=item.label,
        section=item.section,
        subject=item.subject,
        subject_id=item.subject_id,
        effect=effect.word,
        because=f"{note} {over(decision)}".strip() if note else because(decision),
        value=value,
        # Whether something is there may be known only from `existence` on.
        answered=item.envelope is not None and effect > Effect.WITHHELD,
        clause=decision.clause,
        answer_id=item.answer_id if effect > Effect.WITHHELD else None,
        about_kind=item.about_kind,
        about_id=item.about_id,
        originator=opener.originator(item) if effect > Effect.WITHHELD else "",
        origin_agency_id=item.origin_agency_id if effect > Effect.WITHHELD else None,
        author_id=item.author_id if effect > Effect.EXISTENCE else None,
        given_at=item.given_at if effect > Effect.EXISTENCE else None,
        nature=item.nature,
        handling=item.handling if effect > Effect.EXISTENCE else frozenset(),
        ask=None if effect == Effect.FULL else opener.whom_to_ask(item, effect),
        pending=_pending(decision, effect),
    )


def _pending(decision: Decision, effect: Effect) -> str | None:
    # What is waited for may be the secret: it is told only where something is visible already.
    if effect == Effect.WITHHELD or not decision.pending:
        return None
    return AND.join(awaited(p.owner, p.what) for p in decision.pending)
