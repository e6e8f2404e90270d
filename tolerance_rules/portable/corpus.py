"""Corpus: cases of a ruleset and what must be said of each, as lines of JSON.

The first line says of which ruleset it is; each other line is a request with its answer. Whoever
evaluates by the bundle in another language proves itself by it.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, Fault, unreadable
from tolerance_rules.language import Pair
from tolerance_rules.portable.bad_facts import bad_facts
from tolerance_rules.portable.conformance_cases import ConformanceCase, conformance_cases
from tolerance_rules.portable.conformance_parts import PARTS, part_of
from tolerance_rules.portable.rule_data import Data, policy_data
from tolerance_rules.rules import Policy, Ruleset

FORMAT, VERSION = "tolerance-rules-conformance", 1
FOLDER = "conformance"
SEED = 20230727
"""Of the cases that are shipped."""


@dataclass(frozen=True)
class Item:
    """A case to be decided, as it is asked, and what must be said of it."""

    about: str
    request: Data
    expected: Data
    """The parts of a decision under `decision`, or the codes of the faults under `error`."""


Asked: TypeAlias = "tuple[ConformanceCase, Any, Data]"
"""A case, what is given for its facts, and the request."""


def requests(rules: Ruleset, seed: int = SEED) -> list[Asked]:
    """Return the cases of a ruleset as they are asked: bad facts first."""
    given: Iterable[tuple[ConformanceCase, Any]] = (
        *((ConformanceCase(about, {}), facts) for about, facts in bad_facts(rules, seed)),
        *((case, case.facts) for case in conformance_cases(rules, seed)),
    )
    found = []
    for number, (case, facts) in enumerate(given, 1):
        request: Data = {"id": number, "facts": facts}
        if case.readings:
            request["readings"] = dict(case.readings)
        if case.policy is not None:
            request["policy"] = policy_data(case.policy)
        found.append((case, facts, request))
    return found


def corpus(rules: Ruleset, seed: int = SEED) -> Iterator[Item]:
    """Yield the cases of a ruleset with what the library says of each."""
    return corpus_of(rules, requests(rules, seed))


def corpus_of(rules: Ruleset, asked: Iterable[Asked]) -> Iterator[Item]:
    """Yield cases with what the library says of each."""
    engines = _Engines(rules)
    for case, facts, request in asked:
        yield Item(case.about, request, engines.expected(case, facts))


class _Engines:
    """An engine for each choice of readings and policy: the definition decides."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.known: dict[tuple[Policy | None, tuple[tuple[str, str], ...]], Engine] = {}

    def expected(self, case: ConformanceCase, facts: Any) -> Data:
        key = case.policy, tuple(case.readings.items())
        engine = self.known.get(key)
        if engine is None:
            rules = self.rules if case.policy is None else self.rules.with_policy(case.policy)
            same = self.known.get((case.policy, ()))
            engine = self.known[key] = (
                Engine(rules.with_readings(case.readings), executor="definition")
                if same is None
                else same.under(case.readings)
            )
        try:
            decision = engine.evaluate(engine.facts(facts))
        except CaseError as error:
            return {"error": {"codes": sorted({fault.code for fault in error.faults})}}
        document = decision.to_dict()
        return {"decision": {part: part_of(document, part) for part in PARTS}}


def to_lines(rules: Ruleset, items: Iterable[Item], seed: int = SEED) -> Iterator[str]:
    """Yield a corpus as lines of JSON."""
    yield _line({**_head(rules), "seed": seed})
    for item in items:
        yield _line({"about": item.about, **item.request, **item.expected})


def to_bytes(rules: Ruleset, items: Iterable[Item], seed: int = SEED) -> bytes:
    """Return a corpus as compressed lines of JSON."""
    return gzip.compress("".join(to_lines(rules, items, seed)).encode(), 9, mtime=0)


def from_file(path: Path, rules: Ruleset) -> list[Item]:
    """Return the corpus of a file, compressed or not; CaseError if it is not one of the ruleset."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
        first, _, rest = text.partition("\n")
        head = {**json.loads(first), "seed": 0}
        if head == {**_head(rules), "seed": 0}:
            return [_item(json.loads(line)) for line in rest.splitlines()]
    except (EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError):
        raise _refused(path, NOT_ONE) from None
    except OSError as error:
        raise CaseError([unreadable("K001", error, str(path))]) from None
    raise _refused(path, OTHER)


def kept(rules: Ruleset) -> list[Item]:
    """Return the corpus that is kept in a checkout beside the library; none if the rules differ."""
    file = Path(__file__).resolve().parents[2] / FOLDER / f"{rules.id}.jsonl.gz"
    with suppress(CaseError):
        return from_file(file, rules) if file.is_file() else []
    return []


def _item(line: Data) -> Item:
    request: Data = {key: line[key] for key in ("id", "facts", "readings", "policy") if key in line}
    expected: Data = {key: line[key] for key in ("decision", "error") if key in line}
    if len(expected) != 1 or "facts" not in request or type(request.get("id")) is not int:
        raise ValueError(line)
    return Item(line["about"], request, expected)


NOT_ONE: Pair = ("不是一致性案例", "is no corpus of conformance cases")
OTHER: Pair = (
    "不是这个规则集的一致性案例，或者规则已经改过",
    "holds the cases of another ruleset, or the rules have changed since",
)
REMEDY: Pair = (
    "请用 tolerance-rules conformance --write 目录 重新写出",
    "write it anew: tolerance-rules conformance --write FOLDER",
)


def _refused(path: Path, what: Pair) -> CaseError:
    message = (f"{path} {what[0]}", f"{path} {what[1]}")
    return CaseError([Fault.of("K002", message, REMEDY)])


def _head(rules: Ruleset) -> Data:
    return {
        "format": FORMAT,
        "version": VERSION,
        "ruleset": {"id": rules.id, "sha256": rules.sha256},
    }


def _line(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
