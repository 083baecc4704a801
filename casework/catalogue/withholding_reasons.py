"""Why an agency holds back an item of its research; recorded with every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class WithholdingReason:
    """Why an agency does not release an item of its research."""

    code: str
    label: str
    hint: str = ""


# R55: signatories cannot give 'no agreement in place' as a reason, so there is no such code.
WITHHOLDING_REASONS: tuple[WithholdingReason, ...] = (
    WithholdingReason("not_relevant", "Not relevant to the risk"),
    WithholdingReason("not_proportionate", "More than is needed to keep people safe"),
    WithholdingReason("danger_to_victim", "Sharing it could put the victim or a child in danger"),
    WithholdingReason("danger_to_other", "Sharing it could put somebody else in danger"),
    WithholdingReason("danger_to_source", "It would show who told us"),
    WithholdingReason("prejudice_investigation", "It would harm an investigation or a trial"),
    WithholdingReason("reporting_restriction", "A court order or the law forbids it",
                      "Say which one."),
    WithholdingReason("legal_privilege", "It is legal advice or privileged"),
    WithholdingReason("third_party_confidence",
                      "It belongs to somebody else who gave it in confidence"),
    WithholdingReason("duty_of_confidence", "A duty of confidence outweighs sharing",
                      "Say how you weighed it against the risk."),
    WithholdingReason("owned_elsewhere", "It belongs to another agency: ask them",
                      "Say which agency."),
    WithholdingReason("waiting_for_approval",
                      "Waiting for a manager or Caldicott Guardian to decide",
                      "Say by when you expect an answer."),
)  # fmt: skip

WITHHOLDING_BY_CODE: Mapping[str, WithholdingReason] = MappingProxyType(
    {r.code: r for r in WITHHOLDING_REASONS}
)


def choices() -> tuple[tuple[str, str], ...]:
    """The reasons, for a list of choices."""
    return tuple((r.code, r.label) for r in WITHHOLDING_REASONS)
