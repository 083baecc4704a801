"""The numbers above the dashboard: what each counts, what makes it worse, and the lists behind."""

from __future__ import annotations

from dataclasses import dataclass

from casework.boards.dashboard.page import Dashboard
from casework.boards.vocabulary import What


@dataclass(frozen=True, slots=True)
class Note:
    """A number beside the number, with the list behind it."""

    words: str
    what: What


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it counts, what makes it worse, and whether it asks for something."""

    what: What
    number: int
    label: str
    notes: tuple[Note, ...] = ()

    @property
    def bad(self) -> bool:
        """Anything but nought."""
        return self.number > 0

    @property
    def note(self) -> str:
        """The notes as one line, for paper."""
        return "; ".join(one.words for one in self.notes)


def figures_of(d: Dashboard) -> list[Figure]:
    """The numbers in the order in which a chair asks."""
    return [*_of_learning(d), *_of_meetings(d), *(_of_cases(d) if d.office else [])]


def _of_learning(d: Dashboard) -> list[Figure]:
    overdue, waiting = d.overdue, d.learning.unpublished
    longest = f"longest {_many(overdue[0].line.overdue, 'day')}" if overdue else ""
    oldest = f"the oldest for {_many(waiting[0].days, 'day')}" if waiting else ""
    return [
        Figure(
            What.OVERDUE, len(overdue), "recommendations overdue",
            _notes(
                (longest, What.OVERDUE),
                (f"{len(d.no_proof)} without evidence" if overdue else "", What.NO_PROOF),
            ),
        ),
        Figure(
            What.TO_CHECK, len(d.learning.group("to_check")), "said done, not checked",
            _notes(
                (_some(len(d.learning.group("refused")), "{} refused"), What.REFUSED),
                (_checks(len(d.learning.group("checks_late"))), What.CHECKS_LATE),
            ),
        ),
        Figure(
            What.UNPUBLISHED, len(waiting), "reviews agreed, not published",
            _notes((oldest, What.UNPUBLISHED)),
        ),
    ]  # fmt: skip


def _of_meetings(d: Dashboard) -> list[Figure]:
    silent, twice = len(d.without_a_word), len(d.twice)
    owed = f"{_many(len(d.owed), 'owed report')} late" if d.owed else ""
    return [
        Figure(
            What.LATE_PAPERS, len(d.papers) + len(d.asked), "late papers",
            _notes(
                (f"{len(d.taken)} taken by the chair" if d.papers else "", What.TAKEN),
                (_some(len(d.asked), "{} for reviews"), What.REPORTS_LATE), (owed, What.OWED),
            ),
        ),
        Figure(
            What.ABSENT, len(d.missed), "agencies absent last time",
            _notes(
                (f"{silent} without apology" if d.missed else "", What.NO_WORD),
                (f"{twice} twice or more" if d.missed else "", What.TWICE),
            ),
        ),
    ]  # fmt: skip


def _of_cases(d: Dashboard) -> list[Figure]:
    late = d.actions_late
    longest = f"longest {_many(late[0].overdue, 'day')}" if late else ""
    slow = len(d.slow)
    answer = f"{_many(slow, 'agency', 'agencies')} {'answers' if slow == 1 else 'answer'} late"
    return [
        Figure(
            What.ACTIONS_LATE, len(late), "actions of conferences overdue",
            _notes(
                (longest, What.ACTIONS_LATE),
                (f"{len(d.actions_to_check)} not checked", What.ACTIONS_TO_CHECK),
            ),
        ),
        Figure(
            What.RESEARCH_LATE, len(d.research_late), "requests for research late",
            _notes((answer if slow else "", What.SLOW)),
        ),
    ]  # fmt: skip


def _notes(*told: tuple[str, What]) -> tuple[Note, ...]:
    return tuple(Note(words, what) for words, what in told if words)


def _some(number: int, words: str) -> str:
    return words.format(number) if number else ""


def _checks(number: int) -> str:
    return f"{_many(number, 'later check')} late" if number else ""


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
