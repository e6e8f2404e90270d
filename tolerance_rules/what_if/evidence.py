"""Evidence: the smallest sets of documents whose loss would unsettle the outcome of a case.

A fact whose evidence note names documents rests on them: when all of them are lost it is not
established any more, and of a recorded finding it is not known whether it was made. A fact whose
note names none is held. Losing a set of documents unsettles the outcome if, of the facts then left,
more than one outcome is reachable. To lose more never settles it, so the sets without which it
would stay settled, the minimal ones, say all.

They are made on the decision diagram from the leaves up: along each path to another outcome, what
has to be lost is every document of each fact whose value the path takes against what is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from tolerance_rules.engine import Engine
from tolerance_rules.formats.document_ids import document_ids
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known
from tolerance_rules.what_if.answers.evidence import Evidence, EvidenceDocument, Loss
from tolerance_rules.what_if.case import Case, decided
from tolerance_rules.what_if.diagram_evaluator import DiagramEvaluator, evaluator_of

LISTED = 100
"""How many sets are told one by one; `sizes` counts them all."""
HELD = 2_000
"""How many sets are held for one node of the diagram: of more, only the smaller are looked for."""


def evidence_of(engine: Engine, case: Case, *, limit: int = LISTED, held: int = HELD) -> Evidence:
    """Return on which documents the outcome of a case rests, and which losses unsettle it.

    `limit` is how many losses are told one by one, the smallest first. Where more than `held` sets
    would have to be compared at one place, sets of more than `complete_to` documents are left out.
    """
    decision = decided(engine, case)
    vocabulary, flat = engine.rules.vocabulary, decision.facts.flat
    named = {
        fact: document_ids(decision.case.evidence.get(fact, ""))
        for fact, spec in vocabulary.items()
        if _is_established(spec, flat[fact])
    }
    words: dict[str, str] = {}
    for fact in vocabulary:
        for key, written in document_ids(decision.case.evidence.get(fact, "")).items():
            words.setdefault(key, written)
    keys = list(words)
    resting = {
        fact: frozenset(keys.index(key) for key in found) for fact, found in named.items() if found
    }
    search = _Search(evaluator_of(engine), decision, resting)
    sets, complete_to = search.minimal(len(keys), held) if decision.settled else ([], None)
    told = [search.loss(each, tuple(words.values())) for each in sets[:limit]]
    undocumented = tuple(fact for fact, found in named.items() if not found)
    return Evidence(
        decision=decision,
        documents=tuple(_documents(words, resting)),
        single_points=tuple(
            words[keys[place]] for each in sets if len(each) == 1 for place in each
        ),
        losses=tuple(told),
        sizes=FrozenDict(sorted(Counter(map(len, sets)).items())),
        total=len(sets),
        complete_to=complete_to,
        undocumented=undocumented,
        unsupported=tuple(
            fact for fact in undocumented if decision.settled and search.unsettles([fact])
        ),
    )


def _is_established(spec: FactSpec, known: Known) -> bool:
    """Tell whether anything is known of a fact that could be lost; no finding needs no paper."""
    return known is not None and not (spec.finding and known is False)


def _documents(
    words: Mapping[str, str], resting: Mapping[str, frozenset[int]]
) -> Iterator[EvidenceDocument]:
    for place, word in enumerate(words.values()):
        facts = tuple(fact for fact, documents in resting.items() if place in documents)
        alone = tuple(fact for fact in facts if len(resting[fact]) == 1)
        yield EvidenceDocument(word, facts, alone)


class _TooManyError(Exception):
    """More sets would have to be compared than are held."""


class _Search:
    """The documents of one case; each is known by its place."""

    def __init__(
        self,
        evaluator: DiagramEvaluator,
        decision: DecisionData,
        resting: Mapping[str, frozenset[int]],
    ) -> None:
        self.evaluator, self.decision, self.resting = evaluator, decision, resting
        self.facts = decision.facts.flat

    def minimal(self, documents: int, held: int) -> tuple[list[frozenset[int]], int | None]:
        """Return the minimal sets whose loss unsettles the outcome, the smallest first.

        With them goes up to which size they are all there; None if they all are, of any size.
        """
        try:
            return _ordered(self._family(documents, held)), None
        except _TooManyError:
            found: list[frozenset[int]] = []
        for largest in count(1):
            try:
                found = _ordered(self._family(largest, held))
            except _TooManyError:
                break
        return found, largest - 1

    def _family(self, largest: int, held: int) -> Iterable[frozenset[int]]:
        """Return the minimal sets of at most so many documents."""
        evaluator, diagram = self.evaluator, self.evaluator.diagram
        own, impossible = self.decision.outcome.value, diagram.impossible
        families: dict[int, list[frozenset[int]]] = {
            leaf: [] if name == own or leaf == impossible else [frozenset()]
            for leaf, name in enumerate(diagram.terminals)
        }
        prices: list[list[frozenset[int] | None]] = []
        for spec, index in zip(evaluator.specs, evaluator.index, strict=True):
            free = {index[value] for value in spec.possible(self.facts[spec.name])}
            price = self.resting.get(spec.name)
            prices.append([frozenset() if i in free else price for i in range(len(index))])

        def family(node: int) -> list[frozenset[int]]:
            if node not in families:
                steps = zip(diagram.children[node], prices[diagram.facts[node]], strict=True)
                unions = {
                    union
                    for child, price in steps
                    if price is not None
                    for each in family(child)
                    if len(union := each | price) <= largest
                }
                if len(unions) > held:
                    raise _TooManyError
                families[node] = _minimal(unions)
            return families[node]

        return family(diagram.root)

    def loss(self, documents: frozenset[int], words: tuple[str, ...]) -> Loss:
        """Return the loss of some documents, and what it leaves."""
        lost = [fact for fact, named in self.resting.items() if named <= documents]
        after = self.evaluator.evaluate(self._without(lost))
        named = tuple(words[place] for place in sorted(documents))
        return Loss(named, tuple(lost), after.outcome, after.reachable)

    def unsettles(self, lost: Iterable[str]) -> bool:
        """Tell whether the outcome is not settled if these facts are not established."""
        return not self.evaluator.evaluate(self._without(lost)).settled

    def _without(self, lost: Iterable[str]) -> Mapping[str, Known]:
        return self.evaluator.known({**self.facts, **dict.fromkeys(lost)})


def _minimal(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other, smallest first."""
    kept: list[frozenset[int]] = []
    for each in sorted(sets, key=len):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return kept


def _ordered(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    return sorted(sets, key=lambda each: (len(each), sorted(each)))
