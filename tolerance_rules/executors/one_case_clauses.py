"""Clauses of one case: each a rule table over its facts; a long one is queried in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tolerance_rules.executors.one_case_stages import (
    FALSE,
    MOST,
    OPEN,
    STATUS_CODES,
    TRUE,
    Fired,
    Layout,
    Pattern,
    RuleTable,
    fired_leaves,
    memoise,
    status_of,
)
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import All, Any, Clause, Fact, Node, Ruleset, walk
from tolerance_rules.verdict.verdict import Because, Citation, Role, Status


@dataclass(frozen=True, slots=True)
class ClauseStatus:
    """The answer of a clause: its status, the leaves that made it so, and its code in place."""

    clause: str
    status: Status
    leaves: tuple[Fact, ...]
    packed: int
    because: tuple[Because, ...]
    citations: dict[Role, Citation]


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts behind a clause in a case that is not known throughout, and its citations."""

    because: tuple[Because, ...]
    citations: dict[Role, Citation]


class ClauseTable(RuleTable[ClauseStatus]):
    """A clause: a rule for each leaf and each group of leaves, established and refuted."""

    def __init__(
        self,
        clause: Clause,
        rules: Ruleset,
        layout: Layout,
        others: Sequence[tuple[int, ClauseTable]] = (),
    ) -> None:
        self.clause, self.others, self.shift = clause, others, layout.shifts[clause.id]
        self.root = inlined(clause.when, rules)
        names = [node.name for node in walk(self.root) if isinstance(node, Fact)]
        # What another reading asks for is an input too: its answer is memoised with this one.
        names += [name for _, other in others for name in other.inputs]
        super().__init__(f"c{clause.id.replace('.', '_')}", names, layout)
        self.grounds: dict[tuple[int, int, int], Grounds] = {}
        """By the facts as taken, as known and as given."""
        self._meanings: dict[Fired, tuple[Status, tuple[Fact, ...], int]] = {}
        self._codes: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {}
        self._parts: _Part | None = None
        if _leaves(self.root) <= MOST:
            self.compile(self.root, "n")
            return
        self._parts = _Part(self.kind, self.root, "n", layout)
        for node in walk(self.root):
            if isinstance(node, Fact):
                self.leaf(node, Status.ESTABLISHED)

    def decide(self, fired: Fired, packed: int) -> ClauseStatus:
        """Return the status, with the values of the leaves that made it so."""
        status, leaves, code = self._meant(fired)
        because = []
        for leaf in leaves:
            values = self.layout.vocabulary.unpack(leaf.name, packed)
            value = values[0] if len(values) == 1 else values
            because.append(Because(leaf.name, value, leaf.quote, self.clause.id))
        return ClauseStatus(self.clause.id, status, leaves, code, tuple(because), {})

    def code(self, packed: int) -> int:
        """Return the status of the clause in a packed case, packed in its place."""
        return self._meant(self.fire(packed))[2]

    def codes(self, packed: int) -> tuple[int, tuple[tuple[int, int], ...]]:
        """Return its status, packed, and the alternatives, by number, under which it is another.

        With each alternative stands what to add to turn the one status into the other.
        """
        found = self._codes.get(packed & self.mask)
        if found is None:
            code = self.code(packed)
            others = [(number, other.code(packed) - code) for number, other in self.others]
            found = code, tuple([each for each in others if each[1]])
            memoise(self._codes, packed & self.mask, found)
        return found

    def demand(self, fired: Fired, letters: str) -> None:
        """Demand one sign of each place."""
        self.demand_signs(fired, letters)

    def fire_anew(self, packed: int, letters: str) -> Fired:
        """Query the engine, if need be part by part, and demand a whole answer."""
        if self._parts is None:
            return super().fire_anew(packed, letters)
        return self._parts.whole(packed)

    def _meant(self, fired: Fired) -> tuple[Status, tuple[Fact, ...], int]:
        """Return the status, the leaves that fired with the root, and the status in its place."""
        meaning = self._meanings.get(fired)
        if meaning is None:
            status = status_of(self.root, fired)
            found = fired_leaves(self.root, "n", fired)
            leaves = tuple(leaf for leaf in found if isinstance(leaf, Fact))
            meaning = status, leaves, STATUS_CODES[status] << self.shift
            memoise(self._meanings, fired, meaning)
        return meaning


class _Part(RuleTable[Fired]):
    """A condition of many leaves, or a group in it: the groups inside are queried by themselves.

    Eleven leaves together have hundreds of combinations, and each is a question to the engine;
    those of five and of six have a few dozen. What all parts fire is what the whole would.
    """

    def __init__(self, kind: str, node: Node, place: str, layout: Layout) -> None:
        names = [inner.name for inner in walk(node) if isinstance(inner, Fact)]
        super().__init__(kind, names, layout)
        self._place, self._wide = place, _leaves(node) > MOST
        self._inner: list[tuple[int, _Part]] = []
        """The parts inside, with the number of the property that tells the status of each."""
        self.compile(node, place)

    def compile(self, node: Node, place: str) -> tuple[Pattern, Pattern]:
        """Add the rules of a node; a group inside becomes a part, and here a property."""
        if not self._wide or place == self._place or not isinstance(node, (All, Any)):
            return super().compile(node, place)
        number = len(self.properties)
        self.properties[place, ()] = 0, 0
        self._inner.append((number, _Part(f"{self.kind}_{place}", node, place, self.layout)))
        patterns: tuple[Pattern, Pattern] = {f"p{number}": TRUE}, {f"p{number}": FALSE}
        self.rules[f"{place}+"], self.rules[f"{place}-"] = patterns
        return patterns

    def letters(self, packed: int) -> str:
        """Return the status of every leaf, and of every part inside."""
        letters = list(super().letters(packed))
        for number, part in self._inner:
            letters[number] = part.letter(packed)
        return "".join(letters)

    def letter(self, packed: int) -> str:
        """Return the status of the part."""
        fired = self.fire(packed)
        if f"{self._place}+" in fired:
            return TRUE
        return FALSE if f"{self._place}-" in fired else OPEN

    def demand(self, fired: Fired, letters: str) -> None:
        """Demand one sign of each place."""
        self.demand_signs(fired, letters)

    def whole(self, packed: int) -> Fired:
        """Return what fires here and in every part inside."""
        return self.fire(packed).union(*[part.whole(packed) for _, part in self._inner])


def _leaves(node: Node) -> int:
    """Return how many distinct leaves a condition has."""
    return len({(inner.name, inner.values) for inner in walk(node) if isinstance(inner, Fact)})
