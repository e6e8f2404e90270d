"""Log reading: verify a log, replay it under other rules, export it as a register or a filing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.log_options import (
    checkpoint_of,
    keys_option,
    log_argument,
    log_command,
    month_option,
    public_keys,
    sign_option,
)
from tolerance_rules.cli.terminal.options import (
    load_engine,
    load_rules,
    output_options,
    reading_option,
    ruleset_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.records.replay import Differing, Replay
    from tolerance_rules.records.verify import Verification
    from tolerance_rules.rules import Ruleset

WHOLE, WRONG, DIFFERS = 0, 1, 3

VERIFY: Pair = (
    "核对决定日志：号数、前后相接、散列的树、签名、格式，每一条都用日志所存的规则重新评判。\n"
    "缺少的、改动的、换过的、插入的、倒填日期的，指明第几号。\n"
    "\n"
    "  tolerance-rules log verify 决定.db --checkpoint 副署.txt --key 日志公钥 --key 副署公钥\n"
    "\n"
    "有日志私钥的人把整个日志重写一遍，只有同别人手里的检查点比，才看得出来。\n"
    "退出码：0 没有问题；1 有问题；2 用法有误。",
    "Verify the decision log: numbers, chain, tree, signatures, form; and each record is decided\n"
    "again by the rules that the log keeps. What is missing, altered, moved, slipped in or\n"
    "back-dated is named.\n"
    "\n"
    "  tolerance-rules log verify decisions.db --checkpoint cosigned.txt --key LOG --key WITNESS\n"
    "\n"
    "That whoever has the key rewrote all of it shows only against a checkpoint that others hold.\n"
    "Exit codes: 0 whole; 1 not; 2 usage.",
)
HELD: Pair = (
    "别人手里的检查点；可以写多次",
    "A checkpoint that others hold; may be repeated",
)
QUICK: Pair = ("不重新评判，只核对日志本身", "Do not decide the records again")
PROCESSES: Pair = (
    "用几个进程重新评判：日志有几十万条的，写处理器的核数",
    "In how many processes the records are decided again: as many as cores, for a very long log",
)
VERIFIED: Pair = (
    "{0} 条记录，核对了 {1} 个检查点，没有问题\n根 {2}",
    "{0} records, held to {1} checkpoints, whole\nroot {2}",
)
UNSIGNED: Pair = (
    "没有核对检查点的签名：没有给出公钥（--key）",
    "signatures of checkpoints not checked: no key was given (--key)",
)
NO_CHECKPOINT: Pair = (
    "没有检查点可以核对：从末尾截去了多少，看不出来（检查点用 log checkpoint 写出，交给别的部门）",
    "no checkpoint to hold it to: what was cut off the end does not show (see log checkpoint)",
)
SINCE_SEALED: Pair = (
    "检查点封到第 {0} 号；其后 {1} 条还没有检查点",
    "the checkpoints reach to no. {0}; {1} since then have none",
)
FAULTY: Pair = ("{0} 条记录，有 {1} 处问题：", "{0} records, {1} faults:")
REPLAY: Pair = (
    "重放：换一套规则、一种读法，日志里的每一条会怎样。列出会不同的。\n"
    "\n"
    "  tolerance-rules log replay 决定.db --read NAME=OPTION\n"
    "  tolerance-rules log replay 决定.db --rules 修订稿目录\n"
    "\n"
    "先证明是真的重新评判：改动规则，设计好的案件必须随着改变。\n"
    "退出码：0 都一样；3 有不同；1 文件有误；2 用法有误。",
    "Replay: what other rules, or another reading, would have said of each record; lists those\n"
    "that would differ.\n"
    "\n"
    "  tolerance-rules log replay decisions.db --read NAME=OPTION\n"
    "  tolerance-rules log replay decisions.db --rules draft-folder\n"
    "\n"
    "First it proves that it evaluates: designed cases must change as the rules are changed.\n"
    "Exit codes: 0 none differs; 3 some do; 1 a file is wrong; 2 usage.",
)
RULES: Pair = (
    "另一套规则：编号或目录；不写，用日志所存的",
    "Other rules, by id or folder; default: those that the log keeps",
)
READ: Pair = ("换一种读法；可以写多次", "Another reading; may be repeated")
REPLAYED: Pair = (
    "{0} 条记录，{1} 条会不同（先试了 {2} 个设计好的案件，都随规则改变）",
    "{0} records, {1} would differ ({2} designed cases first changed with the rules)",
)
REFUSED: Pair = (
    "；其中 {} 条，这套规则没有其中的事实，不能评判",
    "; {} of them those rules cannot judge",
)
HEADINGS: tuple[Pair, ...] = (
    ("号", "No."),
    ("编号", "Case"),
    ("所作的决定", "Decided"),
    ("规则原来给出", "Rules named"),
    ("现在会给出", "Would name"),
    ("所作的还可以吗", "Still allowed"),
)
YES_NO: tuple[Pair, Pair] = (("可以", "yes"), ("不可以", "no"))
OPEN: Pair = ("未定：{}", "open: {}")
NOT_JUDGED: Pair = ("不能评判：{}", "not judged: {}")
EXPORT: Pair = (
    "导出：登记簿（audit 读的 CSV），或者一个月的备案表（连同检查点）。已被取代的记录不在内。\n"
    "\n"
    "  tolerance-rules log export 决定.db -o 登记簿.csv\n"
    "  tolerance-rules log export 决定.db --filing 2026-11 --sign 日志.key -o 备案.csv",
    "Export: a register as CSV, which audit reads, or the filing of a month with a checkpoint.\n"
    "Records that were amended are left out.\n"
    "\n"
    "  tolerance-rules log export decisions.db -o register.csv\n"
    "  tolerance-rules log export decisions.db --filing 2026-11 --sign log.key -o filing.csv",
)
FILING: Pair = (
    "只写这个月（如 2026-11）到期的备案：上月26日至本月25日的决定",
    "The filing due in a month, as 2026-11: from the 26th of the month before to the 25th",
)
OTHERWISE: Pair = (
    "注意：第 {} 号不是按这套规则的默认读法和惯例作出的。audit 按默认的核对，会报它们不符；"
    "可以用 --reading、--policy 写出当时的",
    "Note: no. {} were not decided by the default readings and policy of these rules; audit, which"
    " uses those, may find fault with them: give it those of the time by --reading and --policy",
)


def verify_command(lang: Lang) -> click.Command:
    """Return verify."""

    def run(
        *,
        log: str,
        checkpoints: Sequence[str],
        keys: Sequence[str],
        quick: bool,
        processes: int,
        format_: str,
        output: str | None,
    ) -> int:
        from tolerance_rules.records.log import DecisionLog
        from tolerance_rules.records.verify import verify

        into = destination(lang, output, [log, *checkpoints])
        held = [checkpoint_of(each) for each in checkpoints]
        with DecisionLog.open(log) as opened:
            found = verify(
                opened,
                checkpoints=held,
                keys=public_keys(keys),
                evaluate=not quick,
                processes=processes,
            )
        _tell(found, into, format_, signed=bool(keys))
        return WHOLE if found else WRONG

    options: list[click.Parameter] = [
        log_argument(lang),
        click.Option(
            ["--checkpoint", "checkpoints"], multiple=True, metavar="FILE", help=pick(lang, HELD)
        ),
        keys_option(lang),
        click.Option(["--quick"], is_flag=True, help=pick(lang, QUICK)),
        click.Option(
            ["--processes"],
            type=click.IntRange(1, 61),  # MOST_PROCESSES, without the time to import it
            default=1,
            metavar="N",
            help=pick(lang, PROCESSES),
        ),
        *output_options(lang, ("text", "json")),
    ]
    return log_command("verify", lang, VERIFY, run, options)


def _tell(found: Verification, into: Output, format_: str, *, signed: bool) -> None:
    if format_ == "json":
        into.json(found.to_dict())
    elif found:
        lines = [say(into.lang, VERIFIED, found.size, found.held_to, found.root.hex())]
        if not found.held_to and found.size:
            lines.append(pick(into.lang, NO_CHECKPOINT))
        elif found.sealed < found.size:
            lines.append(say(into.lang, SINCE_SEALED, found.sealed, found.size - found.sealed))
        if found.held_to and not signed:
            lines.append(pick(into.lang, UNSIGNED))
        into.text("\n".join(lines))
    else:
        from tolerance_rules.errors import listed

        head = say(into.lang, FAULTY, found.size, len(found.faults))
        into.text("\n".join([head, *(f"  {line}" for line in listed(found.faults, into.lang))]))


def replay_command(lang: Lang) -> click.Command:
    """Return replay."""

    def run(
        log: str,
        rules: str | None,
        read: Sequence[tuple[str, str]],
        format_: str,
        output: str | None,
    ) -> int:
        from tolerance_rules.records.log import DecisionLog
        from tolerance_rules.records.replay import replay

        into = destination(lang, output, [log])
        other = load_engine(lang, rules, read) if rules is not None else None
        with DecisionLog.open(log) as opened:
            found = replay(opened, other, readings=dict(read))

            def own(number: int) -> Ruleset:
                return opened.engines.of(opened.get(number).entry).rules

            _tell_replay(found, into, format_, own, None if other is None else other.rules)
        return DIFFERS if found.differing else WHOLE

    options: list[click.Parameter] = [
        log_argument(lang),
        click.Option(["--rules"], metavar="RULESET", help=pick(lang, RULES)),
        reading_option(lang, "--read", "read", READ),
        *output_options(lang, ("text", "json")),
    ]
    return log_command("replay", lang, REPLAY, run, options)


def _tell_replay(
    found: Replay,
    into: Output,
    format_: str,
    own: Callable[[int], Ruleset],
    other: Ruleset | None,
) -> None:
    """Tell what differs; what was decided in the words of `own`, the rules that decided it."""
    lang = into.lang
    if format_ == "json":
        import dataclasses

        rows = [
            {
                "number": each.was.number,
                "case": each.was.case_id,
                "outcome": each.was.outcome,
                "was": {"named": each.was.named, "permitted": each.was.permitted},
                "would_be": dataclasses.asdict(each.would_be),
                "still_allowed": each.still_allowed,
            }
            for each in found.differing
        ]
        into.json({"records": found.records, "canaries": found.canaries, "differing": rows})
        return
    from tolerance_rules.rendering.document import Table

    head = say(lang, REPLAYED, found.records, len(found.differing), found.canaries)
    refused = sum(bool(each.would_be.refused) for each in found.differing)
    if refused:
        head += say(lang, REFUSED, refused)
    shown = []
    for each in found.differing:
        before = own(each.was.number)
        shown.append(_row(each, before, other or before, lang))
    table = Table(tuple(pick(lang, each) for each in HEADINGS), tuple(shown), head)
    into.text(into.tables([table]) if shown else head)


def _row(each: Differing, own: Ruleset, rules: Ruleset, lang: Lang) -> tuple[str, ...]:
    said = each.would_be
    allowed = pick(lang, YES_NO[not each.still_allowed])
    now = rules.label(said.named, lang)
    if said.refused:
        now, allowed = say(lang, NOT_JUDGED, said.refused), "—"
    elif len(said.reachable) > 1:
        mark = pick(lang, ("、", ", "))
        now = say(lang, OPEN, mark.join(rules.label(one, lang) for one in said.reachable))
    return (
        str(each.was.number),
        each.was.case_id,
        own.label(each.was.outcome, lang),
        own.label(each.was.named, lang),
        now,
        allowed,
    )


def export_command(lang: Lang) -> click.Command:
    """Return export."""

    def run(
        *,
        log: str,
        filing: str | None,
        sign: str | None,
        ruleset: str,
        output: str | None,
        format_: str,
    ) -> int:
        from tolerance_rules.records.export import (
            checkpoint_rows,
            filing_rows,
            otherwise_decided,
            register_rows,
            to_csv,
        )
        from tolerance_rules.records.log import DecisionLog

        assert format_ == "csv"
        rules = load_rules(lang, ruleset)
        into = destination(lang, output, [log, *([sign] if sign else [])])
        with DecisionLog.open(log) as opened:
            records = list(opened.current())
            if filing is None:
                rows = register_rows(records, rules, lang)
                if others := otherwise_decided(records, rules):
                    emit(say(lang, OTHERWISE, others), err=True)
            else:
                from tolerance_rules.cli.commands.log_options import private_key

                keys = [private_key(sign)] if sign else []
                rows = filing_rows(records, filing, rules, lang)
                rows += checkpoint_rows(opened.checkpoint(*keys), lang)
        text = to_csv(rows)
        into.text(text.removeprefix("\ufeff") if into.file is None else text)
        return WHOLE

    options: list[click.Parameter] = [
        log_argument(lang),
        month_option(lang, "--filing", FILING),
        sign_option(lang),
        ruleset_option(lang),
        *output_options(lang, ("csv",)),
    ]
    return log_command("export", lang, EXPORT, run, options)
