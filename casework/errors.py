"""The errors of the house; they carry words for people and know nothing of HTTP."""

from __future__ import annotations

from collections.abc import Mapping


class ConferError(Exception):
    """Base of every error we raise on purpose; `message` may be shown to a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ConferError):
    """The thing does not exist, or this person may not know that it does: the same answer."""

    def __init__(self, noun: str = "page") -> None:
        super().__init__(f"We cannot find that {noun}.")


class Refused(ConferError):
    """The person is known and may not do this."""


class Conflict(ConferError):
    """The act collides with something already there (a duplicate, a live dependant)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleEdit(Conflict):
    """Somebody else saved first: nothing was written and nothing typed may be lost."""

    def __init__(self, noun: str = "page") -> None:
        super().__init__(
            f"Somebody else changed this {noun} while you were working on it. "
            "What you typed is still here: compare it with what is saved, then save again."
        )


class WrongState(ConferError):
    """A step the workflow does not have from here."""

    def __init__(self, noun: str, current: str, wanted: str) -> None:
        super().__init__(
            f"This {noun} is '{current.replace('_', ' ')}', so it cannot become "
            f"'{wanted.replace('_', ' ')}'."
        )
        self.noun, self.current, self.wanted = noun, current, wanted


class Invalid(ConferError):
    """Input that a service refuses; `errors` maps a field name to what to do about it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class TooMany(ConferError):
    """A limit was reached; `wait_seconds` says when to come back."""

    def __init__(self, message: str, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class ConfigurationError(ConferError):
    """The program refuses to start half-configured."""


class ConfirmationNeeded(ConferError):
    """The act is allowed once somebody looks a second time; `what` names what to look at."""

    def __init__(self, message: str, what: str) -> None:
        super().__init__(message)
        self.what = what
