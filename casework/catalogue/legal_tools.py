"""Legal and other tools a conference goes through (R64): a reminder to think of them, not advice.

From domain research 4.2, mostly the Anti-social Behaviour,
Crime and Policing Act 2014. Law changes:
every entry says to check that it is in force, and what is not yet known to be in force says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from casework.catalogue.field import ANTISOCIAL, CONFERENCES, DOMESTIC_ABUSE
from casework.clock import today

VERIFY = "Check that it is in force and that its test is met before you rely on it."
PENDING = "Not known to be in force. Check before you plan with it."


class ToolDecision(StrEnum):
    """What the meeting made of a tool."""

    USED = "used"
    PLANNED = "planned"
    NOT_USED = "considered_not_used"
    NOT_APPLICABLE = "not_applicable"


DECISION_WORDS: Mapping[ToolDecision, str] = {
    ToolDecision.USED: "In use",
    ToolDecision.PLANNED: "Planned",
    ToolDecision.NOT_USED: "Considered and not used",
    ToolDecision.NOT_APPLICABLE: "Does not apply",
}


@dataclass(frozen=True, slots=True)
class LegalTool:
    """One tool: where it stands, who may use it, and what to know about it."""

    code: str
    title: str
    where: str
    who: str
    facts: str
    in_force: str = VERIFY
    conferences: frozenset[str] = CONFERENCES
    enforcement: bool = True
    # An entry that came or was changed after the list was first published says since when the law
    # is as it says; one whose law has ended stays for cases that used it, with the day from which
    # it can be used no longer.
    holds_from: date | None = None
    ended_on: date | None = None

    @property
    def said(self) -> str:
        """All that the list says of it, to see whether it says something else later."""
        return f"{self.title}\n{self.where}\n{self.who}\n{self.facts}\n{self.in_force}"


_ACT = "ASBCPA 2014"
_abuse = frozenset({DOMESTIC_ABUSE})

LEGAL_TOOLS: tuple[LegalTool, ...] = (
    LegalTool("civil_injunction", "Civil injunction", f"{_ACT} sections 1 to 21",
              "Council, landlords, police and others", "From age 10. Can forbid things and require "
              "things. Can exclude somebody from their home (section 13).", conferences=ANTISOCIAL),
    LegalTool("criminal_behaviour_order", "Criminal behaviour order", f"{_ACT} sections 22 to 33",
              "Prosecution, asked by council or police", "On conviction.", conferences=ANTISOCIAL),
    LegalTool("dispersal", "Dispersal power", f"{_ACT} sections 34 to 42",
              "Police, authorised by an inspector", "Up to 48 hours.", conferences=ANTISOCIAL),
    LegalTool("community_protection", "Community protection warning and notice",
              f"{_ACT} sections 43 to 58", "Council, police, some landlords",
              "Persistent harm to the quality of life. From age 16.", conferences=ANTISOCIAL),
    LegalTool("public_spaces", "Public spaces protection order", f"{_ACT} sections 59 to 75",
              "Council", "Restrictions on a place, up to 3 years.", conferences=ANTISOCIAL),
    LegalTool("closure", "Closure notice and order", f"{_ACT} sections 76 to 93",
              "Police inspector or council", "Notice up to 24 hours, 48 if authorised higher. "
              "A notice cannot bar the owner or who usually lives there. Order up to 3 months, "
              "6 at most.", conferences=ANTISOCIAL),
    LegalTool("absolute_possession", "Absolute ground for possession",
              f"{_ACT} sections 94 to 100; Housing Act 1985 section 84A; Housing Act 1988 ground "
              "7A",
              "Landlords", "After one of the triggers in the list."),
    LegalTool("community_remedy", "Community remedy", f"{_ACT} sections 101 to 103", "Police",
              "Out of court, from the local document.", conferences=ANTISOCIAL),
    LegalTool("asb_case_review", "ASB case review", f"{_ACT} sections 104 and 105, Schedule 4",
              "Anybody may apply",
              "If enough qualifying reports were made the review must be held.",
              conferences=ANTISOCIAL, enforcement=False),
    LegalTool("respect_order", "Respect order and other new injunctions",
              "Crime and Policing Bill 2025", "Not settled",
              "Respect, housing and youth injunctions; closure by landlords; cuckooing offence.",
              in_force=PENDING, conferences=ANTISOCIAL),
    LegalTool("accreditation", "Accredited community safety officers",
              "Police Reform Act 2002 section 40", "Chief officer of police",
              "Gives some powers to patrols.", conferences=ANTISOCIAL, enforcement=False),
    LegalTool("abatement", "Abatement notice", "Environmental Protection Act 1990 section 80",
              "Council", "Noise and other statutory nuisance.", conferences=ANTISOCIAL),
    LegalTool("licence_review", "Review of a premises licence",
              "Licensing Act 2003 sections 51 and 53A", "Responsible authorities",
              "Summary review where there is serious crime or disorder.", conferences=ANTISOCIAL),
    LegalTool("harassment", "Harassment and stalking offences",
              "Protection from Harassment Act 1997 sections 2, 2A, 4, 4A and 5A",
              "Police and prosecution", "A course of conduct. Restraining orders (section 5A)."),
    LegalTool("stalking_order", "Stalking protection order",
              "Stalking Protection Act 2019 section 1",
              "Police", "Before any conviction; interim orders exist."),
    LegalTool("da_protection", "Domestic abuse protection notice and order",
              "Domestic Abuse Act 2021 Part 3; otherwise Crime and Security Act 2010 sections 24 "
              "to 33",
              "Police, court", "Where it applies varies from area to area.", conferences=_abuse),
    LegalTool("non_molestation", "Non-molestation order", "Family Law Act 1996 section 42",
              "The victim", "Breach is an offence. Legal aid may be had.", conferences=_abuse),
    LegalTool("occupation", "Occupation order", "Family Law Act 1996 sections 33 and 35 to 38",
              "The victim", "Who may live in the home.", conferences=_abuse),
    LegalTool("disclosure_scheme", "Domestic Violence Disclosure Scheme",
              "Domestic Abuse Act 2021 section 77, guidance", "Police",
              "Right to ask and right to know.", conferences=_abuse, enforcement=False),
    LegalTool("coercive_control", "Controlling or coercive behaviour",
              "Serious Crime Act 2015 section 76", "Police and prosecution",
              "Between people personally connected, also after they separate.", conferences=_abuse),
    LegalTool("strangulation", "Non-fatal strangulation or suffocation",
              "Serious Crime Act 2015 section 75A", "Police and prosecution",
              "Needs no visible injury."),
    LegalTool("forced_marriage", "Forced marriage or FGM protection order",
              "Family Law Act 1996 Part 4A; Female Genital Mutilation Act 2003 Schedule 2",
              "The person, the council, others with leave", "Can be made without notice.",
              conferences=_abuse),
    LegalTool("mental_health_act", "Mental Health Act powers",
              "Mental Health Act 1983 sections 2, 3, 135 and 136",
              "Approved mental health professional, police", "Assessment and place of safety.",
              enforcement=False),
    LegalTool("child_safeguarding", "Safeguarding children",
              "Children Act 1989 sections 17 and 47", "Council", "Child in need; enquiries where a "
              "child may suffer significant harm.", enforcement=False),
    LegalTool("adult_safeguarding", "Safeguarding adults", "Care Act 2014 sections 42, 44 and 45",
              "Council", "Enquiry, review, and supply of information.", enforcement=False),
    LegalTool("priority_need", "Priority need for housing",
              "Housing Act 1996 section 189, as amended by Domestic Abuse Act 2021 section 78",
              "Council", "For people made homeless by domestic abuse.", enforcement=False),
    LegalTool("behaviour_contract", "Acceptable behaviour contract", "No statute", "Any agency",
              "Voluntary and written.", conferences=ANTISOCIAL, enforcement=False),
    LegalTool("warning_letter", "Warning letter", "No statute", "Any agency",
              "Also shows later that somebody was warned.", conferences=ANTISOCIAL,
              enforcement=False),
    LegalTool("mediation", "Mediation or restorative meeting", "No statute", "Any agency",
              "Never where there is domestic abuse or serious fear.", conferences=ANTISOCIAL,
              enforcement=False),
    LegalTool("tenancy_support", "Tenancy support", "No statute", "Landlords, council",
              "For either side.", enforcement=False),
    LegalTool("target_hardening", "Making the home safer", "No statute",
              "Police, council, landlords, fire service", "Locks, lighting, letterbox, alarms.",
              enforcement=False),
)  # fmt: skip

TOOL_BY_CODE: Mapping[str, LegalTool] = MappingProxyType({t.code: t for t in LEGAL_TOOLS})


def tools_for(conference_kind: str) -> tuple[LegalTool, ...]:
    """The tools that a case of this kind of conference goes through today."""
    day = today()
    return tuple(
        t for t in LEGAL_TOOLS
        if conference_kind in t.conferences and (t.ended_on is None or day < t.ended_on)
    )  # fmt: skip


def tool_called(name: str) -> LegalTool | None:
    """The tool of that code or title."""
    wanted = name.strip().casefold()
    return next((t for t in LEGAL_TOOLS if wanted in (t.code, t.title.casefold())), None)
