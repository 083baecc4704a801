"""One case from the first word to its end, as three agencies see it on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from casework.clock import today
from casework.db import Database
from casework.referrals.models import Referral
from tests.casework.referrals.conftest import Browser
from tests.casework.referrals.test_walk import start, write_all
from tests.client import PageClient
from tests.factories.referrals import World, marker

NAME = "Marigold"
HEALTH = marker("victim.mental_health")
RENT, KEPT = "Zqrentqz", "Zqkeptqz"


class Story:
    """The three agencies, and what they call the case once they know of it."""

    def __init__(self, site: Database, world: World, browser: Browser) -> None:
        self.site, self.world = site, world
        self.police = browser(world.writer)
        self.housing = browser(world.representative)
        self.office, self.chair = browser(world.coordinator), browser(world.chair)
        self.case = self.reference = self.meeting = ""

    def refer(self) -> str:
        url = start(self.police, self.world)
        write_all(self.police, url, "domestic_abuse_marac", "person")
        with self.site.reading() as session:
            referral = session.query(Referral).one()
            self.case, self.reference = f"/cases/{referral.case_id}", referral.reference
        return url

    def sees(self, client: PageClient, *words: str) -> None:
        page = client.page(self.case).words
        assert [w for w in words if w not in page] == []

    def sees_not(self, client: PageClient, *words: str) -> None:
        client.forbidden_markers |= set(words)
        client.page(self.case)
        client.page("/cases/")


@pytest.fixture
def story(site: Database, world: World, browser: Browser) -> Story:
    return Story(site, world, browser)


def test_from_the_referral_to_the_closed_case(story: Story) -> None:
    _referred_and_accepted(story)
    _listed(story)
    _researched(story)
    _heard(story)
    _done_and_closed(story)


def _referred_and_accepted(story: Story) -> None:
    url = story.refer()
    story.sees(story.police, NAME, HEALTH)
    # A draft is its agency's alone; a submitted referral is the office's too.
    assert story.office.get(story.case).status_code == 404
    assert story.police.submit(f"{url}/check").status_code == 302
    assert story.housing.get(story.case).status_code == 404
    assert story.reference not in story.housing.page("/cases/").words
    assert NAME in story.office.page(f"{url}/triage").words
    assert "accept" in story.office.page("/").words.lower() or story.reference in (
        story.office.page("/").words
    )
    assert story.office.submit(f"{url}/triage/accept").status_code == 302
    assert story.housing.get(story.case).status_code == 404


def _listed(story: Story) -> None:
    day = today() + timedelta(days=7)
    made = story.office.submit(
        f"/conferences/{story.world.conference.id}/meetings/new",
        {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year),
         "time": "10am", "place": "Guildhall"},
    )  # fmt: skip
    assert made.status_code == 302, made.text
    story.meeting = str(made.location)
    _press(story.office, story.meeting, "/steps/open-agenda")
    agenda = f"{story.meeting}/agenda"
    assert story.reference in story.office.page(agenda).words
    _press(story.office, agenda, "/add", base=agenda)
    story.sees(story.housing, NAME, story.reference)
    # Clause 3.6: health goes to housing as a summary, and none was written yet.
    story.sees_not(story.housing, HEALTH)
    done = story.police.submit(f"{story.case}/summary/health", {"text": "Needs quiet."})
    assert done.status_code == 302
    story.sees(story.housing, "Needs quiet.")


def _researched(story: Story) -> None:
    _press(story.office, story.meeting, "/research")
    assert story.reference in story.housing.page("/research/").words
    request = _first(story.housing, "/research/", r'href="(/research/[0-9a-f-]{36})"')
    search = f"{request}/search"
    known = {
        name: "yes" for name in story.housing.page(search).form().names if name.startswith("known_")
    } or _known(story.housing, search)
    said = {"systems": "Rent register", "standings": ["works_with_victim"], **known}
    assert story.housing.submit(search, said).status_code == 302
    for text, share in ((f"Owes {RENT}.", "all"), (f"Was {KEPT}.", "")):
        made = story.housing.submit(
            f"{request}/entries/new",
            {"field": "research.item_housing", "text": text, "nature": "fact", "relevant": "yes",
             "necessary": "yes", "subject": ""},
        )  # fmt: skip
        assert made.status_code == 302, made.text
        if share:
            assert story.housing.submit(made.location, {"share": share}).status_code == 302
    # What was let go is the office's; what was not is nobody's but housing's own.
    story.sees(story.office, RENT)
    story.sees_not(story.office, KEPT)
    story.sees_not(story.police, KEPT)
    story.sees(story.housing, RENT, KEPT)


def _heard(story: Story) -> None:
    office, meeting = story.office, story.meeting
    _press(office, meeting, "/steps/start")
    for client in (story.housing, office, story.chair):
        signed = client.submit(f"{meeting}/sign", {"agree": "y", "nothing": "nothing"})
        assert signed.status_code == 302
    item = _first(office, f"{meeting}/now", rf'href="({re.escape(meeting)}/cases/[0-9a-f-]{{36}})"')
    _press(office, item, "/begin", base=item)
    assert story.reference in story.housing.page(item).words
    housing = str(story.world.housing.id)
    _press(office, item, "/passages", base=item, data={
        "passage-source": housing, "passage-heading": "minute.passage",
        "passage-text": "Housing offers a move.",
    })  # fmt: skip
    day = today() + timedelta(days=14)
    _press(office, item, "/actions", base=item, data={
        "action-text": "Offer a flat elsewhere.", "action-owner": housing,
        "action-due_on-day": str(day.day), "action-due_on-month": str(day.month),
        "action-due_on-year": str(day.year),
    })  # fmt: skip
    given = {"outcome": "actions_agreed", "words": "Housing acts."}
    assert office.submit(f"{item}/outcome", given).status_code == 302
    _press(office, item, "/end", base=item)
    _press(office, meeting, "/steps/end")
    minutes = story.housing.page(f"{meeting}/minutes").words
    assert "Housing offers a move." in minutes
    assert story.police.get(f"{meeting}/minutes").status_code in (403, 404)


def _done_and_closed(story: Story) -> None:
    assert story.office.get(f"{story.case}/close").status_code == 409
    action = _first(story.housing, "/actions/", r'href="(/actions/[0-9a-f-]{36})"')
    for step in ("agree", "start"):
        form = [f for f in story.housing.page(action).forms if f.action == f"{action}/{step}"]
        if form:
            assert story.housing.submit(action, action=f"{action}/{step}").status_code == 302
    told = {"happened": "done", "outcome": "She has moved.", "evidence": "Tenancy signed."}
    assert story.housing.submit(f"{action}/report", told).status_code == 302
    assert "not yet checked" in story.housing.page("/actions/?show=finished").words
    assert story.housing.get(f"{action}/check").status_code == 403
    assert story.office.submit(f"{action}/check", {"decision": "accept"}).status_code == 302
    assert story.office.submit(f"{story.case}/close").status_code == 302
    assert "Closed" in story.housing.page(story.case).words
    story.sees(story.housing, NAME, "Needs quiet.")
    seen = story.office.page(f"{story.case}/seen").words
    assert story.world.representative.name in seen
    assert NAME not in seen


def _press(
    client: PageClient, page: str, step: str, *, base: str = "", data: dict[str, str] | None = None
) -> None:
    answer = client.submit(page, data or {}, action=f"{base or page}{step}")
    assert answer.status_code in (302, 303), (step, answer.status_code, answer.text[:3000])


def _first(client: PageClient, page: str, pattern: str) -> str:
    found = re.findall(pattern, client.get(page).text)
    assert found, (page, pattern)
    return str(found[0])


def _known(client: PageClient, page: str) -> dict[str, str]:
    """Radio buttons are not in a form until one is chosen."""
    names = set(re.findall(r'name="(known_[0-9a-f]+)"', client.get(page).text))
    return dict.fromkeys(names, "yes")
