"""The pages of the protocol desk; importing them is what registers them."""

from casework.sharing.blueprint import bp
from casework.sharing.views import (
    asking,
    circulation,
    clauses,
    details,
    examples,
    grids,
    leaving,
    life,
    papers,
    parties,
    parts,
    reading,
    replaying,
    reports,
    rules,
    signatures,
    starting,
)

__all__ = [
    "asking",
    "bp",
    "circulation",
    "clauses",
    "details",
    "examples",
    "grids",
    "leaving",
    "life",
    "papers",
    "parties",
    "parts",
    "reading",
    "replaying",
    "reports",
    "rules",
    "signatures",
    "starting",
]
