"""The demonstration's content: files of text, read once; what they hold is plain dictionaries."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

Story = Mapping[str, Any]
_CASES = ("marac_live", "ccm_live", "asb_live", "shorter")
# Told in full; the others take what they leave open from the variants.
_SHORT = "shorter"


@lru_cache(maxsize=16)
def read(name: str) -> Mapping[str, Any]:
    """One file of the content, by its name without the ending."""
    folder = files("casework.demo").joinpath("content")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def partnership() -> Mapping[str, Any]:
    """The partnership: agencies, conferences and people."""
    return read("partnership")


def wards() -> str:
    """The list of wards, as an administrator would bring it in."""
    return files("casework.demo").joinpath("content", "wards.csv").read_text(encoding="utf-8")


def partner_plan() -> bytes:
    """A partner's own action plan, as it was sent."""
    return files("casework.demo").joinpath("content", "partner_plan.csv").read_bytes()


def variants() -> Mapping[str, Any]:
    """What shorter stories take by turns."""
    return read("variants")


def learning() -> Mapping[str, Any]:
    """The review with its recommendations."""
    return read("learning")


def death_review() -> Mapping[str, Any]:
    """The death review with its record."""
    return read("death_review")


def boards() -> Mapping[str, Any]:
    """The board between and at its meetings."""
    return read("boards")


def full_stories() -> list[Story]:
    """Cases told in full."""
    return [case for name in _CASES if name != _SHORT for case in read(f"cases/{name}")["case"]]


def short_stories() -> list[Story]:
    """Cases told in brief."""
    return list(read(f"cases/{_SHORT}")["case"])
