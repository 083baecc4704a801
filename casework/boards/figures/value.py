"""One number of one period, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Published statistics of people: below this a number is not given.
SMALLEST = 5
FEWER = f"fewer than {SMALLEST}"
HIDDEN = "not shown, so that a small number cannot be worked out"


@dataclass(frozen=True, slots=True)
class Value:
    """`number` of `base` for a share; `reason` when there is none; `kept` when it is kept back."""

    number: float | None = None
    base: int | None = None
    reason: str = ""
    kept: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a number that may be shown."""
        return self.number is not None and not self.kept

    @property
    def is_small(self) -> bool:
        """Whether showing it could point at somebody."""
        # Of a share the base is people or cases; how many of them were late points at nobody.
        counted = self.number if self.base is None else self.base
        return counted is not None and 0 < counted < SMALLEST

    def kept_back(self, why: str) -> Value:
        """The same without its number."""
        return replace(self, kept=why)

    def __add__(self, other: Value) -> Value:
        """Months added up; one that is missing makes the sum missing, with its reason."""
        if self.number is None or other.number is None:
            return Value(reason=self.reason or other.reason)
        base = None if self.base is None else self.base + (other.base or 0)
        return Value(self.number + other.number, base)
