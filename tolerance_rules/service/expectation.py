"""Expectation: what whoever records was shown; if the service finds otherwise, nothing is recorded.

A person decides on what a page showed, which may have been made by other rules than are served by
now. So the request may say what that was, and it is compared in the moment of recording.
"""

from __future__ import annotations

from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.case_questions import is_texts, shape
from tolerance_rules.service.problems import Problem

NAMES = {
    "ruleset": ("规则", "the rules"),
    "policy": ("裁量惯例", "the policy"),
    "readings": ("读法", "the readings"),
    "outcome": ("结论", "the outcome"),
    "permitted": ("准许的结论", "what is permitted"),
}


def require_expected(decision: Decision, rules: Ruleset, given: object) -> None:
    """Raise the Problem that says in what the service finds otherwise than whoever asks was shown.

    `given` is None, or has any of `NAMES`: fingerprints, readings by name, codes of outcomes.
    """
    if given is None:
        return
    if not isinstance(given, dict) or given.keys() - NAMES.keys():
        raise shape("expected", ", ".join(NAMES))
    _require_shape(given)
    found = {
        "ruleset": rules.sha256,
        "policy": rules.policy.sha256 if rules.policy else None,
        "readings": dict(rules.chosen),
        "outcome": str(decision.outcome),
        "permitted": sorted(map(str, decision.permitted)),
    }
    differing = [name for name in NAMES if name in given and _plain(given[name]) != found[name]]
    if differing:
        zh = "、".join(NAMES[name][0] for name in differing)
        en = ", ".join(NAMES[name][1] for name in differing)
        raise Problem(
            "differs",
            (f"{zh}同您看到的不一致，没有记录", f"Not recorded: {en} differ from what you saw"),
            more={
                "differs": [
                    {"name": name, "expected": given[name], "found": found[name]}
                    for name in differing
                ]
            },
        )


def _require_shape(given: dict[str, Any]) -> None:
    for name in ("ruleset", "outcome"):
        if not isinstance(given.get(name, ""), str):
            raise shape(f"expected.{name}", '"…"')
    if not isinstance(given.get("policy") or "", str):
        raise shape("expected.policy", '"…" | null')
    if not is_texts(given.get("readings", {})):
        raise shape("expected.readings", "{name: option}")
    permitted = given.get("permitted", [])
    if not isinstance(permitted, list) or not all(isinstance(each, str) for each in permitted):
        raise shape("expected.permitted", '["…"]')


def _plain(value: Any) -> Any:
    """Return a value in an order of its own: what is permitted has none."""
    return sorted(value) if isinstance(value, list) else value
