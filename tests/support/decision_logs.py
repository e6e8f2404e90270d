"""Decision logs: decisions fit to be recorded, without end, and logs of them."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path

from support.random_facts import complete_facts
from support.rulesets import SHIPPED
from tolerance_rules import CaseError, Decision, Engine
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo

ORIGIN = "jiwei.example.edu.cn/log"


@lru_cache(maxsize=4)
def engine_of(rules: Ruleset = SHIPPED) -> Engine:
    return Engine(rules)


def decisions(seed: int, rules: Ruleset = SHIPPED, prefix: str = "A") -> Iterator[Decision]:
    """Yield settled decisions of random cases, each with a number of its own."""
    rng, engine, number = random.Random(seed), engine_of(rules), 0
    while True:
        info = CaseInfo(
            id=f"{prefix}-{number:05d}",
            authority=rng.choice(("纪委办公室", "组织部", "教务处")),
            occurred_on="2026-02-03",
            decided_on=f"2026-{rng.randint(3, 9):02d}-{rng.randint(1, 28):02d}",
        )
        try:
            facts = engine.facts(complete_facts(rules.vocabulary, rng))
            decision = engine.evaluate(CaseFile(facts, info))
        except CaseError:  # facts that cannot be together
            continue
        number += 1
        if decision.modality == "may" and rng.random() < 0.2:
            decision = decision.choose(decision.permitted[-1], reason="集体研究决定")
        yield decision


def few(count: int, seed: int = 1, rules: Ruleset = SHIPPED, prefix: str = "A") -> list[Decision]:
    """Return the first of them."""
    return list(islice(decisions(seed, rules, prefix), count))


def renamed(decision: Decision, case_id: str) -> Decision:
    """Return a decision of a case of another number."""
    return dataclasses.replace(decision, case=dataclasses.replace(decision.case, id=case_id))


def filled(where: str | Path, count: int, seed: int = 1) -> DecisionLog:
    """Return a new log of so many decisions."""
    log = DecisionLog.create(where, ORIGIN)
    for decision in few(count, seed):
        log.record(decision, engine_of())
    return log


@contextmanager
def schema_of(server: str, name: str) -> Iterator[str]:
    """Give a connection string to a schema of its own in a PostgreSQL database."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE SCHEMA {name}")
    settings = dict(part.split("=", 1) for part in server.split())
    query = "&".join(f"{key}={value}" for key, value in settings.items())
    try:
        yield f"postgresql:///?{query}&options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f"DROP SCHEMA {name} CASCADE")
