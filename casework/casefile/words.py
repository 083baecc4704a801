"""What the steps of a case are called on its timeline."""

from __future__ import annotations

STEPS = {
    "case_started": "Referral started",
    "case_submitted": "Referral submitted",
    "case_intake": "Referral returned: something was missing",
    "case_open": "Referral accepted",
    "case_not_taken": "Not taken to a conference",
    "case_listed": "Listed for a conference",
    "case_researched": "Research finished",
    "case_heard": "Heard at a conference",
    "case_actions_open": "Actions agreed",
    "case_actions_complete": "Every action was checked, or ended with its reason",
    "case_closed": "Closed",
    "agenda_deferred": "Put off to a later meeting",
    "agenda_withdrawn": "Taken off the agenda of a meeting",
    "asked_granted": "Your agency's request to see more was granted",
    "asked_refused": "Your agency's request to see more was refused",
    "asked_revoked": "What your agency was allowed to see was taken back",
    "address_proposed": "A change of address was proposed",
    "address_confirmed": "A change of address was confirmed by a second person",
    "address_rejected": "A change of address was refused",
    "address_elsewhere": "A confirmed address also stands in the words of the referral",
    "standing_changed": "How agencies work with this case was updated",
    "summary_written": "A summary was written for sharing",
    "judgement_recorded": "A judgement was recorded",
    "duty_done": "A duty of the protocol was done",
    "duty_not_done": "Why a duty of the protocol was not done was recorded",
    "interest_declared": "An interest was declared",
    "contact_asked": "Your agency was asked to contact the person at risk before the meeting",
    "contact_recorded": "Your agency said how the contact before the meeting went",
    "interest_lifted": "The chair lifted an interest",
    "research_asked": "Agencies were asked what they know",
    "research_requested": "Your agency was asked what it knows",
    "research_opened": "Your agency opened the request",
    "research_in_progress": "Your agency is writing down what it knows",
    "research_nil_return": "Your agency answered: not known to us",
    "research_returned": "Your agency answered",
    "research_withdrawn": "Your agency no longer has to answer",
    "research_shared": "Your agency shared something it knows",
    "research_corrected": "Something your agency was told was corrected",
}


def step(kind: str) -> str:
    """The words for one step."""
    return STEPS.get(kind, kind.replace("_", " ").capitalize())
