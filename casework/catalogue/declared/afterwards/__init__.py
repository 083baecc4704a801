"""What is written about a case after the referral: research, actions, minutes, decisions."""

from __future__ import annotations

from casework.catalogue.declared.afterwards import decisions, meeting, research, review
from casework.catalogue.section import Section

SECTIONS: tuple[Section, ...] = (
    *research.SECTIONS,
    *meeting.SECTIONS,
    *decisions.SECTIONS,
    *review.SECTIONS,
)
