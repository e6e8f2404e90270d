"""Schema: the JSON Schema of the documents that are read or written, or Python types."""

from __future__ import annotations

import click

from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import (
    file_options,
    format_option,
    lang_option,
    load_rules,
    ruleset_option,
    version_option,
)
from tolerance_rules.cli.terminal.output import destination, rules_files
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick

KINDS = ("case", "rules", "decision", "record", "bundle")
FORMATS = ("json", "python")
ABOUT = (
    "写出 JSON Schema，供编辑器补全和检查：case 案件文件；rules 规则文件；decision 结论；\n"
    "record 决定日志的记录；bundle 供其他语言用的规则包（各规则集相同）。\n"
    "--format python 写出案件事实的 Python 类型，供编写程序时补全和检查；不分种类。\n"
    "\n"
    "  tolerance-rules schema case -o case.schema.json\n"
    "  tolerance-rules schema --format python --ruleset 本校办法 -o facts.py",
    "Write the JSON Schema of case files (case), rule files (rules), the result document\n"
    "(decision), records of the decision log (record) or the rules as one document for other\n"
    "languages (bundle, the same of any ruleset), for editors to complete and check by.\n"
    "With --format python, the facts of a case as typed Python, for programs; it is of no kind.\n"
    "\n"
    "  tolerance-rules schema case -o case.schema.json\n"
    "  tolerance-rules schema --format python --ruleset our-rules -o facts.py",
)
FORMAT = (
    "输出格式：json（JSON Schema，默认）、python（Python 类型）",
    "Output format: json (JSON Schema, default) or python (typed Python)",
)
NO_KIND = (
    "缺少种类：case、rules、decision、record 或 bundle；写 Python 类型用 --format python",
    "Missing kind: case, rules, decision, record or bundle; for Python types, --format python",
)
KIND = (
    "--format python 写的是案件事实，种类只能是 case 或者不写",
    "--format python writes the facts of a case: the kind is case, or left out",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""
    argument = click.Argument(
        ["kind"], type=OneOf(lang, KINDS), required=False, metavar=f"[{'|'.join(KINDS)}]"
    )

    def run(kind: str | None, format_: str, output: str | None, ruleset: str) -> int:
        return schema(lang, kind, format_, output, ruleset)

    format_ = format_option(lang, FORMATS, pick(lang, FORMAT))
    options = [format_, *file_options(lang), ruleset_option(lang)]
    params = [argument, *options, lang_option(lang), version_option(lang)]
    return Command("schema", lang, ABOUT, run, params)


def schema(lang: Lang, kind: str | None, format_: str, output: str | None, ruleset: str) -> int:
    """Write the schema of a kind, or the typed facts, and return the exit code."""
    from tolerance_rules.formats.schemas import SCHEMAS
    from tolerance_rules.vocabulary.python_types import to_python

    if format_ == "python" and kind not in (None, "case"):
        usage_error(pick(lang, KIND))
    if format_ == "json" and kind is None:
        usage_error(pick(lang, NO_KIND))
    rules = load_rules(lang, ruleset)
    into = destination(lang, output, rules_files(rules))
    if kind is None or format_ == "python":
        into.text(to_python(rules.vocabulary, rules.id))
    elif kind == "bundle":
        # Imported here: the other kinds do without.
        from tolerance_rules.portable.bundle_schema import bundle_schema

        into.json(bundle_schema())
    else:
        into.json(SCHEMAS[kind](rules))
    return 0
