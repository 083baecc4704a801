"""That the time of a duty has run out, as a fact of a question: the clock says it, nobody else."""

from dataclasses import replace

from protocols.spelling import spelled
from protocols.vocabulary import RUN_OUT, Dimension, yes_no


def missing(protocol: str, clause: str, what: str) -> str:
    """The name of the fact that a duty was not done in time; no document can declare one so."""
    return f"{RUN_OUT}{protocol}/{clause}/{what}"


def run_out(name: str, clause: str, what: str) -> Dimension:
    """The fact itself; silence means that the time has not run out."""
    says = f"the time for '{spelled(what)}' (clause {clause}) has run out"
    return replace(yes_no(name, says, absent="no"), recorded_by=("program",))
