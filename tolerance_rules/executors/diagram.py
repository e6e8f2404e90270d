"""Diagram: which outcome every case has, as one decision diagram over the raw facts.

A node asks for one fact and has a child for each of its values; the leaves are the outcomes, and
`impossible` for combinations of facts that cannot be. A walk down the diagram along every value an
unknown fact may take meets exactly the outcomes that some completion gives: supervaluation in time
linear in the diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.reachability import IMPOSSIBLE
from tolerance_rules.rules import Fact, Ruleset
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Known, Value


@dataclass(frozen=True)
class Diagram:
    """A multi-valued decision diagram: terminals first, then nodes, children before parents."""

    terminals: tuple[str, ...]
    domains: Mapping[str, tuple[Value, ...]]
    """Facts in the order in which a path meets them, each with its values."""
    facts: tuple[int, ...]
    """For each node, the place in `order` of the fact it asks for; terminals stand past the end."""
    children: tuple[tuple[int, ...], ...]
    """For each node, its child for each value of its fact; none for terminals."""
    root: int

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Return the facts in the order in which a path meets them."""
        return tuple(self.domains)

    @property
    def impossible(self) -> int:
        """Return the terminal of the combinations of facts that cannot be."""
        return self.terminals.index(IMPOSSIBLE)

    def restricted(self, facts: Facts) -> Diagram:
        """Return the diagram with what is known put in: it asks only for what is not established.

        The values of a partly known fact that are excluded lead to `impossible`.
        """
        fixed = [self.indexes(name, facts[name]) for name in self.order]
        builder = Builder(self.terminals, self.domains)
        moved: dict[int, int] = {number: number for number in range(len(self.terminals))}

        def move(node: int) -> int:
            found = moved.get(node)
            if found is None:
                place, below = self.facts[node], self.children[node]
                index = fixed[place]
                if index is None:
                    found = builder.node(place, tuple(map(move, below)))
                elif isinstance(index, int):
                    found = move(below[index])
                else:
                    left = {each: move(below[each]) for each in index}
                    children = (left.get(each, self.impossible) for each in range(len(below)))
                    ends = set(left.values())
                    found = ends.pop() if len(ends) == 1 else builder.node(place, tuple(children))
                moved[node] = found
            return found

        return builder.diagram(move(self.root))

    def indexes(self, name: str, known: Known) -> int | tuple[int, ...] | None:
        """Return the index of a value, of several still possible, or None if nothing is known."""
        if known is None:
            return None
        values = self.domains[name]
        if isinstance(known, tuple):
            return tuple(map(values.index, known))
        return values.index(known)

    def outcomes(self, possible: Mapping[int, Sequence[int]] | None = None) -> frozenset[str]:
        """Return the outcomes of the leaves that can be reached.

        `possible` restricts facts, by place in `order`, to values by their indexes.
        """
        return frozenset(self.terminals[leaf] for leaf in self._reached(possible or {}))

    def _reached(self, possible: Mapping[int, Sequence[int]]) -> set[int]:
        seen, todo = {self.root}, [self.root]
        while todo:
            node = todo.pop()
            below = self.children[node]
            left = possible.get(self.facts[node])
            for child in below if left is None or not below else (below[index] for index in left):
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return {node for node in seen if node < len(self.terminals)} - {self.impossible}

    def cheapest(
        self, prices: Sequence[Sequence[float]], ends: Iterable[int]
    ) -> tuple[float, dict[int, int]] | None:
        """Return the price of the cheapest path to one of the terminals `ends`, and the path.

        `prices` gives, for each fact in order, the price of each of its values. The path gives the
        index of the value taken of each fact it asks for, by place in `order`. None if there is
        no path of finite price.
        """
        among = set(ends)
        cost = [0.0 if leaf in among else inf for leaf in range(len(self.terminals))]
        asked = zip(self.facts[len(cost) :], self.children[len(cost) :], strict=True)
        for place, below in asked:
            # What `_prices` says, put in here: this is most of the time that a search takes.
            cost.append(min([cost[c] + p for c, p in zip(below, prices[place], strict=True)]))
        if cost[self.root] == inf:
            return None
        path, node = {}, self.root
        while below := self.children[node]:
            sums = self._prices(node, prices, cost)
            path[self.facts[node]] = index = sums.index(min(sums))
            node = below[index]
        return cost[self.root], path

    def _prices(
        self, node: int, prices: Sequence[Sequence[float]], cost: Sequence[float]
    ) -> list[float]:
        """Return, for each value that a node asks for, the price of the cheapest path onward."""
        steps = zip(self.children[node], prices[self.facts[node]], strict=True)
        return [cost[child] + price for child, price in steps]

    def paths(self, end: str) -> Iterator[Mapping[str, Value]]:
        """Yield each path to a terminal: the values taken of the facts that it asks for."""

        def below(node: int, taken: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
            if node == self.terminals.index(end):
                yield taken
            elif children := self.children[node]:
                name = self.order[self.facts[node]]
                for value, child in zip(self.domains[name], children, strict=True):
                    yield from below(child, {**taken, name: value})

        return below(self.root, {})

    def asked(self) -> tuple[str, ...]:
        """Return the facts that the diagram asks for, in order."""
        places = {self.facts[node] for node in range(len(self.terminals), len(self.facts))}
        return tuple(self.order[place] for place in sorted(places))

    def matters(self, fact: str) -> bool:
        """Tell whether two cases that can be, alike but for this fact, have different outcomes."""
        place = self.order.index(fact)
        seen: set[tuple[int, int]] = set()
        todo = [
            (one, other)
            for node, below in enumerate(self.children)
            if below and self.facts[node] == place
            for one in below
            for other in below
            if one < other
        ]
        while todo:
            pair = todo.pop()
            one, other = pair
            if pair in seen or one == other or self.impossible in pair:
                continue
            seen.add(pair)
            level = min(self.facts[one], self.facts[other])
            if level == len(self.order):
                return True
            ones = self.children[one] if self.facts[one] == level else None
            others = self.children[other] if self.facts[other] == level else None
            for index in range(len(ones or others or ())):
                todo.append((ones[index] if ones else one, others[index] if others else other))
        return False


def open_facts(rest: Diagram, known: Facts, rules: Ruleset) -> tuple[str, ...]:
    """Return the facts not established that can still change the outcome, most decisive first.

    `rest` is the diagram restricted to the `known` facts. The most decisive leaves the fewest
    reachable outcomes, over its possible answers; ties stand in legal order.
    """
    places = {name: place for place, name in enumerate(rest.order)}

    def narrowing(fact: str) -> tuple[float, int, int]:
        values = rest.domains[fact]
        partly = known[fact]
        indexes = map(values.index, partly) if isinstance(partly, tuple) else range(len(values))
        left = [len(rest.outcomes({places[fact]: (index,)})) for index in indexes]
        possible = [count for count in left if count]
        return sum(possible) / len(possible), max(possible), places[fact]

    return tuple(sorted(deciding(rest, known, rules), key=narrowing))


def deciding(rest: Diagram, known: Facts, rules: Ruleset) -> tuple[str, ...]:
    """Return the facts not established that can still change the outcome, in no order.

    A fact can if two cases alike but for it differ in outcome, or if one of its values would imply
    a fact that can.
    """
    mattering = [fact for fact in rest.asked() if rest.matters(fact)]
    implying = [
        literal.name
        for combination in rules.impossible
        for literal in combination.literals
        if _open(known[literal.name])
        and literal.name not in mattering
        and all(
            _within(known[other.name], other) or other.name in mattering
            for other in combination.literals
            if other is not literal
        )
    ]
    return tuple(dict.fromkeys([*mattering, *implying]))


def _open(known: Known) -> bool:
    return known is None or isinstance(known, tuple)


def _within(known: Known, literal: Fact) -> bool:
    """Tell whether every value still possible is one that the literal names."""
    if isinstance(known, tuple):
        return set(known) <= set(literal.values)
    return known in literal.values


class Builder:
    """Builds a reduced diagram from the leaves up: no node twice, none that does not matter."""

    def __init__(self, terminals: Sequence[str], domains: Mapping[str, tuple[Value, ...]]) -> None:
        self.terminals, self.domains = tuple(terminals), domains
        self.facts = [len(domains)] * len(self.terminals)
        self.children: list[tuple[int, ...]] = [()] * len(self.terminals)
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}

    def node(self, place: int, children: tuple[int, ...]) -> int:
        """Return the node that asks for a fact, by place in the order, with these children."""
        if len(set(children)) == 1:
            return children[0]
        key = (place, children)
        if key not in self.known:
            self.known[key] = len(self.facts)
            self.facts.append(place)
            self.children.append(children)
        return self.known[key]

    def diagram(self, root: int) -> Diagram:
        """Return the diagram of what was built."""
        return Diagram(self.terminals, self.domains, tuple(self.facts), tuple(self.children), root)
