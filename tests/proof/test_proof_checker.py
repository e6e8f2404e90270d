"""The checker: a certificate again without diagrams; one that was tampered with does not pass."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from support.proof_sample import RULES, certificate
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules.proof.certificate import CertificateError, from_json
from tolerance_rules.proof.checker import check
from tolerance_rules.proof.prover import prove
from tolerance_rules.proof.table_check import table_faults

pytestmark = pytest.mark.slow  # every case there is, under every reading

ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=8)
def text(rules=RULES) -> str:
    return json.dumps(certificate(rules).to_dict(), ensure_ascii=False)


@pytest.fixture
def data():
    return json.loads(text())


def result_of(data, name):
    return next(each for each in data["properties"] if each["property"] == name)


def finding_of(data, name, subject=None):
    found = result_of(data, name)["findings"]
    return next(each for each in found if subject in (None, each["subject"]))


def faults(data, rules=RULES):
    """Return what is wrong with a certificate, the figures that follow from the rest mended."""
    for result in data["properties"]:
        verdicts = {each["verdict"] for each in result["findings"]}
        ranked = ("refuted", "explained", "proved")
        result["verdict"] = next((v for v in ranked if v in verdicts), "not_applicable")
    verdicts = [each["verdict"] for each in data["properties"]]
    data["verdicts"] = {name: verdicts.count(name) for name in data["verdicts"]}
    data["ok"] = "refuted" not in verdicts and not data["stale_explanations"]
    return check(from_json(json.dumps(data)), rules).faults


@for_every_ruleset
def test_the_certificate_of_a_ruleset_stands(rules) -> None:
    report = check(from_json(text(rules)), rules)
    assert report.faults == ()
    assert report.examples == text(rules).count('"example"') > 300
    assert from_json(text(rules)).to_dict() == json.loads(text(rules))


def test_the_certificate_of_another_ruleset_falls() -> None:
    one, other = RULESETS[:2]
    report = check(from_json(text(other)), one)
    assert any(fault.startswith("规则集指纹与证书不符") for fault in report.faults)
    assert len(report.faults) > 50


def test_a_certificate_of_one_combination_of_readings_stands() -> None:
    rules = RULES.with_readings({"old_law": "no_liability_suffices", "constraints": "umbrella"})
    found = prove(rules, all_readings=False)
    assert found.ok
    assert found.combinations == 1
    assert check(from_json(json.dumps(found.to_dict())), rules).faults == ()


def test_no_diagram_is_used_to_check(tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(text(), encoding="utf-8")
    program = f"""
import sys
sys.modules["dd"] = None
from tolerance_rules import loader
from tolerance_rules.proof.certificate import from_json
from tolerance_rules.proof.checker import check
text = open({str(file)!r}, encoding="utf-8").read()
report = check(from_json(text), loader.shipped({RULES.id!r}))
assert report.ok and report.examples > 500, report
assert "tolerance_rules.executors.all_cases" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_a_wrong_verdict_is_found(data) -> None:
    # Refuted, and said to be proved: the example is still there, and shows the contrary.
    explained = [
        ("no_fact_is_idle", "conditions.objective_constraints", "案例与所说的不符"),
        ("lightest_outcome_needs_every_condition", "7.5.1", "说是已证明，却附有反例"),
    ]
    for name, subject, _ in explained:
        finding = finding_of(data, name, subject)
        finding["verdict"] = "proved"
        del finding["refuted_under"], finding["reason"]
    # Proved, and said to be refuted, by an example that shows that it is so.
    finding_of(data, "no_clause_is_implied_by_another", "6.1 without 6.2").update(
        verdict="refuted", refuted_under=[dict(RULES.chosen)], reason={"zh": "", "en": ""}
    )
    # Proved, and nothing to show for it.
    del finding_of(data, "no_fact_is_idle", "work.pilot")["example"]
    assert set(faults(data)) == {
        *(f"{name} {subject}：{problem}" for name, subject, problem in explained),
        "no_clause_is_implied_by_another 6.1 without 6.2：案例与所说的不符",
        "no_fact_is_idle work.pilot：缺少案例",
    }


def test_a_wrong_example_is_found(data) -> None:
    clauses = "every_clause_can_change_some_outcome"
    contradictory = {"nature.three_distinctions": True, "motive.gain_for_self": True}
    wrong = [
        (clauses, "6.1 holding", {}, "案例与所说的不符"),
        (
            "every_clause_can_change_some_outcome",
            "6.2 holding",
            contradictory,
            "案例的事实相互矛盾",
        ),
        ("every_clause_can_change_some_outcome", "6.3 holding", {"a.b": True}, "没有的事实或取值"),
        ("every_reading_changes_some_outcome", "harm_threshold=any", {}, "案例与所说的不符"),
        ("no_outcome_row_is_dead", "outcomes#4", {"nature.other_bar": True}, "案例与所说的不符"),
        ("no_fact_is_idle", "work.pilot", {"work.performing_duty": False}, "案例与所说的不符"),
        ("no_fact_is_idle", "work.creative", {"work.pilot": "yes"}, "没有的事实或取值"),
        (
            "lightest_outcome_needs_every_condition",
            "7.5.1",
            {"nature.other_bar": True},
            "案例与所说的不符",
        ),
    ]
    for name, subject, facts, _ in wrong:
        finding_of(data, name, subject)["example"]["facts"] = facts
    finding = finding_of(data, "no_fact_is_idle", "conditions.objective_constraints")
    finding["example"]["readings"]["constraints"] = "required"
    found = faults(data)
    for name, subject, _, problem in wrong:
        assert [
            each for each in found if each.startswith(f"{name} {subject}：") and problem in each
        ]
    assert "no_fact_is_idle conditions.objective_constraints：案例的读法不在所说的组合之中" in found
    assert len(found) == len(wrong) + 1


def test_a_wrong_fingerprint_policy_or_reading_is_found(data) -> None:
    wrong = (
        ("ruleset", {**data["ruleset"], "sha256": "0" * 64}, "规则集指纹与证书不符"),
        ("policy", {**data["policy"], "sha256": "0" * 64}, "裁量惯例指纹与证书不符"),
        ("readings", {**data["readings"], "old_law": "literal"}, "读法与证书不符"),
        ("combinations_of_readings", 128, "读法的组合数与证书不符"),
    )
    found = faults(data | {key: value for key, value, _ in wrong})
    assert all([each for each in found if each.startswith(problem)] for _, _, problem in wrong)


def test_what_is_left_out_is_found(data) -> None:
    with_findings = [each["property"] for each in data["properties"] if each["findings"]]
    for result in data["properties"]:
        result["findings"] = result["findings"][1:]
    found = faults(data)
    for name in with_findings:
        assert [each for each in found if each.startswith(f"{name}：没有说到")], name
    data["properties"] = data["properties"][1:]
    assert "缺少性质：every_case_has_exactly_one_outcome" in faults(data)


def test_an_explanation_that_is_not_on_record_is_found(data) -> None:
    finding = finding_of(data, "no_fact_is_idle", "conditions.objective_constraints")
    finding["reason"]["zh"] = "本来就不要紧"
    assert [each for each in faults(data) if "proofs.yaml 中没有这样说明" in each]


def test_what_follows_from_the_findings_must_say_what_they_say(data) -> None:
    result_of(data, "no_fact_is_idle")["verdict"] = "proved"
    with pytest.raises(CertificateError, match="properties 与逐项的结果不符"):
        from_json(json.dumps(data))
    for key, value in (
        ("ok", False),
        ("verdicts", {"proved": 21, "explained": 0, "refuted": 0, "not_applicable": 0}),
        ("order_of_outcomes", {}),
        ("extra", 1),
    ):
        with pytest.raises(CertificateError, match=f"{key} 与逐项的结果不符"):
            from_json(json.dumps({**json.loads(text()), key: value}))
    data = json.loads(text())
    data["properties"][0]["sentence"]["zh"] = "规则完美无缺。"
    with pytest.raises(CertificateError, match="properties"):
        from_json(json.dumps(data))


@pytest.mark.parametrize("bad", ["", "[]", "{}", '{"certificate": 9}', "[" * 100_000, "\ufeff{}"])
def test_what_is_no_certificate_is_refused(bad: str) -> None:
    with pytest.raises(CertificateError, match=r"不是合格的证书.*请用 tolerance-rules prove"):
        from_json(bad)


@for_every_ruleset
def test_the_outcome_table_is_enumerated_and_has_no_fault(rules) -> None:
    for name, card in rules.outcome_readings.items():
        for option in card.names:
            assert list(table_faults(rules.with_readings({name: option}))) == []
