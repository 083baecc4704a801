"""The tree of RFC 6962 against its published vectors, and its proofs against each other."""

from hashlib import sha256

import pytest

from casework.disclosure.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)

# The leaves and roots of the reference test of Certificate Transparency.
DATA = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(data) for data in DATA]


def test_roots_of_the_published_vectors() -> None:
    assert [root_of(LEAVES[:n]).hex() for n in range(1, 9)] == ROOTS


def test_the_empty_tree() -> None:
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest()


def test_published_inclusion_path() -> None:
    assert [node.hex() for node in inclusion_proof(LEAVES[:3], 1)] == [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
    ]


def test_published_consistency_path() -> None:
    assert [node.hex() for node in consistency_proof(LEAVES, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_frontier_survives_storage() -> None:
    tree = Frontier()
    for number in range(70):
        tree = Frontier.from_bytes(tree.size, tree.to_bytes()).appended(leaf_hash(b"%d" % number))
    assert tree.root() == root_of(leaf_hash(b"%d" % number) for number in range(70))
    with pytest.raises(ValueError, match="one hash per one bit"):
        Frontier.from_bytes(3, tree.to_bytes()[:32])


def _leaves(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 16, 21])
def test_every_inclusion_is_proved_and_no_other(size: int) -> None:
    leaves, root = _leaves(size), root_of(_leaves(size))
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert proves_inclusion(leaf, index, size, proof, root)
        assert not proves_inclusion(leaf_hash(b"forged"), index, size, proof, root)
        assert not proves_inclusion(leaf, index, size, [*proof, leaf], root)
        assert not proves_inclusion(leaf, size, size, proof, root)
        if size > 1:
            assert not proves_inclusion(leaf, (index + 1) % size, size, proof, root)
            assert not proves_inclusion(leaf, index, size, proof[:-1], root)


@pytest.mark.parametrize("new", [1, 2, 3, 6, 8, 13, 16])
def test_every_extension_is_proved_and_no_other(new: int) -> None:
    leaves = _leaves(new)
    for old in range(1, new + 1):
        proof = consistency_proof(leaves, old)
        older, newer = root_of(leaves[:old]), root_of(leaves)
        assert proves_consistency(old, new, older, newer, proof)
        assert not proves_consistency(old, new, leaf_hash(b"forged"), newer, proof)
        assert not proves_consistency(old, new, older, leaf_hash(b"forged"), proof)
        assert not proves_consistency(old, new, older, newer, [*proof, older])


def test_an_entry_does_not_pass_for_an_inner_node() -> None:
    a, b = _leaves(2)
    assert root_of([leaf_hash(a + b)]) != root_of([a, b])
