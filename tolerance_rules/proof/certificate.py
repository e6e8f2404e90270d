"""Certificate: what was proved of a ruleset, as a document that others can check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.condition_edits import ConditionEdit
from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.expected_refutations import ExpectedRefutation
from tolerance_rules.proof.findings import PropertySubject, SubjectFinding
from tolerance_rules.proof.outcome_order import ORDER
from tolerance_rules.proof.properties import PROPERTIES

FORMAT = 3
VERDICTS = ("proved", "explained", "refuted", "not_applicable")
"""`explained` is refuted too: the counter-example stands, and `proofs.yaml` says why it should. Of
what is `not_applicable` the rules have nothing that could be otherwise."""


class CertificateError(ToleranceRulesError, ValueError):
    """A certificate that cannot be read."""


@dataclass(frozen=True)
class PropertyResult:
    """A property, what was found of each of its subjects, and how long that took."""

    id: str
    findings: tuple[SubjectFinding, ...]
    seconds: float

    @property
    def zh(self) -> str:
        """Return the sentence in Chinese."""
        return PROPERTIES[self.id].zh

    @property
    def en(self) -> str:
        """Return the sentence in English."""
        return PROPERTIES[self.id].en

    @property
    def verdict(self) -> str:
        """Return the worst verdict of the findings; without any, that nothing was to prove."""
        if not self.findings:
            return "not_applicable"
        found = {finding.verdict for finding in self.findings}
        return next((each for each in ("refuted", "explained") if each in found), "proved")


@dataclass(frozen=True)
class Certificate:
    """The properties of a ruleset with their verdicts, and what they were shown of and by."""

    ruleset: Mapping[str, str]
    policy: Mapping[str, str]
    """Id and fingerprint; empty if the regulation leaves nothing to a policy."""
    readings: Mapping[str, str]
    combinations: int
    """How many choices of readings it holds under: 1, or all of them."""
    cases: int
    """How many complete cases without contradiction there are, under one choice of readings."""
    outcomes: Mapping[str, int]
    """How many of them come to each outcome, under the chosen readings."""
    solver: Mapping[str, str]
    results: tuple[PropertyResult, ...]
    stale: tuple[ExpectedRefutation, ...]
    """Entries of `proofs.yaml` that nothing bears out."""
    seconds: float

    @property
    def verdicts(self) -> Mapping[str, int]:
        """Return how many properties are proved, explained, refuted, and not applicable."""
        found = [result.verdict for result in self.results]
        return FrozenDict({name: found.count(name) for name in VERDICTS})

    @property
    def ok(self) -> bool:
        """Tell whether nothing is refuted but what is explained, and every explanation is due."""
        return not self.verdicts["refuted"] and not self.stale

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; counts of cases are strings, being past what JSON readers hold."""
        return {
            "certificate": FORMAT,
            "ok": self.ok,
            "verdicts": dict(self.verdicts),
            "ruleset": dict(self.ruleset),
            "policy": dict(self.policy),
            "readings": dict(self.readings),
            "combinations_of_readings": self.combinations,
            "order_of_outcomes": ORDER,
            "cases": str(self.cases),
            "outcomes": {name: str(number) for name, number in self.outcomes.items()},
            "solver": dict(self.solver),
            "seconds": self.seconds,
            "properties": [_result(result) for result in self.results],
            "stale_explanations": [
                {"property": each.property, "subject": each.subject} for each in self.stale
            ],
        }


def _result(result: PropertyResult) -> dict[str, Any]:
    return {
        "property": result.id,
        "sentence": {"zh": result.zh, "en": result.en},
        "verdict": result.verdict,
        "seconds": result.seconds,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: SubjectFinding) -> dict[str, Any]:
    subject, example, edit = finding.subject, finding.example, finding.edit
    data: dict[str, Any] = {
        "subject": subject.name,
        "zh": subject.zh,
        "en": subject.en,
        "verdict": finding.verdict,
    }
    if example is not None:
        data["example"] = {
            "facts": {
                name: list(known) if isinstance(known, tuple) else known
                for name, known in example.facts.items()
            },
            "readings": dict(example.readings),
            "change": dict(example.change),
        }
    if edit is not None:
        data["edit"] = {
            "holder": edit.holder,
            "path": list(edit.path),
            "to": edit.to,
            "value": edit.value,
        }
    if not finding.proved:
        data["refuted_under"] = [dict(choice) for choice in finding.under]
        data["reason"] = {"zh": finding.reason, "en": finding.reason_en}
    return data


def from_json(text: str | bytes) -> Certificate:
    """Return the certificate of a JSON text; CertificateError if it is not one.

    What follows from the findings, the verdicts and whether all is well, must say what they say.
    """
    remedy = "请用 tolerance-rules prove --format json 重新写出"
    try:
        data = json.loads(text)
        certificate = _read(data)
        again = certificate.to_dict()
        wrong = [key for key in {**data, **again} if data.get(key) != again.get(key)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CertificateError(f"不是合格的证书：{error!r}。{remedy}") from None
    if wrong:
        message = f"证书自相矛盾：{'、'.join(wrong)} 与逐项的结果不符。{remedy}"
        raise CertificateError(message)
    return certificate


def _read(data: Mapping[str, Any]) -> Certificate:
    if data["certificate"] != FORMAT:
        raise ValueError(f"certificate: {data['certificate']}")
    return Certificate(
        ruleset=FrozenDict(data["ruleset"]),
        policy=FrozenDict(data["policy"]),
        readings=FrozenDict(data["readings"]),
        combinations=int(data["combinations_of_readings"]),
        cases=int(data["cases"]),
        outcomes=FrozenDict({name: int(number) for name, number in data["outcomes"].items()}),
        solver=FrozenDict(data["solver"]),
        results=tuple(
            PropertyResult(
                each["property"],
                tuple(_read_finding(finding) for finding in each["findings"]),
                float(each["seconds"]),
            )
            for each in data["properties"]
        ),
        stale=tuple(
            ExpectedRefutation(each["property"], each["subject"], FrozenDict(), "", "")
            for each in data["stale_explanations"]
        ),
        seconds=float(data["seconds"]),
    )


def _read_finding(data: Mapping[str, Any]) -> SubjectFinding:
    given, edit = data.get("example"), data.get("edit")
    example = None
    if given is not None:
        facts = {
            name: tuple(known) if isinstance(known, list) else known
            for name, known in given["facts"].items()
        }
        example = Example(
            FrozenDict(facts), FrozenDict(given["readings"]), FrozenDict(given["change"])
        )
    reason = data.get("reason", {})
    return SubjectFinding(
        PropertySubject(data["subject"], data["zh"], data["en"]),
        data["verdict"] == "proved",
        example,
        ConditionEdit(**{**edit, "path": tuple(edit["path"])}) if edit else None,
        tuple(FrozenDict(choice) for choice in data.get("refuted_under", ())),
        reason.get("zh", ""),
        reason.get("en", ""),
    )
