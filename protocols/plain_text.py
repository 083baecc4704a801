"""Text that is what it looks like: no control, no change of direction, no hidden end of line."""

import re
import unicodedata

# Cc control, Cf format (direction, joiners that nobody sees), Cs half a character, Zl and Zp ends.
_HOSTILE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
# Joiners that names and languages need, the soft hyphen, and the ends and tabs of ordinary text.
_FINE = frozenset("\n\t\u200c\u200d\u00ad")
LONGEST_TOLD = 300
_KEY = re.compile(r"\s*(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')\s*")


def hostile(text: str) -> str | None:
    """The name of the first letter that must not be in a signed text, or None."""
    if text.isascii() and text.isprintable():
        return None
    for letter in text:
        if letter not in _FINE and unicodedata.category(letter) in _HOSTILE:
            return f"U+{ord(letter):04X}"
    return None


def told(text: str) -> str:
    """A text that may hold anything, fit to be told: short, and with nothing that hides."""
    shown = "".join(
        f"\\u{ord(letter):04x}" if unicodedata.category(letter) in _HOSTILE else letter
        for letter in text[:LONGEST_TOLD]
    )
    return shown if len(text) <= LONGEST_TOLD else f"{shown} …"


def longest_dotted(text: str) -> int:
    """How many parts the longest run of keys joined by dots has, told without parsing."""
    longest = run = 1
    for part in text.split(".")[1:-1]:
        run = run + 1 if _KEY.fullmatch(part) else 1
        longest = max(longest, run)
    return longest
