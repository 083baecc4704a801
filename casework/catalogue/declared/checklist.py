"""The 24-item checklist: topics only, so that the result of the official form can be recorded.

The wording of the official form belongs to its authors and is not here (domain research,
3.2). A paraphrase
has not been tested, so it is never called by the official name.
"""

from __future__ import annotations

from casework.catalogue.field import DOMESTIC_ABUSE
from casework.catalogue.instrument import Band, Instrument, Item, RedFlag
from casework.catalogue.options import YES_NO_UNKNOWN

LICENCE_NOTE = (
    "These are only the topics of a 24-item checklist, in its order. Fill in the official form "
    "that your agency "
    "has the right to use, then record its answers here. Your partnership may paste in wording it "
    "is licensed for."
)

# Topic, category, sensitivity; in the order of the form.
_TOPICS: tuple[tuple[str, str, int], ...] = (
    ("Injury in the latest incident", "health", 3),
    ("How frightened the victim is", "victims_words", 3),
    ("What is feared, and for whom", "victims_words", 4),
    ("Cut off from family, friends or services", "victims_words", 3),
    ("Low mood or thoughts of suicide", "mental_health", 3),
    ("Separated, or tried to, in the last year", "victims_words", 3),
    ("Conflict over contact with children", "child", 3),
    ("Following, constant contact or stalking", "allegation", 3),
    ("Pregnant, or a baby under 18 months", "health", 3),
    ("Abuse happening more often", "risk", 3),
    ("Abuse getting worse", "risk", 3),
    ("Control or extreme jealousy", "allegation", 3),
    ("Weapons or objects used to hurt", "conviction", 3),
    ("Threats to kill that were believed", "conviction", 3),
    ("Strangling, choking, suffocating or drowning", "health", 3),
    ("Sexual acts or words that hurt or degrade", "sexual_life", 3),
    ("Somebody else threatens or is feared, including 'honour'", "third_party", 4),
    ("Has hurt other people", "allegation", 3),
    ("Has hurt animals", "allegation", 3),
    ("Money problems or dependence", "finance", 3),
    ("Alcohol, drugs or mental health of the person causing harm", "mental_health", 3),
    ("Threats or attempts at suicide by the person causing harm", "mental_health", 3),
    ("Broken bail, orders or contact agreements", "conviction", 3),
    ("Trouble with the police, or a record", "conviction", 3),
)

CHECKLIST = Instrument(
    name="risk_checklist_24",
    version="1",
    title="Domestic abuse risk checklist, 24 topics",
    licence_note=LICENCE_NOTE,
    conferences=frozenset({DOMESTIC_ABUSE}),
    items=tuple(
        Item(
            number, label, f"checklist.item_{number:02}", category, sensitivity, YES_NO_UNKNOWN,
            {"yes": 1, "no": 0, "unknown": 0},
        )
        for number, (label, category, sensitivity) in enumerate(_TOPICS, start=1)
    ),
    bands=(Band(14, "high", "High"), Band(10, "medium", "Medium"), Band(0, "standard", "Standard")),
    threshold=14,
    # Clusters named by one area's referral form; judgement stays free to see others.
    red_flags=(
        RedFlag("Separation together with control and violence", ((6,), (12,), (1, 13, 15, 16))),
        RedFlag("Strangling, choking or suffocating", ((15,),)),
        RedFlag("Stalking", ((8,),)),
        RedFlag("Threats to kill", ((14,),)),
        RedFlag("The victim is very frightened", ((2,),)),
        RedFlag("Abuse is happening more often or getting worse", ((10, 11),)),
        RedFlag("Abuse in the name of 'honour', or by several people", ((17,),)),
    ),
)  # fmt: skip
