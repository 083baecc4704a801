"""The choices that more than one question offers."""

from __future__ import annotations

from casework.catalogue.field import Choice

NOT_KNOWN: Choice = ("unknown", "Not known")
YES_NO: tuple[Choice, ...] = (("yes", "Yes"), ("no", "No"))
YES_NO_UNKNOWN: tuple[Choice, ...] = (*YES_NO, NOT_KNOWN)

GENDER: tuple[Choice, ...] = (
    ("female", "Female"),
    ("male", "Male"),
    ("other", "Describes themselves in another way"),
    NOT_KNOWN,
)

# The groups of the 2021 census of England and Wales, so that figures can be compared.
ETHNICITY: tuple[Choice, ...] = (
    ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
    ("white_irish", "White: Irish"),
    ("white_gypsy", "White: Gypsy or Irish Traveller"),
    ("white_roma", "White: Roma"),
    ("white_other", "White: any other background"),
    ("mixed_caribbean", "Mixed: White and Black Caribbean"),
    ("mixed_african", "Mixed: White and Black African"),
    ("mixed_asian", "Mixed: White and Asian"),
    ("mixed_other", "Mixed: any other background"),
    ("asian_indian", "Asian: Indian"),
    ("asian_pakistani", "Asian: Pakistani"),
    ("asian_bangladeshi", "Asian: Bangladeshi"),
    ("asian_chinese", "Asian: Chinese"),
    ("asian_other", "Asian: any other background"),
    ("black_african", "Black: African"),
    ("black_caribbean", "Black: Caribbean"),
    ("black_other", "Black: any other background"),
    ("arab", "Arab"),
    ("other", "Any other ethnic group"),
    ("not_said", "Prefers not to say"),
    NOT_KNOWN,
)

HATE: tuple[Choice, ...] = (
    ("none", "No sign of hate"),
    ("race", "Race or ethnicity"),
    ("religion", "Religion or belief"),
    ("disability", "Disability"),
    ("sexual_orientation", "Sexual orientation"),
    ("transgender", "Transgender identity"),
    ("other", "Another reason"),
    NOT_KNOWN,
)

AGE_BAND: tuple[Choice, ...] = (
    ("under_10", "Under 10"),
    ("10_17", "10 to 17"),
    ("18_24", "18 to 24"),
    ("25_plus", "25 or over"),
    ("mixed", "A mixed group"),
    NOT_KNOWN,
)

CONSENT: tuple[Choice, ...] = (
    ("given", "Yes, they agree"),
    ("refused", "No, they do not agree"),
    ("withdrawn", "They agreed and have changed their mind"),
    ("not_asked", "They have not been asked yet"),
    ("unable", "They are not able to decide"),
    ("unsafe_to_ask", "It is not safe to ask"),
)
# Every answer but a yes needs a lawful basis and a reason on record.
WITHOUT_AGREEMENT: frozenset[str] = frozenset(value for value, _ in CONSENT if value != "given")

RISK_LEVEL: tuple[Choice, ...] = (
    ("standard", "Standard"),
    ("medium", "Medium"),
    ("high", "High"),
    ("very_high", "Very high"),
    NOT_KNOWN,
)
