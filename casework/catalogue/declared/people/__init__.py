"""The people of a referral: at risk, causing harm, children, other adults, a household."""

from __future__ import annotations

from casework.catalogue.declared.people import background, harm, others, victim
from casework.catalogue.section import Section

SECTIONS: tuple[Section, ...] = (
    *victim.SECTIONS,
    *background.SECTIONS,
    *harm.SECTIONS,
    *others.SECTIONS,
)
