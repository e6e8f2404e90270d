"""Program: from the arguments to an exit code; every fault of a user's becomes a message."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any, TextIO

import click

from tolerance_rules.cli.terminal.click_localised import Commands, usage_text
from tolerance_rules.cli.terminal.hints import rules_given, runnable
from tolerance_rules.cli.terminal.options import lang_option, language, version_option
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.signals import cleaning_up
from tolerance_rules.errors import ToleranceRulesError, UnknownNameError, reason_of
from tolerance_rules.language import Lang, pick

PREFIX, HOME = "TOLERANCE_RULES", "tolerance_rules.cli.commands"
WRONG, USAGE, INTERRUPTED = 1, 2, 130

ABOUT = (
    "容错纠错规则库：按照写成规则的规定评判案件，写明结论、依据的条款和尚待查明的事实。\n"
    "\n"
    "  tolerance-rules init 案件.yaml        写出一份空白案件\n"
    "  tolerance-rules evaluate 案件.yaml    评判\n"
    "\n"
    "退出码：0 结论已定；3 有案件结论未定；1 文件或事实有误；2 用法有误。",
    "Rules on tolerance and correction: evaluate cases under a regulation written as rules,\n"
    "with the outcome, the clauses relied on, and the facts still to be established.\n"
    "\n"
    "  tolerance-rules init case.yaml        write a blank case file\n"
    "  tolerance-rules evaluate case.yaml    evaluate it\n"
    "\n"
    "Exit codes: 0 settled; 3 a case is unsettled; 1 a file or its facts are wrong; 2 usage.",
)

COMMANDS = {
    "evaluate": "evaluate",
    "evaluate-many": "evaluate_many",
    "explain": "explain",
    "init": "init",
    "facts": "show_facts",
    "rules": "show_rules",
    "check": "check",
    "prove": "prove",
    "diff": "diff",
    "what-if": "what_if",
    "sensitivity": "sensitivity",
    "paths": "paths",
    "reason": "reason",
    "evidence": "evidence",
    "panel": "panel",
    "questions": "questions",
    "intake": "intake",
    "mcp": "mcp",
    "ask": "ask",
    "duties": "duties",
    "analysis": "analysis",
    "form": "form",
    "audit": "audit",
    "precedents": "precedents",
    "record": "record",
    "log": "log",
    "serve": "serve",
    "sql": "sql",
    "schema": "schema",
    "bundle": "bundle",
    "workbench": "workbench",
    "conformance": "conformance",
}
"""The commands, and the module of `cli.commands` that each is made by."""


def build(lang: Lang) -> Commands:
    """Return the commands in one language; each is imported when it is called."""
    return Commands(
        "tolerance-rules",
        lang,
        ABOUT,
        [lang_option(lang), version_option(lang)],
        {name: partial(_made, module, lang) for name, module in COMMANDS.items()},
    )


def _made(module: str, lang: Lang) -> click.Command:
    command: click.Command = import_module(f"{HOME}.{module}").command(lang)
    return command


class Program(click.Command):
    """The entry point: finds the language asked for, then runs the commands built in it."""

    def main(self, *given: Any, **options: Any) -> Any:
        """Run, and exit; the signature is that of `click.Command.main`."""
        args: Sequence[str] | None = given[0] if given else options.pop("args", None)
        options.pop("standalone_mode", None)
        prog_name = options.pop("prog_name", None) or self.name
        with cleaning_up():
            sys.exit(run(args, prog_name, **options))


def run(args: Sequence[str] | None, prog_name: str | None, **options: Any) -> int:
    """Run one command and return the exit code."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        _degrade(stream)
    words = list(sys.argv[1:] if args is None else args)
    lang, given = language(words), rules_given(words)
    commands = build(lang)
    try:
        code = commands.main(
            args=["--help"] if not words else args,
            prog_name=prog_name,
            standalone_mode=False,
            auto_envvar_prefix=PREFIX,
            obj=given,
            **options,
        )
    except click.UsageError as error:
        _complain(usage_text(error, lang), given)
        return USAGE
    except UnknownNameError as error:
        _complain(pick(lang, ("错误：", "Error: ")) + error.told(lang), given)
        return USAGE
    except ToleranceRulesError as error:
        _complain(error.told(lang), given)
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        _complain(pick(lang, ("已中断", "Interrupted")))
        return INTERRUPTED
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        words_of = pick(lang, ("文件读写失败：", "Cannot read or write: "))
        _complain(f"{words_of}{named}{reason_of(error, lang)}")
        return WRONG
    return code if isinstance(code, int) else 0


def _open_what_is_closed() -> None:
    """Give an empty input and a mute console where a caller left none; the output is left alone."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 -- open to the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _degrade(stream: TextIO | None) -> None:
    # On a GBK or an ASCII console a character it has not becomes `?`, not a crash.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _complain(text: str, given: Sequence[tuple[str, str]] = ()) -> None:
    emit(runnable(text, given), err=True)
