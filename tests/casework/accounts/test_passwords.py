"""Which passwords are taken, and how many are hashed at once."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from casework.accounts.passwords import LINE, SLOTS, Passwords, check_new
from casework.config import Settings
from casework.errors import Invalid, TooMany

ABOUT = ("Ada", "Marlowe", "ada", "marlowe", "harbourpolice", "org", "Harbour", "Police")


@pytest.mark.parametrize(
    "password",
    [
        "violet harbour kettle",
        "correct horse battery staple",
        "twelve chars",
        "ünïcödé wörds hier",
        "    spaces kept    ",
        "ALL CAPITALS HERE",
        "lower case only words",
        "9471 0285 6630 1178",
        "x" * 3 + "qLm!vR2@wYp",
        "paste-from-a-manager-8fK2mQ9zR4tB7wX1",
        "long " * 12 + "words",
        "Kingfisher over water",
    ],
)
def test_a_good_password_needs_no_digits_signs_or_capitals(password: str) -> None:
    check_new(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "eleven char", "aaaaaaaaaaaaaaaa", "abababababab", "123456789012",
        "abcdefghijklm", "password1234", "Password123!", "passwordpassword", "letmein12345",
        "qwertyuiop12", "Summer2026!!", "marac2026marac", "conference123", "confer-confer-1",
        "safeguarding1", "probation2026", "AdaMarlowe2026", "harbourpolice1", "marlowe.ada.12",
        "1234567890ab", "zyxwvutsrqpo", "abc123abc123", "x" * 257,
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused_with_what_to_do(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_new(password, about=ABOUT)
    assert refused.value.errors["password"].startswith(("Use ", "That ", "Do not "))


def test_a_hash_is_argon2id_with_the_parameters_of_the_settings(settings: Settings) -> None:
    hashed = Passwords(replace(settings, argon2_memory_kib=64, argon2_passes=2)).hash("violet")
    assert hashed.startswith("$argon2id$v=19$m=64,t=2,p=1$")


def test_a_password_is_known_again_and_nothing_else_is(settings: Settings) -> None:
    passwords = Passwords(settings)
    hashed = passwords.hash("violet harbour kettle")
    assert passwords.matches(hashed, "violet harbour kettle")
    assert not passwords.matches(hashed, "violet harbour kettle ")
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("broken", "violet harbour kettle")


def test_a_hash_made_under_weaker_settings_is_noticed(settings: Settings) -> None:
    hashed = Passwords(settings).hash("violet")
    assert not Passwords(settings).outdated(hashed)
    assert Passwords(replace(settings, argon2_memory_kib=64)).outdated(hashed)


def test_fifteen_at_once_are_never_more_than_two_in_memory(settings: Settings) -> None:
    passwords = Passwords(settings)
    seen = _count_inside(passwords)
    results: list[bool] = []
    hashed = passwords.hash("violet")
    threads = [
        threading.Thread(target=lambda: results.append(passwords.matches(hashed, "violet")))
        for _ in range(15)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 15
    assert max(seen) <= SLOTS


def _count_inside(passwords: Passwords) -> list[int]:
    inside, seen, lock = [0], [0], threading.Lock()
    real = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            with lock:
                inside[0] += 1
                seen.append(inside[0])
            time.sleep(0.01)
            with lock:
                inside[0] -= 1
            return real.verify(stored, password)

        hash = staticmethod(real.hash)

    passwords._hasher = Counting()  # type: ignore[assignment]  # a double that counts
    return seen


def test_whoever_would_wait_too_long_is_told_so_at_once(settings: Settings) -> None:
    passwords = Passwords(settings)
    for _ in range(SLOTS + LINE):
        passwords._line.acquire()
    with pytest.raises(TooMany):
        passwords.matches(None, "violet")
