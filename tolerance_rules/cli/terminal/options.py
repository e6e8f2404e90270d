"""Options: those that several commands share, and the engine that they ask for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from tolerance_rules.cli.terminal.click_localised import OneOf, offered
from tolerance_rules.cli.terminal.output import emit, insist
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import UnknownNameError, shorten
from tolerance_rules.language import LANGS, Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.engine import Engine
    from tolerance_rules.rules import Ruleset

LANG_VARIABLE = "TOLERANCE_RULES_LANG"
LANG_NAMES = {"zh": ("中文", "汉语", "chinese"), "en": ("英文", "英语", "english")}
FORMATS = ("text", "json", "markdown")


def language(args: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """Return the language asked for, before anything is parsed; a wrong one counts as Chinese."""
    asked = environment.get(LANG_VARIABLE, "")
    before = args[: args.index("--")] if "--" in args else args
    for place, arg in enumerate(before):
        if arg.startswith("--lang="):
            asked = arg.partition("=")[2]
        elif arg == "--lang" and place + 1 < len(before):
            asked = before[place + 1]
    return "en" if asked.strip().casefold() in (*LANG_NAMES["en"], "en") else "zh"


def lang_option(lang: Lang) -> click.Option:
    """Return --lang; its value has been found before, here it is only checked."""
    words = (
        f"语言：zh 中文（默认），en 英文。环境变量 {LANG_VARIABLE}",
        f"Language: zh (default) or en. Environment variable {LANG_VARIABLE}",
    )
    return click.Option(
        ["--lang"],
        type=OneOf(lang, LANGS, LANG_NAMES),
        envvar=LANG_VARIABLE,
        expose_value=False,
        is_eager=True,
        help=pick(lang, words),
    )


def version_option(lang: Lang) -> click.Option:
    """Return --version."""

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            from tolerance_rules import __version__
            from tolerance_rules.executors.executor import described

            emit(f"tolerance-rules {__version__}")
            emit(say(lang, ("执行器：{}", "Executor: {}"), described()))
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=pick(
            lang,
            ("显示版本和执行器后退出", "Show the version and the executor, and exit"),
        ),
    )


def output_options(lang: Lang, formats: Sequence[str] = FORMATS) -> list[click.Parameter]:
    """Return --format and -o."""
    about = ("输出格式：{}，默认 {}", "Output format: {}; default {}")
    mark = "、" if lang == "zh" else ", "
    formatted = say(lang, about, mark.join(formats), formats[0])
    return [
        format_option(lang, formats, formatted, "TOLERANCE_RULES_FORMAT"),
        *file_options(lang),
    ]


def format_option(
    lang: Lang, formats: Sequence[str], words: str, envvar: str | None = None
) -> click.Option:
    """Return --format, the first of the formats by default."""
    return click.Option(
        ["--format", "format_"],
        type=OneOf(lang, formats),
        default=formats[0],
        envvar=envvar,
        metavar="FORMAT",
        help=words,
    )


def file_options(lang: Lang) -> list[click.Parameter]:
    """Return -o and --force, which `destination` heeds."""
    words = (
        "写入文件（UTF-8），而不是屏幕；后缀决定格式；已有的文件和输入的文件不会覆盖",
        "Write to a file (UTF-8), not to the screen; its extension decides the format; "
        "no file that exists is overwritten, and no input ever",
    )
    force = ("-o 的文件已经有了也覆盖", "Replace the file of -o if it exists")
    return [
        click.Option(["-o", "--output"], metavar="FILE", help=pick(lang, words)),
        click.Option(
            ["--force"],
            is_flag=True,
            expose_value=False,
            callback=insist,
            help=pick(lang, force),
        ),
    ]


def rules_options(lang: Lang) -> list[click.Parameter]:
    """Return --ruleset, --reading and --policy."""
    reading = (
        "选用一种读法；可以写多次。有哪些见 tolerance-rules rules",
        "Choose a reading; may be repeated. All readings: tolerance-rules rules",
    )
    policy = ("另用一份裁量惯例", "Use another policy file")
    return [
        ruleset_option(lang),
        reading_option(lang, "--reading", "readings", reading, "TOLERANCE_RULES_READING"),
        click.Option(
            ["--policy"],
            envvar="TOLERANCE_RULES_POLICY",
            metavar="FILE",
            help=pick(lang, policy),
        ),
    ]


def reading_option(
    lang: Lang, flag: str, name: str, words: Pair, envvar: str | None = None
) -> click.Option:
    """Return an option that chooses readings, under any flag."""
    return click.Option(
        [flag, name],
        callback=_pairs,
        multiple=True,
        envvar=envvar,
        metavar="NAME=OPTION",
        help=pick(lang, words),
    )


def ruleset_option(lang: Lang) -> click.Option:
    """Return --ruleset; unless it is given, the ruleset that is shipped."""

    def shipped() -> str:
        # Imported here: --help answers without it.
        from tolerance_rules.loader import DEFAULT

        return DEFAULT

    words: Pair = (
        "规则集的编号或目录；不写，用随附的规则集",
        "Ruleset by id, or its folder; default: the one that is shipped",
    )
    return click.Option(
        ["--ruleset"],
        envvar="TOLERANCE_RULES_RULESET",
        default=shipped,
        metavar="RULESET",
        help=pick(lang, words),
    )


def _pairs(
    ctx: click.Context, param: click.Parameter, given: Sequence[str]
) -> list[tuple[str, str]]:
    """Return NAME=OPTION as pairs."""
    pairs = []
    for text in given:
        name, mark, option = text.partition("=")
        if not (name and mark and option):
            lang: Lang = getattr(ctx.command, "lang", "zh")
            words = ("{} 应当写成 名称=选项", "{} should be NAME=OPTION")
            raise click.BadParameter(say(lang, words, shorten(text)), ctx, param)
        pairs.append((name, option))
    return pairs


def load_engine(
    lang: Lang, ruleset: str, readings: Sequence[tuple[str, str]] = (), policy: str | None = None
) -> Engine:
    """Return the engine that the options ask for; a reading that is not there is a usage error."""
    from tolerance_rules.engine import Engine

    return Engine(load_rules(lang, ruleset, readings, policy))


def load_rules(
    lang: Lang,
    ruleset: str,
    readings: Sequence[tuple[str, str]] = (),
    policy: str | None = None,
    *,
    to_prove: bool = False,
    as_they_were: bool = False,
) -> Ruleset:
    """Return the ruleset that the options ask for: for an engine, `to_prove`, or `as_they_were`."""
    from tolerance_rules import loader

    rules = loader.named(ruleset, to_prove=to_prove, as_they_were=as_they_were)
    if policy is not None:
        rules = rules.with_policy(loader.policy_from_yaml(policy, rules, to_prove=to_prove))
    return rules.with_readings(dict(chosen_reading(lang, rules, *pair) for pair in readings))


def chosen_reading(lang: Lang, rules: Ruleset, text: str, option: str) -> tuple[str, str]:
    """Return the ids of a reading and an option; a usage error if there are none of those names."""
    from tolerance_rules.formats.human_names import option_from_text, reading_from_text

    try:
        name = reading_from_text(text, rules)
    except UnknownNameError:
        known = list(rules.readings)
        refuse(lang, ("没有名为 {} 的读法", "No reading is named {}"), text, known)
    try:
        return name, option_from_text(option, name, rules)
    except UnknownNameError:
        words = (f"读法 {name} 没有选项 {{}}", f"The reading {name} has no option {{}}")
        refuse(lang, words, option, rules.readings[name].names)


def refuse(
    lang: Lang, words: Pair, name: str, names: Sequence[str], like: Sequence[str] = ()
) -> NoReturn:
    """Raise the usage error that a name is not one of those known, or not like one of `like`."""
    message = say(lang, words, shorten(name)) + offered(lang, name, names, like)
    usage_error(message)


def clauses_named(lang: Lang, rules: Ruleset, clauses: Sequence[str]) -> list[str]:
    """Return the clauses by id; a usage error if one is not of the ruleset."""
    from tolerance_rules.formats.human_names import clause_from_text

    found = []
    for clause in clauses:
        try:
            found.append(clause_from_text(clause, rules))
        except UnknownNameError:
            known = [*rules.clauses, *rules.articles]
            refuse(lang, ("没有编号为 {} 的条款", "There is no clause {}"), clause, known)
    return found
