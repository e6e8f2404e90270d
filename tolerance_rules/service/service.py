"""Service: what all requests share: the rulesets, the threads, the log, the tokens, the jobs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from tolerance_rules import loader
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.service.access import UNREADABLE, Access
from tolerance_rules.service.audit_jobs import AuditJobs
from tolerance_rules.service.bodies import Room
from tolerance_rules.service.guard import logger, note
from tolerance_rules.service.keeper import Keeper
from tolerance_rules.service.operation import Operation
from tolerance_rules.service.pool import Pool
from tolerance_rules.service.problems import SOON, Problem
from tolerance_rules.service.rulesets import Rulesets
from tolerance_rules.service.settings import Settings
from tolerance_rules.service.tokens import TokenFile
from tolerance_rules.service.workbenches import Workbenches

_LATER = {"Retry-After": str(SOON)}
WARMING = Problem(
    "unready",
    (
        "规则还在准备，或者正在停止。一直如此的，看 stderr 里的 rules 一行",
        "The rules are being made ready, or it is stopping; if for long, see `rules` on stderr",
    ),
    headers=_LATER,
)
NO_LOG_NOW = Problem(
    "unready",
    (
        "决定日志（--store）现在打不开",
        "The decision log (--store) cannot be opened now",
    ),
    headers=_LATER,
)


class Service:
    """Made once for each process; close it at the end."""

    def __init__(self, settings: Settings, operations: Iterable[Operation] = ()) -> None:
        self.settings, limits = settings, settings.limits
        self.rulesets = Rulesets([engine_of(each, settings.policy) for each in settings.rulesets])
        tokens = TokenFile(settings.tokens) if settings.tokens is not None else None
        self.access = Access(tokens, limits.failures)
        self.pool = Pool("question", limits.threads, limits.waiting, limits.seconds)
        self.keeper = Keeper(settings)
        self.jobs = AuditJobs()
        self.room = Room()
        self.workbenches = Workbenches(
            next(iter(self.rulesets.engines.values())).rules, tokens=tokens is not None
        )
        self.ready = False
        self.warmed: Callable[[], None] = lambda: None
        """What is to be done once everything that is made at the start is there."""
        self._operations = tuple(operations)
        self._description: dict[str, Any] | None = None

    def description(self) -> dict[str, Any]:
        """Return the description of the service, made when it is first asked for."""
        if self._description is None:
            # Imported here: the schemas take longer to make than the service to start.
            from tolerance_rules.service.description import described

            rules = [each.rules for each in self.rulesets.engines.values()]
            self._description = described(self._operations, rules)
        return self._description

    def folder_of(self, id_: str) -> str:
        """Return the ruleset of an id as it was named at the start: by id, or by its folder."""
        return dict(zip(self.rulesets.engines, self.settings.rulesets, strict=True))[id_]

    def warm(self) -> None:
        """Compile what the first question would otherwise wait for, and make the page."""
        try:
            for engine in self.rulesets.engines.values():
                engine.evaluate_json(b"{}")
        except Exception as error:
            _note("rules", error)
            raise
        try:
            self.workbenches.page("zh")
        except Exception as error:
            # Questions are answered all the same, and whoever asks for the page is told.
            _note("page", error)
        self.warmed()
        self.ready = True

    def unready(self) -> Problem | None:
        """Return why questions are not answered, None if they are."""
        if not self.ready:
            return WARMING
        if not self.access.is_ready():
            return UNREADABLE
        return None if self.keeper.is_there() else NO_LOG_NOW

    def close(self) -> None:
        """Let what is under way end."""
        self.ready = False
        self.pool.close()
        self.keeper.close()
        self.jobs.close()


def _note(event: str, error: Exception) -> None:
    """Note what the start could not make, in the words of the rules' faults: no case is there."""
    if not isinstance(error, ToleranceRulesError):
        note(error)
        return
    said = {"event": event, "type": type(error).__name__, "text": error.told("en")[:500]}
    logger.error(json.dumps(said, separators=(",", ":")))


def engine_of(ruleset: str, policy: str | None) -> Engine:
    """Return the engine of a ruleset by id or by folder; RulesError, UnknownNameError as ever."""
    rules = loader.named(ruleset)
    return Engine.load(ruleset, policy=policy) if policy is not None else Engine(rules)
