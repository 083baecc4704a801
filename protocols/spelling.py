"""How a word of the vocabulary is written for a reader: 'GP', 'children's social care'."""

import re
from collections.abc import Mapping, Sequence

# Code words have neither capitals nor apostrophes; the words of the trade do.
_PARTS: Mapping[str, str] = {
    "antisocial": "anti-social",
    "childrens": "children's",
    "email": "e-mail",
    "foi": "freedom of information",
    "idva": "Idva",
    "isva": "Isva",
    "ngo": "voluntary organisation",
    "victims": "victim's",
    **{short: short.upper() for short in ("api", "asb", "ccm", "gp", "hiv", "marac")},
}
# 'action.safe_conditions' is a question of a form: its parts are words; '1.5' is a number.
_GAPS = re.compile(r"_|(?<=[a-z])\.(?=[a-z])")
_WHOLE: Mapping[str, str] = {
    "acknowledge_application": "acknowledge the application",
    "answer_request": "answer the request",
    "hold_review": "hold the review",
    "send_outcome": "send the outcome",
    "tell_threshold": "tell the applicant whether the threshold is met",
    "absent_from_meeting": "absent from the meeting",
    "attends_meeting": "attends the meeting",
    "destroy_after_use": "destroy it after use",
    "is_subject": "is the person concerned",
    "keep_written_consent": "keep the written consent",
    "log": "write it in the record",
    "notify_earlier_recipients": "tell whoever received it earlier",
    "on_case": "on the case",
    "record_reason": "record the reason",
    "related_to_person": "related to the person",
    "review_after_meeting": "review it after the meeting",
    "tell_originator": "tell the agency that provided it",
    "tell_victim": "tell the person concerned",
    "works_with_child": "works with the child",
    "works_with_perpetrator": "works with the perpetrator",
    "works_with_victim": "works with the victim",
}


def spelled(word: str) -> str:
    """A code word in the spelling of the trade; any other text only loses its underscores."""
    return _WHOLE.get(word) or " ".join(_PARTS.get(part, part) for part in _GAPS.split(word))


def typed(word: str) -> str:
    """A name as its writer types it: read back, it is the same name."""
    return word.replace("_", " ")


def headed(word: str) -> str:
    """The same at the beginning of a line: 'GP', 'Children's social care'."""
    return capitalised(spelled(word))


def capitalised(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def either(words: Sequence[str], last: str = "or") -> str:
    """'a, b or c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
