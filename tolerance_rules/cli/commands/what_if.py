"""What if: a case as it is and as it would be, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import chosen_reading
from tolerance_rules.cli.terminal.parameters import fact_parameter, value_parameter
from tolerance_rules.cli.terminal.usage import usage_error, usage_error_about
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.vocabulary.fact_spec import Known
    from tolerance_rules.what_if.scenarios import Scenario

POLICY, READING = "policy", "reading."
"""Names that are no facts: the policy, and what the names of readings begin with."""

ABOUT = (
    "假设某些事实、读法或惯例不同，与现状对照：结论、引用和条款有什么变化。\n"
    "\n"
    "  tolerance-rules what-if 案件.yaml --set 组.事实=值\n"
    "  tolerance-rules what-if 案件.yaml --set 某事实=是 --set 另一事实=未查明\n"
    "  tolerance-rules what-if 案件.yaml --set reading.读法=选项\n"
    '  tolerance-rules what-if 案件.yaml --scenario "补证: 某事实=是; 另一事实=否"\n'
    "\n"
    "名称是事实、reading.读法 或 policy，值是代码或者中文（是、否、未查明、积极主动……）；还不能\n"
    "确定是哪一个的，几个值用 | 隔开，整个参数加引号。\n"
    "几个 --set 合为一个假设；每个 --scenario 自成一个假设，写成 名称: A=甲; B=乙。\n"
    "退出码：0 假设之下的结论都已定；3 有未定；1 文件或事实有误；2 用法有误。",
    "Suppose other facts, readings or another policy, and compare: outcome, citations, clauses.\n"
    "\n"
    "  tolerance-rules what-if case.yaml --set GROUP.FACT=VALUE\n"
    "  tolerance-rules what-if case.yaml --set ONE.FACT=yes --set ANOTHER.FACT=unknown\n"
    "  tolerance-rules what-if case.yaml --set reading.NAME=OPTION\n"
    '  tolerance-rules what-if case.yaml --scenario "shown: ONE.FACT=yes; ANOTHER.FACT=no"\n'
    "\n"
    "A name is a fact, reading.NAME or policy; a value is a code or a label (yes, no, unknown),\n"
    "or, where it is not known which, several with | between them, the whole in quotes.\n"
    "All --set make one scenario; each --scenario is one by itself, as NAME: A=x; B=y.\n"
    "Exit codes: 0 settled in every scenario; 3 not in some; 1 a file or its facts are wrong;\n"
    "2 usage.",
)
SET = (
    "假设：事实=值、reading.读法=选项 或 policy=文件；可以写多次",
    "Suppose FACT=VALUE, reading.NAME=OPTION or policy=FILE; may be repeated",
)
SCENARIO = (
    "另一个假设：名称: 事实=值; 事实=值；可以写多次",
    "Another scenario, as NAME: FACT=VALUE; FACT=VALUE; may be repeated",
)
NOTHING = (
    "没有写假设：请用 --set 或 --scenario",
    "Nothing is supposed: use --set or --scenario",
)
NOT_A_PAIR = ("{} 应当写成 名称=值", "{} should be NAME=VALUE")
NOT_A_SCENARIO = ("{} 应当写成 名称: 事实=值", "{} should be NAME: FACT=VALUE")
TWICE = ("{} 假设了两次", "{} is supposed twice")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        click.Option(["--set", "set_"], multiple=True, metavar="A=B", help=pick(lang, SET)),
        click.Option(["--scenario"], multiple=True, metavar="TEXT", help=pick(lang, SCENARIO)),
    ]

    def run(**given: Any) -> int:
        return what_if(lang, **given)

    return Command("what-if", lang, ABOUT, run, params(lang, options))


def what_if(lang: Lang, set_: Sequence[str], scenario: Sequence[str], **given: Any) -> int:
    """Compare the case with the scenarios and return the exit code."""
    given_scenarios = [("", list(set_))] if set_ else []
    given_scenarios += [_named(lang, text) for text in scenario]
    if not given_scenarios:
        usage_error(pick(lang, NOTHING))
    pairs = [(name, [_pair(lang, pair) for pair in pairs]) for name, pairs in given_scenarios]
    policies = [value for _, found in pairs for key, value in found if key == POLICY]
    asked = ask(lang, "what-if", policies, **given)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import compare

    scenarios = [_scenario(lang, asked.engine.rules, name, found) for name, found in pairs]
    compared = compare(asked.engine, asked.decision, scenarios)
    asked.answer(compared)
    return SETTLED if all(each.after.settled for each in compared.scenarios) else UNSETTLED


def _named(lang: Lang, text: str) -> tuple[str, list[str]]:
    """Return the name of a scenario and what it supposes, pair by pair."""
    name, mark, rest = text.replace("：", ":", 1).partition(":")
    if not (mark and name.strip() and not {"=", "＝"} & set(name)):
        usage_error_about(lang, NOT_A_SCENARIO, text)
    parts = [part for part in rest.replace("；", ";").split(";") if part.strip()]
    if not parts:
        usage_error_about(lang, NOT_A_SCENARIO, text)
    return name.strip(), parts


def _pair(lang: Lang, text: str) -> tuple[str, str]:
    """Return the name and the value of a supposition."""
    whole = text if "=" in text else text.replace("＝", "=", 1)
    key, mark, value = (part.strip() for part in whole.partition("="))
    if not (key and mark and value):
        usage_error_about(lang, NOT_A_PAIR, text)
    return key, value


def _scenario(lang: Lang, rules: Ruleset, name: str, pairs: Sequence[tuple[str, str]]) -> Scenario:
    from tolerance_rules.what_if import Scenario

    changes: dict[str, Known] = {}
    readings: dict[str, str] = {}
    policy: Path | None = None
    for key, value in pairs:
        if key == POLICY:
            if policy is not None:
                usage_error_about(lang, TWICE, key)
            policy = Path(value)
        elif key.startswith(READING):
            reading, option = chosen_reading(lang, rules, key.removeprefix(READING), value)
            if readings.setdefault(reading, option) != option:
                usage_error_about(lang, TWICE, key)
        else:
            spec = fact_parameter(lang, rules.vocabulary, key)
            if spec.name in changes:
                usage_error_about(lang, TWICE, key)
            changes[spec.name] = value_parameter(lang, spec, value)
    return Scenario(name, changes, readings, policy)
