"""A base for objects that hold a secret: they do not print, copy or travel."""

from typing import NoReturn


class Unprintable:
    """Hides its content from repr, str, format, pickle and copy."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: hidden>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} holds a secret and is not pickled or copied")
