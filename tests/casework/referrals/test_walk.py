"""A referral as people write and decide it, page by page, in the browser."""

from __future__ import annotations

import re

from casework.catalogue.field import BETWEEN, Kind
from casework.catalogue.sections import sections
from casework.db import Database
from casework.referrals.forms.page import html_name
from casework.referrals.models import Referral, ReferralState
from tests.casework.referrals.conftest import Browser
from tests.client import PageClient
from tests.factories.referrals import World, answer_to


def typed(section_name: str, conference: str, kind: str) -> dict[str, object]:
    section = next(s for s in sections(conference, kind) if s.name == section_name)
    sent: dict[str, object] = {}
    for field in section.fields:
        text = answer_to(field)
        sent[html_name(field.name)] = text.split(BETWEEN) if field.kind is Kind.CHOICES else text
    return sent


def start(client: PageClient, world: World, kind: str = "person") -> str:
    answer = client.submit("/referrals/new", {"conference": str(world.conference.id), "kind": kind})
    assert answer.status_code == 302, answer.text
    return str(answer.location).removesuffix("/why")


def links(client: PageClient, url: str, beginning: str) -> list[str]:
    """The links of a page that begin so."""
    return [
        h for h in re.findall(r'href="([^"]+)"', client.get(url).text) if h.startswith(beginning)
    ]


def write_all(client: PageClient, url: str, conference: str, kind: str) -> None:
    client.submit(f"{url}/why", {"route": "professional_judgement"})
    for section in sections(conference, kind):
        place = f"{url}/pages/{section.name}"
        sent = typed(section.name, conference, kind)
        if section.repeats:
            first = next(s for s in sections(conference, kind) if s.row is section.row)
            if first.name == section.name:
                added = client.submit(place, action=f"{place}/add")
                assert added.status_code == 302
                entry = str(added.location)
            else:
                entry = links(client, place, f"{place}/")[0]
            assert client.submit(entry, sent).status_code == 302
            answer = client.post(place, data={"csrf_token": client.token(place)})
        else:
            answer = client.submit(place, sent)
        assert answer.status_code == 302, (section.name, answer.text)


def test_a_whole_referral_is_written_checked_submitted_and_accepted(
    site: Database, world: World, browser: Browser
) -> None:
    client = browser(world.writer)
    url = start(client, world)
    write_all(client, url, "domestic_abuse_marac", "person")
    page = client.page(f"{url}/check")
    assert "Marigold" in page.words
    done = client.submit(f"{url}/check")
    assert done.status_code == 302
    assert str(done.location).endswith("/submitted")
    client.page(f"{url}/submitted")
    office = browser(world.coordinator)
    assert "To decide" in office.page("/referrals/").words
    assert "Marigold" in office.page(f"{url}/triage").words
    assert office.submit(f"{url}/triage/accept").status_code == 302
    with site.reading() as session:
        assert session.query(Referral).one().state == ReferralState.ACCEPTED
