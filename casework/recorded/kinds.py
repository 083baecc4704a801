"""How each fact is recorded: about what, by whom, and where the program works it out itself.

The list of what a case page asks comes from the protocol in force (`in_use`); a word of the core
vocabulary has its question here, a local fact is asked in the words of its own declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocols import core_facts
from protocols.spelling import capitalised
from protocols.vocabulary import Dimension


class About(StrEnum):
    """What a fact may be recorded about."""

    CASE = "case"
    AGENCY = "agency"
    SUBJECT = "subject"
    SECTION = "section"
    ANSWER = "answer"
    PERSON = "person"


class Recorder(StrEnum):
    """Who may record a fact."""

    OFFICE = "coordinator or chair"
    CHAIR = "chair"
    REFERRER = "the agency that referred the case"
    OWNER = "the agency that holds the information"
    RECIPIENT = "the agency it is about"


@dataclass(frozen=True, slots=True)
class FactKind:
    """One fact a person can record: the question, what it may be about, and who answers it."""

    name: str
    question: str
    hint: str = ""
    about: tuple[About, ...] = (About.CASE,)
    recorders: frozenset[Recorder] = frozenset({Recorder.OFFICE})
    # Asked for one purpose or for all.
    by_purpose: bool = False
    # Decided at a level of risk; it ends with that level, and has an end of its own.
    overrides: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A fact that comes about in another place of the program."""

    words: str
    # A page of the case, for the office alone.
    endpoint: str = ""


_OFFICE = frozenset({Recorder.OFFICE})
_PEOPLE = frozenset({Recorder.OFFICE, Recorder.REFERRER})
_OWNER = frozenset({Recorder.OWNER})
_JUDGES = frozenset({Recorder.OFFICE, Recorder.OWNER})
_INFORMATION = (About.SECTION, About.ANSWER, About.CASE)
_PERSON = (About.CASE, About.SUBJECT)

KINDS: Mapping[str, FactKind] = {
    kind.name: kind
    for kind in (
        FactKind("relevant", "Is it relevant to keeping somebody safe?",
                 "Judge the information, not the agency.", _INFORMATION, _JUDGES),
        FactKind("necessary", "Is it necessary to share it?",
                 "Would less be enough?", _INFORMATION, _JUDGES),
        FactKind("owner_judged_relevant", "Do you judge it relevant and proportionate to share?",
                 "Your agency holds it, so your agency judges.", (About.ANSWER,), _OWNER),
        FactKind("related_to_risk", "Is it part of the risk that is to be managed?",
                 "For example money, where control over it is part of the harm.",
                 _INFORMATION, _JUDGES),
        FactKind("originator_approved", "Does your agency agree that it is shared?",
                 "It was marked: ask the agency that gave it first.", (About.ANSWER,), _OWNER),
        FactKind("chair_approved", "Do you, as chair, approve it?", "",
                 (About.CASE,), frozenset({Recorder.CHAIR})),
        FactKind("consent", "Does this person agree that information is shared?",
                 "Agreeing, being told and the lawful basis are three different things.",
                 _PERSON, _PEOPLE, by_purpose=True),
        FactKind("consent_overridden", "Was it decided to share without consent?",
                 "It ends on the date you set, or as soon as the risk falls below high.",
                 _PERSON, _OFFICE, overrides=True),
        FactKind("victim_told", "Was the person at risk told that information is shared?",
                 "", _PERSON, _PEOPLE),
        FactKind("victim_agrees", "Does the person at risk agree?", "", _PERSON, _PEOPLE),
        FactKind("lawful_basis_recorded", "Is the lawful basis written down?",
                 "Consent is rarely the lawful basis.", _PERSON, _PEOPLE),
        FactKind("duty_of_confidence", "Is a duty of confidence owed?", "", _PERSON, _PEOPLE),
        FactKind("under_18", "Is this person under 18?",
                 "Only needed where no date of birth is known.", (About.SUBJECT,), _PEOPLE),
        FactKind("emergency_declared", "Is this an emergency?",
                 "Set an end: what it opens closes again by itself."),
        FactKind("tenant_of_recipient", "Is the person at risk a tenant of this agency?", "",
                 (About.AGENCY,)),
        FactKind("own_client", "Is the person this agency’s own client?", "", (About.AGENCY,)),
        FactKind("in_own_remit", "Does the case fall within this agency’s own duties?",
                 "For example noise, licensing or food safety.", (About.AGENCY,)),
        FactKind("fire_risk", "Is there a risk of fire?", "It tells the fire service where."),
    )
}  # fmt: skip

THREAT = "casefile.threat"
ELSEWHERE: Mapping[str, Elsewhere] = {
    "released": Elsewhere("Follows from what each agency releases of its research."),
    "released_verbally": Elsewhere("Follows from what each agency tells at the meeting only."),
    "granted_request": Elsewhere("Follows from requests to see more that were granted."),
    "confidentiality_signed": Elsewhere("Follows from the signatures at the meeting."),
    "log": Elsewhere("Every opening is written down by itself."),
    "serious_threat": Elsewhere("Recorded with its reason, and agreed by the chair.", THREAT),
    "serious_threat_reason_recorded": Elsewhere("Follows from the serious threat.", THREAT),
}


PROGRAM = "program"
_ABOUT: Mapping[str, tuple[About, ...]] = {
    core_facts.About.CASE: (About.CASE, About.SECTION),
    core_facts.About.SUBJECT: (About.SUBJECT, About.CASE),
    core_facts.About.INFORMATION: _INFORMATION,
    core_facts.About.RECIPIENT: (About.AGENCY,),
    core_facts.About.PERSON: (About.PERSON,),
}
_BY: Mapping[str, frozenset[Recorder]] = {
    "originator": _OWNER,
    "discloser": _OWNER,
    "recipient": frozenset({Recorder.RECIPIENT}),
    "coordinator": _OFFICE,
    "chair": frozenset({Recorder.CHAIR}),
    "referrer": frozenset({Recorder.REFERRER}),
    "anyone": _PEOPLE,
}


def kind_of(dimension: Dimension) -> FactKind | None:
    """How a person records this fact; None where the program works it out."""
    if dimension.name in ELSEWHERE or dimension.recorded_by == (PROGRAM,):
        return None
    return KINDS.get(dimension.name) or _declared(dimension)


def elsewhere(dimension: Dimension) -> Elsewhere:
    """Where a fact comes about that nobody records by hand."""
    return ELSEWHERE.get(dimension.name) or Elsewhere("Worked out by the program.")


def _declared(dimension: Dimension) -> FactKind:
    """A fact as the document, or the core vocabulary, declares who records it and of what."""
    core = core_facts.FACTS.get(dimension.name)
    by = dimension.recorded_by or (core.by if core else ())
    about = core.about.value if core and not dimension.recorded_by else dimension.about
    says = capitalised(dimension.says)
    return FactKind(dimension.name, f"Is it so: {says}?", "", _ABOUT[about], _recorders(by, about))


def _recorders(by: tuple[str, ...], about: str) -> frozenset[Recorder]:
    named = frozenset().union(*(_BY.get(word, _OFFICE) for word in by)) if by else _OFFICE
    if about == core_facts.About.RECIPIENT and "recipient" not in by:
        # What opens something to an agency is recorded by somebody else, unless partners said so.
        return named & {Recorder.OFFICE, Recorder.CHAIR} or _OFFICE
    return named
