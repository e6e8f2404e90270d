"""Ask draft: the answers of an interview that is not finished, kept beside the file to write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.errors import CaseError
from tolerance_rules.formats.atomic_file import write
from tolerance_rules.formats.case_words import ITEMS
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import CaseInfo

if TYPE_CHECKING:
    from tolerance_rules.vocabulary.fact_spec import Known

MAPPINGS = ("evidence", "handling")
"""What is said of a case, by names."""
FORM = "tolerance-rules ask draft 1"
MOST_BYTES = 1_000_000
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file that is no draft, or one that was edited, may raise."""


class UnusableDraftError(Exception):
    """A file where the draft would be is no draft, or one of another case or of other rules."""


class Draft:
    """The draft of an interview: `NAME.yaml.draft`, beside the case file that will be written."""

    def __init__(self, target: Path, start: State) -> None:
        self.file = target.with_name(f"{target.name}.draft")
        self.start = start

    def read(self) -> list[State]:
        """Return the states that the draft went through; none if there is no draft.

        UnusableDraftError if it is none of this case by these rules.
        """
        if not self.file.exists():
            return []
        try:
            with self.file.open("rb") as stream:
                data = json.loads(stream.read(MOST_BYTES).decode("utf-8"))
            if data["form"] != FORM or data["start"] != self._origin():
                raise UnusableDraftError
            return self._states(data)
        except (*_BROKEN, CaseError) as error:
            raise UnusableDraftError from error

    def _states(self, data: dict[str, Any]) -> list[State]:
        info, now = data["info"], self.start
        texts = {key: str(info[key]) for key in ITEMS}
        evidence, handling = (FrozenDict(info.get(key) or {}) for key in MAPPINGS)
        start = CaseInfo(**texts, evidence=evidence, handling=handling)
        now = replace(now.started(start), passed=tuple(data["passed"]), more=data["more"] is True)
        states = [replace(now, more=False)]
        for reply in data["replies"]:
            facts = {name: _known(known) for name, known in reply["facts"].items()}
            interview = now.interview.replied(
                facts, screening=reply["screening"] is True, topic=str(reply["topic"])
            )
            now = replace(now, interview=interview)
            states.append(replace(now, more=False))
        states[-1] = now
        return states

    def write(self, state: State) -> None:
        """Write the state, whole or not at all, in the place of the one before."""
        info = state.interview.start.info
        data = {
            "form": FORM,
            "start": self._origin(),
            "info": _info(info),
            "passed": list(state.passed),
            "more": state.more,
            "replies": [
                {"facts": dict(each.facts), "screening": each.screening, "topic": each.topic}
                for each in state.interview.replies
            ],
        }
        write(self.file, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def remove(self) -> None:
        """Remove the draft, once the case is written."""
        self.file.unlink(missing_ok=True)

    def _origin(self) -> dict[str, Any]:
        """Return what the draft holds for: the case it started from, and by which rules."""
        interview = self.start.interview
        rules = interview.decision.ruleset
        data = {
            "rules": rules.sha256,
            "readings": dict(rules.readings),
            "policy": rules.policy_sha256,
            "facts": dict(interview.start.facts.flat),
            "info": _info(interview.start.info),
        }
        found: dict[str, Any] = json.loads(json.dumps(data))
        return found


def _info(info: CaseInfo) -> dict[str, Any]:
    kept = {key: dict(getattr(info, key)) for key in MAPPINGS}
    return {**{key: getattr(info, key) for key in ITEMS}, **kept}


def _known(known: Any) -> Known:
    return tuple(known) if isinstance(known, list) else known
