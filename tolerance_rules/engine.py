"""Engine: the hall; a ruleset in, and for the facts of a case, a Decision out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules import loader
from tolerance_rules.decision import Decision
from tolerance_rules.errors import Fault, InconsistentFactsError, OutOfForceError, RulesError
from tolerance_rules.executors.one_case import OneCase
from tolerance_rules.facts import CaseModel
from tolerance_rules.formats.case_file import CaseFile, from_document
from tolerance_rules.formats.human_dates import today
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Policy, Ruleset
from tolerance_rules.verdict.decision_data import NO_INFO, CaseInfo, ReadingChoice, RulesetRef
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import CaseWarning, Verdict

if TYPE_CHECKING:
    from tolerance_rules.executors.all_cases import Diagram
    from tolerance_rules.executors.many_cases import ManyCases
    from tolerance_rules.tables.mapping import TableMapping

DATE_TO_COME = "date_to_come"
"""The id of the warning that the conduct or the decision is of a day still to come."""
EARLIER_CONDUCT = "earlier_conduct"
"""The id of the warning that the conduct was before the regulation was in force."""


class Engine:
    """Evaluates cases by one ruleset, under one choice of readings and one policy.

    Safe to share between threads. Load it once and keep it: it remembers what it has worked out.
    """

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._model = rules.model
        self._one_case = OneCase(rules)
        self._reference = RulesetRef(
            id=rules.id,
            document_number=rules.document_number,
            title=rules.title,
            sha256=rules.sha256,
            readings=FrozenDict(rules.chosen),
            policy_sha256=rules.policy.sha256 if rules.policy else "",
            labels=FrozenDict({code: words.label for code, words in rules.labels.items()}),
            also=FrozenDict({code: words.also for code, words in rules.labels.items()}),
            policy_title=(rules.policy.title, rules.policy.title_en) if rules.policy else ("", ""),
            other_readings=tuple(
                ReadingChoice(
                    card.id,
                    card.clause,
                    card.phrase,
                    rules.chosen[card.id],
                    dict(card.options)[rules.chosen[card.id]],
                )
                for card in rules.readings.values()
                if rules.chosen[card.id] != card.default
            ),
        )
        self._outcomes = {outcome.value: outcome for outcome in Outcome}
        self._permitted = {
            row.row: tuple(Outcome(each) for each in row.permitted) for row in rules.outcomes
        }
        self._policy = rules.policy.id if rules.policy else ""
        self._lock = threading.Lock()
        self._diagram: Diagram | None = None
        self._many_cases: ManyCases | None = None

    @classmethod
    def load(
        cls,
        ruleset: str | Path = loader.DEFAULT,
        *,
        readings: Mapping[str, str] | None = None,
        policy: Policy | str | Path | None = None,
    ) -> Engine:
        """Return an engine for a shipped ruleset by id, or for a folder of rule files.

        `readings` chooses options by name, the others keep their defaults; `policy` is a policy
        file, or a Policy. RulesError lists every fault of the files, UnknownNameError names the
        nearest ruleset, reading or option.
        """
        rules = loader.named(ruleset)
        if policy is not None:
            if not isinstance(policy, Policy):
                policy = loader.policy_from_yaml(policy, rules)
            rules = rules.with_policy(policy)
        return cls(rules.with_readings(readings or {}))

    def facts(self, given: CaseModel | Mapping[str, Any]) -> CaseModel:
        """Return the facts of a nested or a dotted dict, or of a case of another vocabulary.

        CaseError lists every fault. An instance of `CaseFacts` where the ruleset is the shipped
        one.
        """
        return self.rules.facts(given)

    @property
    def diagram(self) -> Diagram:
        """Return the decision diagram of the ruleset, compiled on first use."""
        if self._diagram is None:
            # Imported here: a case with every fact established never needs the solver.
            from tolerance_rules.executors.all_cases import compiled

            with self._lock:
                self._diagram = self._diagram or compiled(self.rules)
        return self._diagram

    @property
    def many_cases(self) -> ManyCases:
        """Return the executor of whole tables; ExecutorError if its library is not there."""
        if self._many_cases is None:
            # Imported here: it brings a library of tables, which one case does without.
            from tolerance_rules.executors.many_cases import ManyCases

            diagram = self.diagram
            with self._lock:
                self._many_cases = self._many_cases or ManyCases(self.rules, diagram)
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

        `table` is a path (CSV, .xlsx, Parquet, Arrow), a Polars, pandas or Arrow table; what
        comes back is of the same kind, a Polars DataFrame for a path, and lazy for a LazyFrame.
        `mapping`, a YAML file or a dict, says which column is which fact. A row that cannot be
        judged stays, with nulls and the reason in `refused`. CaseError lists wrong headers;
        ExecutorError says what to install.
        """
        executor = self.many_cases
        from tolerance_rules.tables.dataframes import judged_table

        return judged_table(
            table, executor, mapping=mapping, statuses=statuses, reachable=reachable
        )

    def evaluate(
        self, case: CaseModel | CaseFile | Mapping[str, Any], *, on: date | None = None
    ) -> Decision:
        """Return the decision of a case: facts, a case file, or a dict of either.

        `on` is the date of the decision, by default that of the case file. CaseError lists every
        fault of the facts, InconsistentFactsError names facts that cannot both be,
        OutOfForceError a date on which the ruleset is not in force.
        """
        file = None
        if isinstance(case, CaseModel):
            facts, info = case, NO_INFO
        else:
            file = case if isinstance(case, CaseFile) else from_document(case, self.rules.model)
            facts, info = file.facts, file.info
            on = on or file.decided_on
        if type(facts) is not self._model:
            facts = self.facts(facts)
        if on is not None:
            self._require_in_force(on.date() if isinstance(on, datetime) else on)
        try:
            verdict = self._one_case.judge(facts)
        except InconsistentFactsError as error:
            if file is None:
                raise
            placed = [file.placed(fault) for fault in error.faults]
            raise InconsistentFactsError(placed, error.facts, error.combinations) from None
        noticed = tuple(self._noticed(info)) if info is not NO_INFO else ()
        outcome = self._outcomes[verdict.outcome]
        permitted = self._permitted[verdict.row.row]
        if outcome not in permitted:
            raise RulesError([_policy_fault(self.rules, verdict)])
        reachable: tuple[Outcome, ...] = (outcome,)
        open_facts: tuple[str, ...] = ()
        if verdict.presumed:
            reachable, open_facts = self._still_possible(facts, verdict)
        return Decision.of(
            {
                "outcome": outcome,
                "permitted": permitted,
                "modality": verdict.row.modality,
                "basis": verdict.row.basis,
                "row": verdict.row.row,
                "settled": len(reachable) == 1,
                "reachable": reachable,
                "open_facts": open_facts,
                "citations": verdict.citations,
                "statuses": verdict.statuses,
                "by_reference": verdict.by_reference,
                "implied": verdict.implied,
                "presumed": verdict.presumed,
                "warnings": (*verdict.warnings, *noticed),
                "readings": verdict.turning,
                "policy": self._policy,
                "ruleset": self._reference,
                "facts": facts,
                "case": info,
                "reason": "",
                "remark": verdict.row.remark,
                "unweighed": verdict.unweighed,
                "set_aside": None,
            }
        )

    def _still_possible(
        self, facts: CaseModel, verdict: Verdict
    ) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
        from tolerance_rules.executors.all_cases import open_facts

        known = dict(facts.flat) | {found.fact: found.value for found in verdict.implied}
        rest = self.diagram.restricted(known)
        found = rest.outcomes()
        reachable = tuple(outcome for outcome in Outcome if outcome.value in found)
        return reachable, open_facts(rest, known, self.rules) if len(reachable) > 1 else ()

    def _noticed(self, info: CaseInfo) -> Iterator[CaseWarning]:
        """Yield what is to be considered of the dates: conduct before the rules, days to come."""
        notice = self.rules.earlier_conduct
        if notice is not None and self.rules.is_earlier_conduct(info.occurred_on):
            yield CaseWarning(EARLIER_CONDUCT, (), *notice)
        last = max(info.occurred_on, info.decided_on)
        if last and last > (now := today().isoformat()):
            zh = f"日期 {last} 还没有到（今天是 {now}），请核对"
            yield CaseWarning(DATE_TO_COME, (), zh, f"{last} is still to come: today is {now}")

    def _require_in_force(self, on: date) -> None:
        rules = self.rules
        start, until = rules.in_force.start, rules.in_force.until
        if on.isoformat() < start:
            earlier = rules.repeals
            then = (
                f"当时有效的可能是{earlier['document_number']}《{earlier['title']}》，"
                "本库没有载入该文本，不能据以评判。"
                if earlier
                else ""
            )
            raise OutOfForceError(
                f"决定日期 {on} 早于{rules.document_number}的施行日期 {start}。{then}"
                "请核对日期，或载入当时有效的规则集",
                date=on,
                ruleset=rules.id,
            )
        if until is not None and on.isoformat() > until:
            raise OutOfForceError(
                f"决定日期 {on} 晚于{rules.document_number}的失效日期 {until}。"
                "请载入当时有效的规则集",
                date=on,
                ruleset=rules.id,
            )


def _policy_fault(rules: Ruleset, verdict: Verdict) -> Fault:
    return Fault(
        "R070",
        f"裁量惯例 {rules.policy.id if rules.policy else ''} 选了 {verdict.outcome}，"
        f"不在{verdict.row.disposition.citation}准许的 {'、'.join(verdict.row.permitted)} 之中",
        "请改正裁量惯例",
        rules.folder,
    )


@lru_cache(maxsize=1)
def default_engine() -> Engine:
    """Return the engine of the default ruleset, loaded once."""
    return Engine.load()


def evaluate(case: CaseModel | CaseFile | Mapping[str, Any], *, on: date | None = None) -> Decision:
    """Return the decision of a case by the default ruleset; see `Engine.evaluate`."""
    return default_engine().evaluate(case, on=on)
