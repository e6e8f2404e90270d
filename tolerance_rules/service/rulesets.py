"""Rulesets: the engines of a service, chosen by id, or by the day of the decision."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date

from tolerance_rules.engine import Engine
from tolerance_rules.errors import Fault, OutOfForceError, RulesError, UnknownNameError
from tolerance_rules.formats.case_faults import is_bare
from tolerance_rules.formats.case_words import CaseWords
from tolerance_rules.formats.human_dates import today
from tolerance_rules.formats.human_names import option_from_text, reading_from_text
from tolerance_rules.formats.result_document import as_case
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.problems import Problem
from tolerance_rules.verdict.time_in_force import require_in_force

KEPT = 32
"""How many choices of readings are kept ready."""


class Rulesets:
    """The engines by id, and those under other readings, made when they are asked for."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines: Mapping[str, Engine] = {each.rules.id: each for each in engines}
        if len(self.engines) < len(engines):
            raise RulesError([*map(_twice, _more_than_once(engines))])
        self._under: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], Engine] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def single(self) -> bool:
        """Tell whether there is only one, whatever the day."""
        return len(self.engines) == 1

    def named(self, name: str) -> Engine:
        """Return the engine of a ruleset by id."""
        if name not in self.engines:
            raise UnknownNameError("规则集", name, self.engines)
        return self.engines[name]

    def under(self, engine: Engine, readings: Sequence[tuple[str, str]]) -> Engine:
        """Return an engine under the readings that are named, by id or in words."""
        if not readings:
            return engine
        chosen: dict[str, str] = {}
        for text, option in readings:
            name = reading_from_text(text, engine.rules)
            if name in chosen:
                words = f"读法 {name} 写了两次", f"The reading {name} is given twice"
                raise Problem("query", words, more={"parameter": "reading"})
            chosen[name] = option_from_text(option, name, engine.rules)
        key = engine.rules.id, tuple(sorted(chosen.items()))
        with self._lock:
            found = self._under.get(key)
            if found is None:
                found = self._under[key] = engine.under(chosen)
                if len(self._under) > KEPT:
                    self._under.popitem(last=False)
            self._under.move_to_end(key)
        return found

    def for_case(
        self,
        document: object,
        *,
        name: str | None = None,
        readings: Sequence[tuple[str, str]] = (),
        on: date | None = None,
    ) -> Engine:
        """Return the engine that a case is decided by.

        Of several rulesets it is the one named, else the one in force on the day of the decision.
        """
        if name is not None:
            return self.under(self.named(name), readings)
        engines = list(self.engines.values())
        if self.single:
            return self.under(engines[0], readings)
        day = on or decided_on(document, engines[0].rules) or today()
        found = [each for each in engines if _in_force(each.rules, day)]
        if len(found) == 1:
            return self.under(found[0], readings)
        ids = "、".join(self.engines)
        if found:
            zh = f"{day} 施行的规则集不止一套，请用参数 ruleset 写明是哪一套：{ids}"
            en = f"More than one ruleset is in force on {day}; name one by the parameter ruleset"
        else:
            zh = f"没有一套规则集在 {day} 施行。请核对日期，或载入当时有效的规则集；已有：{ids}"
            en = f"No ruleset is in force on {day}; check the date, or load the rules of that time"
        kind = "query" if found else "out-of-force"
        raise Problem(kind, (zh, en), more={"rulesets": list(self.engines)})


def _more_than_once(engines: Sequence[Engine]) -> list[str]:
    counts = Counter(each.rules.id for each in engines)
    return [name for name, count in counts.items() if count > 1]


def _twice(name: str) -> Fault:
    return Fault.of(
        "S013",
        (f"有两套规则集的编号都是 {name}", f"Two rulesets have the id {name}"),
        ("每个编号只载入一套（--ruleset）", "load one of each id (--ruleset)"),
    )


def decided_on(document: object, rules: Ruleset) -> date | None:
    """Return the day of the decision that a case gives, if it can be read."""
    document = as_case(document)
    if not isinstance(document, Mapping) or is_bare(document, rules.vocabulary):
        return None
    about = CaseWords(rules.vocabulary).document(document, bare=False).get("case")
    given = about.get("decided_on") if isinstance(about, Mapping) else None
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _in_force(rules: Ruleset, day: date) -> bool:
    try:
        require_in_force(rules, day)
    except OutOfForceError:
        return False
    return True
