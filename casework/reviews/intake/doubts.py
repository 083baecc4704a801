"""Words that name an end and do not claim it: 'not been completed', 'expected completion'.

Wrongly read as done, an open commitment looks finished; wrongly read as not done, somebody looks
once more. So whatever casts a doubt counts, wherever it stands in the same sentence.
"""

from __future__ import annotations

import re

ENDS = (
    r"(?:complete|completed|completion|completing|closed|closure|achieved|done|implemented|"
    r"finished|delivered|discharged|embedded|signed off)\b"
)
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_PART = (
    r"nearly|almost|partly|partially|part|half|mostly|mainly|largely|substantially|broadly|"
    r"virtually|some|several|majority|phase|stage|first|initial|interim|drafts?"
)
_DENIED = (
    r"not|never|nothing|none|nobody|neither|nor|cannot|\w+n't|without|unable|fail(?:s|ed|ing)?|"
    r"no (?:evidence|record|proof|sign|confirmation|date|actions?)"
)
_BUT = (
    r"in part|partly|partially|half|some|subject to|except|apart from|but|however|awaiting|"
    r"pending|to begin|to start|to follow"
)
_AHEAD = (
    r"will|would|should|could|can|may|might|must|shall|going to|yet to|hop(?:e|es|ing) to|"
    r"aim(?:s|ing)? to|plan(?:s|ned|ning)?|intend(?:s|ed)?|expect(?:s|ed)?|anticipated|"
    r"estimated|projected|proposed|scheduled|target(?:ed)?|due|awaiting|pending|until|before|once|"
    r"when|if|towards?|near(?:ing)?|subject to"
)
_DOUBTS = (
    # Denied: 'has never been delivered', 'no evidence that this was completed'.
    rf"\b(?:{_DENIED})\b[^.;|]{{0,60}}\b{ENDS}",
    # Still to come: 'to be fully embedded', 'being implemented', 'due for completion'.
    rf"\b(?:to|(?:to )?be|being)(?: \w+ly)? {ENDS}",
    rf"\b(?:{_AHEAD})\b[^.;|]{{0,30}}\b{ENDS}",
    r"\b(?:for|on|upon|towards) (?:full )?completion\b",
    r"\bcompletion\b.{0,40}\b(?:to be|tb[cad]|expected|due|pending|planned|anticipated|by)\b",
    # In part: 'half complete', '3 of 5 actions completed', 'complete but for the audit'.
    rf"\b(?:{_PART})\b[^.;|]{{0,20}}\b{ENDS}",
    rf"\b{_NUMBER} (?:out )?of (?:the )?{_NUMBER}\b",
    rf"\b{ENDS}[^.;|]{{0,20}}\b(?:{_BUT})\b",
    # Asked and denied, or taken back: 'Complete: no', 'closed in error'.
    rf"\b{ENDS}\s*[?:–—-]+\s*no?\W*$",
    rf"\b{ENDS}[^.;|]{{0,20}}(?:\bby mistake|\bin error|\bprematurely|\?$)",
)
DOUBTS = re.compile("|".join(_DOUBTS))


def doubted(words: str) -> bool:
    """Whether an end is named and not claimed. Expects small letters and single spaces."""
    return DOUBTS.search(words) is not None
