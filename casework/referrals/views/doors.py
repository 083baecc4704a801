"""What several pages of this room do in the same way."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.disclosure.current import gate
from casework.disclosure.guards import guarded
from casework.disclosure.shown import Revealed
from casework.referrals.blueprint import bp
from casework.referrals.finding import load_referral
from casework.referrals.models import Referral
from casework.referrals.steps import require_editable
from casework.referrals.words import COLOURS, CONTACT_OUTCOMES, STATES
from casework.web.guard import viewer
from casework.web.transaction import reading, writing

Found = tuple[Referral, Case]


def saving() -> AbstractContextManager[Session]:
    """One writing transaction; what the safe-address guard stops is recorded by itself."""
    return guarded(writing)


def found(referral_id: UUID, session: Session | None = None) -> Found:
    """The referral of this page, or 'not found'; locked where it will be written."""
    return load_referral(session or reading(), viewer(), referral_id, lock=session is not None)


def draft(referral_id: UUID, session: Session | None = None) -> Found:
    """The same, for pages that change it."""
    referral, case = found(referral_id, session)
    require_editable(viewer(), referral)
    return referral, case


def opened(
    case: Case, who: Viewer, *, fields: Collection[str] | None = None, about: UUID | None = None
) -> Revealed:
    """What this person may see of a case, or of some fields of it."""
    return gate().reveal([who], matter(reading(), case, fields=fields, about=about))


bp.add_app_template_filter(CONTACT_OUTCOMES.__getitem__, "contact_outcome")


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"referral_words": STATES, "referral_colours": COLOURS}
