"""Intake: facts proposed from a report, each with its sentence -> a case for a person to find."""

from __future__ import annotations

from pathlib import Path

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.hints import quoted, runnable
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_rules,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say

ABOUT: Pair = (
    "把从报告中读出的事实写成一份待核实的案件，供人逐项认定。\n"
    "\n"
    "  tolerance-rules intake 调查报告.docx 建议.json -o 案件.yaml\n"
    "\n"
    "建议由人或程序写成 JSON，每条写明事实、值和报告中的原句；原句逐字在报告中，才收下。\n"
    "写出的案件里，这些事实都是未查明，建议和出处写在证据说明里；用 ask 或评判页面逐项认定。\n"
    "有一条不对，就一条也不写。\n"
    "\n"
    '  {"proposals": [{"fact": "事实", "value": "是", "sentence": "……。"}]}\n'
    "\n"
    "退出码：0 已写出；1 报告或建议有误；2 用法有误。",
    "Write the facts read out of a report as a case in which a person has still to find each.\n"
    "\n"
    "  tolerance-rules intake report.docx proposals.json -o case.yaml\n"
    "\n"
    "Proposals are JSON, made by a person or a program; each names a fact, a value and the\n"
    "sentence of the report, which must stand there word for word. In the case that is written\n"
    "these facts are unknown, and the notes on evidence say what is proposed and where it stands;\n"
    "find them one by one in `ask` or in the workbench. One wrong proposal, and none is written.\n"
    "\n"
    '  {"proposals": [{"fact": "FACT", "value": true, "sentence": "…"}]}\n'
    "\n"
    "Exit codes: 0 written; 1 the report or a proposal is wrong; 2 usage.",
)
HEAD: Pair = (
    "由《{}》和《{}》写出，{} 项事实有建议，都还没有认定。\n认定：tolerance-rules ask {}",
    "Made of {} and {}: {} facts are proposed, and none is found yet.\nTo find them: "
    "tolerance-rules ask {}",
)
EXISTS: Pair = (
    "{} 已经存在，不会覆盖。请用 -o 另取一个文件名",
    "{} exists and is not overwritten. Choose another name with -o",
)
NO_YAML: Pair = ("案件写成 .yaml 文件，不是 {}", "A case is written as a .yaml file, not as {}")
WRITTEN: Pair = (
    "已写出 {}：{} 项事实有建议，都待核实。逐项认定：tolerance-rules ask {}",
    "Wrote {}: {} facts are proposed, all to be confirmed. Find them one by one: "
    "tolerance-rules ask {}",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(report: str, proposals: str, output: str, ruleset: str) -> int:
        return intake(lang, report, proposals, output, ruleset)

    params: list[click.Parameter] = [
        click.Argument(["report"], metavar=pick(lang, ("报告", "REPORT"))),
        click.Argument(["proposals"], metavar=pick(lang, ("建议", "PROPOSALS"))),
        click.Option(
            ["-o", "--output"],
            default="case.yaml",
            metavar="FILE",
            help=pick(
                lang,
                (
                    "写出的案件，默认 case.yaml；已有的文件不会覆盖",
                    "The case to write, case.yaml unless named; no file is overwritten",
                ),
            ),
        ),
        ruleset_option(lang),
        lang_option(lang),
        version_option(lang),
    ]
    return Command("intake", lang, ABOUT, run, params)


def intake(lang: Lang, report: str, proposals: str, output: str, ruleset: str) -> int:
    """Write the case and return the exit code."""
    from tolerance_rules.formats.atomic_file import write_new
    from tolerance_rules.formats.case_yaml import to_yaml
    from tolerance_rules.formats.proposals import case_of, proposals_from_file
    from tolerance_rules.formats.report_text import report_from_file

    target = Path(output)
    if target.suffix.lower() not in (".yaml", ".yml"):
        usage_error(say(lang, NO_YAML, output))
    rules = load_rules(lang, ruleset)
    read = report_from_file(report)
    found, case = proposals_from_file(proposals, read, rules.model)
    case = case_of(found, case, read, lang)
    facts, named = len(case.info.evidence), quoted(output)
    head = say(lang, HEAD, read.name, Path(proposals).name, facts, named)
    try:
        write_new(target, to_yaml(case, lang, notes=head.split("\n"), marked=case.info.evidence))
    except FileExistsError:
        usage_error(say(lang, EXISTS, output))
    emit(runnable(say(lang, WRITTEN, output, facts, named)), err=True)
    return 0
