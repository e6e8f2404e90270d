"""Log keeping: make a log, amend a record, make keys, sign a checkpoint, cosign one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import click

from tolerance_rules.cli.commands.case_command import ask, params
from tolerance_rules.cli.commands.log_options import (
    checkpoint_of,
    log_argument,
    log_command,
    log_option,
    number_argument,
    private_key,
    public_keys,
    sign_option,
    text_of,
)
from tolerance_rules.cli.commands.record import choice_options, chosen, tell
from tolerance_rules.cli.terminal.click_localised import Command, OneOf
from tolerance_rules.cli.terminal.options import file_options
from tolerance_rules.cli.terminal.output import destination, emit
from tolerance_rules.errors import CaseError, RecordError
from tolerance_rules.formats.atomic_file import write_new
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.records.log_faults import log_fault

INIT: Pair = (
    "新建一个空的决定日志：一个文件，或者 PostgreSQL 里的表。\n"
    "\n"
    "  tolerance-rules log init 决定.db --origin jiwei.example.edu.cn/log",
    "Make a new, empty decision log: a file, or tables in PostgreSQL.\n"
    "\n"
    "  tolerance-rules log init decisions.db --origin jiwei.example.edu.cn/log",
)
ORIGIN: Pair = (
    "日志的名称，从此不变；写明是谁的，如 jiwei.example.edu.cn/log",
    "The name of the log, for ever; best says whose it is, as jiwei.example.edu.cn/log",
)
MADE: Pair = ("已新建决定日志 {}", "New decision log {}")
AMEND: Pair = (
    "更正一条记录，或者记下复审的结果：追加一条新的记录，写明取代哪一号；原来的不动。\n"
    "\n"
    "  tolerance-rules log amend 3 案件.yaml --log 决定.db --kind appeal --why 复审改变",
    "Correct a record, or record the result of an appeal: a new record that names the old one,\n"
    "which stays as it is.\n"
    "\n"
    "  tolerance-rules log amend 3 case.yaml --log decisions.db --kind appeal --why '…'",
)
KIND: Pair = (
    "correction 更正，appeal 申诉、复审的结果",
    "correction, or appeal: the result of one",
)
WHY: Pair = ("缘由", "Why")
KEYGEN: Pair = (
    "生成签名的密钥：私钥写入文件（只有本人能读），公钥写在旁边的 .pub 和屏幕上，交给核对的人。\n"
    "\n"
    "  tolerance-rules log keygen jiwei.example.edu.cn/log -o 日志.key\n"
    "  tolerance-rules log keygen zuzhi.example.edu.cn --cosign -o 组织部.key",
    "Make a key to sign with: the private one goes to a file that only its owner reads, the\n"
    "public one beside it, as .pub, and to the screen, for those who verify.\n"
    "\n"
    "  tolerance-rules log keygen jiwei.example.edu.cn/log -o log.key\n"
    "  tolerance-rules log keygen zuzhi.example.edu.cn --cosign -o witness.key",
)
FOR_COSIGNING: Pair = ("副署用的密钥（另一个部门的）", "A key for cosignatures, of another office")
KEY_FILE: Pair = ("私钥的文件；已经有的不覆盖", "File of the private key; never overwritten")
CHECKPOINT: Pair = (
    "写出检查点：日志现在的条数和根，有私钥的签名。交给别的部门，日志以后改动就瞒不过去。\n"
    "\n"
    "  tolerance-rules log checkpoint 决定.db --sign 日志.key -o 检查点.txt",
    "Write a checkpoint: the size and the root of the log now, signed if a key is given. Once\n"
    "others have it, no later change of the log can be hidden from them.\n"
    "\n"
    "  tolerance-rules log checkpoint decisions.db --sign log.key -o checkpoint.txt",
)
COSIGN: Pair = (
    "副署一个检查点：另一个部门声明，日志只是从上一个检查点增长，没有改动。\n"
    "\n"
    "  tolerance-rules log cosign 检查点.txt --sign 组织部.key --key 日志公钥 \\\n"
    "      --last 上次.txt --proof 延续.txt -o 副署.txt\n"
    "\n"
    "第一次副署没有上一个检查点，写 --first；以后写 --last 和延续证明（log proof --since）。\n"
    "上一次副署到哪里，记在私钥旁边的 .last 文件里：不是从它增长来的，不副署。",
    "Cosign a checkpoint: another office states that the log only grew since the last one.\n"
    "\n"
    "  tolerance-rules log cosign checkpoint.txt --sign witness.key --key LOGKEY \\\n"
    "      --last last.txt --proof consistency.txt -o cosigned.txt\n"
    "\n"
    "The first time there is no last one: write --first. From then on --last and a consistency\n"
    "proof (log proof --since) are needed. What was last cosigned is kept beside the key, as\n"
    ".last: what did not grow from it is not cosigned.",
)
LOG_KEY: Pair = ("日志的公钥", "The public key of the log")
LAST: Pair = ("上一次副署的检查点", "The checkpoint last cosigned")
PROOF: Pair = (
    "延续证明（log proof --since 写出的）",
    "The consistency proof, of log proof --since",
)
FIRST: Pair = ("第一次副署", "There is none yet: this is the first")


def init_command(lang: Lang) -> click.Command:
    """Return init."""

    def run(log: str, origin: str | None) -> int:
        from tolerance_rules.records.log import DecisionLog

        with DecisionLog.create(log, origin) as made:
            for notice in made.store.notices():
                emit(notice, err=True)
            emit(say(lang, MADE, made.origin))
        return 0

    name = click.Option(["--origin"], metavar="NAME", help=pick(lang, ORIGIN))
    return log_command("init", lang, INIT, run, [log_argument(lang), name])


def amend_command(lang: Lang) -> click.Command:
    """Return amend."""

    def run(
        *, number: int, log: str, kind: Any, why: str, choose: str | None, reason: str, **given: Any
    ) -> int:
        asked = ask(lang, "amend", [log], **given)
        if asked is None:
            return 1
        from tolerance_rules.records.log import DecisionLog

        decision = chosen(lang, asked.decision, choose, reason)
        with DecisionLog.open(log) as opened:
            own = given["policy"]
            receipt = opened.amend(
                number, decision, asked.engine, kind=kind, note=why, policy_file=own
            )
        tell(asked, decision, receipt)
        return 0

    kinds = OneOf(lang, ("correction", "appeal"))
    options: list[click.Parameter] = [
        log_option(lang),
        click.Option(["--kind"], required=True, type=kinds, help=pick(lang, KIND)),
        click.Option(["--why"], required=True, metavar="TEXT", help=pick(lang, WHY)),
        *choice_options(lang),
    ]
    numbered = [number_argument(lang), *params(lang, options)]
    return Command("amend", lang, AMEND, run, numbered)


def keygen_command(lang: Lang) -> click.Command:
    """Return keygen."""

    def run(name: str, cosign: bool, output: str) -> int:
        from tolerance_rules.records.signed_note import COSIGNATURE, ED25519, new_key

        key = new_key(name, COSIGNATURE if cosign else ED25519)
        public = Path(f"{output}.pub")
        if os.path.lexists(public):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(public))
        # The private one first: beside a key that is there no public one of another may appear.
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        made = os.open(output, flags, 0o600)
        try:
            with os.fdopen(made, "w", encoding="utf-8", newline="") as file:
                file.write(f"{key}\n")
            write_new(public, f"{key.verifier}\n")
        except BaseException:
            # On a full disk: a key that was not written whole is in the way of the next.
            os.unlink(output)
            raise
        emit(str(key.verifier))
        return 0

    options: list[click.Parameter] = [
        click.Argument(["name"], required=True, metavar=pick(lang, ("名称", "NAME"))),
        click.Option(["--cosign"], is_flag=True, help=pick(lang, FOR_COSIGNING)),
        click.Option(["-o", "--output"], required=True, metavar="FILE", help=pick(lang, KEY_FILE)),
    ]
    return log_command("keygen", lang, KEYGEN, run, options)


def checkpoint_command(lang: Lang) -> click.Command:
    """Return checkpoint."""

    def run(log: str, sign: str | None, output: str | None) -> int:
        from tolerance_rules.records.log import DecisionLog

        into = destination(lang, output, [log, *([sign] if sign else [])])
        keys = [private_key(sign)] if sign else []
        with DecisionLog.open(log) as opened:
            into.text(str(opened.checkpoint(*keys)))
        return 0

    options = [log_argument(lang), sign_option(lang), *file_options(lang)]
    return log_command("checkpoint", lang, CHECKPOINT, run, options)


def cosign_command(lang: Lang) -> click.Command:
    """Return cosign."""

    def run(
        *,
        file: str,
        sign: str,
        key: str,
        last: str | None,
        proof: str | None,
        first: bool,
        output: str | None,
    ) -> int:
        from datetime import datetime, timezone

        from tolerance_rules.records.witness import Witness

        into = destination(lang, output, [each for each in (file, sign, last, proof) if each])
        made = checkpoint_of(file)
        (of_log,) = public_keys([key])
        own = private_key(sign)
        if not made.is_signed(of_log):
            raise _refused("检查点没有日志的签名，或者签名不对")
        before = None
        if last is None and proof is None and first:
            pass
        elif last is None or proof is None or first:
            raise _refused("第一次副署写 --first；以后写 --last 和 --proof")
        else:
            before = checkpoint_of(last)
            if not before.is_signed(own.verifier):
                raise _refused("上一个检查点没有本部门的副署")
            from tolerance_rules.records.proof_files import ConsistencyProof

            shown = ConsistencyProof.parse(text_of(proof))
            same = shown.checkpoint.checkpoint == made.checkpoint
            if not same or not shown.holds(before):
                raise _refused("延续证明不成立：日志不是从上一个检查点增长来的")
        witness = Witness(sign)
        witness.require_newer(made.checkpoint, before.checkpoint if before else None)
        signed = str(made.cosigned(own, datetime.now(timezone.utc)))
        # Noted first: what was cosigned and not noted could be a fork the next time.
        witness.note(made.checkpoint)
        into.text(signed)
        return 0

    options: list[click.Parameter] = [
        click.Argument(["file"], required=True, metavar=pick(lang, ("检查点", "CHECKPOINT"))),
        sign_option(lang, required=True),
        click.Option(["--key"], required=True, metavar="KEY", help=pick(lang, LOG_KEY)),
        click.Option(["--last"], metavar="FILE", help=pick(lang, LAST)),
        click.Option(["--proof"], metavar="FILE", help=pick(lang, PROOF)),
        click.Option(["--first"], is_flag=True, help=pick(lang, FIRST)),
        *file_options(lang),
    ]
    return log_command("cosign", lang, COSIGN, run, options)


def _refused(what: str) -> CaseError:
    return RecordError([log_fault("L016", what, "没有副署。请核对文件和公钥")])
