"""Text in memory, before it is sealed and after it was opened."""

from hmac import compare_digest

from casework.crypto.unprintable import Unprintable


class SecretText(Unprintable):
    """A text that says what it is only when asked by name: `reveal()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Whoever calls this answers for where it goes."""
        return self._text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretText):
            return NotImplemented
        return compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]  # a hash of a short text is as good as the text

    def __bool__(self) -> bool:
        return bool(self._text)
