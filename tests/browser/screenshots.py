"""The pictures of the README: `python -m tests.browser.screenshots [INSTANCE]`, run by hand.

INSTANCE is the folder of a loaded demonstration, which is copied; without one it is loaded anew.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Page

from casework.config import Settings
from tests.browser.crawl import Parts
from tests.browser.site import Site, served, settings_in, visiting
from tests.browser.test_meeting import begun, hear_first, sign
from tests.browser.test_without_javascript import found
from tests.chromium import chromium
from tests.databases import ROOT, Urls, build
from tests.factories.accounts import sign_in

IMAGES = ROOT / "docs" / "images"
LARGEST = 150_000


@dataclass(frozen=True)
class Picture:
    """One picture: whose screen, and how to get there."""

    name: str
    email: str
    # Links followed one after another: each the first that begins so and whose page has the words.
    links: tuple[tuple[str, str], ...] = ()
    then: str = ""
    height: int = 900


NADIA, CARYS = "nadia.corrin@safety.example.org", "carys.linden@lantern.example.org"
SIMONE, ELLIS = "simone.garrickson@housing.example.org", "ellis.banberry@safety.example.org"
HARRIET, ARTHUR = "harriet.winslowe@council.example.org", "arthur.blyth-noakes@forum.example.org"
NOOR = "noor.haddix@lantern.example.org"
OPEN = "Ask to see this"
DRAFT = (
    ("/referrals/", ""),
    ("/referrals/", "pages are complete"),
    ("/referrals/", "Who will read this"),
)
PICTURES = (
    Picture("work", CARYS),
    Picture("tasks", NOOR, (("/referrals/", ""), ("/referrals/", "pages are complete"))),
    Picture("referral", NOOR, DRAFT, "", 1100),
    Picture(
        "triage", NADIA, (("/referrals/", ""), ("/referrals/", "Decide on referral")), "", 1000
    ),
    Picture("case", SIMONE, (("/cases/", ""), ("/cases/", OPEN)), "#section-victim_identity", 1000),
    Picture("protocol", ELLIS, (("/protocol/", ""), ("/protocol/", "")), "/matrix"),
    Picture("compare", ELLIS, (("/protocol/", ""), ("/protocol/", "version 1.1")), "/compare"),
    Picture("seen", HARRIET, (("/cases/ledger", ""), ("/cases/ledger/", "3.13"))),
    Picture("board", ARTHUR, (("/reviews/", ""), ("/reviews/board", ""))),
)


@contextmanager
def settings(instance: Path | None) -> Iterator[Settings]:
    """Settings of a copy, or of an empty installation, for as long as the pictures take."""
    with TemporaryDirectory(prefix="confer-pictures-") as folder:
        here = Path(folder) / "instance"
        here.mkdir()
        urls = Urls(f"sqlite:///{here / 'confer.db'}", f"sqlite:///{here / 'keys' / 'keys.db'}")
        made = settings_in(here, urls)
        if instance:
            # With the keys that belong to it, in the place of those just made.
            shutil.copytree(instance, here, dirs_exist_ok=True)
        else:
            build(urls)
        yield made


def path_of(site: Site, email: str, links: tuple[tuple[str, str], ...]) -> str:
    """Follow links as somebody would."""
    client = sign_in(FlaskClient(site.app, site.app.response_class), site.person_id(email))
    path = "/"
    with site.app.app_context():
        for beginning, words in links:
            found = Parts(client.get(path).text).links
            fitting = (link for link in found if link.startswith(beginning) and link != path)
            path = next((link for link in fitting if words in client.get(link).text), "")
            if not path:
                raise SystemExit(f"{email} finds no page from {beginning} that says '{words}'.")
    return path


def keep(page: Page, name: str, height: int) -> None:
    """Write the picture, in as few colours as keep it readable and small."""
    page.set_viewport_size({"width": 1280, "height": height})
    raw = Image.open(BytesIO(page.screenshot()))
    for colours in (256, 128, 64, 32):
        raw.convert("RGB").quantize(colours).save(IMAGES / f"{name}.png", optimize=True)
        if (IMAGES / f"{name}.png").stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{name} stays larger than {LARGEST} bytes.")


def take(site: Site, browser: Browser, picture: Picture) -> None:
    """One picture."""
    with visiting(browser, site, picture.email) as context:
        page = context.new_page()
        # The height first: an address that leads into a page scrolls to its place.
        page.set_viewport_size({"width": 1280, "height": picture.height})
        path = path_of(site, picture.email, picture.links)
        page.goto(site.address + path + picture.then)
        keep(page, picture.name, picture.height)


def take_meeting(site: Site, browser: Browser) -> None:
    """The live screen: the coordinator starts the next meeting and hears its first case."""
    with visiting(browser, site, NADIA) as context:
        page = context.new_page()
        meeting = begun(page, site)
        sign(page, meeting)
        hear_first(page, meeting)
        keep(page, "meeting", 1000)


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    instance = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with settings(instance) as chosen, served(chosen) as site, chromium() as browser:
        asked = found(site, "representative", "/research/", "/research/", "Not known to us</b")
        research = Picture("research", asked[0], (), asked[1].removeprefix("/"))
        for picture in (*PICTURES, research):
            print(picture.name)
            take(site, browser, picture)
        take_meeting(site, browser)


if __name__ == "__main__":
    main()
