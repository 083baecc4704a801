"""A case told in brief becomes a whole one: what it leaves open comes from variants by turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.catalogue.instruments import instrument
from casework.demo.content import Story, variants

# In this order items are said to be true until the total is reached.
COMMON = (2, 3, 8, 11, 10, 6, 12, 4, 20, 5, 21, 24, 18, 1, 14, 23, 13, 15, 7, 9, 16, 17, 19, 22)
LEVELS = {"Very high": "very_high", "High": "high", "Medium": "medium", "Standard": "standard"}
BASES = {"marac": "cda_115; gdpr_6_1_e; dpa_sch1_18", "asb": "asbcpa_sch4; gdpr_6_1_c"}
CHECKLIST_NAME, MATRIX_NAME = "risk_checklist_24", "community_matrix"
OTHER_BASES = "cda_115; gdpr_6_1_e"


def whole(story: Story, turn: int) -> dict[str, Any]:
    """The story with everything a referral asks for."""
    told = {**_common(story, turn), **_about(story, turn)}
    return {**told, **{name: value for name, value in story.items() if name not in told}}


def take(name: str, turn: int) -> Any:
    """The variant whose turn it is."""
    offered: Sequence[Any] = variants()[name]
    return offered[turn % len(offered)]


def _common(story: Story, turn: int) -> dict[str, Any]:
    kind = story.get("kind", "person")
    return {
        "kind": kind,
        "reason": _reason(story, turn),
        "risk": {
            "narrative": story["risk"],
            "level": _level(story["risk"]),
            "protective_factors": take("protective", turn),
            "grounds": "yes" if story["conference"] == "marac" else "not_needed",
            "child_referral": "no_children",
            "victims_priorities": take("priorities", turn),
        },
        "awareness": _awareness(story, turn),
        "wishes": {"wants": story["wants"], "fears": take("fears", turn)},
        "support": _support(turn),
        "previous": {"conference": "no", "other_panels": "none"},
        "incident_now": {
            "date": "-3",
            "account": story["account"],
            "harm": take("harm", turn),
            "history": take("history", turn + 1),
            "unreported_crime": "no",
        },
        **_scored(story),
    }


def _reason(story: Story, turn: int) -> dict[str, str]:
    found = {"why_here": story["why"], "actions_taken": take("done", turn)}
    if story["conference"] == "asb":
        found |= {"qualifying_reports": str(4 + turn % 8), "responses": take("tried", turn)}
    words = {
        "professional_judgement": "judgement",
        "potential_escalation": "escalation",
        "repeat": "repeat",
        "urgent": "urgency",
    }
    if story["route"] in words:
        found[words[story["route"]]] = story.get("urgency", story["why"])
    return found


def _level(risk: str) -> str:
    return next((word for start, word in LEVELS.items() if risk.startswith(start)), "unknown")


def _awareness(story: Story, turn: int) -> dict[str, str]:
    agrees = "unsafe_to_ask" if turn % 5 == 4 else "given"
    found = {
        "told": "yes",
        "told_on": "-1",
        "agrees": agrees,
        "lawful_basis": BASES.get(story["conference"], OTHER_BASES),
        "duty_of_confidence": "no",
    }
    if agrees != "given":
        found |= {"reason_without_agreement": variants()["without_agreement"]}
    return found


def _support(turn: int) -> dict[str, str]:
    return {
        "offered": ("accepted", "waiting", "accepted", "declined")[turn % 4],
        "details": take("details", turn),
        "contact_frequency": ("weekly", "fortnightly", "monthly", "after_incidents")[turn % 4],
        "last_contact": "-0",
    }


def _about(story: Story, turn: int) -> dict[str, Any]:
    if "place" in story:
        return {"place": _place(story, turn), "victim": {}, "perp": {}}
    return {"victim": _victim(story["victim"], turn), "perp": _perp(story["perp"], turn)}


def _place(story: Story, turn: int) -> dict[str, str]:
    name, kind, features, count = story["place"]
    return {
        "name": name,
        "kind": kind,
        "address": f"{name}\nQuayside City",
        "postcode": f"ZZ97 {turn % 9}ZA",
        "features": features,
        "complainant_count": count,
        "groups_causing_harm": story["account"],
        "tried": take("tried", turn),
        "objective": story["wants"],
        "method": "sara",
    }


def _victim(person: Sequence[Any], turn: int) -> dict[str, str]:
    given, surname, age, gender = person
    return {
        "given_name": given,
        "surname": surname,
        "date_of_birth": f"age {age}",
        "gender": gender,
        **_home(turn, "WA"),
        "address_type": "home",
        "telephone": f"07700 9002{turn:02}",
        **take("contact", turn),
        "first_language": "English",
        "interpreter": "no",
        "housing_tenure": ("council", "private", "owner", "housing_association")[turn % 4],
    }


def _perp(person: Sequence[Any], turn: int) -> dict[str, str]:
    given, surname, age, gender, relationship = person
    named = {"given_name": given, "surname": surname, "date_of_birth": f"age {age}"}
    known = {**named, **_home(turn + 5, "PA"), "gender": gender} if given else {}
    return {**known, "relationship": relationship}


def _home(turn: int, letters: str) -> dict[str, str]:
    street = take("streets", turn * 3 + len(letters))
    return {
        "current_address": f"{100 + turn} {street}\nQuayside City",
        "postcode": f"ZZ98 {turn % 10}{letters[0]}{chr(65 + turn // 10)}",
    }


def _scored(story: Story) -> dict[str, Any]:
    total = story.get("score", 0)
    if story["conference"] == "marac":
        return {"checklist": {"yes": list(COMMON[:total])}}
    return {"matrix": matrix_of(total)} if total else {}


def matrix_of(total: int) -> Mapping[str, str]:
    """Points spread over the items of the matrix until they come to the total."""
    tool = instrument(MATRIX_NAME)
    left, found = total, {}
    for number, item in enumerate(tool.items):
        rest = sum(i.most for i in tool.items[number + 1 :])
        wanted = max(left - rest, min(left, round(item.most * total / tool.most)))
        allowed = sorted(set(item.points.values()))
        given = min(allowed, key=lambda p: (abs(p - wanted), p))
        found[item.field.partition(".")[2]], left = str(given), max(0, left - given)
    return found


def checklist_answers(told: Mapping[str, Any]) -> dict[str, str]:
    """Answers to the checklist by field: the numbers that are true, not known, and the comments."""
    yes, unknown = set(told.get("yes", ())), set(told.get("unknown", ()))
    found = {}
    for item in instrument(CHECKLIST_NAME).items:
        found[item.field] = _said(item.number, yes, unknown)
    for number, words in told.get("comments", {}).items():
        found[f"checklist.item_{int(number):02}_comment"] = words
    return found


def _said(number: int, yes: set[int], unknown: set[int]) -> str:
    if number in yes:
        return "yes"
    return "unknown" if number in unknown else "no"
