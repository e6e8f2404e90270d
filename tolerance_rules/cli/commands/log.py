"""Log: the commands about the decision log, each in the file of what it does."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import click

from tolerance_rules.cli.terminal.click_localised import Commands
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.language import Lang, Pair

ABOUT: Pair = (
    "决定日志：新建、核对、证明、重放、导出、更正、公开。记入用 tolerance-rules record。\n"
    "\n"
    "  tolerance-rules log init 决定.db --origin jiwei.example.edu.cn/log\n"
    "  tolerance-rules log verify 决定.db",
    "The decision log: make, verify, prove, replay, export, amend, disclose. To write into it:\n"
    "tolerance-rules record.\n"
    "\n"
    "  tolerance-rules log init decisions.db --origin jiwei.example.edu.cn/log\n"
    "  tolerance-rules log verify decisions.db",
)
HOME = "tolerance_rules.cli.commands"
COMMANDS = {
    "init": ("log_keeping", "init"),
    "verify": ("log_reading", "verify"),
    "amend": ("log_keeping", "amend"),
    "replay": ("log_reading", "replay"),
    "export": ("log_reading", "export"),
    "disclose": ("log_proofs", "disclose"),
    "proof": ("log_proofs", "proof"),
    "check": ("log_proofs", "check"),
    "keygen": ("log_keeping", "keygen"),
    "checkpoint": ("log_keeping", "checkpoint"),
    "cosign": ("log_keeping", "cosign"),
}
"""Each command, the module that makes it, and the name of its maker there."""


def command(lang: Lang) -> click.Command:
    """Return the commands."""
    makers = {name: partial(_made, *where, lang) for name, where in COMMANDS.items()}
    return Commands("log", lang, ABOUT, [lang_option(lang), version_option(lang)], makers)


def _made(module: str, maker: str, lang: Lang) -> click.Command:
    made: click.Command = getattr(import_module(f"{HOME}.{module}"), f"{maker}_command")(lang)
    return made
