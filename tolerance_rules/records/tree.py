"""Tree: the Merkle tree of RFC 6962 over the records, its roots, and the proofs of both kinds.

A perfect subtree of 2^level leaves has a node (level, index): it covers the leaves from
index * 2^level. All hashes of a tree are computed from such nodes, which never change as the tree
grows; so a log keeps them, and no proof reads the whole log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Hash = bytes
NodeOf = Callable[[int, int], Hash]
"""Gives the node of a level and an index."""

EMPTY = sha256(b"").digest()
"""The root of the tree without leaves."""


def leaf_hash(data: bytes) -> Hash:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def parent(left: Hash, right: Hash) -> Hash:
    """Return the hash of the node above two."""
    return sha256(b"\x01" + left + right).digest()


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """Yield the nodes, as level and index, of the perfect subtrees of a tree, the largest first."""
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


class Frontier:
    """The right edge of a growing tree: enough to add a leaf and to tell the root."""

    def __init__(self, size: int = 0, hashes: Sequence[Hash] = ()) -> None:
        self.size, self._hashes = size, list(hashes)

    @staticmethod
    def of(size: int, node: NodeOf) -> Frontier:
        """Return the edge of a tree of which the nodes are kept."""
        return Frontier(size, [node(level, index) for level, index in peaks(size)])

    def copy(self) -> Frontier:
        """Return another that grows by itself."""
        return Frontier(self.size, self._hashes)

    def add(self, leaf: Hash) -> list[Hash]:
        """Add the hash of a leaf; return the nodes it completes, from level 0 upwards."""
        made = [leaf]
        size = self.size
        while size & 1:
            made.append(parent(self._hashes.pop(), made[-1]))
            size >>= 1
        self._hashes.append(made[-1])
        self.size += 1
        return made

    def root(self) -> Hash:
        """Return the root."""
        if not self._hashes:
            return EMPTY
        found = self._hashes[-1]
        for each in reversed(self._hashes[:-1]):
            found = parent(each, found)
        return found


def root(size: int, node: NodeOf) -> Hash:
    """Return the root of the tree of so many leaves."""
    return _range(0, size, node) if size else EMPTY


def _split(size: int) -> int:
    """Return the largest power of two below a size of at least two."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, node: NodeOf) -> Hash:
    """Return MTH of the leaves from `start` to before `end`."""
    size = end - start
    if size & size - 1 == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(size)
    return parent(_range(start, middle, node), _range(middle, end, node))


def inclusion_proof(index: int, size: int, node: NodeOf) -> list[Hash]:
    """Return PATH: the hashes that lead from a leaf, counted from 0, to the root of a tree."""
    start, end, proof = 0, size, list[Hash]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range(middle, end, node))
            end = middle
        else:
            proof.append(_range(start, middle, node))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, node: NodeOf) -> list[Hash]:
    """Return PROOF: the hashes that show that a tree begins with an older one."""
    if not 0 < old < new:
        return []
    start, end, proof, whole = 0, new, list[Hash](), True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_range(middle, end, node))
            end = middle
        else:
            proof.append(_range(start, middle, node))
            start, whole = middle, False
    if not whole:
        proof.append(_range(start, end, node))
    return proof[::-1]


def is_included(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root_: Hash) -> bool:
    """Tell whether a proof shows that a leaf is in the tree of a size and a root."""
    if not 0 <= index < size or len(leaf) != len(EMPTY):
        return False
    place, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = parent(each, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = parent(found, each)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root_


def is_consistent(old: int, new: int, proof: Sequence[Hash], old_root: Hash, root_: Hash) -> bool:
    """Tell whether a proof shows that the newer tree begins with the older one.

    Of an empty tree nothing is to be shown, and so nothing is.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == root_
    hashes = list(proof)
    if old & old - 1 == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = parent(each, before), parent(each, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = parent(after, each)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root_
