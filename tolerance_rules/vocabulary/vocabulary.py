"""Vocabulary: the facts that the rules of one regulation speak of, in their groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tolerance_rules.frozen_dict import FrozenDict, cached_property
from tolerance_rules.vocabulary.fact_spec import FactSpec, GroupSpec, Known, Value

AT_ONCE = 5
"""How many facts are looked up at once: five that are true or false have a few hundred
combinations."""
REMEMBERED = 4096
"""How many combinations of so many facts are remembered at most."""


class Vocabulary(Mapping[str, FactSpec]):
    """The facts of a regulation by dotted name, in order; equal if every fact is the same.

    A case is also kept as one integer, its packed form: a bit for each value of each fact, set
    while the value is still possible. `shifts` says where the bits of a fact begin.
    """

    def __init__(self, groups: Mapping[str, GroupSpec], facts: Mapping[str, FactSpec]) -> None:
        self.groups: Mapping[str, GroupSpec] = FrozenDict(groups)
        self._facts = dict(facts)
        self.shifts: Mapping[str, int]
        shifts, bits = {}, 0
        # Those that are true or false come first: two bits each, they are read as one number.
        for name, spec in sorted(self._facts.items(), key=lambda each: not each[1].boolean):
            shifts[name] = bits
            bits += len(spec.values)
        self.shifts, self.bits = FrozenDict(shifts), bits
        self._hash = hash(tuple(self._facts))

    def __getitem__(self, name: str) -> FactSpec:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return self is other or (
            list(self.groups.items()) == list(other.groups.items())
            and list(self._facts.items()) == list(other._facts.items())
        )

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # Made anew, for the hash of a text differs from process to process.
        return Vocabulary, (self.groups, self._facts)

    @cached_property
    def codes(self) -> Mapping[str, Mapping[Known, int]]:
        """Return, for each fact, the bits of what is established or unknown of it."""
        return {
            name: {value: 1 << self.shifts[name] + index for index, value in enumerate(spec.values)}
            | {None: ((1 << len(spec.values)) - 1) << self.shifts[name]}
            for name, spec in self._facts.items()
        }

    def pack(self, facts: Mapping[str, Known]) -> int:
        """Return facts, any number of them, as bits: one for each value still possible."""
        codes, packed = self.codes, 0
        for name, known in facts.items():
            found = codes[name].get(known)
            packed |= self._partly(name, known) if found is None else found
        return packed

    def _partly(self, name: str, known: Known) -> int:
        codes, packed = self.codes[name], 0
        for value in self._facts[name].possible(known):
            packed |= codes[value]
        return packed

    def unpack(self, name: str, packed: int) -> tuple[Value, ...]:
        """Return the values of one fact that are still possible in a packed case."""
        bits = packed >> self.shifts[name]
        return tuple(v for i, v in enumerate(self._facts[name].values) if bits >> i & 1)

    @cached_property
    def parts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return the facts in parts, a few of one group in each, with the bits of each part.

        Few enough that their combinations are soon all known to whoever remembers them.
        """
        found = []
        for group in self.groups:
            names = tuple(name for name, spec in self._facts.items() if spec.group == group)
            for part in (names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE)):
                found.append((sum(self.codes[name][None] for name in part), part))
        return tuple(found)

    @cached_property
    def _unpacked(self) -> tuple[dict[int, tuple[Known, ...]], ...]:
        return tuple({} for _ in self.parts)

    def unpacked(self, packed: int) -> dict[str, Known]:
        """Return what a packed case says of every fact."""
        found: dict[str, Known] = {}
        for (mask, names), remembered in zip(self.parts, self._unpacked, strict=True):
            known = remembered.get(packed & mask)
            if known is None:
                known = tuple(self._facts[n].known(self.unpack(n, packed)) for n in names)
                if len(remembered) >= REMEMBERED:
                    remembered.clear()
                remembered[packed & mask] = known
            found.update(zip(names, known, strict=True))
        return found
