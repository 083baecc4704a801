"""Passwords: Argon2id behind a two-slot gate, so that fifteen people at nine o'clock fit in memory."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from casework.config import Settings
from casework.errors import Invalid

SHORTEST, LONGEST = 12, 256
SLOTS = 2
# Words a guesser tries first; a password that is little more than one of them is refused.
COMMON = (
    "password", "letmein", "welcome", "qwertyuiop", "123456789", "administrator", "conference",
    "confer", "marac", "safeguarding", "housing", "probation", "police", "council", "football",
    "iloveyou", "sunshine", "princess", "dragon", "monkey", "abcdefgh", "changeme",
)  # fmt: skip


class Passwords:
    """Hash and check; at most two at a time in this process, the others wait their turn."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes, memory_cost=settings.argon2_memory_kib, parallelism=1
        )
        self._slots = BoundedSemaphore(SLOTS)
        # Checked in place of a missing account, so that no answer is quicker than another.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash of a new password."""
        with self._slots:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password; takes as long for an account that does not exist."""
        with self._slots:
            try:
                right = self._hasher.verify(stored or self._nobody, password)
            except (VerifyMismatchError, InvalidHashError):
                return False
        return right and stored is not None


def check_new(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Refuse a short or easily guessed password; no rules of composition, no expiry (ASVS 6.2)."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        raise Invalid({"password": f"Use at least {SHORTEST} characters. Three or four random words work well."})
    if len(password) > LONGEST:
        raise Invalid({"password": f"Use at most {LONGEST} characters."})
    if len(set(plain)) < 5 or _is_mostly(plain, COMMON):
        raise Invalid({"password": "That password is easy to guess. Use three or four random words."})
    if _is_mostly(plain, tuple(w.casefold() for w in about if len(w) > 3)):
        raise Invalid({"password": "Do not use your name, e-mail address or agency in your password."})


def _is_mostly(plain: str, words: tuple[str, ...]) -> bool:
    return any(w in plain and len(plain) - len(w) < 6 for w in words)
