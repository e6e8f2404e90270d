"""The circuit of a plan: its terms, its layers, what combinations exclude, and the walk."""

from __future__ import annotations

import dataclasses
import itertools
import random

from support.random_facts import doubtful
from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules import InconsistentFactsError, semantics
from tolerance_rules.executors.all_cases import compiled
from tolerance_rules.executors.columnar.circuit import (
    FALSE,
    TRUE,
    Both,
    Circuit,
    Constant,
    Either,
    Inverse,
    Is,
    IsNull,
    Several,
    layered,
)
from tolerance_rules.executors.columnar.implied import contradicted, with_implied
from tolerance_rules.executors.columnar.literals import cells_of
from tolerance_rules.executors.columnar.plan import planned
from tolerance_rules.executors.columnar.reachable_walk import reached
from tolerance_rules.rules import Combination, Fact
from tolerance_rules.verdict.verdict import Status


def several_valued(rules):
    """Return the facts that can be partly known."""
    return {name for name, spec in rules.vocabulary.items() if len(spec.values) > 2}


def held(circuit, facts):
    """Return for every term whether it holds in a row of what is known of facts."""
    values = []
    # Parts have smaller numbers than what is made of them.
    for gate in circuit.gates:
        if isinstance(gate, Constant):
            values.append(gate.value)
        elif isinstance(gate, Inverse):
            values.append(not values[gate.term])
        elif isinstance(gate, Both):
            values.append(all(values[part] for part in gate.terms))
        elif isinstance(gate, Either):
            values.append(any(values[part] for part in gate.terms))
        else:
            values.append(says(gate, facts[gate.fact]))
    return values


def says(literal, known):
    if isinstance(literal, Is):
        return known is not None and known == literal.value
    if isinstance(literal, IsNull):
        return known is None
    several = isinstance(known, tuple)
    return several and (isinstance(literal, Several) or literal.value in known)


# Circuits


def test_simplified_terms_mean_what_they_were_made_of():
    rng = random.Random(4)
    rows = [dict(zip("abc", row, strict=True)) for row in itertools.product((0, 1), repeat=3)]
    for _ in range(200):
        circuit = Circuit()
        terms = [circuit.literal(Is(name, 1)) for name in "abc"] + [FALSE, TRUE]
        meant = [[bool(row[name]) for row in rows] for name in "abc"]
        meant += [[False] * len(rows), [True] * len(rows)]
        for _ in range(12):
            chosen = rng.choices(range(len(terms)), k=rng.randint(1, 4))
            columns = [meant[place] for place in chosen]
            kind = rng.choice(("both", "either", "inverse"))
            if kind == "inverse":
                terms.append(circuit.inverse(terms[chosen[0]]))
                meant.append([not each for each in columns[0]])
            else:
                terms.append(getattr(circuit, kind)(terms[place] for place in chosen))
                join = all if kind == "both" else any
                meant.append([join(row) for row in zip(*columns, strict=True)])
        found = [held(circuit, row) for row in rows]
        for term, column in zip(terms, meant, strict=True):
            assert [values[term] for values in found] == column


@for_every_ruleset
def test_a_layer_uses_earlier_layers_alone_and_what_is_used_twice_is_made_once(rules):
    plan = planned(rules, compiled(rules), partial=several_valued(rules))
    layers = layered(plan.circuit, plan.terms)
    made, uses = set(), dict.fromkeys(layers.depth, 0)

    def used(term):
        for part in plan.circuit.parts(term):
            if part in layers.depth:
                assert part in made
                uses[part] += 1
            else:
                used(part)

    for layer in layers.columns:
        for term in layer:
            used(term)
        made |= set(layer)
    assert made == set(layers.depth)
    assert all(count > 1 for term, count in uses.items() if term not in plan.terms)
    assert {t for t in plan.terms if not isinstance(plan.circuit.gates[t], Constant)} <= made


# What is known of a fact, and what combinations exclude

NAMES = (
    "work.pilot",
    "work.creative",
    "conditions.law_at_the_time",
    "consequences.loss",
    "consequences.impact",
    "remedy.rectification",
)
SPECS = {name: SHIPPED.vocabulary[name] for name in NAMES}


def leaves(rng, count):
    """Return leaves of different facts that any value but not every value satisfies."""
    for name in rng.sample(NAMES, count):
        values = SPECS[name].values
        yield Fact(name, tuple(rng.sample(values, rng.randint(1, len(values) - 1))))


def some_known(rng):
    """Return what is known of the facts, with many partly known."""
    drawn = {name: rng.choice(spec.values) for name, spec in SPECS.items()}
    return doubtful(drawn, SPECS, rng, rng.choice((0.3, 0.7, 0.9)))


def test_what_combinations_exclude_is_what_the_definition_says():
    rng = random.Random(3)
    narrowed = refused = 0
    for _ in range(60):
        found = tuple(
            Combination(f"c{n}", tuple(leaves(rng, rng.choice((1, 2, 2, 3)))), "", "")
            for n in range(rng.randint(1, 5))
        )
        rules = dataclasses.replace(SHIPPED, impossible=found)
        circuit = Circuit()
        given = {
            n: cells_of(circuit, spec, partial=len(spec.values) > 2) for n, spec in SPECS.items()
        }
        literals = with_implied(circuit, given, rules)
        clashes = [contradicted(circuit, each, literals) for each in found]
        asked = {}
        for leaf in [*leaves(rng, 6), *leaves(rng, 6)]:
            known = literals[leaf.name]
            asked[leaf] = known.established(leaf.values), known.refuted(leaf.values)
        total = {name: literals[name].presumed(spec.preference) for name, spec in SPECS.items()}
        possible = {
            name: {value: given[name].possible(value) for value in spec.values}
            for name, spec in SPECS.items()
        }
        for _ in range(40):
            facts = some_known(rng)
            values = held(circuit, facts)
            clash = any(values[term] for term in clashes)
            try:
                case = semantics.complete({**SHIPPED.facts({}).flat, **facts}, rules)
            except InconsistentFactsError:
                assert clash
                refused += 1
                continue
            assert not clash
            narrowed += any(isinstance(each.value, tuple) for each in case.implied)
            for leaf, (established, refuted) in asked.items():
                status = semantics.status(leaf, case.known, rules)
                assert values[established] == (status is Status.ESTABLISHED)
                assert values[refuted] == (status is Status.REFUTED)
            for name, spec in SPECS.items():
                presumed = [v for v in spec.values if values[total[name].known[v]]]
                assert presumed == [case.total[name]]
                left = tuple(v for v in spec.values if values[possible[name][v]])
                assert left == spec.possible(facts[name])
    assert narrowed > 100
    assert refused > 100


# The walk


@dataclasses.dataclass
class Small:
    """A random diagram of few facts."""

    terminals: tuple[str, ...]
    order: tuple[str, ...]
    facts: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    root: int


def small(rng, sizes):
    names = tuple("abcde"[: len(sizes)])
    facts, children = [len(sizes)] * 3, [()] * 3
    for place in reversed(range(len(sizes))):
        below = len(facts)
        for _ in range(rng.randint(1, 3)):
            facts.append(place)
            children.append(tuple(rng.randrange(below) for _ in range(sizes[place])))
    return Small(("x", "y", "z"), names, tuple(facts), tuple(children), len(facts) - 1)


def test_reached_is_what_some_completion_gives():
    rng = random.Random(5)
    for _ in range(40):
        sizes = [rng.choice((2, 2, 3)) for _ in range(4)]
        diagram, circuit = small(rng, sizes), Circuit()
        possible = {
            name: [
                circuit.either([circuit.literal(Is(name, value)), circuit.literal(IsNull(name))])
                for value in range(size)
            ]
            for name, size in zip(diagram.order, sizes, strict=True)
        }
        terms = reached(diagram, circuit, possible)
        for row in itertools.product(*([*range(size), None] for size in sizes)):
            values = held(circuit, dict(zip(diagram.order, row, strict=True)))
            found = {name for name, term in terms.items() if values[term]}
            wanted = set()
            choices = ([v] if v is not None else range(s) for v, s in zip(row, sizes, strict=True))
            for completion in itertools.product(*choices):
                node = diagram.root
                while diagram.children[node]:
                    node = diagram.children[node][completion[diagram.facts[node]]]
                wanted.add(diagram.terminals[node])
            assert found == wanted
