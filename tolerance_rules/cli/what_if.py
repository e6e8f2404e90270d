"""What if: a case as it is and as it would be; the options and output of the sister commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.localised import Command
from tolerance_rules.cli.options import (
    lang_option,
    load_engine,
    output_options,
    refuse,
    rules_options,
    version_option,
)
from tolerance_rules.cli.output import Output, destination, rules_files
from tolerance_rules.cli.sources import Refused, Source, complaint, decide, sources
from tolerance_rules.cli.wording import Lang, Pair, pick
from tolerance_rules.errors import shorten

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.engine import Engine
    from tolerance_rules.what_if.plain import Plain
    from tolerance_rules.what_if.scenarios import Scenario

ABOUT = (
    "假设某些事实、读法或惯例不同，与现状对照：结论、引用和条款有什么变化。\n"
    "\n"
    "  tolerance-rules what-if 案件.yaml --set remedy.loss_recovery=active\n"
    "  tolerance-rules what-if 案件.yaml --set 如实说明、配合调查=是 --set reading.remedy_scope=either\n"
    '  tolerance-rules what-if 案件.yaml --scenario "补报: 严格执行请示报告规定=是"\n'
    "\n"
    "名称是事实、reading.读法 或 policy，值是代码或者中文（是、否、未查明、积极主动……）。\n"
    "几个 --set 合为一个假设；每个 --scenario 自成一个假设，写成 名称: A=甲; B=乙。\n"
    "退出码：0 假设之下的结论都已定；3 有未定；1 文件或事实有误；2 用法有误。",
    "Suppose other facts, readings or another policy, and compare: outcome, citations, clauses.\n"
    "\n"
    "  tolerance-rules what-if case.yaml --set remedy.loss_recovery=active\n"
    "  tolerance-rules what-if case.yaml --set reading.remedy_scope=either\n"
    '  tolerance-rules what-if case.yaml --scenario "reported: '
    'procedure.reported_and_sought_instructions=yes"\n'
    "\n"
    "A name is a fact, reading.NAME or policy; a value is a code or a label (yes, no, unknown).\n"
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
NOT_A_VALUE = (
    "{fact} 的值不能是 {value}。可用的有：{values}",
    "{value} is no value of {fact}. Choose from: {values}",
)
ONE_CASE = ("{} 一次只看一个案件", "{} takes one case at a time")


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        click.Option(["--set", "set_"], multiple=True, metavar="A=B", help=pick(lang, SET)),
        click.Option(["--scenario"], multiple=True, metavar="TEXT", help=pick(lang, SCENARIO)),
    ]

    def run(**given: Any) -> int:
        return what_if(lang, **given)

    return Command("what-if", lang, ABOUT, run, params(lang, options))


def params(lang: Lang, options: Sequence[click.Parameter]) -> list[click.Parameter]:
    """Return the parameters of a command that answers one question about one case."""
    case = click.Argument(["case"], required=True, metavar=pick(lang, ("案件", "CASE")))
    shared = [*output_options(lang), *rules_options(lang), lang_option(lang), version_option(lang)]
    return [case, *options, *shared]


def what_if(
    lang: Lang,
    case: str,
    set_: Sequence[str],
    scenario: Sequence[str],
    format_: str,
    output: str | None,
    **rules: Any,
) -> int:
    """Compare the case with the scenarios and return the exit code."""
    scenarios = [_scenario(lang, "", set_)] if set_ else []
    scenarios += [_named(lang, text) for text in scenario]
    if not scenarios:
        raise click.UsageError(pick(lang, NOTHING), click.get_current_context(silent=True))
    policies = [str(each.policy) for each in scenarios if each.policy]
    asked = ask(lang, "what-if", case, output, policies, **rules)
    if asked is None:
        return WRONG
    from tolerance_rules.what_if import compare

    engine, decision, into = asked
    for each in scenarios:
        for name, option in (each.readings or {}).items():
            _require_reading(lang, engine, name, option)
    found = compare(engine, decision, scenarios)
    put(into, format_, found, case)
    return SETTLED if all(each.after.settled for each in found.scenarios) else UNSETTLED


def ask(
    lang: Lang,
    name: str,
    case: str,
    output: str | None,
    others: Sequence[str] = (),
    *,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> tuple[Engine, Decision, Output] | None:
    """Return the engine, the decision of the case, and where the answer goes; None if refused."""
    engine = load_engine(lang, ruleset, readings, policy)
    found = sources([case])
    if len(found) > 1:
        message = pick(lang, ONE_CASE).format(name)
        raise click.UsageError(message, click.get_current_context(silent=True))
    inputs = [case, *others, *([policy] if policy else []), *rules_files(engine.rules)]
    into = destination(lang, output, inputs)
    decision = decide(found[0], engine) if isinstance(found[0], Source) else found[0]
    if isinstance(decision, Refused):
        click.echo(complaint(decision, lang), err=True)
        return None
    return engine, decision, into


def put(into: Output, format_: str, answer: Plain, case: str) -> None:
    """Write an answer."""
    if format_ == "json":
        into.json({"file": case, **answer.to_dict()})
    elif format_ == "markdown":
        into.text(answer.markdown(into.lang))
    else:
        into.text(answer.explain(into.lang))


def _named(lang: Lang, text: str) -> Scenario:
    name, mark, rest = text.replace("：", ":", 1).partition(":")
    if not (mark and name.strip() and "=" not in name):
        _wrong(lang, NOT_A_SCENARIO, text)
    parts = rest.replace("；", ";").split(";")
    return _scenario(lang, name.strip(), [part for part in parts if part.strip()])


def _scenario(lang: Lang, name: str, pairs: Sequence[str]) -> Scenario:
    from tolerance_rules.what_if import Scenario
    from tolerance_rules.what_if.spoken import fact_from_text

    changes: dict[str, Any] = {}
    readings: dict[str, str] = {}
    policy: Path | None = None
    for pair in pairs:
        key, mark, value = (part.strip() for part in pair.partition("="))
        if not (key and mark and value):
            _wrong(lang, NOT_A_PAIR, pair)
        if key == "policy":
            if policy is not None:
                _wrong(lang, TWICE, key)
            policy = Path(value)
        elif key.startswith("reading."):
            if readings.setdefault(key.partition(".")[2], value) != value:
                _wrong(lang, TWICE, key)
        else:
            spec = fact_from_text(key)
            if spec.name in changes:
                _wrong(lang, TWICE, key)
            changes[spec.name] = read_value(lang, spec.name, value)
    return Scenario(name, changes, readings, policy)


def read_value(lang: Lang, fact: str, text: str) -> bool | str | None:
    """Return the value that a text means, or a usage error that lists the values."""
    from tolerance_rules.facts import vocabulary
    from tolerance_rules.what_if.spoken import UnreadableValueError, value_from_text

    spec = vocabulary()[fact]
    try:
        return value_from_text(spec, text)
    except UnreadableValueError:
        message = pick(lang, NOT_A_VALUE).format(
            fact=fact, value=shorten(text), values=values_of(lang, fact)
        )
    raise click.UsageError(message, click.get_current_context(silent=True))


def values_of(lang: Lang, fact: str) -> str:
    """Return what may be written for a fact."""
    from tolerance_rules.facts import vocabulary

    spec = vocabulary()[fact]
    words = [f"{str(v).lower()} {spec.label_of(v, lang)}" for v in spec.values]
    if spec.boolean:
        words = [spec.label_of(value, lang) for value in spec.values]
    words.append(pick(lang, ("未查明", "unknown")))
    return ("、" if lang == "zh" else ", ").join(words)


def _require_reading(lang: Lang, engine: Engine, name: str, option: str) -> None:
    known = engine.rules.readings
    if name not in known:
        refuse(lang, ("没有名为 {} 的释义", "No reading is named {}"), name, list(known))
    if option not in known[name].names:
        words = (f"释义 {name} 没有选项 {{}}", f"The reading {name} has no option {{}}")
        refuse(lang, words, option, known[name].names)


def _wrong(lang: Lang, words: Pair, text: str) -> None:
    message = pick(lang, words).format(shorten(text.strip()))
    raise click.UsageError(message, click.get_current_context(silent=True))
