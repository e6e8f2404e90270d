"""The answers it takes: every example and every case of the register, asked as a new case.

    python benchmarks/interview.py

Each case is asked from a blank, and answered as its facts are, until its outcome is settled. One
answer is one question on the screen; the one question for the bars counts as one, and so does one
for the facts of a topic. Where a fact is not established in the case, the answer is that it is not.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

from tolerance_rules import Engine, Outcome
from tolerance_rules.facts import CaseModel, Known
from tolerance_rules.formats.case_file import CaseFile, from_file
from tolerance_rules.formats.human_values import value_from_text
from tolerance_rules.what_if import Interview

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
Replies = tuple[tuple[tuple[str, Known], ...], ...]
FAVOURABLE = (Outcome.NOT_PURSUED, Outcome.EXEMPT, Outcome.MITIGATED, Outcome.LIGHTER)


def answers(start: Interview, facts: CaseModel, known: dict[Replies, Interview]) -> int:
    """Return how many answers a new case takes, until it is settled or nothing is left to ask.

    `known` are the interviews so far: cases that are answered alike are asked alike.
    """
    interview, key = start, Replies()
    while interview.question is not None:
        after = _answered(interview, facts)
        key = (*key, tuple(after.replies[-1].facts.items()))
        interview = known.setdefault(key, after)
    return len(interview.replies)


def _answered(interview: Interview, facts: CaseModel) -> Interview:
    question, screening = interview.question, interview.screening
    assert question is not None
    if screening is not None:
        none = all(_within(facts, name, left) for name, left in screening.none.items())
        return interview.screened(none=none)
    if (listed := interview.checklist) is not None:
        return interview.ticked(listed.topic, {name: facts.flat[name] for name in listed.facts})
    spec = facts.vocabulary[question.fact]
    left = spec.possible(interview.case.facts.flat[spec.name])
    known = [value for value in spec.possible(facts.flat[spec.name]) if value in left]
    return interview.answered(spec.known(known))


def _within(facts: CaseModel, name: str, left: Known) -> bool:
    spec = facts.vocabulary[name]
    return set(spec.possible(facts.flat[name])) <= set(spec.possible(left))


def register(engine: Engine) -> Iterator[CaseModel]:
    """Yield the facts of the cases of the example register."""
    import csv

    with (EXAMPLES / "register" / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            found: dict[str, Known] = {}
            for spec in engine.rules.vocabulary.values():
                found[spec.name] = value_from_text(spec, row.get(spec.label) or "")
            yield engine.facts(found)


def row(title: str, counts: Iterable[int]) -> str:
    found = sorted(counts)
    middle = statistics.median(found)
    return f"{title:<44}{len(found):>6}{middle:>8.0f}{found[-1]:>7}"


def main() -> None:
    engine = Engine.load()
    start, known = Interview(engine, CaseFile(engine.facts({}))), dict[Replies, Interview]()
    examples = [from_file(file).facts for file in sorted((EXAMPLES / "cases").glob("*.yaml"))]
    print(f"{'answers, of a case asked from a blank':<44}{'cases':>6}{'median':>8}{'worst':>7}")
    for title, cases in (("the examples", examples), ("the register", list(register(engine)))):
        counts = [(engine.evaluate(facts).outcome, answers(start, facts, known)) for facts in cases]
        print(row(title, (count for _, count in counts)))
        tolerated = [count for outcome, count in counts if outcome in FAVOURABLE]
        print(row(f"{title}, favourable: some tolerance", tolerated))
        whole = [count for outcome, count in counts if outcome is Outcome.NOT_PURSUED]
        print(row(f"{title}, liability not pursued", whole))


if __name__ == "__main__":
    main()
