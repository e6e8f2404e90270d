"""Judge many: what `Judge.judge` says of one pattern of facts, of very many at once.

A register of which much is not established has hardly two patterns alike, so nothing can be
remembered from one to the next: instead the patterns are evaluated side by side, each a bit of the
terms of the rules and of the diagrams of what is reachable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tolerance_rules.audit.case_terms import case_terms
from tolerance_rules.audit.judge import Judge, Judged
from tolerance_rules.audit.pattern_bits import PatternBits
from tolerance_rules.audit.patterns import Pattern, Patterns
from tolerance_rules.audit.weighed_terms import unweighed_terms
from tolerance_rules.errors import CaseError, Fault
from tolerance_rules.executors.bit_parallel.bits import AT_ONCE, Bits, Lists, flags, numbers
from tolerance_rules.executors.bit_parallel.diagram_walk import DiagramWalk, Possible
from tolerance_rules.executors.bit_parallel.evaluation import Evaluation
from tolerance_rules.executors.bit_parallel.open_facts import OpenFacts
from tolerance_rules.executors.columnar.circuit import Term
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import Known

FEW = 100
"""So many patterns are judged one by one: to compile the terms takes as long."""


def judged_patterns(patterns: Sequence[Pattern], judge: Judge) -> list[Judged | tuple[Fault, ...]]:
    """Return what the rules say of each pattern, or why it cannot be judged."""
    if len(patterns) <= FEW:
        return [_alone(pattern, judge) for pattern in patterns]
    many, found, kept = _JudgeMany(judge), list[Judged | tuple[Fault, ...]](), Patterns.of(patterns)
    for start in range(0, len(kept), AT_ONCE):
        found += many.judged(kept[start : start + AT_ONCE])
    return found


def _alone(pattern: Pattern, judge: Judge) -> Judged | tuple[Fault, ...]:
    try:
        return judge.judge(pattern)
    except CaseError as error:
        return error.faults


class _JudgeMany:
    """Judges patterns of facts by the terms of one ruleset."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self._rules = judge, judge.engine.rules
        rules, relevance = self._rules, judge.relevance
        self._terms = case_terms(rules)
        self._unweighed = unweighed_terms(self._terms, rules)
        wanted = [*self._terms.all, *self._unweighed.values()]
        self._evaluation = Evaluation(self._terms.circuit, wanted)
        self._walk = DiagramWalk(judge.engine.diagram)
        self._open_facts = OpenFacts(self._walk, rules)
        self._disposals = DiagramWalk(judge.completions.diagram)
        self._sorted = sorted(
            range(len(self._disposals.outcomes)),
            key=lambda number: self._terminal(self._disposals, number),
        )
        outcomes = [
            self._terminal(self._walk, number) for number in range(len(self._walk.outcomes))
        ]
        self._reachable = [outcomes.index(each.value) for each in Outcome if each.value in outcomes]
        self._lists: Mapping[str, Lists[str]] = {
            "reachable": Lists([outcomes[number] for number in self._reachable]),
            "clauses": Lists(list(rules.clauses)),
            "circumstances": Lists(relevance.circumstances),
            "facts": Lists(list(rules.vocabulary)),
            "unweighed": Lists(list(self._unweighed)),
        }
        named = [self._terminal(self._disposals, number) for number in self._sorted]
        self._disposal_lists = Lists([judge.completions.named(name) for name in named])
        self._turning_lists = Lists([judge.turning[name] for name in self._terms.turning])
        self._counts: dict[tuple[frozenset[str], int], tuple[int, bool]] = {}

    @staticmethod
    def _terminal(walk: DiagramWalk, number: int) -> str:
        return walk.diagram.terminals[walk.outcomes[number]]

    def judged(self, patterns: Patterns) -> Iterator[Judged | tuple[Fault, ...]]:
        """Yield what the rules say of each pattern."""
        judge, terms, count = self._judge, self._terms, len(patterns)
        every = (1 << count) - 1
        given = PatternBits(patterns, self._rules.vocabulary)
        bits = self._evaluation.of(given.literal, every)
        alone = flags(given.odd | bits[terms.contradicted], count)
        columns = zip(
            patterns,
            alone,
            self._implied(bits, count),
            self._decided(bits, count),
            *self._reached(bits, every, count),
            *self._statuses(bits, count),
            self._lists_of("unweighed", self._unweighed, bits, count),
            self._turning_lists.of([bits[t] for t in terms.turning.values()], count),
            *self._relevant(bits, every, count),
            strict=True,
        )
        for (
            pattern,
            by_itself,
            implied,
            (named, permitted),
            reachable,
            missing,
            disposals,
            established,
            refuted,
            circumstances,
            unweighed,
            turning,
            relevant,
            open_,
        ) in columns:
            if by_itself:
                # Few: what is wrong with it is said as it is of one case.
                yield _alone(pattern, judge)
                continue
            compared, comparable = self._compared(relevant, open_)
            code = judge.code(pattern, implied, relevant) if comparable else None
            yield Judged(
                pattern,
                implied,
                named,
                permitted,
                len(reachable) == 1,
                reachable,
                missing,
                disposals,
                established,
                refuted,
                circumstances,
                turning,
                unweighed,
                relevant,
                code,
                open_,
                compared,
                comparable,
            )

    def _lists_of(
        self, name: str, terms: Mapping[str, Term], bits: Mapping[Term, Bits], count: int
    ) -> Iterator[tuple[str, ...]]:
        return self._lists[name].of([bits[term] for term in terms.values()], count)

    def _implied(self, bits: Mapping[Term, Bits], count: int) -> list[Mapping[str, Known]]:
        """Return what is implied in each case; most have nothing, and share that."""
        nothing: Mapping[str, Known] = {}
        found = [nothing] * count
        for name, narrowed in self._terms.narrowed.items():
            if not bits[narrowed]:
                continue
            values = self._terms.possible[name]
            left = Lists(list(values)).of([bits[term] for term in values.values()], count)
            spec = self._rules.vocabulary[name]
            for place, (is_narrowed, possible) in enumerate(
                zip(flags(bits[narrowed], count), left, strict=True)
            ):
                if is_narrowed:
                    if found[place] is nothing:
                        found[place] = {}
                    found[place][name] = spec.known(possible)  # type: ignore[index]  # its own
        return found

    def _decided(
        self, bits: Mapping[Term, Bits], count: int
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Return the outcome named, and those permitted."""
        decided = self._terms.decided
        meanings = [(outcome, self._judge.permitted[row]) for _, row, outcome in decided]
        planes = [0] * len(meanings).bit_length()
        for number, (term, _, _) in enumerate(decided):
            for place in range(len(planes)):
                if number >> place & 1:
                    planes[place] |= bits[term]
        # Of a case that contradicts itself no row need decide.
        return map(meanings.__getitem__, numbers(planes, count))

    def _possible(self, diagram: Diagram, bits: Mapping[Term, Bits]) -> Possible:
        terms = self._terms.possible
        return [
            [bits[terms[name][value]] for value in diagram.domains[name]] for name in diagram.order
        ]

    def _reached(
        self, bits: Mapping[Term, Bits], every: Bits, count: int
    ) -> tuple[Iterator[tuple[str, ...]], Iterator[tuple[str, ...]], Iterator[tuple[object, ...]]]:
        """Return the outcomes reachable, the facts missing, and the disposals that may come."""
        possible = self._possible(self._walk.diagram, bits)
        ways = self._walk.ways(possible, every)
        there = self._possible(self._disposals.diagram, bits)
        ends = self._disposals.terminals(there, every)
        return (
            self._lists["reachable"].of([ways.end[number] for number in self._reachable], count),
            self._open_facts.of(possible, ways, every, count),
            self._disposal_lists.of([ends[number] for number in self._sorted], count),
        )

    def _statuses(
        self, bits: Mapping[Term, Bits], count: int
    ) -> tuple[Iterator[tuple[str, ...]], ...]:
        """Return the clauses that hold, those that cannot, and the circumstances that hold."""
        terms = self._terms
        standing = {name: terms.established[name] for name in self._judge.relevance.circumstances}
        return (
            self._lists_of("clauses", terms.established, bits, count),
            self._lists_of("clauses", terms.refuted, bits, count),
            self._lists_of("circumstances", standing, bits, count),
        )

    def _relevant(
        self, bits: Mapping[Term, Bits], every: Bits, count: int
    ) -> tuple[Iterator[frozenset[str]], Iterator[tuple[str, ...]]]:
        """Return the facts that count, and those of them that are open."""
        relevance, terms = self._judge.relevance, self._terms
        counting = dict.fromkeys(self._rules.vocabulary, 0)
        for name in counting:
            if name in relevance.always:
                counting[name] = every
        left = {name: every ^ bits[terms.refuted[name]] for name in relevance.circumstances}
        for clause, here in left.items():
            for name in relevance.asked[clause]:
                counting[name] |= here
        unknown = []
        for name, here in counting.items():
            once = twice = 0
            for term in terms.possible[name].values():
                once, twice = once | bits[term], twice | once & bits[term]
            unknown.append(here & twice)
        found: dict[tuple[str, ...], frozenset[str]] = {}

        def relevant(circumstances: tuple[str, ...]) -> frozenset[str]:
            if circumstances not in found:
                open_or_not = dict.fromkeys(relevance.circumstances, Status.REFUTED)
                open_or_not |= dict.fromkeys(circumstances, Status.OPEN)
                found[circumstances] = relevance.relevant(open_or_not)
            return found[circumstances]

        lists = self._lists["circumstances"].of(list(left.values()), count)
        return map(relevant, lists), self._lists["facts"].of(unknown, count)

    def _compared(self, relevant: frozenset[str], open_: tuple[str, ...]) -> tuple[int, bool]:
        key = relevant, len(open_)
        found = self._counts.get(key)
        if found is None:
            relevance = self._judge.relevance
            found = relevance.compared(relevant, open_), relevance.is_enough(relevant, open_)
            self._counts[key] = found
        return found
