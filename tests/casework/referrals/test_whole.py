"""A referral of every kind goes from the first page to an accepted case."""

from __future__ import annotations

import pytest

from casework.cases.models import CaseKind, CaseState
from casework.db import Database
from casework.directory.models import ConferenceKind
from casework.referrals.models import ReferralState
from tests.factories.referrals import make_referral, make_world

KINDS = [
    (ConferenceKind.DOMESTIC_ABUSE_MARAC, CaseKind.PERSON),
    (ConferenceKind.DOMESTIC_ABUSE_MARAC, CaseKind.HOUSEHOLD),
    (ConferenceKind.CCM, CaseKind.PERSON),
    (ConferenceKind.CCM, CaseKind.HOUSEHOLD),
    (ConferenceKind.CCM, CaseKind.PLACE),
    (ConferenceKind.ASB_CASE_REVIEW, CaseKind.PERSON),
    (ConferenceKind.ASB_CASE_REVIEW, CaseKind.PLACE),
]


@pytest.mark.parametrize(("conference", "kind"), KINDS)
def test_every_kind_of_case_can_be_referred_and_accepted(
    store: Database, conference: ConferenceKind, kind: CaseKind
) -> None:
    with store.writing() as session:
        world = make_world(session, conference)
        referral, case = make_referral(session, world, ReferralState.ACCEPTED, kind)
        assert (referral.state, case.state) == (ReferralState.ACCEPTED, CaseState.OPEN)
        assert case.risk_level == "high"
