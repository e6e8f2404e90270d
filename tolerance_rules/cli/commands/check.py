"""Check: load a folder of rules, verify every file, and run the rule tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import lang_option, output_options, version_option
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import Fault, RulesError
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import markdown_table

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.testing.mutation import MutationReport
    from tolerance_rules.testing.rule_tests import TestResult

ABOUT = (
    "检查规则目录：每一句引文都与原文核对，再运行 tests/ 中的案例。\n"
    "\n"
    "所有错误一次列出：文件:行:列: 编号 错在哪里、应当怎么写。\n"
    "不写目录，检查随附的规则集。退出码：0 无误；1 有误；2 用法有误。\n"
    "\n"
    "加 --mutants，再逐一试改规则的每一处（漏一个条件、或与且颠倒、两行对调……），看案例\n"
    "能不能发现；发现不了的，证明改了也一样，或者写出还缺的案例，算作有误。",
    "Check a folder of rules: every quotation against the official text, then the cases in\n"
    "tests/.\n"
    "\n"
    "Every fault is listed at once: file:line:column: CODE what is wrong, what to write (in\n"
    "Chinese). Without a folder, the ruleset shipped is checked. Exit codes: 0 sound; 1 not;\n"
    "2 usage.\n"
    "\n"
    "With --mutants every single edit of the rules is tried as well (a condition left out, any\n"
    "written all, two rows swapped ...): do the cases find it? What they miss is proved to change\n"
    "nothing, or it counts as a fault, and the case that is lacking is written out.",
)
MUTANTS = (
    "逐一试改规则的每一处，看 tests/ 中的案例能不能发现",
    "Try every single edit of the rules: do the cases in tests/ find it",
)
CASES = (
    "连同 --mutants：把还缺的案例写成一个案例文件",
    "With --mutants: write the cases that are lacking as a file of cases",
)
ALONE = ("--cases 要与 --mutants 一起用", "--cases goes with --mutants")
FAULTS = ("规则文件有 {} 处错误。", "The rule files have faults: {}.")
NO_TESTS = ("没有 tests/ 案例", "no cases in tests/")
PASSED = ("{} 个案例全部符合", "all {} cases as written")
FAILED = ("{} 个案例中有 {} 个不符", "of {} cases, {} differ")
SOUND = (
    "{number}《{title}》：{clauses} 项条款，{tests}。",
    "{number} 《{title}》: {clauses} clauses, {tests}.",
)
NOT_YET: Pair = (
    "案例与规则不符，没有做笔误检验：请先改正。",
    "The cases differ from the rules, so no edits were tried: mend that first.",
)
REMARKS: Pair = (
    "与原文不同，请核对（可能没有错，不影响使用）：",
    "Not as in the text; please look at these, which may be right:",
)
CODE = "R090"


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["folder"], required=False, metavar=pick(lang, ("[目录]", "[FOLDER]"))
    )

    def run(**given: Any) -> int:
        return check(lang, **given)

    params = [
        argument,
        click.Option(["--mutants"], is_flag=True, help=pick(lang, MUTANTS)),
        click.Option(["--cases"], metavar="FILE", help=pick(lang, CASES)),
        *output_options(lang),
        lang_option(lang),
        version_option(lang),
    ]
    return Command("check", lang, ABOUT, run, params)


def check(
    lang: Lang,
    *,
    folder: str | None,
    mutants: bool,
    cases: str | None,
    format_: str,
    output: str | None,
) -> int:
    """Check the rules, write what is found, and return the exit code."""
    from tolerance_rules import loader
    from tolerance_rules.forms.faults import faults_beside
    from tolerance_rules.testing.rule_tests import run_tests

    if cases is not None and not mutants:
        usage_error(pick(lang, ALONE))
    faults: Sequence[Fault] = ()
    rules: Ruleset | None = None
    results: Sequence[TestResult] = ()
    tried: MutationReport | None = None
    inputs = _files(folder)
    into = destination(lang, output, inputs)
    try:
        rules = loader.named(folder or loader.DEFAULT)
        inputs = rules_files(rules)
        into = destination(lang, output, inputs)
        faults = faults_beside(rules)
        results = run_tests(rules)
    except RulesError as error:
        faults = error.faults
    failed = [result for result in results if not result.ok]
    if mutants and rules is not None and not faults and not failed:
        tried = _tried(lang, rules, cases, inputs)
    found = _Found(rules, faults, results, failed, tried)
    if format_ == "json":
        into.json(found.as_data())
    else:
        markdown = format_ == "markdown"
        lines = found.lines(lang, markdown=markdown)
        if rules is not None and tried is not None:
            from tolerance_rules.testing.mutation_words import details, table

            made = table(tried, lang)
            shown = markdown_table(made) if markdown else into.tables([made])
            lines += ["", shown, details(tried, rules, lang, markdown=markdown)]
        elif mutants:
            lines.append(pick(lang, NOT_YET))
        into.text("\n".join(lines))
    return 0 if found.sound else 1


def _tried(lang: Lang, rules: Ruleset, cases: str | None, inputs: Sequence[Path]) -> MutationReport:
    """Try every mutant, and write the cases that are lacking to a file if one is asked for."""
    from tolerance_rules.testing.missing_tests import missing_tests_to_yaml
    from tolerance_rules.testing.mutation import run_mutants

    file = destination(lang, cases, inputs) if cases is not None else None
    tried = run_mutants(rules)
    if file is not None and tried.missing:
        file.text(missing_tests_to_yaml(tried.missing, rules))
    return tried


@dataclass(frozen=True)
class _Found:
    """What was found: faults, cases that differ, mutants that no case finds."""

    rules: Ruleset | None
    faults: Sequence[Fault]
    results: Sequence[TestResult]
    failed: Sequence[TestResult]
    tried: MutationReport | None

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.faults or self.failed or (self.tried and self.tried.missing))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {
            "ok": self.sound,
            "ruleset": self.rules.id if self.rules else None,
            "sha256": self.rules.sha256 if self.rules else None,
            "faults": [asdict(fault) for fault in self.faults],
            "tests": [asdict(result) for result in self.results],
            "remarks": [list(each) for each in self.remarks],
        }
        if self.rules is not None and self.tried is not None:
            from tolerance_rules.testing.mutation_words import as_data

            data["mutants"] = as_data(self.tried, self.rules)
        return data

    def lines(self, lang: Lang, *, markdown: bool) -> list[str]:
        """Return what is wrong, and the summary."""
        from tolerance_rules.rendering.document import escaped, printable

        found = [fault.told(lang) for fault in (*self.faults, *map(_fault, self.failed))]
        found = [f"- {escaped(each)}" for each in found] if markdown else found
        found += ["" for _ in found[:1] if markdown]
        summary = _summary(lang, self.rules, self.faults, self.results, len(self.failed))
        said = [pick(lang, each) for each in self.remarks]
        noted = [f"- {escaped(each) if markdown else each}" for each in said]
        if noted:
            noted = ["", pick(lang, REMARKS), *([""] if markdown else []), *noted]
        return [*map(printable, found), printable(summary), *map(printable, noted)]

    @property
    def remarks(self) -> Sequence[Pair]:
        """Return what is not as in the official text, and may yet be right."""
        from tolerance_rules.testing.proofreading import remarks

        return () if self.rules is None or self.faults else remarks(self.rules)


def _files(folder: str | None) -> list[Path]:
    return [each for each in Path(folder).rglob("*") if each.is_file()] if folder else []


def _fault(result: TestResult) -> Fault:
    message = (
        f"案例“{result.name}”不符：{'；'.join(result.differences)}",
        f"case “{result.name}” differs: {'; '.join(result.differences_en)}",
    )
    remedy = ("请核对案例与规则", "check the case and the rules")
    return Fault.of(CODE, message, remedy, result.file, result.line)


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
