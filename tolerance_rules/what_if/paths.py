"""Paths: every minimal set of changes of facts by which a case reaches an outcome, exactly.

Known as minimal counterfactuals. A set of changes reaches an outcome if the case with these changes
can be, and `Decision.outcome` would be that outcome: what is unknown stays unknown unless it is
changed, and is then implied or presumed. It is minimal if no part of it reaches the outcome. All
minimal sets together are one family (see `zdd`), made from the decision diagram from the leaves up:
of a node, the minimal sets are those of the child that keeps the fact, and, with the change added,
those of every other child that contain none of the former.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.formats.human_outcomes import outcome_from_text
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import warnings
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts, Role
from tolerance_rules.vocabulary.fact_spec import Known, Mutability, Value
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.paths import ClauseNote, Path, Paths
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.changes import alternatives, facts_among, kind_in, kinds
from tolerance_rules.what_if.diagram_evaluator import DiagramEvaluator, evaluator_of
from tolerance_rules.what_if.zdd import EMPTY, UNIT, Zdd

Chosen: TypeAlias = "tuple[Known, ...]"
"""What the first facts of a block are chosen to be, in the order of the diagram."""

LISTED = 100
"""How many paths are listed unless more are asked for."""


def paths_to(
    engine: Engine,
    case: Case,
    outcome: Outcome | str,
    *,
    only: Mutability | Iterable[Mutability] | None = None,
    among: Iterable[str] | None = None,
    limit: int = LISTED,
) -> Paths:
    """Return the minimal sets of changes by which a case reaches an outcome.

    `only` restricts the kinds of change: see `FactChange`; `among` the facts that may change, by
    their names or those of their groups. `paths` lists the sizes that together hold no more than
    `limit` sets, and always the least; `sizes` and `total` count them all. Within a size, paths
    with fewer findings to be overturned, then with more that can be done, come first.
    """
    wanted = _outcome(outcome, engine.rules)
    allowed, free = kinds(only), facts_among(among, engine.rules.vocabulary)
    decision = decided(engine, case)
    search = _Search(evaluator_of(engine), decision, wanted, allowed, free)
    family = search.minimal()
    sizes = search.zdd.sizes(family)
    listed: list[Path] = []
    smallest = 0
    for size, count in sizes.items():
        if listed and len(listed) + count > limit:
            break
        listed += search.listed(family, size)
        smallest = smallest or len(listed)
    return Paths(
        decision=decision,
        outcome=wanted,
        only=allowed,
        smallest=tuple(listed[:smallest]),
        paths=tuple(listed),
        sizes=FrozenDict(sizes),
        total=sum(sizes.values()),
        complete=len(listed) == sum(sizes.values()),
        notes=tuple(_notes(decision, listed, engine.rules)),
        harsher=wanted.is_harsher_than(decision.outcome),
    )


def _notes(decision: Decision, paths: Iterable[Path], rules: Ruleset) -> Iterator[ClauseNote]:
    """Yield the notes of the bars that stand and rest on facts that a path changes."""
    changed = {change.fact for path in paths for change in path.changes}
    for cited in decision.citations:
        if cited.role is Role.BAR and changed & {each.fact for each in cited.because}:
            note = rules.clauses[cited.clause].note if cited.clause in rules.clauses else ""
            if note:
                yield ClauseNote(cited.clause, cited.citation, note)


def _outcome(outcome: Outcome | str, rules: Ruleset) -> Outcome:
    """Return an outcome given by its code, also one that the rules do not use, or in words."""
    try:
        return Outcome(outcome)
    except ValueError:
        return outcome_from_text(outcome, rules.labels)


class _Search:
    """Finds the minimal sets of changes of one case; an element is a fact and its new value."""

    def __init__(
        self,
        evaluator: DiagramEvaluator,
        decision: Decision,
        wanted: Outcome,
        allowed: tuple[Mutability, ...],
        free: frozenset[str],
    ) -> None:
        self.evaluator, self.warnings = evaluator, decision.warnings
        self.facts: Facts = decision.facts.flat
        known = decision.completed.known
        self.zdd = Zdd()
        self.elements: list[FactChange] = []
        diagram = evaluator.diagram
        self.keep: list[int] = []
        """For each fact, by place, the index of the value that it has or is presumed to have."""
        self.ways: list[list[tuple[int, int, Value]]] = []
        """For each fact, its changes: the element, and the index and name of the new value."""
        for place, spec in enumerate(evaluator.specs):
            now, index = self.facts[spec.name], evaluator.index[place]
            self.keep.append(index[spec.presume(now)])
            self.ways.append([])
            for value in alternatives(spec, now):
                kind = kind_in(known, evaluator.rules, spec, now, value)
                if kind in allowed and spec.name in free:
                    self.ways[place].append((len(self.elements), index[value], value))
                    self.elements.append(FactChange(spec.name, now, value, kind))
        self.below = {
            leaf: UNIT if name == wanted.value else EMPTY
            for leaf, name in enumerate(diagram.terminals)
        }
        self.entered: dict[tuple[int, int], int] = {}
        """The minimal sets from a node at the start of a block, by both their numbers."""

    def minimal(self) -> int:
        """Return the family of all minimal sets."""
        return self._enter(0, self.evaluator.diagram.root)

    def _enter(self, block: int, node: int) -> int:
        """Return the minimal sets of changes of the facts of a block and of all after it."""
        if node in self.below or block == len(self.evaluator.blocks):
            return self._below(node)
        if (block, node) not in self.entered:
            self.entered[block, node] = self._choose(block, node, ())
        return self.entered[block, node]

    def _choose(self, block: int, node: int, chosen: Chosen) -> int:
        """Return the same once the first facts of the block are chosen, changed or not.

        What the impossible combinations imply depends on all facts of a block at once, so every
        choice is gone through before the diagram is followed: 128 in the shipped rules.
        """
        places = self.evaluator.blocks[block].places
        if len(chosen) == len(places):
            return self._leave(block, node, chosen)
        place = places[len(chosen)]
        known = self.facts[self.evaluator.diagram.order[place]]
        kept = self._choose(block, node, (*chosen, known))
        ways = [
            (e, self._choose(block, node, (*chosen, value))) for e, _, value in self.ways[place]
        ]
        return self._joined(kept, ways)

    def _leave(self, block: int, node: int, chosen: Chosen) -> int:
        total = self.evaluator.total(block, chosen)
        if total is None:
            return EMPTY
        diagram = self.evaluator.diagram
        while diagram.facts[node] in total:
            node = diagram.children[node][total[diagram.facts[node]]]
        return self._enter(block + 1, node)

    def _below(self, node: int) -> int:
        """Return the minimal sets of changes of the facts that a node and those below ask for."""
        if node not in self.below:
            place = self.evaluator.diagram.facts[node]
            children = self.evaluator.diagram.children[node]
            kept = self._below(children[self.keep[place]])
            ways = [(e, self._below(children[index])) for e, index, _ in self.ways[place]]
            self.below[node] = self._joined(kept, ways)
        return self.below[node]

    def _joined(self, kept: int, ways: list[tuple[int, int]]) -> int:
        found = kept
        for element, having in reversed(ways):
            found = self.zdd.node(element, found, self.zdd.nonsupersets(having, kept))
        return found

    def listed(self, family: int, size: int) -> list[Path]:
        """Return the paths of a size, the most practicable first, then in legal order."""
        vocabulary = self.evaluator.rules.vocabulary
        legal = {name: place for place, name in enumerate(vocabulary)}

        def ease(changes: list[FactChange]) -> tuple[object, ...]:
            facts = [(legal[c.fact], vocabulary[c.fact].values.index(c.after)) for c in changes]
            kinds = [each.kind for each in changes]
            return kinds.count("fixed"), -kinds.count("doable"), facts

        found = [
            sorted((self.elements[element] for element in each), key=lambda c: legal[c.fact])
            for each in self.zdd.of_size(family, size)
        ]
        return [self._path(tuple(changes)) for changes in sorted(found, key=ease)]

    def _path(self, changes: tuple[FactChange, ...]) -> Path:
        evaluator = self.evaluator
        known = evaluator.known({**self.facts, **{each.fact: each.after for each in changes}})
        found = evaluator.evaluate(known)
        new = (each for each in warnings(known, evaluator.rules) if each not in self.warnings)
        return Path(changes, found.settled, found.reachable, tuple(new))
