"""Localised click: commands whose help and usage errors are in one language throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.characters import name_of, refused_in
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.output_format import settle_format
from tolerance_rules.cli.terminal.text_layout import columns
from tolerance_rules.errors import nearest, shorten
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    ChoiceBase = click.Choice[str]
else:
    # click 8.1 has no type parameter.
    ChoiceBase = click.Choice

USAGE = ("用法：", "Usage: ")
OPTIONS = ("选项：", "Options:")
COMMANDS = ("命令：", "Commands:")
HELP = ("显示这份说明后退出", "Show this message and exit")
REQUIRED = ("（必填）", " (required)")
HINT = ("查看帮助：{}", "For help: {}")
HIDDEN = ("含有{}，请删去", "it has a {}: delete it")
ERROR = ("错误：", "Error: ")
MEAN = ("；您是否想写 {}？", "; did you mean {}?")


class OneOf(ChoiceBase):
    """One of a few words; a wrong one is refused with the nearest."""

    def __init__(
        self, lang: Lang, choices: Sequence[str], also: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(choices)
        self.lang, self.also = lang, also or {}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or refuse it."""
        if isinstance(value, str):
            from tolerance_rules.formats.human_values import folded

            for choice in self.choices:
                if value == choice or folded(value) in (choice, *self.also.get(choice, ())):
                    return choice
        words = ("不能是 {}", "{} is not one of the choices")
        message = say(self.lang, words, shorten(value))
        return self.fail(message + offered(self.lang, value, self.choices), param, ctx)


class Command(click.Command):
    """A command; `asks` is how its arguments are written in the usage line."""

    def __init__(
        self,
        name: str,
        lang: Lang,
        about: Pair,
        callback: Callable[..., int],
        params: Sequence[click.Parameter],
    ) -> None:
        self.lang = lang
        super().__init__(
            name,
            callback=callback,
            params=list(params),
            help=pick(lang, about),
            options_metavar=pick(lang, ("[选项]", "[OPTIONS]")),
            add_help_option=False,
        )
        self.params.append(help_option(lang))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first paragraph of the help, whole."""
        paragraph = (self.help or "").partition("\n\n")[0]
        return paragraph.replace("\n", " " if self.lang == "en" else "")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help."""
        formatter.write("\n".join(help_lines(self, ctx, self.lang, formatter.width)) + "\n")

    def get_usage(self, ctx: click.Context) -> str:
        """Return the usage line."""
        return usage_line(self, ctx, self.lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is left over in the language of the command."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:  # the parser does not say of which command it speaks
            error.ctx = error.ctx or ctx
            raise
        if ctx.args and not ctx.resilient_parsing:
            words = ("多出了参数：{}", "Unexpected arguments: {}")
            raise click.UsageError(say(self.lang, words, _left_over(ctx)), ctx)
        _refuse_hidden(ctx, self.params, self.lang)
        settle_format(ctx, self.lang)
        return rest


def _refuse_hidden(ctx: click.Context, params: Sequence[click.Parameter], lang: Lang) -> None:
    """Refuse characters that are no part of a name or a value, and would be obeyed by a reader.

    Only a query may have several lines; a name that is not UTF-8 is left as it is.
    """
    for param in params:
        for text in _texts(ctx.params.get(param.name or "")):
            whole = "".join(c for c in text if not "\ud800" <= c <= "\udfff")
            if character := refused_in(whole, lines=param.name == "query"):
                message = say(lang, HIDDEN, pick(lang, name_of(character)))
                raise click.BadParameter(message, ctx, param)


def _left_over(ctx: click.Context) -> str:
    """Return the arguments left over; not where they may be the rest of a connection string."""
    given = " ".join([*map(str, _texts(list(ctx.params.values()))), *ctx.args])
    return "…" if "://" in given or "@" in given or "=" in given else " ".join(ctx.args)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in the value of a parameter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


class Commands(click.Group):
    """The commands together; a misspelt one is refused with the nearest."""

    def __init__(
        self,
        name: str,
        lang: Lang,
        about: Pair,
        params: Sequence[click.Parameter],
        makers: Mapping[str, Callable[[], click.Command]],
    ) -> None:
        self.lang = lang
        self.makers = makers
        """What makes each command, by name; the commands that are not called are never made."""
        super().__init__(
            name,
            params=list(params),
            help=pick(lang, about),
            callback=self.demand,
            invoke_without_command=True,
            options_metavar=pick(lang, ("[选项]", "[OPTIONS]")),
            subcommand_metavar=pick(lang, ("命令 [参数]...", "COMMAND [ARGS]...")),
            add_help_option=False,
        )
        self.params.append(help_option(lang))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is hidden in options of its own."""
        rest = super().parse_args(ctx, args)
        _refuse_hidden(ctx, self.params, self.lang)
        return rest

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are told."""
        return list(self.makers)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, or None if there is none."""
        return self.makers[cmd_name]() if cmd_name in self.makers else None

    def demand(self, **_given: object) -> None:
        """Refuse options without a command."""
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            raise click.UsageError(pick(self.lang, ("缺少命令", "Missing command")), ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command called, or refuse its name."""
        name = args[0]
        if name not in self.makers and not ctx.resilient_parsing:
            words = ("没有名为 {} 的命令{}", "No such command: {}{}")
            near = mean(self.lang, name, self.makers)
            raise click.UsageError(say(self.lang, words, shorten(name), near), ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help, the commands last."""
        lines = help_lines(self, ctx, self.lang, formatter.width)
        rows = [(name, make().get_short_help_str()) for name, make in self.makers.items()]
        lines += ["", pick(self.lang, COMMANDS), *columns(rows, formatter.width)]
        formatter.write("\n".join(lines) + "\n")

    def get_usage(self, ctx: click.Context) -> str:
        """Return the usage line."""
        return usage_line(self, ctx, self.lang)


def help_option(lang: Lang) -> click.Option:
    """Return --help, and -h."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            emit(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=pick(lang, HELP),
    )


def usage_line(command: click.Command, ctx: click.Context, lang: Lang) -> str:
    """Return how a command is called."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    return f"{pick(lang, USAGE)}{ctx.command_path} {pieces}"


def help_lines(command: click.Command, ctx: click.Context, lang: Lang, total: int) -> list[str]:
    """Return the usage, the help and the options of a command."""
    lines = [usage_line(command, ctx, lang), "", *(command.help or "").split("\n")]
    records = [param.get_help_record(ctx) for param in command.params if _is_option(param)]
    needed = pick(lang, REQUIRED)
    rows = [(record[0], record[1].replace("  [required]", needed)) for record in records if record]
    return [*lines, "", pick(lang, OPTIONS), *columns(rows, total)]


def _is_option(param: click.Parameter) -> bool:
    return isinstance(param, click.Option)


def mean(lang: Lang, name: object, names: Sequence[str] | Mapping[str, object]) -> str:
    """Return the clause that proposes the nearest name, or nothing."""
    near = nearest(name, names)
    return say(lang, MEAN, near) if near else ""


def offered(lang: Lang, name: object, names: Sequence[str], like: Sequence[str] = ()) -> str:
    """Return the clauses that propose the nearest name, and list all there are.

    The nearest is one of `like`, where names are listed with their labels.
    """
    near = mean(lang, name, like or names)
    listed = ("可用的有：", " There are: ") if near else ("。可用的有：", ". There are: ")
    return near + pick(lang, listed) + ("、" if lang == "zh" else ", ").join(names)


def usage_text(error: click.UsageError, lang: Lang) -> str:
    """Return what a usage error prints: how to call, where to find help, what is wrong."""
    lines = []
    ctx = error.ctx
    if ctx is not None:
        command = f"{ctx.command_path} --help"
        lines = [ctx.get_usage(), say(lang, HINT, command), ""]
    return "\n".join([*lines, pick(lang, ERROR) + usage_message(error, lang)])


def usage_message(error: click.UsageError, lang: Lang) -> str:
    """Return what is wrong, in the language of the program, not of click."""
    if isinstance(error, click.MissingParameter):
        words: Pair = ("缺少参数：{}", "Missing argument: {}")
        return say(lang, words, _name(error.param, error.ctx))
    if isinstance(error, click.BadParameter):
        words = ("{} 的值有误：{}", "Invalid value for {}: {}")
        return say(lang, words, _name(error.param, error.ctx), error.message)
    if isinstance(error, click.NoSuchOption):
        words = ("没有名为 {} 的选项{}", "No such option: {}{}")
        known = [name for each in _options(error.ctx) for name in each.opts if name[:2] == "--"]
        name = error.option_name
        if name[1:2].isdigit():
            words = (
                "没有名为 {} 的选项，也不能写负数",
                "No such option: {}, nor a negative number",
            )
            return say(lang, words, shorten(name))
        return say(lang, words, shorten(name), mean(lang, name, known))
    if isinstance(error, click.BadOptionUsage):
        flag = any(each.is_flag for each in _options(error.ctx) if error.option_name in each.opts)
        words = ("{} 之后要写一个值", "{} requires a value")
        if flag:
            words = ("{} 不带值", "{} does not take a value")
        return say(lang, words, error.option_name)
    return error.message


def _options(ctx: click.Context | None) -> list[click.Option]:
    found = ctx.command.params if ctx is not None else []
    return [each for each in found if isinstance(each, click.Option)]


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[-1]
    if isinstance(param, click.Argument) and param.metavar:
        return param.metavar.rstrip(".").strip("[]")
    return param.name or "" if param is not None else ""
