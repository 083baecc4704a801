"""Labels and titles as they read to somebody else than the writer: 'Name', not 'Your name'."""

from __future__ import annotations

from collections.abc import Mapping

from casework.catalogue.field import Field
from casework.catalogue.section import Section

TITLES: Mapping[str, str] = {
    "about_you": "About the referrer",
    "risk_view": "The referrer's view of the risk",
    "research_items": "What agencies know",
    "research_risks": "Risks that agencies see",
}
LABELS: Mapping[str, str] = {
    "sharing.purpose": "Why it was to be shared",
    "sharing.outcome": "What was done, and why",
    "referrer.name": "Name",
    "referrer.job_title": "Role",
    "referrer.team": "Agency and team",
    "referrer.manager": "Line manager",
    "referrer.own_reference": "The referrer's own reference",
    "referrer.representative_briefed": "Has the agency's representative been told about it?",
    "reason.judgement": "The referrer's professional judgement",
    "reason.actions_taken": "What the referrer's agency has already done",
    "risk.narrative": "What the risk is, in the referrer's words",
    "risk.level": "How high the referrer judges the risk to be",
    "risk.professional_view": "What the referrer makes of it",
    "awareness.reason_without_agreement": "Why it is shared without agreement",
    "awareness.duty_of_confidence": "Was any of this given in confidence?",
    "awareness.confidence_weighed": "How confidence was weighed against the danger",
    "research.known": "Is this person known to the agency?",
    "research.relationship": "What the agency does with this person now",
    "research.actions_taken": "What the agency has done or offered",
    "research.withheld_reason": "How the agency weighed it",
    "research.gateway": "What the agency relies on to share it",
    "research.victims_views": "What the victim has said, as far as the agency knows",
    "request.necessity": "Why they need to see it",
    "request.purpose_text": "What they will do with it",
}
SUMMARY = "summary."


def read_title(section: Section) -> str:
    """The heading of a section over what somebody else wrote."""
    return TITLES.get(section.name, section.title)


def read_label(field: Field) -> str:
    """The label of an answer that somebody else gave."""
    about = field.name.removeprefix(SUMMARY)
    if about != field.name and about in TITLES:
        return f"Summary for sharing: {TITLES[about]}"
    return LABELS.get(field.name, field.label)
