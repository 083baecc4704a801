"""Is the ledger what it was? Re-hashes the stored bytes and compares them with every kept head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.disclosure.checkpoints import Checkpoint, CheckpointFolder, Signer, kept_verifiers
from casework.disclosure.ledger import head_of
from casework.disclosure.ledger_entry import moment_text, read_body
from casework.disclosure.ledger_models import LedgerEntry, LedgerHead
from casework.disclosure.merkle import Frontier, leaf_hash
from casework.disclosure.verify_rows import AnyRow, Fault, KeptRow, Outcome, compare, entries
from casework.errors import ConferError

__all__ = ["HeadSigner", "KeptRow", "LedgerNotIntact", "Outcome", "Verdict", "ledgers", "verify"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome and where: the first entry, or the first and last of a range."""

    outcome: Outcome
    message: str
    size: int
    root: bytes
    seq: int | None = None
    until: int | None = None

    @property
    def exit_code(self) -> int:
        """0 intact, 2 altered, 3 gap, 4 truncated or rolled back."""
        return int(self.outcome)


class LedgerNotIntact(ConferError):
    """The ledger does not verify, so its head is not signed."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"The ledger is not signed: {verdict.message}")
        self.verdict = verdict


def verify(
    session: Session,
    partnership_id: UUID,
    checkpoints: Iterable[Checkpoint] = (),
    rows: Iterable[tuple[UUID, str]] | None = None,
    records: Iterable[KeptRow] | None = None,
) -> Verdict:
    """Verify a whole ledger; with `rows` and `records` also that what is sealed is as it has it.

    `rows` are the answers of cases, `records` the entries and files of reviews.
    """
    held = _of(partnership_id, checkpoints)
    return _verdict(session, partnership_id, Frontier(), held, rows, records)


def ledgers(session: Session) -> list[UUID]:
    """Every partnership that has a ledger."""
    entries = select(LedgerEntry.partnership_id).distinct()
    return sorted({*session.scalars(select(LedgerHead.partnership_id)), *session.scalars(entries)})


class HeadSigner:
    """Recomputes, then signs. Keeps the frontier it last saw, so that only new entries are read."""

    def __init__(self, signer: Signer, folder: CheckpointFolder) -> None:
        self._signer, self._folder = signer, folder
        self._seen: dict[UUID, Frontier] = {}

    def sign_head(self, session: Session, partnership_id: UUID) -> Checkpoint:
        """Sign the present head and keep it outside; refuses a ledger that does not verify."""
        known = self._seen.get(partnership_id, Frontier())
        trusted = [self._signer.verifier, *kept_verifiers(session)]
        kept = self._folder.kept(partnership_id, trusted)
        verdict = _verdict(session, partnership_id, known, kept)
        if verdict.outcome is not Outcome.INTACT:
            raise LedgerNotIntact(verdict)
        checkpoint = self._signer.sign(partnership_id, verdict.size, verdict.root)
        if not kept or kept[-1].size != checkpoint.size:
            self._folder.keep(checkpoint)
        self._seen[partnership_id] = head_of(session, partnership_id)
        return checkpoint


def _of(partnership_id: UUID, checkpoints: Iterable[Checkpoint]) -> list[Checkpoint]:
    return [kept for kept in checkpoints if kept.partnership_id == partnership_id]


def _verdict(
    session: Session,
    partnership_id: UUID,
    known: Frontier,
    checkpoints: Sequence[Checkpoint],
    rows: Iterable[tuple[UUID, str]] | None = None,
    records: Iterable[KeptRow] | None = None,
) -> Verdict:
    walk = _Walk(session, partnership_id, known, checkpoints)
    try:
        walk.through()
        compare(entries(session, partnership_id, 0), rows, records)
    except Fault as fault:
        size, root = walk.tree.size, walk.tree.root()
        return Verdict(fault.outcome, fault.message, size, root, fault.seq, fault.until)
    size, message = walk.tree.size, f"{walk.tree.size} entries, all as they were written"
    return Verdict(Outcome.INTACT, message, size, walk.tree.root())


class _Walk:
    """One pass over the entries of a ledger, oldest first."""

    def __init__(
        self,
        session: Session,
        partnership_id: UUID,
        known: Frontier,
        checkpoints: Sequence[Checkpoint],
    ) -> None:
        self._session, self._partnership_id = session, partnership_id
        self.tree = self._known = known
        self._kept: dict[int, list[bytes]] = {}
        for kept in checkpoints:
            self._kept.setdefault(kept.size, []).append(kept.root)
        # The last size at which everything before was proved by a head kept outside.
        self._sound = known.size

    def through(self) -> None:
        head = head_of(self._session, self._partnership_id)
        self._compare_kept()
        for entry in entries(self._session, self._partnership_id, self._known.size):
            self._take(entry)
        self._compare_end(head)

    def _take(self, entry: AnyRow) -> None:
        seq = self.tree.size + 1
        if entry.seq > seq:
            raise Fault(Outcome.GAP, f"entry {seq} is missing", seq, entry.seq - 1)
        if leaf_hash(entry.body) != entry.leaf:
            raise Fault(Outcome.ALTERED, f"entry {seq} was altered", seq)
        if not _register_agrees(entry):
            raise Fault(Outcome.ALTERED, f"the register of entry {seq} was altered", seq)
        self.tree = self.tree.appended(entry.leaf)
        self._compare_kept()

    def _compare_kept(self) -> None:
        size = self.tree.size
        roots = self._kept.pop(size, None)
        if roots is None:
            return
        if any(root != self.tree.root() for root in roots):
            first = self._sound + 1
            message = f"something from entry {first} to {size} was altered and hashed anew"
            raise Fault(Outcome.ALTERED, message, first, size)
        self._sound = size

    def _compare_end(self, head: Frontier) -> None:
        size = self.tree.size
        longest = max([head.size, *self._kept])
        if head.size < self._known.size:
            message = f"the ledger ends at entry {head.size}, but the signer saw {size}"
            raise Fault(Outcome.TRUNCATED, message, head.size + 1, size)
        if size < longest:
            where = "the ledger's own head" if head.size > size else "a signed head"
            message = f"the ledger ends at entry {size}, but {where} saw {longest}"
            raise Fault(Outcome.TRUNCATED, message, size + 1, longest)
        if head.size < size:
            message = f"entries after {head.size} were not written by the ledger"
            raise Fault(Outcome.ALTERED, message, head.size + 1, size)
        if head.nodes != self.tree.nodes:
            first = self._sound + 1
            raise Fault(
                Outcome.ALTERED, f"the head and the entries from {first} differ", first, size
            )


def _register_agrees(entry: AnyRow) -> bool:
    # The columns are only a register: what counts is in the bytes that were hashed.
    try:
        content = read_body(entry.body)
    except (ValueError, TypeError):
        return False
    ids = {"actor": entry.actor_id, "agency": entry.agency_id}
    ids |= {"case": entry.case_id, "object": entry.object_id}
    expected = {name: None if value is None else str(value) for name, value in ids.items()}
    expected |= {"seq": entry.seq, "kind": entry.kind, "at": moment_text(entry.at)}
    expected |= {"partnership": str(entry.partnership_id)}
    return all(content.get(name) == value for name, value in expected.items())
