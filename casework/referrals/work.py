"""What waits for a person in this room: for the one work list."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cases.work import WorkItem
from casework.clock import LONDON
from casework.referrals.addresses import waiting
from casework.referrals.contact_finding import unfinished
from casework.referrals.finding import of_my_agency, queue
from casework.referrals.models import Referral, ReferralState


def work_for(session: Session, viewer: Viewer) -> list[WorkItem]:
    """Returned referrals, own drafts, the triage queue, and addresses to look at; no names."""
    return [
        *_contacts(session, viewer),
        *_returned(session, viewer),
        *_to_triage(session, viewer),
        *_second_looks(session, viewer),
        *_drafts(session, viewer),
    ]


def _contacts(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for row, case in unfinished(session, viewer):
        urgent = "Urgent: contact" if case.urgent else "Contact"
        tried = " (tried once)" if row.outcome else ""
        yield WorkItem(
            "contact_before_meeting", f"{urgent} before the meeting, case {case.reference}{tried}",
            "referrals.contact", {"contact_id": row.id}, row.asked_at,
            row.asked_at.astimezone(LONDON).date() if case.urgent else None, case.id,
        )  # fmt: skip


def _returned(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    if viewer.may(Action.REFERRAL_WRITE):
        for referral in of_my_agency(session, viewer, [ReferralState.RETURNED_INCOMPLETE]):
            words = f"Referral {referral.reference} was returned: add what is missing"
            yield _own("referral_returned", words, referral)


def _drafts(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    if viewer.may(Action.REFERRAL_WRITE):
        for referral in of_my_agency(session, viewer, [ReferralState.DRAFT]):
            if referral.author_id == viewer.person_id:
                words = f"Referral {referral.reference}: finish your draft"
                yield _own("referral_draft", words, referral)


def _to_triage(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for referral, case in queue(session, viewer):
        urgent = "Urgent: d" if referral.urgent else "D"
        yield WorkItem(
            "referral_triage", f"{urgent}ecide on referral {referral.reference}",
            "referrals.triage", {"referral_id": referral.id}, referral.submitted_at, None, case.id,
        )  # fmt: skip


def _second_looks(session: Session, viewer: Viewer) -> Iterator[WorkItem]:
    for change in waiting(session, viewer):
        yield WorkItem(
            "address_change", "Look at a changed address or number before it is used",
            "referrals.second_look", {"change_id": change.id}, change.proposed_at, None,
            change.case_id,
        )  # fmt: skip


def _own(kind: str, words: str, referral: Referral) -> WorkItem:
    return WorkItem(
        kind, words, "referrals.tasks", {"referral_id": referral.id}, referral.changed_at, None,
        referral.case_id,
    )  # fmt: skip
