"""Log options: where a log is, the keys it is held to, and the register it makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.options import lang_option, version_option
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.errors import Fault, RecordError, reason_of, shorten
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.audit.casebook import Casebook
    from tolerance_rules.engine import Engine
    from tolerance_rules.records.checkpoint import SignedCheckpoint
    from tolerance_rules.records.signed_note import SignerKey, VerifierKey

LOG: Pair = (
    "决定日志：一个文件，或者 postgresql:// 连接串。环境变量 TOLERANCE_RULES_LOG",
    "The decision log: a file, or a postgresql:// string. Environment variable TOLERANCE_RULES_LOG",
)
PUBLIC: Pair = (
    "公钥，或者公钥的文件；可以写多次，每一个都要有签名",
    "A public key, or its file; may be repeated: each must have signed",
)
PRIVATE: Pair = (
    "签名的私钥文件（log keygen 写出的）",
    "The file of the private key to sign with, written by log keygen",
)

NOT_COMPARED: Pair = (
    "日志第 {} 号没有用来比较：{}",
    "No. {} of the log was not compared: {}",
)
MORE: Pair = ("另有 {} 号没有用来比较", "{} more were not compared")
LISTED = 20
"""How many records that cannot be compared are listed."""
LONGEST = 18
"""The digits of a number, which a database keeps in 8 bytes."""
NO_MONTH: Pair = ("{} 不是月份，请写成 2026-11 的形式", "{} is no month; write it as 2026-11")
NUMBER: Pair = ("号数", "NUMBER")
NO_NUMBER: Pair = (
    "{} 不是号数，记录从 1 起编号",
    "{} is no number of a record; they are numbered from 1",
)


def number_argument(lang: Lang, *, required: bool = True) -> click.Argument:
    """Return the number of a record as an argument: a whole number from 1."""

    def number(ctx: click.Context, param: click.Parameter, given: str | None) -> int | None:
        if given is None:
            return None
        plain = given.isascii() and given.isdigit() and len(given) <= LONGEST
        if not plain or int(given) < 1:
            raise click.BadParameter(say(lang, NO_NUMBER, shorten(given)), ctx, param)
        return int(given)

    metavar = pick(lang, NUMBER)
    return click.Argument(["number"], required=required, metavar=metavar, callback=number)


def month_option(lang: Lang, name: str, about: Pair) -> click.Option:
    """Return an option for a month, as 2026-11."""

    def month(ctx: click.Context, param: click.Parameter, given: str | None) -> str | None:
        # Of any other month a filing would be empty, as if there were nothing to file.
        if given is None:
            return None
        from tolerance_rules.obligations.filing_month import MONTH

        if not re.fullmatch(MONTH, given):
            raise click.BadParameter(say(lang, NO_MONTH, given[:60]), ctx, param)
        return given

    return click.Option([name], metavar="MONTH", callback=month, help=pick(lang, about))


def log_command(
    name: str, lang: Lang, about: Pair, run: Any, options: list[click.Parameter]
) -> click.Command:
    """Return a command of the log, with the options that every command has."""
    return Command(name, lang, about, run, [*options, lang_option(lang), version_option(lang)])


def log_option(lang: Lang, *, required: bool = True) -> click.Option:
    """Return --log."""
    return click.Option(
        ["--log"],
        required=required,
        metavar="LOG",
        envvar="TOLERANCE_RULES_LOG" if required else None,
        help=pick(lang, LOG),
    )


def log_argument(lang: Lang) -> click.Argument:
    """Return the log as an argument."""
    return click.Argument(["log"], required=True, metavar=pick(lang, ("日志", "LOG")))


def keys_option(lang: Lang) -> click.Option:
    """Return --key for public keys."""
    return click.Option(["--key", "keys"], multiple=True, metavar="KEY", help=pick(lang, PUBLIC))


def sign_option(lang: Lang, *, required: bool = False) -> click.Option:
    """Return --sign for a private key."""
    return click.Option(["--sign"], required=required, metavar="FILE", help=pick(lang, PRIVATE))


def public_keys(given: Sequence[str]) -> list[VerifierKey]:
    """Return the keys of arguments: as they are, or in files."""
    from tolerance_rules.records.signed_note import VerifierKey

    # A key has two plus signs; what has none can only be the name of a file.
    def written(each: str) -> bool:
        return each.count("+") > 1 and not Path(each).is_file()

    return [VerifierKey.parse(each if written(each) else text_of(each)) for each in given]


def private_key(file: str) -> SignerKey:
    """Return the key of a file."""
    from tolerance_rules.records.signed_note import SignerKey

    return SignerKey.parse(text_of(file))


def checkpoint_of(file: str) -> SignedCheckpoint:
    """Return the checkpoint of a file."""
    from tolerance_rules.records.checkpoint import SignedCheckpoint

    return SignedCheckpoint.parse(text_of(file))


def text_of(file: str) -> str:
    """Return the text of a file; CaseError if it cannot be read."""
    from tolerance_rules.formats.text_bytes import require_file

    try:
        require_file(Path(file))
        # Exactly: a line end is part of what is signed.
        return Path(file).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        what = f"文件读不出来：{why}"
        raise RecordError([Fault("C020", what, "请检查路径和权限", file)]) from None


def logged(lang: Lang, where: str, engine: Engine, *, but: str) -> Casebook:
    """Return the decisions of a log on all cases but one, held to the rules of an engine.

    The records that those rules cannot judge are listed on stderr.
    """
    from tolerance_rules.records.equality import book_of
    from tolerance_rules.records.log import DecisionLog
    from tolerance_rules.rendering.document import printable

    with DecisionLog.open(where) as log:
        others = (record for record in log.current() if not but or record.case_id != but)
        book = book_of(others, engine)
    for reject in book.rejects[:LISTED]:
        emit(printable(say(lang, NOT_COMPARED, reject.row, reject.told(lang))), err=True)
    if len(book.rejects) > LISTED:
        emit(say(lang, MORE, len(book.rejects) - LISTED), err=True)
    return book
