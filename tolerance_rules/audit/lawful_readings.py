"""Lawful readings: under which options of readings recorded outcomes may be lawful, of many cases.

What is not established makes one case many: under each option all cases are walked side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tolerance_rules.audit.judge import Judge, Judged
from tolerance_rules.audit.patterns import Patterns
from tolerance_rules.executors.bit_parallel.bits import AT_ONCE, Lists, where
from tolerance_rules.executors.bit_parallel.diagram_walk import DiagramWalk, Possible
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.vocabulary.vocabulary import Vocabulary

FEW = 20
"""So many cases are looked at one by one."""


def lawful_readings(cases: Sequence[tuple[Judged, str]], judge: Judge) -> list[tuple[str, ...]]:
    """Return what `Judge.lawful_under` says of each case and its recorded outcome."""
    established = [judge.is_established(judged) for judged, _ in cases]
    several = [case for case, whole in zip(cases, established, strict=True) if not whole]
    if len(several) <= FEW:
        return [judge.lawful_under(*case) for case in cases]
    many = _LawfulReadings(judge)
    found = (
        under
        for start in range(0, len(several), AT_ONCE)
        for under in many.of(several[start : start + AT_ONCE])
    )
    return [
        judge.lawful_under(*case) if whole else next(found)
        for case, whole in zip(cases, established, strict=True)
    ]


class _LawfulReadings:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        other = list(judge.other_options())
        self._other = [(DiagramWalk(completions.diagram), completions) for _, completions in other]
        self._options = Lists([option for option, _ in other])

    def of(self, cases: Sequence[tuple[Judged, str]]) -> Iterator[tuple[str, ...]]:
        """Yield, for each case, the options under which its outcome may be lawful."""
        patterns = Patterns.of([tuple(self._judge.known(judged).values()) for judged, _ in cases])
        recorded = [outcome for _, outcome in cases]
        here = {
            outcome: where(bytes(48 + (each == outcome) for each in recorded))
            for outcome in set(recorded)
        }
        every, planes = (1 << len(cases)) - 1, []
        for walk, completions in self._other:
            possible = _possible(patterns, walk.diagram, self._judge.engine.rules.vocabulary)
            lawful = 0
            for terminal, bits in zip(walk.outcomes, walk.terminals(possible, every), strict=True):
                disposal = completions.named(walk.diagram.terminals[terminal])
                for outcome, there in here.items():
                    if disposal.allows(outcome):
                        lawful |= bits & there
            planes.append(lawful)
        return self._options.of(planes, len(cases))


def _possible(patterns: Patterns, diagram: Diagram, vocabulary: Vocabulary) -> Possible:
    """Return where each value of each fact is possible, in the order of a diagram."""
    columns = dict(zip(vocabulary, patterns.columns, strict=True))
    found = []
    for name in diagram.order:
        planes = dict.fromkeys(diagram.domains[name], 0)
        for known, here in columns[name].places():
            for value in vocabulary[name].possible(known):
                planes[value] |= here
        found.append(list(planes.values()))
    return found
