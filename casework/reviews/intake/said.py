"""What a file says about how far something is: believed as the owner's word and no more (R01)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from casework.reviews.days import Day, read_day
from casework.reviews.intake.doubts import doubted
from casework.web.dates import day


class Said(IntEnum):
    """How far it is by the file's own words; of several the least is taken."""

    NOT_STARTED = 0
    UNDERWAY = 1
    DONE = 2


# Given up, or put off: nobody here has decided that.
UNFOLLOWED = (
    r"supersed|\bno longer\b|\bwithdrawn\b|not applicable|^n/?a\b|transferred to|\bdeferred\b|"
    r"\bon hold\b|\bcancelled\b|\bput off\b|\babandoned\b|not (being )?pursued"
)
# In this order: what says that it is not done stands before what says that it is.
_WORDS: tuple[tuple[Said, str], ...] = (
    (Said.NOT_STARTED, (r"\bnot (yet )?(started|begun|commenced|due)|yet to (start|begin|commence)|"
                       r"\bno progress|^planned$|^proposed$|not yet (agreed|accepted)|not started|"
                       r"\b0 ?%|^(agreed|accepted)\b|refused|rejected|^new$")),
    (Said.NOT_STARTED, UNFOLLOWED),
    (Said.UNDERWAY, (r"\bincomplete|uncompleted|outstanding|overdue|delayed|on ?going|in progress|"
                    r"under ?way|on track|on target|behind|slipp|partial|continu|started|commenced|"
                    r"at risk|waiting|sent back|reopened|\b[1-9]\d? ?%")),
    (Said.DONE, (r"\bcomplete\b|\bcompleted\b|\bcompletion\b|\bclosed\b|\bachieved\b|\bdone\b|"
                r"\bimplemented\b|\bfinished\b|\bdelivered\b|\bdischarged\b|\bembedded\b|"
                r"\bsigned off\b|\b100 ?%|evidence accepted|^y(es)?$|^y(es)?\W+(?=.*\d)|^✓|^✔")),
    (Said.UNDERWAY, r"^open$|^no?$|^active$|^in part$"),
)  # fmt: skip
WORDS = tuple((said, re.compile(words)) for said, words in _WORDS)
COLOURS = {"red": Said.UNDERWAY, "amber": Said.UNDERWAY, "yellow": Said.UNDERWAY,
           "green": Said.UNDERWAY, "blue": Said.DONE, "purple": Said.DONE}  # fmt: skip
COLOUR = re.compile(r"\b(red|amber|yellow|green|blue|purple|gr[ae]y|[rabg])\b")
LETTERS = {"r": "red", "a": "amber", "g": "green", "b": "blue", "gray": "grey"}
COLOUR_ALONE = "‘{}’ alone says nothing about being done: taken as in progress"
PUT_OFF = "‘{}’: given up or put off in the file; here it is open until the board decides"
NOT_PLAIN = "‘{}’ does not say plainly that it is done: taken as in progress"
GREY = "Greyed out in the file; that makes nothing done"


@dataclass(slots=True)
class Progress:
    """How far a row is by its words, since when it is called done, and what was odd about that."""

    said: Said = Said.NOT_STARTED
    completed_on: date | None = None
    # The words by which the file calls it done; they become evidence that is still to be checked.
    words: str = ""
    odd: list[str] = field(default_factory=list)
    # Days that cannot both be true: the row is kept apart.
    contradiction: str = ""


def read_progress(
    *, status: str, rag: str, colour: str, completed: str, today: date, month_first: bool = False
) -> Progress:
    """Put status, colour and completion together; the least finished of them counts."""
    made = Progress()
    claims = [*_status(status, made), *_colour(rag or colour, made, alone=not status)]
    ended = read_day(completed, month_first=month_first)
    claims += _completed(completed, ended, made, today)
    if claims:
        made.said = min(claims)
        if len(set(claims)) > 1 and Said.DONE in claims:
            made.odd.append(
                "The file calls it done in one place and not in another: taken as not done"
            )
    if made.said is Said.DONE and made.completed_on is None:
        _date_of(status, read_day(status, month_first=month_first), made, today)
    if made.said is Said.DONE:
        made.words = " | ".join(w for w in (status, rag, completed) if w)
        if made.completed_on is None:
            made.odd.append("Called complete without a date")
    else:
        made.contradiction = ""
    return made


def _date_of(status: str, read: Day, made: Progress, today: date) -> None:
    # 'Completed 12 March 2024' in the column of the status.
    made.completed_on = read.on
    if made.completed_on is not None:
        found = day(made.completed_on)
        made.odd.append(f"‘{status[:60]}’: {found} is taken as the day on which it was completed")
        if made.completed_on > today:
            made.contradiction = f"It is called complete on {found}, which is still to come"


def said_in(words: str) -> Said | None:
    """What a text says; None when it says nothing about it."""
    plain = _plain(words)
    told = next((said for said, pattern in WORDS if pattern.search(plain)), None)
    return Said.UNDERWAY if told is Said.DONE and doubted(plain) else told


def _tell_doubt(words: str, told: Said, made: Progress) -> None:
    if told is Said.UNDERWAY and doubted(_plain(words)):
        made.odd.append(NOT_PLAIN.format(words[:60]))


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _status(status: str, made: Progress) -> list[Said]:
    if not status:
        return []
    told = said_in(status)
    if told is not None:
        if told is Said.NOT_STARTED and re.search(UNFOLLOWED, status.lower()):
            made.odd.append(PUT_OFF.format(status[:60]))
        _tell_doubt(status, told, made)
        return [told]
    found = _colours(status)
    if found:
        return list(_colour(status, made, alone=True))
    made.odd.append(
        f"‘{status[:60]}’ says nothing that is known about being done: taken as in progress"
    )
    return [Said.UNDERWAY]


def _colour(words: str, made: Progress, *, alone: bool) -> list[Said]:
    told = said_in(words)
    if told is not None:
        return [told]
    found = _colours(words)
    if not found:
        return []
    name = found[0]
    if name == "grey":
        made.odd.append(GREY)
        return []
    if alone and COLOURS[name] is Said.UNDERWAY and name == "green":
        made.odd.append(COLOUR_ALONE.format(name.capitalize()))
    if name in {"blue", "purple"}:
        made.odd.append(f"{name.capitalize()} is read as called complete")
        return [Said.DONE]
    # Beside words a colour adds nothing; alone it says that somebody is at it.
    return [COLOURS[name]] if alone else []


def _colours(words: str) -> list[str]:
    found = COLOUR.findall(words.lower())
    return [LETTERS.get(name, name) for name in found if len(name) > 1 or len(words.strip()) <= 3]


def _completed(completed: str, read: Day, made: Progress, today: date) -> list[Said]:
    if not completed:
        return []
    told = said_in(completed)
    if told is Said.DONE or (told is None and read.on is not None):
        made.completed_on = read.on
        made.odd += [words for words in read.odd if read.on is not None]
        if read.on is not None and read.on > today:
            made.contradiction = f"It is called complete on {day(read.on)}, which is still to come"
        return [Said.DONE]
    if told is not None:
        _tell_doubt(completed, told, made)
        return [told]
    made.odd.append(
        "An outcome is written, and nothing says that it is complete: taken as in progress"
    )
    return [Said.UNDERWAY]
