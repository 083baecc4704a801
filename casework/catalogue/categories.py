"""What each kind of information covers, in the words of whoever decides about it."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "identity": "Names, date of birth, who lives in the household",
    "location": "Addresses, postcode, where somebody is now",
    "safe_contact": "How and when somebody can be reached safely",
    "health": "Physical health, pregnancy, disability, GP practice",
    "mental_health": "Mental health, thoughts of suicide",
    "substance_use": "Alcohol and drugs",
    "sexual_life": "Sexual violence, sexual life",
    "protected_characteristic": "Ethnic group, language, religion, sexual orientation",
    "conviction": "Convictions, cautions, bail and licence conditions",
    "allegation": "What somebody is said to have done",
    "intelligence": "Police intelligence, tension in the community",
    "child": "Children: names, schools, who cares for them",
    "third_party": "Landlords, agents, other people named",
    "referral_source": "Who told whom: where the referral comes from",
    "housing": "Tenancy, landlord, how the home is held",
    "finance": "Money, debts, benefits",
    "employment": "Work, employer, daily activity",
    "risk": "Risk assessment, how it is getting worse, what is feared",
    "victims_words": "What the person affected says and wants",
    "opinion": "Professional judgement, not fact",
    "place": "Name, kind and position of a place",
    "staff": "Names and teams of the professionals",
    "administrative": "Dates, references, who presents the case",
    "legal": "Orders in force, grounds for sharing, who was told",
    "support": "What help was offered, from whom, advocate or support worker",
    "action": "Actions agreed, who does them, what came of them",
    "research": "What an agency answers when it is asked what it knows",
    "minutes": "What was said, shared and decided at the meeting",
    "incident": "When, where and what happened",
    "case_header": "That there is a case: reference, conference, state",
}
