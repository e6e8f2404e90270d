"""All cases: the ruleset as one decision diagram over the raw facts, compiled by `dd`.

The only file that imports the solver. A node asks for one fact and has a child for each of its
values; the leaves are the outcomes, and `impossible` for combinations of facts that cannot be. A
walk down the diagram along every value an unknown fact may take meets exactly the outcomes that
some completion gives: supervaluation in time linear in the diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any as Anything
from typing import TypeAlias

import dd.bdd
from dd.autoref import BDD

from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.reachability import IMPOSSIBLE, decision_list
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Node, Not, Ruleset, leaves
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
        fixed = [self._indexes(name, facts[name]) for name in self.order]
        builder = _Builder(self.terminals, self.domains)
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

    def _indexes(self, name: str, known: Known) -> int | tuple[int, ...] | None:
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


class _Builder:
    """Builds a reduced diagram from the leaves up: no node twice, none that does not matter."""

    def __init__(self, terminals: Sequence[str], domains: Mapping[str, tuple[Value, ...]]) -> None:
        self.terminals, self.domains = tuple(terminals), domains
        self.facts = [len(domains)] * len(self.terminals)
        self.children: list[tuple[int, ...]] = [()] * len(self.terminals)
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}

    def node(self, place: int, children: tuple[int, ...]) -> int:
        if len(set(children)) == 1:
            return children[0]
        key = (place, children)
        if key not in self.known:
            self.known[key] = len(self.facts)
            self.facts.append(place)
            self.children.append(children)
        return self.known[key]

    def diagram(self, root: int) -> Diagram:
        return Diagram(self.terminals, self.domains, tuple(self.facts), tuple(self.children), root)


def compiled(rules: Ruleset) -> Diagram:
    """Return the decision diagram of a ruleset under its readings and its policy."""
    table = decision_list(rules)
    order = dict.fromkeys(leaf.name for condition, _ in table for leaf in leaves(condition))
    sets = CaseSets({name: rules.vocabulary[name].values for name in order})
    # INVARIANT: `impossible` is the last terminal.
    outcomes = [outcome for _, outcome in table if outcome != IMPOSSIBLE]
    left, parts = sets.every, dict.fromkeys((*outcomes, IMPOSSIBLE), sets.none)
    for condition, outcome in table:
        holds = sets.where(condition)
        parts[outcome] |= left & holds
        left &= ~holds
    return sets.diagram(parts)


_TRUE = 1
"""The node of `dd` that holds every case; a negative node is the complement of its set."""

CaseSet: TypeAlias = Anything
"""A set of cases, as a function of `dd`: `&`, `|` and `~` combine sets, `==` compares them."""


class _Nodes(dd.bdd.BDD):
    """The nodes behind functions, which vanish without a word.

    `dd` counts them once more as they do, and asserts that none is left in use. Where a run is
    interrupted, or Python ends, the order in which things vanish is not that of their use, and
    the user would see a traceback of an assertion that nothing hangs on.
    """

    def __del__(self) -> None:
        pass


class _Functions(BDD):
    """The functions of `dd` over such nodes."""

    def __init__(self) -> None:
        super().__init__()
        # dd declares abstract what it inherits.
        self._bdd = _Nodes()  # type: ignore[abstract]
        self.vars = self._bdd.vars


class CaseSets:
    """Compiles conditions into sets of cases: functions of `dd` over the bits of the facts.

    `domains` gives every fact and its values, in the order of the variables; a choice of readings
    may stand among the facts, under a name of its own.
    """

    def __init__(self, domains: Mapping[str, Sequence[Value]]) -> None:
        self.domains = {name: tuple(values) for name, values in domains.items()}
        self.order = tuple(self.domains)
        self.bits = {
            name: [f"{name}#{bit}" for bit in range(max(1, (len(values) - 1).bit_length()))]
            for name, values in self.domains.items()
        }
        self._bdd = _Functions()
        self._bdd.configure(reordering=False)
        self._bdd.declare(*[bit for bits in self.bits.values() for bit in bits])
        self._nodes: Anything = self._bdd._bdd
        self._places = [
            (place, bit)
            for place, bits in enumerate(self.bits.values())
            for bit in range(len(bits))
        ]
        """For each level of `dd`, the place in `order` of its fact, and which bit of it."""
        self._leaves: dict[tuple[str, Value], CaseSet] = {}
        self.every: CaseSet = self._bdd.true
        self.none: CaseSet = self._bdd.false

    def where(self, node: Node, clauses: Mapping[str, CaseSet] | None = None) -> CaseSet:
        """Return the cases in which a condition without readings holds.

        `clauses` are the cases in which each article or clause that it names holds.
        """
        if isinstance(node, Fact):
            return self._any(self.is_(node.name, value) for value in node.values)
        if isinstance(node, ClauseRef):
            return (clauses or {})[node.clause]
        if isinstance(node, Not):
            return ~self.where(node.item, clauses)
        assert isinstance(node, (All, Any))
        if isinstance(node, Any):
            return self._any(self.where(item, clauses) for item in node.items)
        return ~self._any(~self.where(item, clauses) for item in node.items)

    def given(self, cases: CaseSet, name: str, value: Value) -> CaseSet:
        """Return the cases that are in the set once a fact is changed to a value."""
        index = self.domains[name].index(value)
        bits = enumerate(self.bits[name])
        return self._bdd.let({bit: bool(index >> place & 1) for place, bit in bits}, cases)

    def some(self, cases: CaseSet, names: Iterable[str]) -> CaseSet:
        """Return the cases that are in the set for some values of the named facts."""
        return self._bdd.exist([bit for name in names for bit in self.bits[name]], cases)

    def diagram(self, parts: Mapping[str, CaseSet]) -> Diagram:
        """Return the diagram of sets of which every case is in exactly one, by name."""
        builder = _Builder(tuple(parts), self.domains)
        return builder.diagram(self._joined(tuple(map(int, parts.values())), builder, {}))

    def membership(self, cases: CaseSet) -> Diagram:
        """Return the diagram of one set: a case comes to terminal 1 if it is in it, else to 0."""
        builder = _Builder(("outside", "inside"), self.domains)
        ends: dict[tuple[int, ...], int] = {(-_TRUE,): 0, (_TRUE,): 1}
        return builder.diagram(self._joined((int(cases),), builder, ends))

    def _any(self, functions: Iterable[CaseSet]) -> CaseSet:
        found = self.none
        for function in functions:
            found |= function
        return found

    def is_(self, name: str, value: Value) -> CaseSet:
        """Return the cases in which a fact has a value."""
        if (name, value) not in self._leaves:
            index, last = self.domains[name].index(value), len(self.domains[name]) - 1
            # The codes left over stand for the last value too, so that every code is a value.
            self._leaves[name, value] = (
                ~self._any(self._code(name, other) for other in range(last))
                if index == last
                else self._code(name, index)
            )
        return self._leaves[name, value]

    def _code(self, name: str, index: int) -> CaseSet:
        function = self.every
        for bit, variable in enumerate(self.bits[name]):
            literal = self._bdd.var(variable)
            function &= literal if index >> bit & 1 else ~literal
        return function

    def _joined(
        self, nodes: tuple[int, ...], builder: _Builder, known: dict[tuple[int, ...], int]
    ) -> int:
        """Return the node at which exactly one of the nodes of `dd` will turn out true."""
        found = known.get(nodes)
        if found is None:
            if _TRUE in nodes:
                found = nodes.index(_TRUE)
            else:
                levels = (self._nodes.succ(abs(node))[0] for node in nodes if abs(node) != _TRUE)
                place, _ = self._places[min(levels)]
                children = (
                    tuple(self._given(node, place, index) for node in nodes)
                    for index in range(len(self.domains[self.order[place]]))
                )
                below = tuple([self._joined(each, builder, known) for each in children])
                found = builder.node(place, below)
            known[nodes] = found
        return found

    def _given(self, node: int, place: int, index: int) -> int:
        """Return the node of `dd` once the bits of a fact are those of a value."""
        while abs(node) != _TRUE:
            level, low, high = self._nodes.succ(abs(node))
            asked, bit = self._places[level]
            if asked != place:
                break
            branch = high if index >> bit & 1 else low
            # `dd` keeps complemented edges: the sign of a node is that of its branches too.
            node = branch if node > 0 else -branch
        return node
