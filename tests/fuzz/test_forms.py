"""Every form of the application is sent nonsense: no error page, and never half a save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.access import Role, Viewer
from casework.db import Base, Database
from tests.access.addresses import ABROAD, ELSEWHERE, OWN, Address, Addresses, Endpoint, endpoints
from tests.access.expected import ALLOWED, allowed
from tests.access.people import Browser, browser
from tests.access.site import Site, live_in, make_site, person_in
from tests.client import Page
from tests.fuzz.hostile import SCRIPT, answers, values

# What grows with every request, whether or not it was refused.
RESTLESS = ("ledger", "sign_in", "known_device", "checkpoint", "routine")
# Ends the session that the noise comes from; refused input cannot reach further than the token.
LAST = {"accounts.end_everywhere", "accounts.sign_out", "accounts.lock"}
# What shuts a door behind itself comes after what needs the door open.
SHUTTING = (
    "casefile.interest", "casefile.close_case", "casefile.standing", "referrals.check",
    "reviews.take_in_import", "referrals.withdraw", "referrals.accept",
    "referrals.send_back", "referrals.decline",
    "referrals.pass_on", "research.nil", "research.send", "research.withdraw",
    "conferences.declare_interest", "conferences.take_step", "conferences.leave",
    "conferences.end", "conferences.pause", "directory.unseat", "directory.leave",
    "directory.suspend", "directory.replace", "directory.close_agency",
    "directory.close_conference", "directory.end_appointment",
    "sharing.lift_suspension", "sharing.leave", "sharing.propose", "sharing.approve",
    "boards.decide_rest", "boards.close_board", "boards.settle", "boards.update_reference",
)  # fmt: skip
EXAMPLES = 5


@dataclass
class Target:
    """Where a form is sent, by somebody who may, and what it usually carries."""

    endpoint: Endpoint
    url: str
    browser: Browser
    usual: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


@dataclass
class House:
    """The application with one of everything, and who may do what in it."""

    app: Flask
    addresses: Addresses
    endpoints: list[Endpoint]
    browsers: dict[str, list[Browser]]
    counts: dict[str, int] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    sent: int = 0

    def count(self) -> dict[str, int]:
        store: Database = self.app.extensions["confer_database"]
        with store.reading() as session:
            return {
                t.name: session.scalar(select(func.count()).select_from(t)) or 0
                for t in Base.metadata.sorted_tables
                if not t.name.startswith(RESTLESS)
            }


@pytest.fixture(scope="module")
def noisy(house: Flask) -> Iterator[House]:
    store: Database = house.extensions["confer_database"]
    with store.writing() as session:
        site = make_site(session)
        others = {role.value: person_in(session, site, role) for role in Role}
    live_in(house, site)
    browsers = {role: [browser(house, key)] for role, key in others.items()}
    for viewer in _workers(site):
        for role in {a.role.value for a in viewer.appointments}:
            browsers[role].insert(0, browser(house, viewer.person_id))
    browsers["nobody"] = [browser(house, None)]
    addresses = Addresses(house, {OWN: site, ELSEWHERE: site, ABROAD: site})
    made = House(house, addresses, endpoints(house), browsers)
    made.counts = made.count()
    return made


def _workers(site: Site) -> list[Viewer]:
    return [
        v
        for place in (site.world, site.board)
        for v in vars(place).values()
        if isinstance(v, Viewer)
    ]


def _targets(house: House) -> list[Target]:
    if not house.targets:
        posting = [e for e in house.endpoints if "POST" in e.methods and e.name not in LAST]
        posting.sort(key=lambda e: (e.name in SHUTTING, e.name))
        house.targets = [_target(house, e) for e in posting]
    return house.targets


def _target(house: House, endpoint: Endpoint) -> Target:
    """The first address and person for which the form shows; else any who may send it."""
    tries = [
        (address, one)
        for address in house.addresses.of(endpoint, OWN)
        for role in (["nobody"] if endpoint.action == "public" else ALLOWED)
        if endpoint.action in allowed(role) | {"public"}
        for one in house.browsers[role]
    ]
    if "GET" in endpoint.methods:
        for address, one in tries:
            answer = one.get(address.url)
            if answer.status_code == 200:
                return _filled(endpoint, address, one, answer.text)
    address, one = tries[0]
    return Target(endpoint, address.url, one)


def _filled(endpoint: Endpoint, address: Address, one: Browser, html: str) -> Target:
    made = Target(endpoint, address.url, one)
    for form in Page(html).forms:
        if form.method == "post" and form.action in ("", address.url):
            for name, value in [*form.fields, *form.buttons]:
                if name and name != "csrf_token":
                    made.usual.setdefault(name, []).append(value)
    made.files = [
        part.split('"', 1)[0]
        for part in html.split('type="file"', maxsplit=1)[0].rsplit('name="', 1)[1:]
        if 'type="file"' in html
    ]
    return made


def _checked(house: House, target: Target, data: dict[str, object]) -> int:
    """Send it; what may never happen is told with what was sent."""
    house.sent += 1
    answer = target.browser.post(target.url, data)
    status = answer.status_code
    assert status < 500, (target.endpoint.name, data)
    assert SCRIPT not in answer.text, (target.endpoint.name, data)
    counts = house.count()
    if status >= 400:
        changed = {t: (house.counts[t], n) for t, n in counts.items() if n != house.counts[t]}
        assert not changed, (target.endpoint.name, status, changed, data)
    house.counts = counts
    return status


def test_nonsense_in_every_form_is_answered_and_saves_nothing_by_half(noisy: House) -> None:
    targets = _targets(noisy)
    assert len(targets) > 60
    refused = 0
    for target in targets:
        refused += _shower(noisy, target)
        if target.endpoint.room == "accounts":
            target.browser.again()
    # A form that is never reached proves nothing: most of it must be read and found wanting.
    assert refused > noisy.sent / 2


def _shower(house: House, target: Target) -> int:
    """How often the form was read and its content refused."""
    statuses: list[int] = []
    names = sorted(target.usual) or ["version", "reason", "text"]

    @seed(20261124)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        spoiled=st.dictionaries(st.sampled_from(names), answers, min_size=1, max_size=len(names)),
        strange=st.dictionaries(
            st.sampled_from(["id", "state", "agency_id", "x"]), values, max_size=2
        ),
    )
    def once(spoiled: dict[str, list[str]], strange: dict[str, str]) -> None:
        statuses.append(_checked(house, target, {**target.usual, **strange, **spoiled}))

    once()
    return statuses.count(422)


def test_every_field_left_out_one_by_one_is_answered(noisy: House) -> None:
    """Also the hidden ones: a version, a choice, a button."""
    for target in _targets(noisy):
        for name in [*sorted(target.usual)[:8], ""]:
            left = {k: v for k, v in target.usual.items() if k != name} if name else {}
            _checked(noisy, target, dict(left))
        if target.endpoint.room == "accounts":
            target.browser.again()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("../../../etc/passwd", b"root:x:0:0"),
        ("a\x00b.pdf", b"%PDF-1.7"),
        ("x" * 300 + ".docx", b"PK\x03\x04" + b"\x00" * 50),
        ("page.html", SCRIPT.encode()),
        ("no-name", bytes(range(256)) * 40),
        ("bomb.xlsx", b"PK\x03\x04" + b"\xff" * 4000),
        ("protocol.toml", b"[protocol]\nid = \xff\xfe"),
        ("protocol.toml", b"[[clause]]\n" * 3000),
        ("protocol.toml", b"a = " + b"[" * 20_000),
    ],
)
def test_a_strange_file_is_answered_and_saves_nothing_by_half(
    noisy: House, name: str, content: bytes
) -> None:
    targets = [t for t in _targets(noisy) if t.files]
    assert len(targets) >= 2
    for target in targets:
        data = {**target.usual, target.files[0]: (BytesIO(content), name)}
        _checked(noisy, target, data)


def test_too_much_at_once_is_refused(noisy: House) -> None:
    target = next(t for t in _targets(noisy) if t.endpoint.name == "reviews.start")
    assert _checked(noisy, target, {"title": "A" * 13_000_000}) == 413
    assert _checked(noisy, target, {"title": "A" * 3_000_000}) in (413, 422)
    assert _checked(noisy, target, {f"f{n}": "x" for n in range(3000)}) in (413, 422)


@pytest.mark.parametrize(
    "tail",
    ["?page=-1", "?page=9999999999999999999999", "?page=%00", "?state=%F0%9F%92%A9", "?field=%00",
     "?field=" + "9" * 5000, "?person=%27%20OR%201=1", "?page=1&page=2", "?%00=%00", "?q=%C0%AE"],
)  # fmt: skip
def test_nonsense_behind_an_address_is_answered(noisy: House, tail: str) -> None:
    for endpoint in noisy.endpoints:
        if "GET" not in endpoint.methods or endpoint.action == "public":
            continue
        role = next(r for r in ALLOWED if endpoint.action in allowed(r))
        address = noisy.addresses.of(endpoint, OWN)[0]
        answer = noisy.browsers[role][0].get(address.url + tail)
        assert answer.status_code < 500, address.url + tail
