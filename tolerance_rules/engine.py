"""Engine: the hall; a ruleset in, and for the facts of a case, a Decision out."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from tolerance_rules import loader
from tolerance_rules.decision import Decision
from tolerance_rules.errors import (
    CaseError,
    Fault,
    InconsistentFactsError,
    RulesError,
    require_type,
)
from tolerance_rules.executors.executor import chosen
from tolerance_rules.executors.executor import executor as one_case
from tolerance_rules.formats.case_file import CaseFile, from_document, from_packed
from tolerance_rules.formats.human_dates import today
from tolerance_rules.rules import Policy, Ruleset
from tolerance_rules.semantics import with_reachable
from tolerance_rules.verdict.decision_data import (
    NO_INFO,
    CaseInfo,
    DecisionData,
    RulesetRef,
)
from tolerance_rules.verdict.obligation import Obligation
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.time_in_force import day_of, notices, require_in_force
from tolerance_rules.verdict.verdict import Status, TurningReading, Verdict
from tolerance_rules.verdict.worked_out import WORK_OUT, made
from tolerance_rules.vocabulary.packed_facts import PackedFacts, reader_of

if TYPE_CHECKING:
    from logging import Logger

    from tolerance_rules.executors.diagram import Diagram
    from tolerance_rules.executors.many_cases import ManyCases
    from tolerance_rules.executors.reach import Reach
    from tolerance_rules.executors.spark.dataframe import Table as SparkTable
    from tolerance_rules.executors.under_readings import UnderReadings
    from tolerance_rules.facts import CaseModel
    from tolerance_rules.formats.json_to_json import JsonToJson
    from tolerance_rules.obligations.remembered import RememberedObligations
    from tolerance_rules.tables.mapping import TableMapping

# What is compiled on first use. A child that is forked meanwhile would find it half done, and the
# lock of a module taken for ever: so a fork waits until it is whole.
_COMPILING = threading.RLock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_COMPILING.acquire,
        after_in_parent=_COMPILING.release,
        after_in_child=_COMPILING.release,
    )


class Engine:
    """Evaluates cases by one ruleset, under one choice of readings and one policy.

    Safe to share between threads, and with processes that are forked. Load it once and keep it: it
    remembers what it has worked out. It pickles as its ruleset, readings and policy; what it is
    sent to works everything out anew, so send it once to each process, not with each case.
    """

    def __init__(self, rules: Ruleset, *, executor: str | None = None) -> None:
        require_type("rules", rules, Ruleset, "Ruleset（见 Engine.load）")
        self.rules = rules
        self.executor = chosen(executor)
        """What judges a case: `durable-rules` where it can be imported, else `definition`."""
        self._asked_for = executor
        self._model: type[CaseModel] | None = None
        """The model of the facts, once anything was given or asked for in it."""
        self._reader = reader_of(rules.vocabulary)
        self._one_case = one_case(self.executor, rules)
        self._reference = RulesetRef.of(rules)
        self._by_row: dict[tuple[str, str], dict[str, Any]] = {}
        """What a decision holds that a row decides with an outcome, where it is settled."""
        self._diagram: Diagram | None = None
        self._reach: Reach | None = None
        self._in_order: dict[frozenset[str], tuple[Outcome, ...]] = {}
        """Outcomes that are reachable together, in order."""
        self._under_readings: UnderReadings | None = None
        self._free: list[Diagram] = []
        """The diagram in which readings are free, once it is compiled; see `under`."""
        self._many_cases: ManyCases | None = None
        self._json: JsonToJson | None = None
        self._obligations: RememberedObligations | None = None
        _told("engine of %s (%s), executor %s", rules.id, rules.sha256, self.executor)

    def __reduce__(self) -> tuple[Any, ...]:
        # Not which executor it has, but which was asked for: another machine may have another.
        return _made_again, (self.rules, self._asked_for)

    @classmethod
    def load(
        cls,
        ruleset: str | Path = loader.DEFAULT,
        *,
        readings: Mapping[str, str] | None = None,
        policy: Policy | str | Path | None = None,
        executor: str | None = None,
    ) -> Engine:
        """Return an engine for a shipped ruleset by id, or for a folder of rule files.

        `readings` chooses options by name, the others keep their defaults; `policy` is a policy
        file, or a Policy; `executor` insists on `durable-rules` or `definition`, which give the
        same answers. RulesError lists every fault of the files, UnknownNameError names the nearest
        ruleset, reading, option or executor.
        """
        require_type("ruleset", ruleset, (str, Path), "规则集的编号，或者目录的路径")
        require_type("readings", readings or {}, Mapping, "对照表 {读法: 选项}")
        rules = loader.named(ruleset)
        if policy is not None:
            require_type("policy", policy, (Policy, str, Path), "Policy，或者文件的路径")
            if not isinstance(policy, Policy):
                policy = loader.policy_from_yaml(policy, rules)
            rules = rules.with_policy(policy)
        return cls(rules.with_readings(readings or {}), executor=executor)

    def under(self, readings: Mapping[str, str]) -> Engine:
        """Return the engine under other readings; UnknownNameError as `load`.

        It shares with this one what is compiled for all readings at once.
        """
        other = type(self)(self.rules.with_readings(readings), executor=self._asked_for)
        other._free = self._free
        return other

    def facts(self, given: CaseModel | Mapping[str, Any]) -> CaseModel:
        """Return the facts of a nested or a dotted dict, or of a case of another vocabulary.

        CaseError lists every fault. An instance of `CaseFacts` where the ruleset is the shipped
        one.
        """
        if self._model is None:
            self._model = self.rules.model
        return self._model.from_facts(given)

    def plain_case(self, facts: Mapping[str, Any], info: CaseInfo) -> CaseFile | None:
        """Return the case of all facts by dotted name; None unless each is plainly right.

        No model is made of it, nor is it said what is wrong: `facts` does both.
        """
        packed = self._reader.packed_dotted(facts)
        if packed is None:
            return None
        return from_packed(PackedFacts(packed, self.rules.vocabulary), info)

    @property
    def diagram(self) -> Diagram:
        """Return the decision diagram of the ruleset, compiled on first use."""
        if self._diagram is None:
            with _COMPILING:
                # Imported here: a case with every fact established never needs the solver.
                from tolerance_rules.executors.kept_diagram import diagram_of

                if self._diagram is None:
                    started = time.perf_counter()
                    self._diagram = diagram_of(self.rules)
                    took = time.perf_counter() - started
                    _told("diagram of %s ready in %.2f s", self.rules.id, took)
        return self._diagram

    @property
    def reach(self) -> Reach:
        """Return what finds the outcomes that a case can come to."""
        if self._reach is None:
            from tolerance_rules.executors.reach import Reach

            self._reach = Reach(self.diagram, self.rules.vocabulary)
        return self._reach

    @property
    def under_readings(self) -> UnderReadings:
        """Return what finds the readings on which it turns what is reachable."""
        if self._under_readings is None:
            with _COMPILING:
                from tolerance_rules.executors.kept_diagram import diagram_of
                from tolerance_rules.executors.under_readings import UnderReadings

                if not self._free:
                    self._free.append(diagram_of(self.rules, free=True))
                self._under_readings = UnderReadings(self.rules, self._free[0])
        return self._under_readings

    @property
    def many_cases(self) -> ManyCases:
        """Return the executor of whole tables; ExecutorError if its library is not there."""
        if self._many_cases is None:
            with _COMPILING:
                # Imported here: it brings a library of tables, which one case does without.
                from tolerance_rules.executors.many_cases import ManyCases

                self._many_cases = self._many_cases or ManyCases(self.rules, self.diagram)
        return self._many_cases

    def evaluate_many(
        self,
        table: Any,
        *,
        mapping: TableMapping | str | Path | Mapping[str, str] | None = None,
        statuses: bool = True,
        reachable: bool = True,
    ) -> Any:
        """Return a table with the outcome of each row beside it.

        `table` is a path (CSV, .xlsx, Parquet, Arrow), a Polars, pandas or Arrow table, or a list
        of dicts; what comes back is of the same kind, a Polars DataFrame for a path, and lazy for
        a LazyFrame.
        `mapping`, a YAML file or a dict, says which column is which fact. A row that cannot be
        judged stays, with nulls and the reason in `refused`. CaseError lists wrong headers;
        ExecutorError says what to install.
        """
        executor = self.many_cases
        from tolerance_rules.tables.dataframes import judged_table

        return judged_table(
            table, executor, mapping=mapping, statuses=statuses, reachable=reachable
        )

    def evaluate_spark(
        self,
        table: SparkTable,
        *,
        keep: Sequence[str] | None = None,
        complete: bool = False,
        statuses: bool = True,
        reachable: bool = True,
    ) -> SparkTable:
        """Return a DataFrame of Spark's with the findings of each row, lazily, in Arrow batches.

        Facts are columns by dotted name, of booleans or texts; null is unknown, `some|major` are
        the values still possible; see `many_cases.judged`, also for `complete`. Before the findings
        stand the columns to `keep`, by default those that are no facts. A row that cannot be judged
        stays, with nulls and the reason in `refused`. CaseError lists wrong columns, TableError
        columns to keep that clash. Every executor needs `tolerance-rules[spark]`.
        """
        executor = self.many_cases
        from tolerance_rules.executors.spark import judged_in_spark

        return judged_in_spark(
            table,
            executor,
            keep=keep,
            complete=complete,
            statuses=statuses,
            reachable=reachable,
        )

    def evaluate(
        self, case: CaseModel | CaseFile | Mapping[str, Any], *, on: date | None = None
    ) -> Decision:
        """Return the decision of a case: facts, a case file, or a dict of either.

        `on` is the date of the decision, by default that of the case file. CaseError lists every
        fault of the facts, InconsistentFactsError names facts that cannot both be,
        OutOfForceError a date on which the ruleset is not in force.
        """
        file, info = None, NO_INFO
        facts: CaseModel | PackedFacts
        if type(case) is self._model:
            facts = case
        elif type(case) is dict and (packed := self._reader.packed(case)) is not None:
            facts = PackedFacts(packed, self.rules.vocabulary)
        elif not isinstance(case, (CaseFile, Mapping)) and _is_model(case):
            facts = self.facts(case)
        else:
            vocabulary = self.rules.vocabulary
            file = case if isinstance(case, CaseFile) else from_document(case, vocabulary)
            facts, info = file.plain_facts, file.info
            if not isinstance(facts, PackedFacts) or facts.vocabulary is not vocabulary:
                facts = self.facts(file.facts)
            on = file.decided_on if on is None else on
        return self._decided(facts, info, file, on)

    def _decided(
        self,
        facts: CaseModel | PackedFacts,
        info: CaseInfo,
        file: CaseFile | None,
        on: date | None,
    ) -> Decision:
        if on is not None:
            require_in_force(self.rules, day_of(on))
        if info.handling:
            info = self._handling(info, file)
        try:
            verdict = self._one_case.judge(facts)
        except InconsistentFactsError as error:
            if file is None:
                raise
            placed = [file.placed(fault) for fault in error.faults]
            raise InconsistentFactsError(placed, error.facts, error.combinations) from None
        row = verdict.row
        fields = (self._by_row.get((row.row, verdict.outcome)) or self._of_row(verdict)).copy()
        fields["citations"] = verdict.citations
        fields["by_reference"] = verdict.by_reference
        fields["implied"] = verdict.implied
        fields["presumed"] = verdict.presumed
        fields["warnings"] = verdict.warnings
        fields[WORK_OUT] = rest = _Rest(self, verdict, facts)
        if info is not NO_INFO:
            fields["case"] = info
            fields["warnings"] += tuple(notices(self.rules, info, today()))
        if verdict.presumed:
            found = self.reach.outcomes(rest.known)
            reachable = fields["reachable"] = self._in_order.get(found) or self._ordered(found)
            fields["settled"] = len(reachable) == 1
        else:
            fields["open_facts"], fields["readings"] = (), verdict.turning
        if "logging" in sys.modules and _logger().isEnabledFor(10):
            _told("row %s decides, settled: %s", row.row, fields["settled"])
        if type(facts) is self._model:
            fields["facts"] = facts
        return made(Decision, fields)

    def _of_row(self, verdict: Verdict) -> dict[str, Any]:
        """Return what a decision holds that a row decides with an outcome, and remember it."""
        row, outcome = verdict.row, Outcome(verdict.outcome)
        permitted = tuple(Outcome(each) for each in row.permitted)
        if outcome not in permitted:
            raise RulesError([_policy_fault(self.rules, verdict)])
        fields = self._by_row[row.row, verdict.outcome] = {
            "outcome": outcome,
            "permitted": permitted,
            "modality": row.modality,
            "basis": row.basis,
            "row": row.row,
            "settled": True,
            "reachable": (outcome,),
            "policy": self.rules.policy.id if self.rules.policy else "",
            "ruleset": self._reference,
            "case": NO_INFO,
            "reason": "",
            "remark": row.remark,
            "set_aside": None,
        }
        return fields

    def _ordered(self, found: frozenset[str]) -> tuple[Outcome, ...]:
        ordered = tuple([each for each in Outcome if each.value in found])
        self._in_order[found] = ordered
        return ordered

    def evaluate_json(self, data: bytes, *, on: date | None = None) -> bytes:
        """Return the result document, as JSON, of a case given as the bytes of a JSON text.

        The document is that of `Decision.to_json` without blanks; the case may be whatever
        `evaluate` takes, as JSON. CaseError refuses JSON that is not sound (a key given twice, a
        number that is none) and lists every fault of the case; other errors as `evaluate`.
        """
        return self.decision_and_json(data, on=on)[1]

    def decision_and_json(self, data: bytes, *, on: date | None = None) -> tuple[Decision, bytes]:
        """Return the decision beside its result document; see `evaluate_json`."""
        require_type("data", data, bytes, "JSON 文字的字节")
        if self._json is None:
            # Imported here: who wants no JSON needs none of it.
            from tolerance_rules.formats.json_to_json import JsonToJson

            self._json = JsonToJson(self.rules, self._reference)
        return self._json.evaluate(data, on, self._decided, self._evaluated)

    def _evaluated(self, case: Any, on: date | None) -> Decision:
        return self.evaluate(case, on=on)

    def _handling(self, info: CaseInfo, file: CaseFile | None) -> CaseInfo:
        """Return what is said of a case, its handling in the names of the rules."""
        from tolerance_rules.obligations.handling import recognised

        try:
            return recognised(info, self.rules)
        except CaseError as error:
            placed = [file.placed(fault) for fault in error.faults] if file else error.faults
            raise CaseError(placed) from None

    @property
    def obligations(self) -> RememberedObligations:
        """Return what works out what a decision obliges to."""
        if self._obligations is None:
            # Imported here: most decisions are not asked for it.
            from tolerance_rules.obligations.remembered import RememberedObligations

            self._obligations = RememberedObligations(self.rules)
        return self._obligations

    def open_facts(self, known: int) -> tuple[str, ...]:
        """Return the facts not established that can still change the outcome, by decisiveness."""
        from tolerance_rules.executors.diagram import open_facts

        facts = self.rules.vocabulary.unpacked(known)
        return open_facts(self.diagram.restricted(facts), facts, self.rules)

    def named_readings(
        self, known: int, verdict: Verdict, reachable: Iterable[Outcome]
    ) -> tuple[TurningReading, ...]:
        """Return what `semantics.named_readings` defines."""
        if not self.rules.outcome_readings:
            return ()
        reached = self.under_readings.reachable(self.rules.vocabulary.unpacked(known))
        turning = {each.name: each.outcomes for each in verdict.turning}
        as_usual = [outcome.value for outcome in reachable]
        found = []
        for name, card in self.rules.outcome_readings.items():
            if name in reached or name in turning:
                outcomes = turning.get(name) or dict.fromkeys(card.names, verdict.outcome)
                under = reached.get(name) or dict.fromkeys(card.names, as_usual)
                found.append(with_reachable(card, outcomes, under, self.rules))
        return tuple(found)


class _Rest:
    """What the rest of a decision is worked out from."""

    __slots__ = ("_engine", "_facts", "_verdict")

    def __init__(self, engine: Engine, verdict: Verdict, facts: CaseModel | PackedFacts) -> None:
        self._engine, self._verdict, self._facts = engine, verdict, facts

    @property
    def plain_facts(self) -> CaseModel | PackedFacts:
        """The facts of the case as they were given."""
        return self._facts

    def facts(self, _decision: DecisionData) -> CaseModel:
        """Return the facts of the case in their model."""
        return self._engine.facts(self._facts.flat)

    def statuses(self, _decision: DecisionData) -> Mapping[str, Status]:
        """Return the status of every clause."""
        return self._verdict.statuses

    def unweighed(self, _decision: DecisionData) -> tuple[str, ...]:
        """Return the adverse facts established that bear on nothing."""
        return self._verdict.unweighed

    def open_facts(self, decision: DecisionData) -> tuple[str, ...]:
        """Return the facts not established that can still change the outcome."""
        return () if decision.settled else self._engine.open_facts(self.known)

    def readings(self, decision: DecisionData) -> tuple[TurningReading, ...]:
        """Return the readings on which it turns what a decision says."""
        return self._engine.named_readings(self.known, self._verdict, decision.reachable)

    def obligations(self, decision: DecisionData) -> tuple[Obligation, ...]:
        """Return what a decision obliges to."""
        return self._engine.obligations.of(decision, self.known)

    @property
    def status_parts(self) -> Sequence[tuple[tuple[str, Status], ...]]:
        """The status of every clause, those of a few clauses at once."""
        return self._verdict.status_parts

    @property
    def packed(self) -> int:
        """The facts of the case as they were given."""
        return self._facts.packed

    @property
    def known(self) -> int:
        """The facts of the case with what is implied."""
        packed, vocabulary = self._facts.packed, self._engine.rules.vocabulary
        for found in self._verdict.implied:
            packed &= ~vocabulary.codes[found.fact][None]
            packed |= vocabulary.pack({found.fact: found.value})
        return packed


def _told(words: str, *values: object) -> None:
    """Log what is loaded, what was decided and how long it took; of a case nothing is told."""
    # Who listens has imported it, and nobody else need wait until it is.
    if "logging" in sys.modules:
        _logger().debug(words, *values)


@cache
def _logger() -> Logger:
    import logging

    return logging.getLogger(__name__)


def _is_model(case: object) -> TypeGuard[CaseModel]:
    # Imported here: the models of facts take as long to import as all the rest.
    from tolerance_rules.facts import CaseModel

    return isinstance(case, CaseModel)


def _made_again(rules: Ruleset, executor: str | None) -> Engine:
    return Engine(rules, executor=executor)


def _policy_fault(rules: Ruleset, verdict: Verdict) -> Fault:
    row, policy = verdict.row, rules.policy.id if rules.policy else ""
    return Fault.of(
        "R070",
        (
            f"裁量惯例 {policy} 选了 {verdict.outcome}，"
            f"不在{row.disposition.citation}准许的 {'、'.join(row.permitted)} 之中",
            f"policy {policy} picks {verdict.outcome}, and row {row.row} permits "
            + ", ".join(row.permitted),
        ),
        ("请改正裁量惯例", "mend the policy"),
        rules.folder,
    )


@lru_cache(maxsize=1)
def default_engine() -> Engine:
    """Return the engine of the default ruleset, loaded once."""
    return Engine.load()


def evaluate(case: CaseModel | CaseFile | Mapping[str, Any], *, on: date | None = None) -> Decision:
    """Return the decision of a case by the default ruleset; see `Engine.evaluate`."""
    return default_engine().evaluate(case, on=on)
