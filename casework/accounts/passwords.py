"""Passwords: Argon2id behind a two-slot gate, so that a whole room may sign in at nine o'clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.config import Settings
from casework.errors import Invalid, TooMany

SHORTEST, ADVISED, LONGEST = 12, 15, 256
# Each hash takes 64 MiB: two at a time use both cores, and memory stays where it was.
SLOTS = 2
# Whoever stands behind this many waits longer than a browser does, and is told so at once.
LINE = 60
# Words a guesser tries first; a password that is little more than one or two of them is refused.
COMMON = """
    password passwort passw0rd p@ssw0rd letmein welcome qwerty qwertyuiop asdfgh zxcvbn abc123
    abcdef 123456 1234567890 iloveyou sunshine princess football liverpool chelsea arsenal monkey
    dragon master superman batman changeme secret admin administrator login summer winter spring
    autumn january february december monday friday london england hull yorkshire charlie trustno1
    confer conference marac safeguarding housing probation police council partnership agency
    referral multiagency coordinator"""
# The letters left over when those words are taken out; fewer is no password.
LEFT_OVER = 6
VARIED = 5


class Passwords:
    """Hash and check; at most two at a time in this process, the others wait their turn."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes, memory_cost=settings.argon2_memory_kib, parallelism=1
        )
        self._slots = BoundedSemaphore(SLOTS)
        self._line = BoundedSemaphore(SLOTS + LINE)
        # Checked in place of a missing account, so that no answer is quicker than another.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash of a new password."""
        with self._turn():
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password; takes as long for an account that does not exist."""
        with self._turn():
            try:
                right = self._hasher.verify(stored or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return right and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether a hash was made under weaker settings than today's."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise TooMany("Very many people are signing in at once. Try again in a moment.", 10)
        try:
            with self._slots:
                yield
        finally:
            self._line.release()


def check_new(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Refuse a short or easily guessed password; no rules of composition, no expiry (ASVS 6.2)."""
    problem = _problem(password, about)
    if problem:
        raise Invalid({"password": problem})


def _problem(password: str, about: tuple[str, ...]) -> str:
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three or four random words work well"
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters"
    if _is_mostly(plain, [w.casefold() for w in about if len(w) > 3]):
        return "Do not use your name, e-mail address or agency. Use three or four random words"
    if len(set(plain)) < VARIED or _is_run(plain) or _is_mostly(plain, COMMON.split()):
        return "That password is easy to guess. Use three or four random words"
    return ""


def _is_mostly(plain: str, words: list[str]) -> bool:
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != plain and sum(sign.isalpha() for sign in left) < LEFT_OVER


def _is_run(plain: str) -> bool:
    """Whether it counts or goes along the keyboard or repeats: abcdefghijkl, 123123123123."""
    steps = [ord(b) - ord(a) for a, b in pairwise(plain)]
    return steps.count(1) + steps.count(-1) >= len(steps) - 2 or _repeats(plain)


def _repeats(plain: str) -> bool:
    return any(plain == (plain[:n] * len(plain))[: len(plain)] for n in range(1, len(plain) // 2))
