"""One page of a listing, and the links to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")
PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of one page and how many there are in all."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty listing has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Position of the first item shown, counted from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Position of the last item shown."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer; None stands for a gap."""
        near = {1, self.pages, self.number - 1, self.number, self.number + 1}
        offered: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            before = offered[-1] if offered else None
            if before is not None and number - before > 1:
                offered.append(None)
            offered.append(number)
        return offered


def page_of(items: Sequence[T], number: int, per_page: int = PER_PAGE) -> Page[T]:
    """Cut one page from a list already in memory; a number past the end gives the last page."""
    number = min(max(1, number), max(1, -(-len(items) // per_page)))
    start = (number - 1) * per_page
    return Page(items[start : start + per_page], number, per_page, len(items))


def page_number(args: Mapping[str, str]) -> int:
    """The page asked for; anything that is no number means the first."""
    text = args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_url(number: int) -> str:
    """The present address, filters kept, at another page."""
    asked = {key: values for key, values in request.args.lists() if key != "page"}
    endpoint = request.endpoint or "web.static"
    return url_for(endpoint, **(request.view_args or {}), **asked, page=number)  # type: ignore[arg-type]  # Flask says Any
