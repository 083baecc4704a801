"""Gateways and lawful bases for sharing: reference data, not advice; to be confirmed locally."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

CAUTION = (
    "This list helps you record the basis your agency relied on. It is not legal advice: "
    "check with your data protection officer."
)


class BasisUse(StrEnum):
    """What a basis does: opens a way to share, or meets a condition of data protection law."""

    GATEWAY = "gateway"
    ARTICLE_6 = "article_6"
    SPECIAL_CATEGORY = "special_category"
    CRIMINAL_DATA = "criminal_data"
    LAW_ENFORCEMENT = "law_enforcement"
    EXEMPTION = "exemption"


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """One gateway or lawful basis."""

    code: str
    title: str
    kind: BasisUse
    use: str
    note: str = ""


_G, _A = BasisUse.GATEWAY, BasisUse.ARTICLE_6

LAWFUL_BASES: tuple[LawfulBasis, ...] = (
    LawfulBasis("cda_115", "Crime and Disorder Act 1998, section 115", _G,
                "Power to disclose to relevant authorities for the purposes of the Act",
                "A power, not a duty. The Common Council of the City of London is listed."),
    LawfulBasis("cda_17", "Crime and Disorder Act 1998, section 17", _G,
                "Duty to have regard to crime and disorder in everything an authority does"),
    LawfulBasis("cda_17a", "Crime and Disorder Act 1998, section 17A", _G,
                "Duty to share prescribed sets of depersonalised information",
                "Verify: personal data is thought to be outside it."),
    LawfulBasis("cda_5_6", "Crime and Disorder Act 1998, sections 5 and 6", _G,
                "Responsible authorities and their strategies", "Verify."),
    LawfulBasis("asbcpa_sch4",
                "Anti-social Behaviour, Crime and Policing Act 2014, Schedule 4 paragraph 7", _G,
                "Requests for information in an ASB case review",
                "Must be answered if it concerns public functions, unless data protection law "
                "forbids it."),
    LawfulBasis("cja_325", "Criminal Justice Act 2003, section 325", _G, "Cooperation in MAPPA"),
    LawfulBasis("ctsa_26", "Counter-Terrorism and Security Act 2015, sections 26 and 36 to 38", _G,
                "Prevent duty, Channel panel and cooperation",
                "Held in Channel, not in a community conference."),
    LawfulBasis("dvcva_9", "Domestic Violence, Crime and Victims Act 2004, section 9", _G,
                "Reviews after a death", "Verify whether section 8A has replaced it."),
    LawfulBasis("pcsca_16", "Police, Crime, Sentencing and Courts Act 2022, section 16", _G,
                "Sharing to prevent serious violence",
                "Leaves out patient information and personal data of health and social care."),
    LawfulBasis("children_acts", "Children Act 1989 and Children Act 2004", _G,
                "Safeguarding children and promoting their welfare",
                "Verify the section you rely on."),
    LawfulBasis("care_act_45", "Care Act 2014, section 45", _G,
                "Supplying information to a safeguarding adults board", "Verify."),
    LawfulBasis("da_act_57", "Domestic Abuse Act 2021, sections 57 and 58", _G,
                "Local partnership boards and support in safe accommodation", "Verify."),
    LawfulBasis("common_law_policing", "Common law: policing purposes", _G,
                "Protecting life, keeping the peace, preventing and detecting crime"),
    LawfulBasis("public_interest", "Common law: public interest outweighs confidence", _G,
                "Sharing confidential information, health information too, because of serious "
                "risk of harm",
                "Record the balance you struck. Ask your Caldicott Guardian about health "
                "information."),
    LawfulBasis("hra_2_3_8", "Human Rights Act 1998, Articles 2, 3 and 8", _G,
                "Duties to protect life and from inhuman treatment; sharing must be proportionate"),
    LawfulBasis("gdpr_6_1_c", "UK GDPR Article 6(1)(c): legal obligation", _A,
                "The law requires the sharing"),
    LawfulBasis("gdpr_6_1_d", "UK GDPR Article 6(1)(d): vital interests", _A,
                "Somebody's life is at risk"),
    LawfulBasis("gdpr_6_1_e", "UK GDPR Article 6(1)(e): public task", _A,
                "The usual basis for a public authority in a conference"),
    LawfulBasis("gdpr_6_1_f", "UK GDPR Article 6(1)(f): legitimate interests", _A,
                "The usual basis for a charity or private landlord",
                "Not for public authorities in their own tasks."),
    LawfulBasis("recognised_interest", "Recognised legitimate interests (UK GDPR Annex 1)", _A,
                "Crime, safeguarding vulnerable people, emergencies, requests for a public task",
                "Verify that it is in force and open to your agency."),
    LawfulBasis("gdpr_6_1_a", "UK GDPR Article 6(1)(a): consent", _A, "The person freely agreed",
                "Rarely the right basis: a person in danger is seldom free to refuse."),
    LawfulBasis("gdpr_9_2_c", "UK GDPR Article 9(2)(c): vital interests", BasisUse.SPECIAL_CATEGORY,
                "The person is not able to give consent and life is at risk"),
    LawfulBasis("gdpr_9_2_b", "UK GDPR Article 9(2)(b): social protection law",
                BasisUse.SPECIAL_CATEGORY,
                "Duties under employment, social security and social protection law",
                "With DPA 2018 Schedule 1 paragraph 1."),
    LawfulBasis("gdpr_9_2_f", "UK GDPR Article 9(2)(f): legal claims", BasisUse.SPECIAL_CATEGORY,
                "Establishing, exercising or defending legal claims"),
    LawfulBasis("gdpr_9_2_h", "UK GDPR Article 9(2)(h): health and social care",
                BasisUse.SPECIAL_CATEGORY,
                "Providing or managing care", "With DPA 2018 Schedule 1 paragraph 2."),
    LawfulBasis("dpa_sch1_18", "Article 9(2)(g) with DPA 2018 Schedule 1 paragraph 18",
                BasisUse.SPECIAL_CATEGORY,
                "Safeguarding of children and of individuals at risk",
                "Needs an appropriate policy document. Verify."),
    LawfulBasis("dpa_sch1_19", "Article 9(2)(g) with DPA 2018 Schedule 1 paragraph 19",
                BasisUse.SPECIAL_CATEGORY,
                "Safeguarding the economic well-being of individuals at risk", "Verify."),
    LawfulBasis("dpa_sch1_10", "Article 9(2)(g) with DPA 2018 Schedule 1 paragraph 10",
                BasisUse.SPECIAL_CATEGORY,
                "Preventing or detecting unlawful acts",
                "Needs an appropriate policy document. Verify."),
    LawfulBasis("dpa_sch1_6", "Article 9(2)(g) with DPA 2018 Schedule 1 paragraphs 6 and 7",
                BasisUse.SPECIAL_CATEGORY, "Statutory, government and justice purposes", "Verify."),
    LawfulBasis("dpa_sch1_8", "Article 9(2)(g) with DPA 2018 Schedule 1 paragraph 8",
                BasisUse.SPECIAL_CATEGORY,
                "Monitoring equality of opportunity", "Only without names."),
    LawfulBasis("gdpr_10", "UK GDPR Article 10 with DPA 2018 sections 10 and 11",
                BasisUse.CRIMINAL_DATA,
                "Data about offences and allegations",
                "With a condition of Schedule 1 Parts 1 to 3."),
    LawfulBasis("dpa_part3", "DPA 2018 Part 3 and Schedule 8", BasisUse.LAW_ENFORCEMENT,
                "Law-enforcement processing by a competent authority",
                "Safeguarding is condition 4 of Schedule 8."),
    LawfulBasis("sar_exemptions", "DPA 2018 Schedules 2 and 3: exemptions from access",
                BasisUse.EXEMPTION,
                "Answering a request for access without putting somebody at risk",
                "Case by case, never blanket. Not a basis for sharing."),
)  # fmt: skip

BY_CODE: Mapping[str, LawfulBasis] = MappingProxyType({basis.code: basis for basis in LAWFUL_BASES})


def choices() -> tuple[tuple[str, str], ...]:
    """The bases that sharing can rest on, for a list of choices."""
    return tuple((b.code, b.title) for b in LAWFUL_BASES if b.kind is not BasisUse.EXEMPTION)
