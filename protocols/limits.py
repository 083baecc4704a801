"""How large a document may be: far beyond any agreement, far below what would tie a server up."""

from collections.abc import Mapping
from typing import Any

from protocols.errors import Problem, ProtocolError

MOST: Mapping[str, int] = {"clause": 2_000, "fact": 500, "party": 1_000, "group": 500, "basis": 500}
MOST_RULES = 2_000
# Words of one condition, and problems told before the reading is given up.
MOST_WORDS, MOST_PROBLEMS = 1_000, 200
DEEPEST = 12
TOO_DEEP = f"cannot be read: nested too deeply, more than {DEEPEST} tables within tables"


def check_limits(data: Mapping[str, Any]) -> None:
    """Raise a ProtocolError for a document with more of anything than may be."""
    if _is_deep(data):
        _refuse("document", TOO_DEEP)
    counts = {key: _length(data.get(key)) for key in MOST}
    for key, count in counts.items():
        if count > MOST[key]:
            _refuse(key, f"{count:,} of them; a document has at most {MOST[key]:,}")
    rules = sum(_length(clause.get("rule")) for clause in _tables(data.get("clause")))
    if rules > MOST_RULES:
        _refuse("rule", f"{rules:,} rules; a document has at most {MOST_RULES:,}")


def _is_deep(data: object) -> bool:
    """Whether anything lies too deep; level by level, for nothing may be called that often."""
    level = [data]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _refuse(key: str, message: str) -> None:
    raise ProtocolError([Problem("error", None, key, 1, message)])
