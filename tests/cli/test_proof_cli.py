"""Command line: prove, and the check of a certificate, as an office worker types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import faulty_rules
from support.command_line import ROOT, run
from support.proof_sample import certificate
from tolerance_rules import Engine
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.proof import prover
from tolerance_rules.proof.properties import PROPERTIES

pytestmark = pytest.mark.slow  # every case there is, under every reading

POLICY_FAULT = next(f for f in faulty_rules.FAULTS if f.subject == "policy#P1")
BAR_FAULT = next(f for f in faulty_rules.FAULTS if f.subject == "6.3")
SHIPPED = Engine.load()


@pytest.fixture
def proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the shipped rules under all readings there is a certificate already."""
    monkeypatch.setattr(prover, "prove", lambda rules, *, all_readings, only: certificate())


@pytest.mark.usefixtures("proved_once")
def test_the_shipped_rules_are_proved_and_exit_with_0() -> None:
    done = run("prove")
    assert done.code == 0
    assert f"读法的全部 {certificate().combinations} 种组合" in done.out
    for each in PROPERTIES.values():
        assert each.zh in done.out
    assert done.out.count("已说明 │") == 6
    assert "已证伪" not in done.out
    assert "只在这些读法之下：“受客观条件限制”：" in done.out
    assert f"共 {certificate().cases:,} 个" in done.out
    english = run("prove", "--lang", "en")
    assert english.code == 0
    for each in PROPERTIES.values():
        assert each.en in english.out
    markdown = run("prove", "--format", "markdown")
    assert markdown.code == 0
    assert "| 性质 | 结果 | 逐项 |" in markdown.out


@pytest.mark.usefixtures("proved_once")
def test_a_certificate_is_written_checked_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "证书.json"
    assert run("prove", "--format", "json", "-o", file).code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == certificate().to_dict()
    done = run("prove", "--check", file)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("证书无误：")
    assert json.loads(run("prove", "--check", file, "--format", "json").out)["ok"] is True
    assert run("prove", "--check", file, "-o", file).code == 2
    other = run("prove", "--check", file, "--policy", ROOT / "examples" / "policy_strict.yaml")
    assert other.code == 1
    assert "裁量惯例指纹与证书不符" in other.out
    file.write_text(file.read_text(encoding="utf-8").replace('"ok": true', '"ok": false'))
    broken = run("prove", "--check", file)
    assert broken.code == 1
    assert "证书自相矛盾：ok" in broken.err
    missing = run("prove", "--check", tmp_path / "没有.json")
    assert missing.code in (1, 2)
    assert "没有.json" in missing.err


def test_what_is_refuted_exits_with_1_and_leaves_case_files(tmp_path: Path) -> None:
    folder = faulty_rules.copied(tmp_path, (BAR_FAULT.file, BAR_FAULT.old, BAR_FAULT.new))
    cases = tmp_path / "反例"
    done = run("prove", folder, "--property", BAR_FAULT.property, "--counterexamples", cases)
    assert done.code == 1
    assert "已证伪：" in done.out
    assert "第六条第（三）项" in done.out
    files = sorted(cases.glob("*.yaml"))
    assert str(len(files)) in done.err
    for file in files:
        evaluated = run("evaluate", file, "--format", "json")
        assert evaluated.code == 0
        assert json.loads(evaluated.out)["outcome"] == "no_tolerance"
        assert run("evaluate", file, "--ruleset", folder).code == 0
        assert SHIPPED.evaluate(from_file(file)).outcome.value == "no_tolerance"
    english = run("prove", folder, "--property", BAR_FAULT.property, "--lang", "en")
    assert english.code == 1
    assert "Refuted:" in english.out
    assert "counter-example: " in english.out


def test_rules_that_do_not_load_for_what_a_proof_refutes_are_refuted(tmp_path: Path) -> None:
    folder = faulty_rules.copied(tmp_path, (POLICY_FAULT.file, POLICY_FAULT.old, POLICY_FAULT.new))
    checked = run("check", folder)
    assert checked.code == 1
    assert "R006" in checked.out + checked.err
    only = ("--property", POLICY_FAULT.property)
    done = run("prove", folder, *only)
    assert done.code == 1
    assert "policy_stays_within_the_permitted_set / policy#P1" in done.out
    # The same policy, given by itself.
    policy = folder / "policy.yaml"
    by_itself = run("prove", "--policy", policy, "--reading", "old_law=literal", *only)
    assert by_itself.code == 1
    assert "读法的一种组合" in by_itself.out


def test_a_card_that_is_missing_is_named_before_anything_is_proved(tmp_path: Path) -> None:
    folder = faulty_rules.copied(tmp_path)
    file = folder / "article_6.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index('  - id: "6.1"')
    file.write_text(text[:start] + text[text.index('  - id: "6.2"') :], encoding="utf-8")
    done = run("prove", folder)
    assert done.code == 1
    assert "缺 6.1" in done.err


def test_an_explanation_that_nothing_bears_out_is_named_and_exits_with_1(tmp_path: Path) -> None:
    folder = faulty_rules.copied(
        tmp_path, ("proofs.yaml", '"conditions.objective_constraints"', '"work.pilot"')
    )
    arguments = ["--reading", "constraints=umbrella", "--property", "no_fact_is_idle"]
    done = run("prove", folder, *arguments, "--format", "json")
    assert done.code == 1
    data = json.loads(done.out)
    assert data["stale_explanations"] == [{"property": "no_fact_is_idle", "subject": "work.pilot"}]
    assert data["verdicts"]["refuted"] == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--reading", "old_law=what"], "没有选项 what"),
        (["--reading", "no=what"], "没有名为 no 的读法"),
        (["没有这个目录"], "没有这个目录"),
        (["--property", "no_fact_is_idl"], "no_fact_is_idle"),
        (["--policy", "没有.yaml"], "没有.yaml"),
    ],
)
def test_usage_is_refused_with_what_is_wrong(arguments, problem) -> None:
    done = run("prove", *arguments)
    assert done.code in (1, 2)
    assert problem in done.err
