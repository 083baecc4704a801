"""What can go wrong with sealed text: no key, changed bytes, unknown format; never mixed up."""

from casework.errors import ConferError


class SealingError(ConferError):
    """The common name of every failure of this room; no message ever holds a value or a key."""


class KeyMissing(SealingError):
    """The key that the envelope names is not here; the bytes may be perfectly sound."""


class KeyShredded(KeyMissing):
    """The key was destroyed at the end of retention and must not come back."""


class Tampered(SealingError):
    """The bytes, or the place they lie in, are not those that were sealed."""


class UnknownFormat(SealingError):
    """The bytes are no envelope that we write; plaintext included."""


class KeyringRefused(SealingError):
    """The root keys handed in are malformed, doubled, unprotected or incomplete."""


class WrongRootKey(SealingError):
    """A root key has the right id and the wrong bytes."""
