"""Serve: the service that other systems and the workbench ask, and the tokens that open it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from tolerance_rules.cli.terminal.click_localised import Commands
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.parameters import Count
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick, say

STOPPED, FAILED = 0, 1
DEFAULT_PORT = 8032

ABOUT: Pair = (
    "启动服务：别的系统用 HTTP 来问（/v1），人用浏览器打开工作台。停止用 Ctrl-C。\n"
    "\n"
    "  tolerance-rules serve\n"
    "  tolerance-rules serve token add 教务系统 --role investigator --tokens 令牌.json\n"
    "  tolerance-rules serve --tokens 令牌.json --host 0.0.0.0 --host-name rules.example.edu.cn\n"
    "\n"
    "只在本机上可以不用令牌；别的机器能连到的，必须有令牌，TLS 由反向代理做。见 docs/service.md。",
    "Start the service: other systems ask it over HTTP (/v1), people open the workbench in a\n"
    "browser. Stop it with Ctrl-C.\n"
    "\n"
    "  tolerance-rules serve\n"
    "  tolerance-rules serve token add registry --role investigator --tokens tokens.json\n"
    "  tolerance-rules serve --tokens tokens.json --host 0.0.0.0 --host-name rules.example.edu.cn\n"
    "\n"
    "On this machine alone it needs no tokens; where others reach it, it does, and a reverse\n"
    "proxy does TLS. See docs/service.md.",
)
HOST: Pair = ("监听的地址，默认只有本机", "The address to listen on; default: this machine alone")
PORT: Pair = ("端口，默认 8032；0 由系统选", "The port, default 8032; 0 lets the system choose")
HOST_NAME: Pair = (
    "别人访问它用的主机名；可以写多次",
    "A name by which others ask for it; may be repeated",
)
RULESET: Pair = (
    "规则集的编号或目录；可以写多次，案件按作出结论的日期选",
    "Ruleset by id or folder; may be repeated: a case goes by the day of its decision",
)
POLICY: Pair = ("另用一份裁量惯例（只有一套规则集时）", "Another policy file, with one ruleset")
TOKENS: Pair = ("令牌的文件（serve token add 写出的）", "The file of tokens, of serve token add")
STORE: Pair = (
    "决定日志：一个文件（没有就新建），或者 postgresql:// 连接串；默认 decisions.db",
    "The decision log: a file (made if there is none), or postgresql://…; default decisions.db",
)
NO_STORE: Pair = ("不记录：没有决定日志", "Without a decision log: nothing is recorded")
ORIGIN: Pair = ("新建日志的名称，见 log init", "The name of a new log, see log init")
SIGN: Pair = ("签检查点的私钥文件（log keygen）", "The private key to sign checkpoints with")
NEEDS_TOKENS: Pair = (
    "{} 别的机器也能连到，必须有令牌：用 serve token add 写出，再加 --tokens",
    "Others reach {}: it needs tokens. Make some by serve token add, and give --tokens",
)
ONE_RULESET: Pair = ("--policy 只能同一套规则集一起用", "--policy goes with one ruleset only")
NO_PORT: Pair = ("端口应当在 0 和 65535 之间", "A port is from 0 to 65535")
NO_EMPTY_TOKENS: Pair = (
    "{} 里没有令牌，谁也进不来",
    "{} has no token: nobody could come in",
)
LISTENING: Pair = ("正在监听 {}", "Listening on {}")
TAKEN: Pair = (
    "不能在 {} 的端口 {} 上监听：别的程序在用它，或者小于 1024 的端口没有权限，"
    "或者这不是本机的地址。请换一个（--port、--host）",
    "Cannot listen on port {1} of {0}: another program has it, or ports below 1024 are not "
    "allowed here, or that is no address of this machine. Choose another (--port, --host)",
)
NEW_LOG: Pair = (
    "新建了决定日志 {}。以前已经有一本的，请停下来，核对 --store",
    "Made a new decision log, {}. If there was one before, stop, and check --store",
)
INSTALL = 'pip install "tolerance-rules[service]"'
MISSING: Pair = (
    "服务需要的组件没有安装。请运行：{}",
    "What the service needs is not installed. Run: {}",
)
HOME = "tolerance_rules.cli.commands"


class Serving(Commands):
    """The command that serves, and below it those about tokens."""

    def demand(self, **given: Any) -> Any:
        """Serve, unless a command below is called."""
        if click.get_current_context().invoked_subcommand is None:
            return serve(self.lang, **given)
        return None


def command(lang: Lang) -> click.Command:
    """Return the command."""
    options: list[click.Parameter] = [
        click.Option(["--host"], default="127.0.0.1", metavar="ADDRESS", help=pick(lang, HOST)),
        click.Option(
            ["--port"], type=Count(lang), default=DEFAULT_PORT, metavar="N", help=pick(lang, PORT)
        ),
        click.Option(
            ["--host-name", "names"], multiple=True, metavar="NAME", help=pick(lang, HOST_NAME)
        ),
        click.Option(
            ["--ruleset", "rulesets"],
            multiple=True,
            envvar="TOLERANCE_RULES_RULESET",
            metavar="RULESET",
            help=pick(lang, RULESET),
        ),
        click.Option(["--policy"], metavar="FILE", help=pick(lang, POLICY)),
        tokens_option(lang, required=False),
        click.Option(
            ["--store"],
            envvar="TOLERANCE_RULES_LOG",
            default="decisions.db",
            metavar="LOG",
            help=pick(lang, STORE),
        ),
        click.Option(["--no-store"], is_flag=True, help=pick(lang, NO_STORE)),
        click.Option(["--origin"], metavar="NAME", help=pick(lang, ORIGIN)),
        click.Option(["--sign"], metavar="FILE", help=pick(lang, SIGN)),
        lang_option(lang),
        version_option(lang),
    ]
    below = {"token": partial(_tokens, lang)}
    return Serving("serve", lang, ABOUT, options, below)


def _tokens(lang: Lang) -> click.Command:
    made: click.Command = import_module(f"{HOME}.serve_token").command(lang)
    return made


def tokens_option(lang: Lang, *, required: bool) -> click.Option:
    """Return --tokens."""
    return click.Option(
        ["--tokens"],
        required=required,
        envvar="TOLERANCE_RULES_TOKENS",
        metavar="FILE",
        help=pick(lang, TOKENS),
    )


def serve(
    lang: Lang,
    *,
    host: str,
    port: int,
    names: Sequence[str],
    rulesets: Sequence[str],
    policy: str | None,
    tokens: str | None,
    store: str,
    no_store: bool,
    origin: str | None,
    sign: str | None,
) -> int:
    """Serve until a signal asks to stop, and return the exit code."""
    if port > 65535:
        usage_error(pick(lang, NO_PORT))
    if policy is not None and len(rulesets) > 1:
        usage_error(pick(lang, ONE_RULESET))
    from tolerance_rules.service.settings import LOOPBACK, Settings

    # Another name is one by which others ask, be it through a proxy on this machine.
    if tokens is None and (host not in LOOPBACK or set(names) - set(LOOPBACK)):
        usage_error(say(lang, NEEDS_TOKENS, host))
    require_installed(lang)
    from tolerance_rules.loader import DEFAULT
    from tolerance_rules.service.server import log_to, server, settle
    from tolerance_rules.service.tokens import TokenFile
    from tolerance_rules.tables.connection_string import is_database

    if tokens is not None and not TokenFile(tokens).holders():
        usage_error(say(lang, NO_EMPTY_TOKENS, tokens))
    settings = Settings(
        rulesets=tuple(rulesets) or (DEFAULT,),
        policy=policy,
        tokens=Path(tokens) if tokens is not None else None,
        store=None if no_store else store,
        origin=origin,
        key=Path(sign) if sign is not None else None,
        hosts=(*LOOPBACK, *(name.lower() for name in names)),
    )
    new = not no_store and not is_database(store) and not Path(store).exists()
    made = server(settings, host, port, lambda where: emit(say(lang, LISTENING, where)))
    made.service.warmed = settle
    log_to(sys.stderr)
    if new:
        emit(say(lang, NEW_LOG, Path(store).absolute()), err=True)
    for notice in made.service.keeper.notices:
        emit(notice, err=True)
    try:
        made.run()
    except KeyboardInterrupt:
        # The signal that asked it to stop, raised once more when it has.
        if not made.started:
            raise
    except SystemExit:
        if not made.started:
            if not made.lifespan.should_exit:  # else what failed was logged, and not the address
                emit(say(lang, TAKEN, host, port), err=True)
            return FAILED
    return STOPPED


def require_installed(lang: Lang) -> None:
    """Refuse where what the service needs is not installed."""
    from tolerance_rules.errors import ExecutorError

    if any(find_spec(name) is None for name in ("starlette", "uvicorn")):
        raise ExecutorError(say("zh", MISSING, INSTALL), english=say("en", MISSING, INSTALL))
