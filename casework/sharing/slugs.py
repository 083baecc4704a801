"""A name as people write it, as the document writes it."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, between: str = "_", longest: int = 40) -> str:
    """'Harm side: new!' as harm_side_new; empty when no letter is left."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", between, bare).strip(between)
    return re.sub(r"^[0-9_-]+", "", made)[:longest].strip(between)
