"""Check: load a folder of rules, verify every file, and run the cases beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.localised import Command
from tolerance_rules.cli.options import lang_option, output_options, version_option
from tolerance_rules.cli.output import destination, rules_files
from tolerance_rules.cli.wording import Lang, pick
from tolerance_rules.errors import Fault, RulesError, UnknownNameError

if TYPE_CHECKING:
    from tolerance_rules.rule_tests import TestResult
    from tolerance_rules.rules import Ruleset

FORMATS = ("text", "json")
ABOUT = (
    "检查规则目录：每一句引文都与原文核对，再运行 tests/ 中的案例。\n"
    "\n"
    "所有错误一次列出：文件:行:列: 编号 错在哪里、应当怎么写。\n"
    "不写目录，检查随附的规则集。退出码：0 无误；1 有误；2 用法有误。",
    "Check a folder of rules: every quotation against the official text, then the cases in\n"
    "tests/.\n"
    "\n"
    "Every fault is listed at once: file:line:column: CODE what is wrong, what to write (in\n"
    "Chinese). Without a folder, the ruleset shipped is checked. Exit codes: 0 sound; 1 not;\n"
    "2 usage.",
)
FAULTS = ("规则文件有 {} 处错误。", "The rule files have faults: {}.")
NO_TESTS = ("没有 tests/ 案例", "no cases in tests/")
PASSED = ("{} 个案例全部符合", "all {} cases as written")
FAILED = ("{} 个案例中有 {} 个不符", "of {} cases, {} differ")
SOUND = (
    "{number}《{title}》：{clauses} 项条款，{tests}。",
    "{number} 《{title}》: {clauses} clauses, {tests}.",
)
CODE = "R090"


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["folder"], required=False, metavar=pick(lang, ("[目录]", "[FOLDER]"))
    )

    def run(**given: Any) -> int:
        return check(lang, **given)

    options = output_options(lang, FORMATS)
    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("check", lang, ABOUT, run, params)


def check(lang: Lang, folder: str | None, format_: str, output: str | None) -> int:
    """Check the rules, write what is found, and return the exit code."""
    from tolerance_rules.rule_tests import run_tests

    faults: Sequence[Fault] = ()
    rules: Ruleset | None = None
    results: Sequence[TestResult] = ()
    given = _files(folder)
    into = destination(lang, output, given)
    try:
        rules = _load(folder)
        into = destination(lang, output, rules_files(rules))
        results = run_tests(rules)
    except RulesError as error:
        faults = error.faults
    failed = [result for result in results if not result.ok]
    sound = not faults and not failed
    if format_ == "json":
        into.json(
            {
                "ok": sound,
                "ruleset": rules.id if rules else None,
                "sha256": rules.sha256 if rules else None,
                "faults": [asdict(fault) for fault in faults],
                "tests": [asdict(result) for result in results],
            }
        )
    else:
        lines = [str(fault) for fault in (*faults, *map(_fault, failed))]
        lines.append(_summary(lang, rules, faults, results, len(failed)))
        from tolerance_rules.document import printable

        into.text("\n".join(map(printable, lines)))
    return 0 if sound else 1


def _files(folder: str | None) -> list[Path]:
    return [each for each in Path(folder).rglob("*") if each.is_file()] if folder else []


def _load(folder: str | None) -> Ruleset:
    from tolerance_rules import loader
    from tolerance_rules.engine import DEFAULT

    if folder is None:
        return loader.shipped(DEFAULT)
    if Path(folder).is_dir():
        return loader.from_yaml(folder)
    known = loader.rulesets()
    if folder not in known:
        raise UnknownNameError("规则目录或规则集", folder, known)
    return loader.shipped(folder)


def _fault(result: TestResult) -> Fault:
    message = f"案例“{result.name}”不符：{'；'.join(result.differences)}"
    return Fault(CODE, message, "请核对案例与规则", result.file, result.line)


def _summary(
    lang: Lang,
    rules: Ruleset | None,
    faults: Sequence[Fault],
    results: Sequence[TestResult],
    failed: int,
) -> str:
    if rules is None or faults:
        return pick(lang, FAULTS).format(len(faults))
    tests = pick(lang, NO_TESTS)
    if failed:
        tests = pick(lang, FAILED).format(len(results), failed)
    elif results:
        tests = pick(lang, PASSED).format(len(results))
    return pick(lang, SOUND).format(
        number=rules.document_number, title=rules.title, clauses=len(rules.clauses), tests=tests
    )
