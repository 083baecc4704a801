"""Merkle tree of RFC 6962: one root speaks for a whole list, and a short path proves one entry.

A frontier is the list of roots of the perfect subtrees that make up a tree, largest first; its
length is the number of one bits of the size, so size and frontier together are the whole state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry. Its first byte keeps an entry from passing for an inner node."""
    return sha256(b"\0" + data).digest()


def inner_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The state of a growing tree, at most 64 hashes."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.nodes) != self.size.bit_count():
            raise ValueError("a frontier has one hash per one bit of its size")

    def appended(self, leaf: bytes) -> Frontier:
        """The tree with one more leaf hash."""
        nodes, full = list(self.nodes), self.size
        while full & 1:
            leaf = inner_hash(nodes.pop(), leaf)
            full >>= 1
        return Frontier(self.size + 1, (*nodes, leaf))

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The tree with several more leaf hashes."""
        tree = self
        for leaf in leaves:
            tree = tree.appended(leaf)
        return tree

    def root(self) -> bytes:
        """The root hash of everything appended so far."""
        if not self.nodes:
            return EMPTY_ROOT
        *rest, root = self.nodes
        for node in reversed(rest):
            root = inner_hash(node, root)
        return root

    def to_bytes(self) -> bytes:
        """The stored form; the size stands beside it."""
        return b"".join(self.nodes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> Frontier:
        """Read the stored form."""
        return cls(size, tuple(stored[i : i + HASH] for i in range(0, len(stored), HASH)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over a list of leaf hashes."""
    return Frontier().extended(leaves).root()


def _split(size: int) -> int:
    # The largest power of two smaller than the size.
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path from one leaf to the root, nearest first."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    if len(leaves) == 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*inclusion_proof(leaves[:cut], index), root_of(leaves[cut:])]
    return [*inclusion_proof(leaves[cut:], index - cut), root_of(leaves[:cut])]


def proves_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether a path shows that a leaf stands at an index of a tree with this root (RFC 9162)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = inner_hash(node, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = inner_hash(found, node)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The hashes that show a tree of `old` leaves to be the beginning of this one."""
    if not 0 < old <= len(leaves):
        raise IndexError("no such earlier tree")
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    cut = _split(len(leaves))
    if old <= cut:
        return [*_subproof(leaves[:cut], old, whole=whole), root_of(leaves[cut:])]
    return [*_subproof(leaves[cut:], old - cut, whole=False), root_of(leaves[:cut])]


def proves_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the hashes show that the later tree only extends the earlier one (RFC 9162)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    return bool(path) and _roots_of(path, old - 1, new - 1) == (old_root, new_root)


def _roots_of(path: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for node in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            older, newer = inner_hash(node, older), inner_hash(node, newer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            newer = inner_hash(newer, node)
        place, last = place >> 1, last >> 1
    return (older, newer) if last == 0 else None
