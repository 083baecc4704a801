"""The pages of the protocol desk; importing them is what registers them."""

from casework.sharing.blueprint import bp
from casework.sharing.views import clauses, conditions, life, reading, rules, signatures

__all__ = ["bp", "clauses", "conditions", "life", "reading", "rules", "signatures"]
