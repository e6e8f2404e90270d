"""Every command runs on a ruleset that is not the shipped one, and speaks of nothing but it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from support.command_line import run
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules.cli.program import build
from tolerance_rules.records.log import DecisionLog

pytestmark = pytest.mark.slow  # whole commands, each with its files

(SECOND,) = (rules for rules in RULESETS if rules is not SHIPPED)
FOLDER = Path(SECOND.folder)
ON = ("--ruleset", str(FOLDER))
TRIAL = str(FOLDER / "cases" / "01_teaching_trial.yaml")
PUMPING = str(FOLDER / "cases" / "02_pumping.yaml")
RESEARCH = str(FOLDER / "cases" / "04_research.yaml")
REGISTER = str(FOLDER / "register.csv")
SILENT = f'"{sys.executable}" -c pass'

# command: (arguments, exit code, a part of what is printed)
COMMANDS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "evaluate": ((PUMPING, *ON), 3, "推定结论：免予处理"),
    "evaluate-many": ((REGISTER, "--out", "out.csv", *ON), 3, "免予处理"),
    "explain": ((RESEARCH, "--clause", "6.2", *ON), 0, "〔成立〕第六条第（二）项"),
    "init": (("-", *ON), 0, "filing: null"),
    "facts": (ON, 0, "procedure.filing"),
    "rules": (ON, 0, "第十四条第二款"),
    "check": ((str(FOLDER),), 0, "个案例全部符合"),
    "prove": ((str(FOLDER),), 0, "示大发〔2025〕6号"),
    "diff": ((str(FOLDER), "--new-reading", "repetition_scope=any_repetition"), 3, "不予容错"),
    "what-if": ((RESEARCH, "--set", "报备=事前报备", *ON), 0, "免予处理"),
    "sensitivity": ((RESEARCH, *ON), 0, "consequences.loss"),
    "paths": ((RESEARCH, "--to", "不予追究责任", *ON), 0, "挽回损失"),
    "reason": ((RESEARCH, *ON), 0, "免予处理"),
    "evidence": ((RESEARCH, *ON), 0, "没有写明材料"),
    "panel": ((RESEARCH, PUMPING, *ON), 3, "各人的结论"),
    "questions": ((PUMPING, *ON), 3, "是否造成损失，程度如何？"),
    "ask": ((PUMPING, "-o", "answered.yaml", *ON), 0, "是否造成损失，程度如何？"),
    "duties": ((RESEARCH, "--on", "2026-11-26", *ON), 3, "书面告知（第十六条）"),
    "analysis": ((RESEARCH, *ON), 2, "没有综合分析标准"),
    "form": (("conclusion", RESEARCH, "-o", "out.docx", *ON), 0, ""),
    "audit": ((REGISTER, *ON), 3, "共 24 行"),
    "precedents": ((RESEARCH, "--register", REGISTER, *ON), 0, "先例"),
    "record": ((RESEARCH, "--log", "log.db", *ON), 0, "第 1 号"),
    "log": (("verify", "log.db"), 0, "没有问题"),
    "serve": (("token", "list", "--tokens", "tokens.json"), 0, "名称"),
    "sql": (("--dialect", "sqlite", *ON), 0, "CREATE VIEW"),
    "schema": (("rules", *ON), 0, "procedure.filing"),
    "intake": (("report.txt", "proposals.json", *ON), 0, "1 项事实有建议"),
    "mcp": (("--help",), 0, "只读工具"),
    "bundle": (ON, 0, "procedure.filing"),
    "workbench": (ON, 0, "procedure.filing"),
    "conformance": (("--command", SILENT, *ON), 3, "一致 0，不一致 0"),
}


def test_every_command_is_tried() -> None:
    assert set(COMMANDS) == set(build("zh").makers)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_on_another_ruleset(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if command in ("record", "log"):
        DecisionLog.create("log.db", "a.example/log").store.close()
    if command == "serve":
        Path("tokens.json").write_text('{"format": "tolerance-rules/tokens/1", "tokens": []}')
    if command == "intake":
        Path("report.txt").write_text("损失已全部挽回。", encoding="utf-8")
        proposal = {"fact": "remedy.recovery", "value": "full", "sentence": "损失已全部挽回。"}
        Path("proposals.json").write_text(json.dumps({"proposals": [proposal]}), encoding="utf-8")
    arguments, code, said = COMMANDS[command]
    done = run(command, *arguments, stdin="some\n" if command == "ask" else None)
    printed = done.out + done.err
    assert (done.code, printed if done.code != code else "") == (code, "")
    assert said in printed
    for word in ("枣", "学院", SHIPPED.id, "第七条第（五）项", "实施细则"):
        assert word not in printed
    if command == "record":  # the case has its record
        return
    english = run(command, *arguments, "--lang", "en", stdin="some\n" if command == "ask" else None)
    assert "Zaozhuang" not in english.out


def test_the_same_decision_is_given_by_every_way_of_asking(tmp_path: Path) -> None:
    (document,) = json.loads("[" + run("evaluate", TRIAL, *ON, "--format", "json").out + "]")
    assert document["ruleset"]["id"] == SECOND.id
    assert document["ruleset"]["sha256"] == SECOND.sha256
    assert document["policy"] == ""
