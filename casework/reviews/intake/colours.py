"""Colours of cells by name: what a plan means by them is looked at, and believed of none."""

from __future__ import annotations

import colorsys
import re

HEX = re.compile(r"[0-9A-Fa-f]{6}")
# Where each colour of a RAG begins, in degrees; red stands at both ends.
HUES = ((20, "red"), (70, "amber"), (170, "green"), (265, "blue"), (330, ""), (361, "red"))


def colour_name(rgb: str) -> str:
    """red, amber, green, blue or grey; empty for white, black and what is none of them."""
    if not HEX.fullmatch(rgb):
        return ""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.97 or light < 0.08:
        return ""
    if strength < 0.2:
        return "grey"
    return next(name for end, name in HUES if hue * 360 < end)
