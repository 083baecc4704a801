"""Password, then code: what opens, what does not, and what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from casework.accounts import second_factor
from casework.accounts.cookies import safe_target
from casework.accounts.current import Accounts
from casework.accounts.login import init_accounts
from casework.accounts.models import Credential, RecoveryCode, SecondFactor, SignInSession
from casework.accounts.passwords import Passwords
from casework.accounts.people import keep_password
from casework.clock import moved_to
from casework.config import Settings
from casework.crypto.keystore import KeyStore
from casework.crypto.system import SystemSecrets
from casework.db import Database
from casework.directory.models import Person, PersonStatus
from tests.casework.accounts.conftest import People, browser, make_small_app
from tests.client import PageClient
from tests.factories.accounts import PASSWORD, make_factor, sign_in

START = datetime(2026, 11, 24, 9, 0, 10, tzinfo=UTC)
SIGN_IN = "/account/sign-in"
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def enrolled(store: Database, room: Accounts, people: People) -> pyotp.TOTP:
    """The officer's authenticator app."""
    with store.writing() as session:
        factor = make_factor(session, room.secrets, people.real)
        key = second_factor.setup_key(room.secrets, factor)
    return pyotp.TOTP(key.replace(" ", ""))


def give_password(
    client: PageClient, email: str, password: str = PASSWORD, url: str = SIGN_IN
) -> TestResponse:
    return client.submit(url, {"email": email, "password": password})


def is_in(client: PageClient) -> bool:
    return client.get("/").status_code == 200


def test_an_invented_person_signs_in_with_a_password_alone(
    client: PageClient, people: People
) -> None:
    answer = give_password(client, f"  {people.invented_email.upper()} ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


def test_a_real_person_without_an_app_sets_one_up_before_anything_opens(
    client: PageClient, people: People, store: Database
) -> None:
    assert give_password(client, people.real_email).location == "/account/app"
    assert not is_in(client)
    page = client.get("/account/app").text
    assert "<svg" in page
    key = re.search(r"<strong>([A-Z2-7 ]{30,})</strong>", page)
    assert key is not None
    app = pyotp.TOTP(key[1].replace(" ", ""))
    assert client.submit("/account/app", {"code": "000000"}).status_code in {422, 200}
    answer = client.submit("/account/app", {"code": app.now()})
    assert answer.status_code == 200
    codes = re.findall(r"<strong>([a-z2-7-]{29})</strong>", answer.text)
    assert len(codes) == second_factor.RECOVERY_CODES
    assert is_in(client)
    with store.reading() as session:
        stored = {row.code_hash for row in session.query(RecoveryCode)}
        sealed = session.query(SecondFactor).one().sealed_secret
    assert not stored & set(codes)
    assert app.secret.encode() not in sealed


def test_password_and_code_open_the_door_one_after_the_other(
    client: PageClient, people: People, enrolled: pyotp.TOTP
) -> None:
    answer = give_password(client, people.real_email, url=f"{SIGN_IN}?next=/cases")
    assert answer.location == "/account/sign-in/code?next=/cases"
    assert not is_in(client)
    answer = client.submit(answer.location, {"code": enrolled.now()})
    assert (answer.status_code, answer.location) == (303, "/cases")
    assert is_in(client)


def test_a_code_works_once_in_whatever_browser(
    app: Flask, people: People, enrolled: pyotp.TOTP
) -> None:
    first, second = browser(app), browser(app)
    with moved_to(START):
        code = enrolled.at(START)
        for client in (first, second):
            give_password(client, people.real_email)
        assert first.submit("/account/sign-in/code", {"code": code}).status_code == 303
        answer = second.submit("/account/sign-in/code", {"code": f"{code[:3]} {code[3:]}"})
        assert answer.status_code == 422
        assert "was used before" in answer.text
    with moved_to(START + HALF_MINUTE):
        later = enrolled.at(START + HALF_MINUTE)
        assert second.submit("/account/sign-in/code", {"code": later}).status_code == 303


def test_an_older_code_does_not_work_after_a_newer_one(
    store: Database, room: Accounts, people: People, enrolled: pyotp.TOTP
) -> None:
    with store.writing() as session, moved_to(START):
        factor = second_factor.confirmed_factor(session, people.real)
        assert factor is not None
        new = second_factor.step_of(room.secrets, factor, enrolled.at(START + HALF_MINUTE))
        old = second_factor.step_of(room.secrets, factor, enrolled.at(START))
        assert new is not None
        assert old == new - 1
        assert second_factor.take_step(session, factor.id, new)
        assert not second_factor.take_step(session, factor.id, old)
        assert not second_factor.take_step(session, factor.id, new)


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_code_of_another_time_is_wrong(
    store: Database, room: Accounts, people: People, enrolled: pyotp.TOTP, minutes: int
) -> None:
    with store.reading() as session, moved_to(START):
        factor = second_factor.confirmed_factor(session, people.real)
        assert factor is not None
        code = enrolled.at(START + timedelta(minutes=minutes))
        assert second_factor.step_of(room.secrets, factor, code) is None
        for odd in ("", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"):
            assert second_factor.step_of(room.secrets, factor, odd) is None


def test_a_recovery_code_signs_in_once(
    app: Flask, people: People, store: Database, enrolled: pyotp.TOTP
) -> None:
    with store.writing() as session:
        codes = second_factor.new_recovery_codes(session, session.get_one(Person, people.real))
    first, second = browser(app), browser(app)
    for client, status in ((first, 303), (second, 422)):
        give_password(client, people.real_email)
        answer = client.submit("/account/sign-in/code", {"code": f" {codes[0].upper()} "})
        assert answer.status_code == status
    with store.reading() as session:
        assert second_factor.codes_left(session, people.real) == len(codes) - 1


def test_five_wrong_codes_ask_for_the_password_again(
    client: PageClient, people: People, enrolled: pyotp.TOTP
) -> None:
    give_password(client, people.real_email)
    for _ in range(4):
        assert client.submit("/account/sign-in/code", {"code": "nope"}).status_code == 422
    client.submit("/account/sign-in/code", {"code": "nope"})
    answer = client.get("/account/sign-in/code")
    assert (answer.status_code, answer.location) == (303, SIGN_IN)


def test_every_kind_of_wrong_gets_the_same_answer(
    app: Flask, people: People, store: Database
) -> None:
    with store.writing() as session:
        session.get_one(Person, people.administrator).status = PersonStatus.SUSPENDED
        suspended = session.get_one(Person, people.administrator).email
        session.delete(session.get_one(Credential, people.other_administrator))
        unset = session.get_one(Person, people.other_administrator).email
    bodies = set()
    for email, password in (
        (people.real_email, "wrong password here"),
        ("nobody@example.org", PASSWORD),
        (suspended, PASSWORD),
        (unset, PASSWORD),
    ):
        answer = give_password(browser(app), email, password)
        assert answer.status_code == 422
        bodies.add(_without_noise(answer.text, email))
    assert len(bodies) == 1


def _without_noise(html: str, email: str) -> str:
    html = html.replace(email, "EMAIL")
    html = re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", html)
    html = re.sub(r'nonce="[^"]*"', "", html)
    return re.sub(r"from the page of [^<]*", "", html)


def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(
    app: Flask, people: People, room: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = room.passwords._hasher.verify

    def verify(stored: str, password: str) -> bool:
        asked.append(stored)
        return bool(real(stored, password))

    monkeypatch.setattr(type(room.passwords._hasher), "verify", lambda _, s, p: verify(s, p))
    for email in (people.real_email, "nobody@example.org"):
        asked.clear()
        give_password(browser(app), email, "wrong password here")
        assert len(asked) == 1


def test_after_five_wrong_passwords_the_sixth_try_waits_even_if_it_is_right(
    app: Flask, people: People
) -> None:
    with moved_to(START):
        for _ in range(5):
            assert give_password(browser(app), people.invented_email, "wrong").status_code == 422
        answer = give_password(browser(app), people.invented_email)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "2"
        assert "Wait" in answer.text
        assert people.invented_email in answer.text
    with moved_to(START + timedelta(seconds=2)):
        assert give_password(browser(app), people.invented_email).status_code == 303


def test_an_unknown_account_is_made_to_wait_in_the_same_way(app: Flask, people: People) -> None:
    with moved_to(START):
        for _ in range(5):
            give_password(browser(app), "nobody@example.org", "wrong")
        assert give_password(browser(app), "nobody@example.org", "wrong").status_code == 429


def test_somebody_elses_guesses_do_not_slow_a_known_browser(app: Flask, people: People) -> None:
    home = browser(app)
    with moved_to(START):
        assert give_password(home, people.invented_email).status_code == 303
        home.post("/account/sign-out", data={"csrf_token": home.token("/account/")})
        for _ in range(9):
            give_password(browser(app), people.invented_email, "wrong")
        assert give_password(browser(app), people.invented_email).status_code == 429
        assert give_password(home, people.invented_email).status_code == 303


def test_a_known_browser_is_slowed_by_its_own_guesses(app: Flask, people: People) -> None:
    home = browser(app)
    with moved_to(START):
        give_password(home, people.invented_email)
        home.post("/account/sign-out", data={"csrf_token": home.token("/account/")})
        for _ in range(5):
            give_password(home, people.invented_email, "wrong")
        assert give_password(home, people.invented_email).status_code == 429


def test_a_browser_known_for_one_person_is_not_known_for_another(
    app: Flask, people: People
) -> None:
    shared = browser(app)
    with moved_to(START):
        give_password(shared, people.invented_email)
        shared.post("/account/sign-out", data={"csrf_token": shared.token("/account/")})
        for _ in range(5):
            give_password(browser(app), people.real_email, "wrong")
        assert give_password(shared, people.real_email).status_code == 429


def test_a_device_cookie_that_we_did_not_make_is_not_taken_on(
    client: PageClient, people: People, room: Accounts
) -> None:
    client.set_cookie(room.device_cookie, "planted-by-somebody-else")
    give_password(client, people.invented_email)
    kept = client.get_cookie(room.device_cookie)
    assert kept is not None
    assert kept.value != "planted-by-somebody-else"


def test_the_token_changes_at_every_step(
    client: PageClient, people: People, room: Accounts, enrolled: pyotp.TOTP, store: Database
) -> None:
    give_password(client, people.real_email)
    half_way = client.get_cookie(room.cookie)
    client.submit("/account/sign-in/code", {"code": enrolled.now()})
    whole = client.get_cookie(room.cookie)
    assert half_way is not None
    assert whole is not None
    assert half_way.value != whole.value
    client.set_cookie(room.cookie, half_way.value)
    assert not is_in(client)


def test_an_older_form_token_does_not_outlive_signing_in(
    client: PageClient, people: People
) -> None:
    token = client.token(SIGN_IN)
    give_password(client, people.invented_email)
    assert client.post("/account/lock", data={"csrf_token": token}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts_and_bound_to_the_host_over_https(
    settings: Settings, app: Flask, room: Accounts, people: People
) -> None:
    answer = give_password(browser(app), people.invented_email)
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        if cookie.startswith("confer"):
            assert "SameSite=Lax" in cookie
            assert "Path=/" in cookie
    secure = replace(room, secure=True)
    assert (secure.cookie, secure.device_cookie) == ("__Host-confer", "__Host-confer-device")


def test_over_https_cookies_are_secure(
    settings: Settings, keys: KeyStore, people: People, store: Database
) -> None:
    app = make_small_app(replace(settings, secure_cookies=True), store, keys)
    answer = give_password(browser(app), people.invented_email)
    names = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-confer")]
    assert len(names) == 2
    assert all("Secure" in c and "Domain" not in c for c in names)


def test_a_hash_made_under_weaker_settings_is_renewed_at_the_next_sign_in(
    client: PageClient, people: People, store: Database, settings: Settings
) -> None:
    with store.writing() as session:
        weak = Passwords(replace(settings, argon2_memory_kib=16)).hash(PASSWORD)
        keep_password(session, session.get_one(Person, people.invented), weak)
    assert give_password(client, people.invented_email).status_code == 303
    with store.reading() as session:
        assert session.get_one(Credential, people.invented).password_hash != weak


def test_after_the_session_ended_the_page_says_why_and_goes_back(
    client: PageClient, people: People, room: Accounts
) -> None:
    with moved_to(START):
        sign_in(client, people.invented)
    with moved_to(START + timedelta(minutes=20)):
        answer = client.get("/cases?page=2")
        assert answer.location == "/account/sign-in?next=/cases?page%3D2"
        assert "after 15 minutes without use" in client.page(answer.location).words
        answer = give_password(client, people.invented_email, url=answer.location)
        assert answer.location == "/cases?page=2"


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "evil", "",
        "javascript:alert(1)", "/ok\nSet-Cookie: a=b", "/\t/evil", "http:evil", "///evil",
        "/a\\b", "/" + "a" * 600, "/%0d%0a/\x00", " /x", "/ /evil", "https:/evil", "/\r//evil",
    ],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_to_another_site(text: str) -> None:
    assert safe_target(text) == ""


@pytest.mark.parametrize("text", ["/", "/cases?page=2", "/cases/a-b?x=//y", "/a#b"])
def test_our_own_pages_are_gone_back_to(text: str) -> None:
    assert safe_target(text) == text


def test_a_planted_target_is_ignored(client: PageClient, people: People) -> None:
    answer = give_password(client, people.invented_email, url=f"{SIGN_IN}?next=//evil.example")
    assert answer.location == "/"


def test_who_is_signed_in_does_not_sign_in_again(client: PageClient, people: People) -> None:
    sign_in(client, people.invented)
    answer = client.get(f"{SIGN_IN}?next=/cases")
    assert (answer.status_code, answer.location) == (303, "/cases")


def test_a_locked_screen_shows_nothing_until_the_password_is_given(
    client: PageClient, people: People, store: Database
) -> None:
    with moved_to(START):
        sign_in(client, people.invented)
        token = client.token("/account/")
        answer = client.post("/account/lock", data={"csrf_token": token})
        assert answer.location == "/account/unlock"
    with moved_to(START + timedelta(minutes=30)):
        assert client.get("/cases").location == "/account/unlock?next=/cases"
        wrong = client.submit("/account/unlock?next=/cases", {"password": "wrong"})
        assert wrong.status_code == 422
        answer = client.submit("/account/unlock?next=/cases", {"password": PASSWORD})
        assert answer.location == "/cases"
        assert is_in(client)
    with store.reading() as session:
        ends = {row.ends_at for row in session.query(SignInSession)}
    assert ends == {START + timedelta(hours=8)}


def test_a_screen_locked_for_an_hour_is_signed_out(client: PageClient, people: People) -> None:
    with moved_to(START):
        sign_in(client, people.invented)
        client.post("/account/lock", data={"csrf_token": client.token("/account/")})
    with moved_to(START + timedelta(minutes=61)):
        assert client.get("/cases").location.startswith(SIGN_IN)


def test_strange_input_is_answered_and_never_breaks(client: PageClient, people: People) -> None:
    for email, password in (
        ("", ""), ("a" * 6000, "x"), ("a\x00b", "x"), ("ada@example.org", "\x00" * 20),
        ("ada@example.org", "p" * 100_000), ("ﬀ@example.org", "ü" * 300), ("'; --", "' OR 1=1"),
    ):  # fmt: skip
        assert give_password(client, email, password).status_code in {422, 429}, email[:20]


def test_init_twice_on_two_applications_is_fine(settings: Settings, keys: KeyStore) -> None:
    for _ in range(2):
        init_accounts(Flask("x"), SystemSecrets(keys), settings)
