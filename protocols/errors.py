"""What can be wrong with a document or with a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a document, with the place to look."""

    severity: str
    clause: str | None
    key: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"clause {self.clause}, " if self.clause else ""
        return f"line {self.line}: {where}{self.key}: {self.message}"


class ProtocolError(ValueError):
    """The document cannot be used; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class QuestionError(ValueError):
    """The question uses a key or a word that the protocol does not know."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(f"{key}: {message}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean x?' or nothing."""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""
