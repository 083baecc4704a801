"""Open requests are counted, and those given to one person go to the successor."""

from __future__ import annotations

from casework.access import Role
from casework.db import Database
from casework.directory.holdings import Owner, OwnerKind
from casework.research import answering, handing
from casework.research.work import work_for
from tests.factories.directory import make_viewer
from tests.factories.research import make_request
from tests.factories.world import World


def test_open_requests_are_counted_and_go_to_the_successor(store: Database, world: World) -> None:
    with store.writing() as session:
        leaver, here = world.viewers["housing"], world.partnership.id
        successor = make_viewer(
            session, world.agencies["housing"], Role.REPRESENTATIVE, world.conference
        )
        request = make_request(session, world)
        answering.take_on(session, leaver, request_id=request.id, person_id=leaver.person_id)
        assert work_for(session, successor) == []
        person = Owner(OwnerKind.PERSON, leaver.person_id)
        agency = Owner(OwnerKind.AGENCY, leaver.agency_id)
        conference = Owner(OwnerKind.CONFERENCE, world.conference.id)
        for owner in (person, agency, conference):
            assert str(handing.held(session, here, owner)) == "1 open request for research"
        assert handing.hand_over(session, here, leaver.person_id, successor.person_id) == 1
        assert handing.held(session, here, person).count == 0
        assert len(work_for(session, successor)) == 1
        answering.nil_return(session, successor, request_id=request.id)
        assert handing.held(session, here, agency).count == 0
