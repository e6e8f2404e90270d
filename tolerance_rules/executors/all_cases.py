"""All cases: the ruleset as one decision diagram over the raw facts, compiled by `dd`.

The only file that imports the solver; what it compiles, a `Diagram`, does without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any as Anything
from typing import TypeAlias

import dd.bdd
from dd.autoref import BDD

from tolerance_rules.errors import ExecutorError
from tolerance_rules.executors.conjunctions import TRUE, Conjunctions
from tolerance_rules.executors.diagram import Builder, Diagram
from tolerance_rules.reachability import IMPOSSIBLE, READING, DecisionList, decision_list
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Node, Not, Ruleset, leaves
from tolerance_rules.vocabulary.fact_spec import Value


def compiled(rules: Ruleset, *, free: bool = False) -> Diagram:
    """Return the decision diagram of a ruleset under its policy and its readings.

    If `free`, the choice of readings stands among the facts.
    """
    table = decision_list(rules, free=free)
    return of_list(table, domains_of(table, rules))


def domains_of(table: DecisionList, rules: Ruleset) -> Mapping[str, tuple[Value, ...]]:
    """Return the facts that a decision list asks for, in order, each with its values."""
    order = dict.fromkeys(leaf.name for condition, _ in table for leaf in leaves(condition))
    options = {READING + name: card.names for name, card in rules.readings.items()}
    return {name: options.get(name) or rules.vocabulary[name].values for name in order}


def of_list(table: DecisionList, domains: Mapping[str, Sequence[Value]]) -> Diagram:
    """Return the decision diagram of a decision list; `domains` has every fact it asks for."""
    sets = CaseSets(domains)
    # INVARIANT: `impossible` is the last terminal.
    outcomes = [outcome for _, outcome in table if outcome != IMPOSSIBLE]
    left, parts = sets.every, dict.fromkeys((*outcomes, IMPOSSIBLE), sets.none)
    for condition, outcome in table:
        holds = sets.where(condition)
        parts[outcome] |= left & holds
        left &= ~holds
    return sets.diagram(parts)


CaseSet: TypeAlias = Anything
"""A set of cases, as a function of `dd`: `&`, `|` and `~` combine sets, `==` compares them."""


MOST_NODES = 1_000_000
"""How many nodes a diagram may take: half a gigabyte. To prove the shipped rules takes 460,000."""


def too_many_nodes() -> ExecutorError:
    """Return what is raised where a diagram grows without end."""
    return ExecutorError(
        f"规则的判定图超过 {MOST_NODES:,} 个节点，太大，不能求出可能的结论。"
        "请减少互不相干而放在一个条件里的事实，或者把规则集分成几个",
        english=f"The decision diagram of the rules has more than {MOST_NODES:,} nodes, too many "
        "to find what is reachable; put fewer unrelated facts into one condition, or make several "
        "rulesets of it",
    )


class _Nodes(Conjunctions, dd.bdd.BDD):  # type: ignore[misc]  # its own types are wider
    """The nodes behind functions: no more than a limit, and they vanish without a word.

    `dd` counts them once more as they do, and asserts that none is left in use. Where a run is
    interrupted, or Python ends, the order in which things vanish is not that of their use, and
    the user would see a traceback of an assertion that nothing hangs on.
    """

    def __del__(self) -> None:
        pass

    def _next_free_int(self, start: int) -> int:
        # Asked for at every new node: `max_nodes` of `dd` would be met with an error of its own.
        if len(self._succ) > MOST_NODES:
            raise too_many_nodes()
        # Nodes are never taken away here, so that the next number is free.
        found = start + 1
        while found in self._succ:
            found += 1
        return found


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
        self._first = {
            self.order[place]: at for at, (place, bit) in enumerate(self._places) if not bit
        }
        """The level of the first bit of each fact."""
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
        values = [bool(index >> place & 1) for place in range(len(self.bits[name]))]
        first = self._first[name]
        return self._bdd._wrap(self._nodes.restricted(int(cases), first, values))

    def some(self, cases: CaseSet, names: Iterable[str]) -> CaseSet:
        """Return the cases that are in the set for some values of the named facts."""
        return self._bdd.exist([bit for name in names for bit in self.bits[name]], cases)

    def diagram(self, parts: Mapping[str, CaseSet]) -> Diagram:
        """Return the diagram of sets of which every case is in exactly one, by name."""
        builder = Builder(tuple(parts), self.domains)
        return builder.diagram(self._joined(tuple(map(int, parts.values())), builder, {}))

    def membership(self, cases: CaseSet) -> Diagram:
        """Return the diagram of one set: a case comes to terminal 1 if it is in it, else to 0."""
        builder = Builder(("outside", "inside"), self.domains)
        ends: dict[tuple[int, ...], int] = {(-TRUE,): 0, (TRUE,): 1}
        return builder.diagram(self._joined((int(cases),), builder, ends))

    def _any(self, functions: Iterable[CaseSet]) -> CaseSet:
        return self._bdd._wrap(self._nodes.any(map(int, functions)))

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
        self, nodes: tuple[int, ...], builder: Builder, known: dict[tuple[int, ...], int]
    ) -> int:
        """Return the node at which exactly one of the nodes of `dd` will turn out true."""
        found = known.get(nodes)
        if found is None:
            if TRUE in nodes:
                found = nodes.index(TRUE)
            else:
                levels = (self._nodes.succ(abs(node))[0] for node in nodes if abs(node) != TRUE)
                place, _ = self._places[min(levels)]
                children = (
                    tuple(self._given(node, place, index) for node in nodes)
                    for index in range(len(self.domains[self.order[place]]))
                )
                below = tuple([self._joined(each, builder, known) for each in children])
                found = builder.node(place, below)
            if len(known) > MOST_NODES:
                raise too_many_nodes()
            known[nodes] = found
        return found

    def _given(self, node: int, place: int, index: int) -> int:
        """Return the node of `dd` once the bits of a fact are those of a value."""
        while abs(node) != TRUE:
            level, low, high = self._nodes.succ(abs(node))
            asked, bit = self._places[level]
            if asked != place:
                break
            branch = high if index >> bit & 1 else low
            # `dd` keeps complemented edges: the sign of a node is that of its branches too.
            node = branch if node > 0 else -branch
        return node
