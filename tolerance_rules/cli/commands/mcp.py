"""MCP: serve the read-only tools of an assistant over standard input and output."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    rules_options,
    version_option,
)
from tolerance_rules.language import Lang, Pair

ABOUT: Pair = (
    "把评判、提问、说明作为只读工具，经标准输入输出供 AI 助手调用（MCP）。\n"
    "\n"
    "  tolerance-rules mcp\n"
    "\n"
    "由助手的程序启动，不联网。工具只读：不作决定，不记录；助手从报告里读出的事实，用 intake\n"
    "写成待核实的案件，由人认定。",
    "Serve evaluating, asking and explaining as read-only tools to an AI assistant (MCP), over\n"
    "standard input and output.\n"
    "\n"
    "  tolerance-rules mcp\n"
    "\n"
    "The assistant's program starts it; it uses no network. The tools only read: they neither\n"
    "decide nor record. What an assistant reads out of a report goes through `intake` to a person.",
)


def command(lang: Lang) -> click.Command:
    """Return the command."""

    def run(ruleset: str, readings: Sequence[tuple[str, str]], policy: str | None) -> int:
        from tolerance_rules.service.mcp_server import server

        server(load_engine(lang, ruleset, readings, policy), lang).run("stdio")
        return 0

    params = [*rules_options(lang), lang_option(lang), version_option(lang)]
    return Command("mcp", lang, ABOUT, run, params)
