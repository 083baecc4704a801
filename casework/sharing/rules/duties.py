"""Duties that go with a rule: what, before or after, who, within what time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from casework.errors import Invalid
from casework.sharing.rules import approving
from casework.sharing.slugs import slug
from casework.web.choices import choice
from casework.web.forms import ConferForm
from protocols import clocks
from protocols.clauses import MISSED, Obligation, Rule, SharingProtocol
from protocols.spelling import capitalised, headed
from protocols.vocabulary import DimensionKind

MOST = 12
RECORDED = (DimensionKind.YES_NO, DimensionKind.APPROVAL)
WHEN: Mapping[str, str] = {"after": "Afterwards", "before": "Before anything is shown"}
# Duties that agreements name again and again.
USUAL = (
    "log", "record_reason", "tell_originator", "tell_victim", "keep_written_consent",
    "notify_earlier_recipients", "review_after_meeting", "destroy_after_use",
)  # fmt: skip
OWNERS = (
    "chair", "coordinator", "originator", "recipient", "owner", "information_governance_officer",
    "protocol_administrator", "referrer",
)  # fmt: skip


def fields_of(protocol: SharingProtocol, rule: Rule | None, count: int) -> dict[str, Any]:
    """As many rows as there are duties, and a spare one."""
    found: dict[str, Any] = {}
    for row in range(min(count, MOST)):
        before = rule.obligations[row] if rule and row < len(rule.obligations) else None
        found |= {
            f"d{row}_what": SelectField("Duty", [Optional()], choices=_what(protocol, before)),
            f"d{row}_own": StringField(
                "Or in your own words (afterwards only)", [Optional(), Length(max=60)]
            ),
            f"d{row}_when": SelectField(
                "When", [Optional()], choices=[choice(w, text) for w, text in WHEN.items()],
            ),
            f"d{row}_owner": SelectField("Who", [Optional()], choices=_owners(before)),
            f"d{row}_within": StringField(
                "Within", [Optional(), Length(max=40)], description="For example, 1 working day",
                render_kw={"width": 10},
            ),
            f"d{row}_needs": SelectField(
                "If it is an approval, which is enough", [Optional()], choices=_needs(before)
            ),
            f"d{row}_missed": SelectField(
                "If it is not done in time", [Optional()],
                choices=[choice("", "Nothing follows"),
                         *(choice(w, capitalised(text)) for w, text in MISSED.items())],
            ),
        }  # fmt: skip
    return found


def filled(rule: Rule | None) -> dict[str, Any]:
    """What the form shows of a rule's duties."""
    found: dict[str, Any] = {}
    for row, duty in enumerate(rule.obligations if rule else ()):
        found |= {
            f"d{row}_what": duty.what, f"d{row}_when": duty.when, f"d{row}_owner": duty.owner,
            f"d{row}_within": duty.within, f"d{row}_needs": duty.needs,
            f"d{row}_missed": duty.missed,
        }  # fmt: skip
    return found


def read(form: ConferForm, rule: Rule | None, approvals: frozenset[str]) -> tuple[Obligation, ...]:
    """The duties that a form says; a row without a duty is none."""
    found: list[Obligation] = []
    kept = rule.obligations if rule else ()
    for row in range(MOST):
        if f"d{row}_what" not in form:
            break
        own = slug(form[f"d{row}_own"].data or "")
        what = own or form[f"d{row}_what"].data or ""
        when = form[f"d{row}_when"].data or "after"
        if not what:
            continue
        if when == "before" and own:
            raise Invalid({f"d{row}_own": "What is due before has to be chosen: it is recorded."})
        before = next((k for k in kept if k.what == what), Obligation(what, when))
        owner, within = form[f"d{row}_owner"].data or "", form[f"d{row}_within"].data or ""
        if within.strip() and clocks.read(within.strip()) is None:
            raise Invalid({f"d{row}_within": "Enter a time such as 2 hours, or 1 working day."})
        needs = form[f"d{row}_needs"].data or ""
        found.append(
            replace(
                before, when=when, owner=owner, within=within.strip(),
                needs=(needs or "any") if what in approvals else "",
                missed=form[f"d{row}_missed"].data or "",
            )
        )  # fmt: skip
    return tuple(found)


def missing(form: ConferForm) -> dict[str, str]:
    """What a rule that only says what has to be done cannot be without."""
    rows = [row for row in range(MOST) if f"d{row}_what" in form]
    used = [row for row in rows if form[f"d{row}_what"].data or form[f"d{row}_own"].data]
    if not used:
        return {"d0_what": "Choose what has to be done, or say it in your own words."}
    early = [row for row in used if form[f"d{row}_when"].data == "before"]
    return {f"d{row}_when": "What is due before belongs in 'must be true first'." for row in early}


def _what(protocol: SharingProtocol, before: Obligation | None) -> list[Any]:
    facts = {
        n: d.says for n, d in protocol.vocabulary.dimensions.items()
        if d.is_fact and d.kind in RECORDED and not d.is_run_out
    }  # fmt: skip
    used = {o.what for c in protocol.clauses for r in c.rules for o in r.obligations}
    others = sorted({*USUAL, *used, *([before.what] if before else [])} - set(facts))
    return [
        choice("", "No duty", group=""),
        *(
            choice(n, capitalised(says), group="Something that is recorded")
            for n, says in facts.items()
        ),
        *(choice(n, headed(n), group="Something to do afterwards") for n in others),
    ]


def approvals_of(protocol: SharingProtocol) -> frozenset[str]:
    """The facts that are approvals."""
    found = protocol.vocabulary.dimensions
    return frozenset(n for n, d in found.items() if d.kind is DimensionKind.APPROVAL)


def _needs(before: Obligation | None) -> list[Any]:
    usual = ("any", "any_written", "any_written_this_request", "most", "all", "all_written")
    words = dict.fromkeys([*usual, *([before.needs] if before and before.needs else [])])
    return [choice("", "Any"), *(choice(w, approving.said(w)) for w in words)]


def _owners(before: Obligation | None) -> list[Any]:
    names = dict.fromkeys([*OWNERS, *([before.owner] if before and before.owner else [])])
    return [choice("", "Nobody named"), *(choice(n, headed(n)) for n in names)]
