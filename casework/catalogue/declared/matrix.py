"""A community risk matrix to begin with: no area's own. Put your partnership's in its place."""

from __future__ import annotations

from collections.abc import Iterable

from casework.catalogue.field import ANTISOCIAL, Choice
from casework.catalogue.instrument import Band, Instrument, Item

LICENCE_NOTE = (
    "A matrix made for this program as a starting point. It has not been tested. Its items, "
    "points and threshold "
    "should be replaced with the form your partnership uses."
)

_FREQUENCY = (
    "0 Once",
    "1 Now and then",
    "2 Every month",
    "3 Every week",
    "4 Most days",
    "5 Every day",
)
_HARM = ("0 None", "1 Slight", "2 Some", "3 Clear", "4 Serious", "5 Severe")
_FEW = ("0 None", "1 Slight", "2 Clear", "3 Serious")

# Name, topic, category, sensitivity, answers as 'points words'.
_ITEMS: tuple[tuple[str, str, str, int, tuple[str, ...]], ...] = (
    ("frequency", "How often it happens", "allegation", 2, _FREQUENCY),
    ("escalating", "Getting worse or more frequent", "risk", 2, ("0 No", "2 More often",
    "3 More often and worse")),
    ("severity", "How serious it is", "allegation", 3,
     ("0 Nothing serious", "1 Nuisance", "2 Insults", "3 Threats or damage", "4 Violence",
     "5 A weapon")),
    ("targeted", "Aimed at this person or household", "allegation", 2, ("0 No", "3 Yes")),
    ("hate", "Driven by hate", "protected_characteristic", 3, ("0 No sign", "3 Perhaps", "5 Yes")),
    ("history", "History between the people", "third_party", 2,
     ("0 Strangers", "1 Know each other", "2 Earlier trouble", "3 Long or violent history")),
    ("daily_life", "Effect on health, sleep and daily life", "health", 3, _HARM),
    ("suicide", "Thoughts of suicide or self-harm", "mental_health", 3, ("0 No", "5 Yes")),
    ("vulnerability", "More easily hurt: age, disability, illness, language", "health", 3, _HARM),
    ("children", "Children or dependants in the home", "child", 3,
     ("0 None", "1 In the home", "2 They see or hear it", "3 They are targets")),
    ("isolation", "Alone, or with few people to turn to", "victims_words", 3, _FEW),
    ("exploitation", "Home taken over, exploitation, or money taken", "conviction", 3, _HARM),
    ("perpetrator_needs", "Needs of the person causing harm", "health", 3, _HARM),
    ("home_safety", "Fire, hoarding or self-neglect", "health", 3, _FEW),
    ("response", "What agencies have done so far", "opinion", 2,
     ("0 Has worked", "1 Has helped a little", "2 Has not helped", "3 Nothing was done")),
    ("confidence", "Afraid to report, or of revenge", "victims_words", 4, _FEW),
)  # fmt: skip


def _choices(answers: Iterable[str]) -> tuple[Choice, ...]:
    parted = (text.partition(" ") for text in answers)
    return (*((points, words) for points, _, words in parted), ("unknown", "Not known"))


def _points(choices: Iterable[Choice]) -> dict[str, int]:
    return {value: int(value) if value.isdigit() else 0 for value, _ in choices}


def _item(
    number: int, name: str, label: str, category: str, sensitivity: int, answers: tuple[str, ...]
) -> Item:
    choices = _choices(answers)
    return Item(number, label, f"matrix.{name}", category, sensitivity, choices, _points(choices))


MATRIX = Instrument(
    name="community_matrix",
    version="1",
    title="Community risk matrix (replace with your own)",
    licence_note=LICENCE_NOTE,
    conferences=ANTISOCIAL,
    items=tuple(_item(number, *row) for number, row in enumerate(_ITEMS, start=1)),
    # Islington calls a total above 31 of its own matrix high; the lower line is ours.
    bands=(Band(32, "high", "High"), Band(16, "medium", "Medium"), Band(0, "standard", "Standard")),
    threshold=32,
    auto_escalate=frozenset({8}),
)
