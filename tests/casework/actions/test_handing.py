"""Nobody leaves with something open: the directory counts it and hands it to a successor."""

from __future__ import annotations

from casework.access import Role
from casework.actions import handing, setting
from casework.actions.models import ActionState
from casework.db import Database
from casework.directory.holdings import Owner, OwnerKind
from tests.factories.actions import bring_to, make_action
from tests.factories.directory import make_viewer
from tests.factories.world import World


def test_open_actions_are_counted_and_go_to_the_successor(store: Database, world: World) -> None:
    with store.writing() as session:
        leaver, here = world.viewers["housing"], world.partnership.id
        successor = make_viewer(
            session, world.agencies["housing"], Role.REPRESENTATIVE, world.conference
        )
        action = make_action(session, world, owner_person_id=leaver.person_id)
        done = make_action(session, world, owner_person_id=leaver.person_id)
        bring_to(session, world, done, ActionState.ACCEPTED)
        person = Owner(OwnerKind.PERSON, leaver.person_id)
        assert str(handing.held(session, here, person)) == "1 open action"
        agency = Owner(OwnerKind.AGENCY, leaver.agency_id)
        assert handing.held(session, here, agency).count == 1
        conference = Owner(OwnerKind.CONFERENCE, world.conference.id)
        assert handing.held(session, here, conference).count == 1
        moved = handing.hand_over(session, here, leaver.person_id, successor.person_id)
        assert moved == 1
        assert action.owner_person_id == successor.person_id
        assert done.owner_person_id == leaver.person_id
        assert handing.held(session, here, person).count == 0
        setting.agree(session, successor, action_id=action.id)
