"""JavaScript words: what the evaluator in JavaScript says of random cases, beside what Python says.

From the folder `tests`, `python -m support.javascript_words 20000` compares that many explanations
of each language, and prints what they were of.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from support import random_cases
from support.javascript import MODULES, node
from support.random_facts import random_facts
from support.rulesets import ROOT, RULESETS, SHIPPED
from tolerance_rules import Decision, Engine, InconsistentFactsError, loader
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.formats.human_dates import today
from tolerance_rules.language import LANGS
from tolerance_rules.portable.bundle import bundle, to_json
from tolerance_rules.portable.rule_data import policy_data
from tolerance_rules.rendering.clause_examination import examine
from tolerance_rules.rendering.clause_explanation import clauses_document
from tolerance_rules.rendering.document import to_text
from tolerance_rules.rendering.explanation import explanation
from tolerance_rules.rules import Policy, Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo

PROCESS = Path(__file__).resolve().parents[1] / "portable" / "words_process.mjs"
STRICT = ROOT / "examples" / "policy_strict.yaml"
NOTES = (
    "",
    "会议纪要 2024-3 号",
    "见卷一第 3 页；\n“原话”*",
    "a\tb\u200fc",
    "# note | <b>&amp;",
    "𠮷㊙",
)
REASONS = ("", "案情轻微", "见合议笔录：\n“不再追究”、\t从宽")


class WordsProcess:
    """One process of Node, asked one thing after another."""

    def __init__(self) -> None:
        command = [node(), str(PROCESS), str(MODULES)]
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._files: dict[str, str] = {}

    def __enter__(self) -> WordsProcess:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._folder.cleanup()

    def open(self, engine: Engine) -> None:
        """Ask what follows of a ruleset, under the readings and the policy of an engine."""
        rules = engine.rules
        if rules.id not in self._files:
            shipped = next(each for each in RULESETS if each.id == rules.id)
            file = Path(self._folder.name, f"{rules.id}.json")
            file.write_text(to_json(bundle(shipped)), encoding="utf-8")
            self._files[rules.id] = str(file)
        asked = {"open": self._files[rules.id], "readings": dict(rules.chosen)}
        policy = policy_data(rules.policy) if rules.policy else None
        self._write({**asked, "policy": policy})

    def ask(self, what: str, **given: Any) -> Any:
        """Return the answer and its words in both languages, or raise what is wrong."""
        self._write({"ask": what, **given})
        assert self._process.stdout is not None
        found = json.loads(self._process.stdout.readline())
        if "error" in found:
            raise JavaScriptError(found["error"], found.get("facts"), found["text"])
        return found

    def _write(self, document: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(document, ensure_ascii=False) + "\n")
        self._process.stdin.flush()


class JavaScriptError(Exception):
    """What was thrown: its name, the facts that clash if any do, and where."""


@lru_cache(maxsize=64)
def engine_under(rules: Ruleset, readings: tuple[tuple[str, str], ...], *, strict: bool) -> Engine:
    """Return an engine under some readings, and perhaps under the stricter policy."""
    engine = engine_of(rules)
    if strict:
        return Engine(rules.with_policy(strict_policy()).with_readings(dict(readings)))
    return engine.under(dict(readings)) if readings else engine


@lru_cache(maxsize=8)
def engine_of(rules: Ruleset) -> Engine:
    """Return the engine of a ruleset as it is."""
    return Engine(rules)


@lru_cache(maxsize=1)
def strict_policy() -> Policy:
    """Return another policy for the shipped ruleset."""
    return loader.policy_from_yaml(STRICT, SHIPPED)


def drawn_engine(rng: random.Random, *, varied: bool = True) -> Engine:
    """Return an engine of either ruleset, mostly as it is, of few enough kinds to be kept.

    Unless `varied`, always as it is: every other kind takes a second to compile.
    """
    rules = rng.choices(RULESETS, [4, 1][: len(RULESETS)])[0]
    if not varied or rng.random() < 0.6:
        return engine_of(rules)
    seed = random.Random(rng.randrange(6))
    cards = list(rules.outcome_readings.values())
    drawn = seed.sample(cards, seed.randint(0, len(cards)))
    readings = tuple((card.id, seed.choice(card.names)) for card in drawn)
    return engine_under(rules, readings, strict=rules is SHIPPED and rng.random() < 0.4)


def drawn_facts(rules: Ruleset, rng: random.Random) -> dict[str, Any]:
    """Return random facts, of any share unknown or partly known."""
    share = rng.choice((0.0, 0.02, 0.08, 0.3, 0.8))
    facts = random_facts(rules.vocabulary, rng, share)
    if rules is SHIPPED and rng.random() < 0.5:
        likely = random_cases.repaired(random_cases.likely(rng))
        facts = {name: known if known is None else likely[name] for name, known in facts.items()}
    return facts


def drawn_info(rules: Ruleset, rng: random.Random) -> CaseInfo:
    """Return what a case says besides its facts, sometimes nothing."""
    if rng.random() < 0.3:
        return CaseInfo()
    days = [date(2021, 1, 1) + timedelta(rng.randint(0, 2500)) for _ in range(2)]
    start, until = rules.in_force.start, rules.in_force.until or "9"
    decided = days[1].isoformat()
    named = rng.sample(list(rules.vocabulary), 6)
    return CaseInfo(
        id=rng.choice(("", "2024-007", "甲〔2024〕1号")),
        title=rng.choice(NOTES),
        authority=rng.choice(("", "纪委、监察专员办公室")),
        occurred_on=rng.choice(("", days[0].isoformat())),
        decided_on=decided if start <= decided <= until and rng.random() < 0.5 else "",
        evidence={name: rng.choice(NOTES) for name in named},
    )


def drawn_decision(engine: Engine, rng: random.Random) -> Decision:
    """Return the decision of a random case; where it is settled, sometimes the authority's own."""
    while True:
        facts = engine.facts(drawn_facts(engine.rules, rng))
        try:
            decision = engine.evaluate(CaseFile(facts, drawn_info(engine.rules, rng)))
        except InconsistentFactsError:
            continue
        if not decision.settled or rng.random() < 0.6:
            return decision
        allowed = list(decision.permitted)
        declinable = "ordinary_accountability" in decision.ruleset.labels
        if decision.modality == "may" and declinable and rng.random() < 0.4:
            return decision.choose("ordinary_accountability", reason=rng.choice(REASONS[1:]))
        return decision.choose(rng.choice(allowed), reason=rng.choice(REASONS))


def differences(
    javascript: WordsProcess, seed: int, count: int, seen: Counter[str], *, varied: bool = True
) -> Iterator[str]:
    """Yield where the explanations of so many random decisions differ; `seen` counts their kinds.

    Half are by the decision alone, half with the words of the rules; of some the decision is given,
    of most it is made in JavaScript too.
    """
    rng = random.Random(seed)
    for number in range(count):
        engine = drawn_engine(rng, varied=varied)
        decision = drawn_decision(engine, rng)
        rules = engine.rules if rng.random() < 0.5 else None
        javascript.open(engine)
        given = asked_of(decision) if rng.random() < 0.8 else {"decision": decision.to_dict()}
        found = javascript.ask("explain", rules=rules is not None, **given)
        seen.update(kinds_of(decision))
        seen[engine.rules.id] += 1
        for lang, text in zip(LANGS, found["words"], strict=True):
            expected = explanation(decision, lang, rules=rules)
            if text != expected:
                yield f"{number} of seed {seed}, {lang}: {first_difference(text, expected)}"


def clause_differences(
    javascript: WordsProcess, seed: int, count: int, *, varied: bool = True
) -> Iterator[str]:
    """Yield where clauses examined and explained differ, some of each of so many decisions."""
    rng = random.Random(seed)
    for _ in range(count):
        engine = drawn_engine(rng, varied=varied)
        rules, decision = engine.rules, drawn_decision(engine, rng)
        names = [*rules.articles, *rules.clauses]
        clauses = rng.sample(names, min(3, len(names)))
        javascript.open(engine)
        found = javascript.ask("clauses", clauses=clauses, **asked_of(decision))
        examined = [asdict(examine(each, rules, decision.completed)) for each in clauses]
        if found["answer"] != json.loads(json.dumps(examined)):
            yield f"{clauses} of {decision.facts}: {found['answer']} for {examined}"
        for lang, text in zip(LANGS, found["words"], strict=True):
            expected = to_text(clauses_document(decision, clauses, rules, lang))
            if text != expected:
                yield f"{clauses} of {decision.facts}: {first_difference(text, expected)}"


def asked_of(decision: Decision) -> dict[str, Any]:
    """Return the case of a decision, and what the authority chose."""
    document = decision.to_dict()
    choice = {"outcome": document["outcome"], "reason": document["reason"]}
    return {
        "facts": document["facts"],
        "info": document["case"],
        "choice": choice if decision.basis == "authority" else None,
        "today": today().isoformat(),
    }


def kinds_of(decision: Decision) -> Iterator[str]:
    """Yield what there is to explain in a decision."""
    kinds: Mapping[str, object] = {
        "settled": decision.settled,
        "unsettled": not decision.settled,
        "implied": decision.implied,
        "presumed": decision.presumed,
        "partly known": any(isinstance(each, tuple) for each in decision.facts.flat.values()),
        "by reference": decision.by_reference,
        "chosen": decision.basis == "authority",
        "declined": decision.withheld,
        "set aside": decision.set_aside,
        "unweighed": decision.unweighed,
        "warnings": decision.warnings,
        "readings": decision.readings,
        "other readings": decision.ruleset.other_readings,
        "by policy": decision.basis == "policy",
        "evidence": any(decision.case.evidence.values()),
    }
    return (kind for kind, found in kinds.items() if found)


def first_difference(text: str, expected: str) -> str:
    """Return the first line that differs, as it is and as it should be."""
    lines, wanted = text.split("\n"), expected.split("\n")
    for place, line in enumerate(wanted):
        if lines[place : place + 1] != [line]:
            return f"line {place + 1}: {lines[place : place + 1]!r} for {line!r}"
    return f"{len(lines)} lines for {len(wanted)}"


def main() -> int:
    count, seen, wrong = int(sys.argv[1]), Counter[str](), 0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with WordsProcess() as javascript:
        for difference in differences(javascript, seed, count, seen):
            wrong += 1
            print(difference, flush=True)
            if wrong >= 20:
                break
    print(f"{count} decisions of seed {seed}, each in both languages: {wrong} differ")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(seen.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
