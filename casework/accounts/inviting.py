"""Invitations and resets by mail: the link is made when the letter is, and is kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.accounts.invitations import FITS, LIFE, invitation_link, issue
from casework.accounts.models import Invitation, InvitationPurpose
from casework.accounts.tokens import new_token, token_hash
from casework.clock import LONDON, now
from casework.db import Database
from casework.directory.models import Person
from casework.notices import outbox
from casework.notices.letters import Addressed, Letter

KIND = "invitation"


class Words(NamedTuple):
    """What a letter is called, and why it comes."""

    subject: str
    why: str


WORDS: Mapping[InvitationPurpose, Words] = {
    InvitationPurpose.JOIN: Words(
        "Your invitation to Confer",
        "You have been invited to Confer. Choose a password and set up an authenticator app:",
    ),
    InvitationPurpose.NEW_PASSWORD: Words(
        "Choose a new password for Confer",
        "An administrator has made a link with which you choose a new password:",
    ),
    InvitationPurpose.NEW_FACTOR: Words(
        "Set up your authenticator app for Confer again",
        "An administrator has made a link with which you set up an authenticator app. "
        "You need your password as well:",
    ),
}


def mail_invitation(
    session: Session, viewer: Viewer, *, person_id: UUID, purpose: InvitationPurpose
) -> None:
    """Make a link that only the letter will carry; whoever invites never sees it."""
    made = issue(session, viewer, person_id=person_id, purpose=purpose)
    outbox.post(
        session, partnership_id=made.row.partnership_id, person_id=person_id, kind=KIND,
        refers={"invitation": str(made.row.id)},
    )  # fmt: skip


class Inviter:
    """Writes the letter of an invitation when its turn has come."""

    def __init__(self, store: Database, base_url: str) -> None:
        self._store, self._base_url = store, base_url

    def compose(self, session: Session, notice: Addressed) -> Letter | None:
        """A letter with a fresh link; none where the link was used, withdrawn or is void."""
        invitation_id = UUID(notice.refers["invitation"])
        person = session.get(Person, notice.person_id)
        row = session.get(Invitation, invitation_id)
        if row is None or person is None or row.used_at or row.withdrawn_at:
            return None
        purpose = InvitationPurpose(row.purpose)
        if person.status != FITS[purpose]:
            return None
        token, ends_at = new_token(), now() + LIFE
        # Only its hash is written down, before the letter leaves: a letter sent twice after a
        # crash carries a link each time, and the newest works.
        with self._store.writing() as writing:
            kept = writing.get_one(Invitation, invitation_id, with_for_update=True)
            if kept.used_at or kept.withdrawn_at:
                return None
            kept.token_hash, kept.ends_at = token_hash(token), ends_at
        said, until = WORDS[purpose], ends_at.astimezone(LONDON)
        return Letter(
            to=person.email,
            subject=said.subject,
            text=f"{said.why}\n\n{invitation_link(self._base_url, token)}\n\n"
            f"The link works once, until {until:%H:%M} on {until.day} {until:%B %Y}. If a later "
            "message brings another link, use that one.\n\n"
            "Nobody ever asks you for it. If you did not expect this, tell your administrator.\n",
        )
