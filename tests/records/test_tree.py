"""Tree: the published vectors of RFC 6962, and the definition for every size up to 70."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tolerance_rules.records.tree import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    parent,
    peaks,
    root,
)

VECTORS = Path(__file__).parent / "vectors" / "rfc6962.jsonl"
LEAVES = [
    bytes.fromhex(each)
    for each in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The published roots of the first 1 to 8 of these leaves."""


def definition(leaves: list[bytes]) -> bytes:
    """Return MTH as the text of RFC 6962 has it."""
    if len(leaves) <= 1:
        return leaf_hash(leaves[0]) if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return parent(definition(leaves[:split]), definition(leaves[split:]))


class Kept:
    """A tree that keeps its nodes, as a store does."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        frontier = Frontier()
        for number, leaf in enumerate(leaves):
            for level, node in enumerate(frontier.add(leaf_hash(leaf))):
                self.nodes[level, number >> level] = node
        self.frontier = frontier

    def __call__(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def vectors() -> list[Any]:
    lines = map(json.loads, VECTORS.read_text(encoding="utf-8").splitlines())
    return [pytest.param(each, id=f"{n} {each['desc']}") for n, each in enumerate(lines)]


def unpacked(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize("vector", vectors())
def test_the_published_proofs_are_right_and_wrong_as_published(vector: dict[str, Any]) -> None:
    proof = [unpacked(each) for each in vector["proof"] or ()]
    if vector["kind"] == "inclusion":
        leaf, end = unpacked(vector["leafHash"]), unpacked(vector["root"])
        found = is_included(leaf, vector["leafIdx"], vector["treeSize"], proof, end)
    else:
        before, end = unpacked(vector["root1"]), unpacked(vector["root2"])
        found = is_consistent(vector["size1"], vector["size2"], proof, before, end)
    assert found is not vector["wantErr"]


def test_the_published_roots() -> None:
    kept = Kept(LEAVES)
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size, published in enumerate(ROOTS, 1):
        assert root(size, kept).hex() == published
        assert definition(LEAVES[:size]).hex() == published


def test_every_proof_of_every_size_holds_and_no_other() -> None:
    leaves = [bytes([each]) for each in range(70)]
    kept = Kept(leaves)
    roots = [definition(leaves[:size]) for size in range(71)]
    assert kept.frontier.root() == roots[70]
    assert [root(size, kept) for size in range(71)] == roots
    for size in range(71):
        assert Frontier.of(size, kept).root() == roots[size]
        assert sum(1 << level for level, _ in peaks(size)) == size
        for index in range(size):
            proof = inclusion_proof(index, size, kept)
            leaf = leaf_hash(leaves[index])
            assert is_included(leaf, index, size, proof, roots[size])
            assert not is_included(leaf, index, size, proof[:-1], roots[size]) or not proof
            assert not is_included(leaf, index, size, [*proof, leaf], roots[size])
            assert not is_included(leaf, (index + 1) % size, size, proof, roots[size]) or size == 1
        for old in range(1, size + 1):
            proof = consistency_proof(old, size, kept)
            assert is_consistent(old, size, proof, roots[old], roots[size])
            assert not is_consistent(old, size, [*proof, EMPTY], roots[old], roots[size])
            if proof:
                assert not is_consistent(old, size, proof[1:], roots[old], roots[size])
                assert not is_consistent(old, size, proof, roots[old - 1], roots[size])
