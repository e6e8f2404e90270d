"""Missing tests: a case as it stands in a file of `tests/`, ready to be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.formats.case_yaml import yaml_value
from tolerance_rules.formats.rule_test import with_defaults
from tolerance_rules.rules import POLICY, Ruleset
from tolerance_rules.semantics import judge
from tolerance_rules.testing.difference_search import MissingTest
from tolerance_rules.testing.mutants import quoted
from tolerance_rules.testing.observations import Observation
from tolerance_rules.verdict.verdict import Citation, Facts, Verdict
from tolerance_rules.vocabulary.fact_spec import Known


def case_to_yaml(
    name: str,
    facts: Facts,
    readings: Mapping[str, str],
    rules: Ruleset,
    changed: Iterable[Observation],
) -> str:
    """Return a case as it stands in a file of `tests/`, with what the rules say of it.

    It says the outcome, and whatever the `changed` observations are of.
    """
    specs = rules.vocabulary
    told = {fact: value for fact, value in facts.items() if value != specs[fact].presumed}
    lines = [f"  - name: {name}", "    facts:" if told else "    facts: {}"]
    for fact, value in told.items():
        spec = specs[fact]
        lines.append(f"      {fact}: {yaml_value(value)}   # {spec.label}：{spec.label_of(value)}")
    lines.append("    others: presumed")
    if readings:
        lines.append(f"    readings: {{{_pairs(readings)}}}")
    try:
        verdict = judge(facts, with_defaults(rules, readings))
    except InconsistentFactsError as error:
        lines.append(f"    refused: [{', '.join(error.combinations)}]")
    else:
        lines.append(f"    outcome: {verdict.outcome}")
        lines += _said(verdict, tuple(changed))
    return "\n".join(lines) + "\n"


def _said(verdict: Verdict, changed: Sequence[Observation]) -> Iterator[str]:
    kinds = {observation[0] for observation in changed}
    row = verdict.row
    words = {
        "permitted": f"[{', '.join(row.permitted)}]",
        "modality": row.modality,
        "basis": row.basis,
        "disposition": row.disposition.text,
        "cites": f"[{', '.join(_clause(each.clause) for each in verdict.citations)}]",
        "role": _roles(verdict.citations, _named(changed, "role")),
        "because": _reasons(verdict.citations, _named(changed, "because")),
        "status": "{"
        + ", ".join(
            f"{_clause(clause)}: {verdict.statuses[clause].value}"
            for clause in _named(changed, "status")
        )
        + "}",
        "implied": f"{{{_pairs({each.fact: each.value for each in verdict.implied})}}}",
        "warning": f"[{', '.join(each.id for each in verdict.warnings)}]",
        "by_reference": yaml_value(verdict.by_reference),
    }
    keys = {"role": "roles", "status": "statuses", "warning": "warnings"}
    for kind, text in words.items():
        if kind in kinds and text:
            yield f"    {keys.get(kind, kind)}: {text}"


def _named(changed: Sequence[Observation], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[0] for each, *names in changed if each == kind))


def _roles(citations: Sequence[Citation], clauses: Sequence[str]) -> str:
    found = {each.clause: each.role.value for each in citations if each.clause in clauses}
    return (
        f"{{{_pairs({_clause(clause): role for clause, role in found.items()})}}}" if found else ""
    )


def _reasons(citations: Sequence[Citation], clauses: Sequence[str]) -> str:
    found: dict[str, dict[str, None]] = {}
    for each in citations:
        if each.clause in clauses and each.because:
            found.setdefault(_clause(each.clause), {}).update(
                dict.fromkeys(because.fact for because in each.because)
            )
    texts = [f"{clause}: [{', '.join(facts)}]" for clause, facts in found.items()]
    return f"{{{', '.join(texts)}}}" if texts else ""


def _clause(clause: str) -> str:
    return clause if clause == POLICY else f'"{clause}"'


def _pairs(entries: Mapping[str, Known]) -> str:
    return ", ".join(f"{name}: {yaml_value(value)}" for name, value in entries.items())


def missing_tests_to_yaml(missing: Sequence[MissingTest], rules: Ruleset) -> str:
    """Return the tests that are missing as a file of `tests/`."""
    cases = (missing_test_to_yaml(test, number, rules) for number, test in enumerate(missing, 1))
    return "cases:\n" + "\n".join(cases)


def missing_test_to_yaml(test: MissingTest, number: int, rules: Ruleset) -> str:
    """Return a missing test, named after the first mutation that it would find.

    The number keeps names apart, for the same words may stand in a clause twice.
    """
    name = f"还缺的案例 {number}：若有{quoted(test.survivors[0].zh)}这样的笔误，本案就不是这样。"
    return case_to_yaml(name, test.facts, test.readings, rules, test.changed)
