"""Serve token: make, list and revoke the tokens of the service."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import click

from tolerance_rules.cli.commands.serve import require_installed, tokens_option
from tolerance_rules.cli.terminal.click_localised import Command, Commands, OneOf
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.cli.terminal.output import Output, emit
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.document import Table
from tolerance_rules.service.roles import Role

DONE = 0

ABOUT: Pair = (
    "服务的令牌：新增、列出、停用。文件里只有散列，没有令牌；改了立即生效，不必重启服务。",
    "The tokens of the service: add, list, revoke. The file has hashes only; a change takes\n"
    "effect at once, without a restart.",
)
ADD: Pair = (
    "新增一个令牌，写在屏幕上，只有这一次。\n"
    "\n"
    "  tolerance-rules serve token add 教务系统 --role investigator --tokens 令牌.json\n"
    "\n"
    "角色：reader 读规则和记录；investigator 评判案件；recorder 记录决定；auditor 审计、核对日志。",
    "Add a token, and print it, this once only.\n"
    "\n"
    "  tolerance-rules serve token add registry --role investigator --tokens tokens.json\n"
    "\n"
    "Roles: reader reads rules and records; investigator evaluates cases; recorder records\n"
    "decisions; auditor audits registers and verifies the log.",
)
LIST: Pair = (
    "列出令牌：名称、角色、哪一天新增的。",
    "List the tokens: name, roles, day they were made.",
)
REVOKE: Pair = (
    "停用一个令牌，立即生效。\n\n  tolerance-rules serve token revoke 教务系统 --tokens 令牌.json",
    "Revoke a token, at once.\n\n  tolerance-rules serve token revoke registry --tokens t.json",
)
ROLE: Pair = ("角色；可以写多次", "A role; may be repeated")
NAME: Pair = ("名称", "NAME")
REVOKED: Pair = ("已停用：{}", "Revoked: {}")
HEADINGS: tuple[Pair, ...] = (("名称", "Name"), ("角色", "Roles"), ("新增于", "Made on"))


def command(lang: Lang) -> click.Command:
    """Return the commands."""
    makers = {
        "add": partial(_add, lang),
        "list": partial(_list, lang),
        "revoke": partial(_revoke, lang),
    }
    return Commands("token", lang, ABOUT, [lang_option(lang), version_option(lang)], makers)


def _command(
    lang: Lang, name: str, about: Pair, run: object, own: list[click.Parameter]
) -> click.Command:
    shared = [tokens_option(lang, required=True), lang_option(lang), version_option(lang)]
    return Command(name, lang, about, run, [*own, *shared])  # type: ignore[arg-type]


def _add(lang: Lang) -> click.Command:
    def run(name: str, roles: Sequence[str], tokens: str) -> int:
        require_installed(lang)
        from tolerance_rules.service.tokens import TokenFile

        emit(TokenFile(tokens).add(name, map(Role, roles)))
        return DONE

    own: list[click.Parameter] = [
        click.Argument(["name"], required=True, metavar=pick(lang, NAME)),
        click.Option(
            ["--role", "roles"],
            type=OneOf(lang, tuple(map(str, Role))),
            required=True,
            multiple=True,
            metavar="ROLE",
            help=pick(lang, ROLE),
        ),
    ]
    return _command(lang, "add", ADD, run, own)


def _list(lang: Lang) -> click.Command:
    def run(tokens: str) -> int:
        require_installed(lang)
        from tolerance_rules.service.tokens import TokenFile

        mark = pick(lang, ("、", ", "))
        rows = tuple(
            (each.name, mark.join(each.to_dict()["roles"]), each.created)
            for each in TokenFile(tokens).holders().values()
        )
        into = Output(lang)
        into.text(into.tables([Table(tuple(pick(lang, each) for each in HEADINGS), rows)]))
        return DONE

    return _command(lang, "list", LIST, run, [])


def _revoke(lang: Lang) -> click.Command:
    def run(name: str, tokens: str) -> int:
        require_installed(lang)
        from tolerance_rules.service.tokens import TokenFile

        emit(say(lang, REVOKED, TokenFile(tokens).revoke(name).name))
        return DONE

    own: list[click.Parameter] = [click.Argument(["name"], required=True, metavar=pick(lang, NAME))]
    return _command(lang, "revoke", REVOKE, run, own)
