"""The masks a rule may name, with their parameters: `last_digits`, or `last_digits:4`."""

from collections.abc import Mapping
from dataclasses import dataclass

from protocols.errors import did_you_mean
from protocols.spelling import spelled


@dataclass(frozen=True)
class MaskWord:
    """One mechanical way to show a part. `{}` in `says` is the number; none may be given without
    `numbers`, the least and the most that may be asked for, and the number that is usual.
    """

    says: str
    least: int = 0
    most: int = 0
    usual: int = 0

    @property
    def takes_number(self) -> bool:
        """Whether a number may follow."""
        return self.most > 0


MASKS: Mapping[str, MaskWord] = {
    "year_of_birth": MaskWord("the year of a date"),
    "year": MaskWord("the year of a date"),
    "month": MaskWord("the month and year of a date"),
    "age": MaskWord("the age in years"),
    "age_band": MaskWord("an age band of {} years", 5, 25, 10),
    "district": MaskWord("the postcode district of an address"),
    "ward": MaskWord("the ward of an address"),
    "initials": MaskWord("the initials of a name"),
    "last_digits": MaskWord("the last {} digits of a number", 2, 4, 3),
    "small_number": MaskWord("a rounded count, small ones below {} not told", 3, 100, 5),
    "hidden": MaskWord("that there is an entry, its words hidden"),
    "redacted": MaskWord("the entry with its words hidden"),
    "remove_identity": MaskWord("the entry with whatever identifies somebody hidden"),
}


def split(mask: str) -> tuple[str, int | None]:
    """The name and the number of a mask, which `problem` finds nothing wrong with."""
    name, _, number = mask.partition(":")
    return name, int(number) if number.isascii() and number.isdigit() else None


def problem(mask: str) -> str | None:
    """What is wrong with a mask, or None."""
    name, colon, number = mask.partition(":")
    word = MASKS.get(name)
    if word is None:
        return f"unknown mask '{name}'.{did_you_mean(name, MASKS)}"
    if not colon:
        return None
    if not word.takes_number:
        return f"'{name}' takes no number"
    fits = number.isascii() and number.isdigit() and len(number) < 4
    if not fits or not word.least <= int(number) <= word.most:
        return f"'{name}' takes a number from {word.least} to {word.most}"
    return None


def says(mask: str) -> str:
    """The mask in words."""
    name, number = split(mask)
    word = MASKS.get(name)
    if word is None:
        return spelled(name)
    if name == "age_band" and number is None:
        return "an age band"
    return word.says.format(number if number is not None else word.usual)
