"""Log proofs: prove that a record is in the log, disclose what decides it, and check such files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.log_options import (
    checkpoint_of,
    keys_option,
    log_argument,
    log_command,
    number_argument,
    private_key,
    public_keys,
    sign_option,
    text_of,
)
from tolerance_rules.cli.terminal.options import (
    file_options,
    load_engine,
    load_rules,
    output_options,
    rules_options,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import CaseError, RecordError
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.records.log_faults import log_fault

if TYPE_CHECKING:
    from tolerance_rules.records.checkpoint import Checkpoint, SignedCheckpoint
    from tolerance_rules.records.log import DecisionLog
    from tolerance_rules.records.signed_note import VerifierKey

PROOF: Pair = (
    "证明：第几号记录在日志里；或者日志是从原来的检查点增长来的（--since）。文字文件，离线可核。\n"
    "\n"
    "  tolerance-rules log proof 决定.db 3 --at 副署.txt -o 证明.txt\n"
    "  tolerance-rules log proof 决定.db --since 上次.txt --at 检查点.txt -o 延续.txt",
    "Prove that a record is in the log, or that the log grew from an older checkpoint (--since):\n"
    "plain text, checked offline.\n"
    "\n"
    "  tolerance-rules log proof decisions.db 3 --at cosigned.txt -o proof.txt\n"
    "  tolerance-rules log proof decisions.db --since last.txt --at checkpoint.txt -o grown.txt",
)
AT: Pair = (
    "对着哪一个检查点；不写，就现在的（--sign 签名）",
    "The checkpoint to prove against; default: one of now, signed with --sign",
)
SINCE: Pair = ("原来的检查点", "The older checkpoint")
ONE_OF: Pair = ("请写号数或者 --since，只写一个", "Give a number or --since, one of them")
DISCLOSE: Pair = (
    "公开一条决定：各项事实都成散列，只打开足以决定结论的那几项；别的看不出来，任何人都可以离线\n"
    "核对（log check）。\n"
    "\n"
    "  tolerance-rules log disclose 决定.db 3 --at 副署.txt -o 公开.json",
    "Disclose a decision: every fact as a salted hash, and only those opened that decide it.\n"
    "Nothing else can be read from it, and anyone can check it offline (log check).\n"
    "\n"
    "  tolerance-rules log disclose decisions.db 3 --at cosigned.txt -o disclosed.json",
)
CHECK: Pair = (
    "离线核对一份证明，或者一份公开文书；不要日志。\n"
    "\n"
    "  tolerance-rules log check 公开.json --key 日志公钥 --key 副署公钥\n"
    "\n"
    "没有公钥，任何人都写得出前后相符的一份，所以不算成立。\n"
    "退出码：0 成立；3 前后相符，但没有给出公钥；1 不成立；2 用法有误。",
    "Check a proof, or a disclosure, offline; no log is needed.\n"
    "\n"
    "  tolerance-rules log check disclosed.json --key LOG --key WITNESS\n"
    "\n"
    "Without a key it proves nothing: anyone can write one that agrees with itself.\n"
    "Exit codes: 0 it holds; 3 it agrees with itself, no key given; 1 it does not; 2 usage.",
)
AGREES: Pair = (
    "前后相符，但没有给出公钥，签名没有核对，不能证明是这个日志的。请用 --key 写出日志的公钥：\n"
    "第 {0} 号记录在日志 {1} 里（检查点 {2} 条）",
    "It agrees with itself, but no key was given and no signature checked: it is not proved to be"
    " of that log. Give the key of the log by --key:\n"
    "record no. {0} is in the log {1} (checkpoint of {2})",
)
HOLDS: Pair = (
    "成立：第 {0} 号记录在日志 {1} 里（检查点 {2} 条{3}）",
    "It holds: record no. {0} is in the log {1} (checkpoint of {2}{3})",
)
SIGNED: Pair = ("，有 {} 的签名", ", signed by {}")
SUPERSEDED: Pair = (
    "注意：第 {0} 号记录已经由第 {1} 号取代，不是现行的决定",
    "Note: no. {1} has taken the place of no. {0}, which is not the decision that stands",
)
_OTHER_FILE = "检查点用 log verify --checkpoint 核对"
HELD, UNSIGNED = 0, 3
OUTCOME: Pair = ("作出的决定：{0}（{1}）", "Decided: {0} ({1})")
NAMED: Pair = ("规则给出的结论：{}", "The rules name: {}")
BECAUSE: Pair = (
    "单凭以下 {0} 项事实，不论其余 {1} 项如何，规则给出的结论都是它：",
    "These {0} facts alone force what the rules name, whatever the other {1} are:",
)
GROWN: Pair = (
    "格式合格，是从 {0} 条到 {1} 条的延续证明；对着原来的检查点核对，用 log cosign",
    "Well formed: a consistency proof from {0} to {1}; log cosign holds it to the older checkpoint",
)


def proof_command(lang: Lang) -> click.Command:
    """Return proof."""

    def run(
        *,
        log: str,
        number: int | None,
        since: str | None,
        at: str | None,
        sign: str | None,
        output: str | None,
    ) -> int:
        from tolerance_rules.records.log import DecisionLog

        if (number is None) == (since is None):
            usage_error(pick(lang, ONE_OF))
        into = destination(lang, output, [each for each in (log, since, at, sign) if each])
        with DecisionLog.open(log) as opened:
            where = _at(opened, at, sign)
            if number is not None:
                made = opened.inclusion(number, where)
                _tell_amended(opened, number, lang)
                if not made:
                    raise _refused("检查点同日志不符：日志改动过，或者检查点不是它的")
                into.text(str(made))
            else:
                before = checkpoint_of(since or "")
                grown = opened.consistency(before.checkpoint.size, where)
                if not grown.holds(before):
                    raise _refused("日志不是从原来的检查点增长来的：改动过")
                into.text(str(grown))
        return 0

    options: list[click.Parameter] = [
        log_argument(lang),
        number_argument(lang, required=False),
        click.Option(["--since"], metavar="FILE", help=pick(lang, SINCE)),
        *_at_options(lang),
    ]
    return log_command("proof", lang, PROOF, run, options)


def disclose_command(lang: Lang) -> click.Command:
    """Return disclose."""

    def run(
        *, log: str, number: int, at: str | None, sign: str | None, output: str | None, format_: str
    ) -> int:
        assert format_ == "json"
        from tolerance_rules.records.disclosure import disclose, dumped
        from tolerance_rules.records.log import DecisionLog

        into = destination(lang, output, [each for each in (log, at, sign) if each])
        with DecisionLog.open(log) as opened:
            made = dumped(disclose(opened, number, _at(opened, at, sign)))
            _tell_amended(opened, number, lang)
            into.text(made)
        return 0

    to: list[click.Parameter] = output_options(lang, ("json",))
    options = [log_argument(lang), number_argument(lang), *_at_options(lang, to)]
    return log_command("disclose", lang, DISCLOSE, run, options)


def check_command(lang: Lang) -> click.Command:
    """Return check."""

    def run(
        *,
        file: str,
        keys: Sequence[str],
        ruleset: str,
        readings: Sequence[tuple[str, str]],
        policy: str | None,
        output: str | None,
    ) -> int:
        into = destination(lang, output, [file])
        text, signers = text_of(file), public_keys(keys)
        if text.startswith("old "):
            from tolerance_rules.records.proof_files import ConsistencyProof

            grown = ConsistencyProof.parse(text)
            _require_signed(grown.checkpoint, signers)
            into.text(say(lang, GROWN, grown.old, grown.checkpoint.checkpoint.size))
        elif text.startswith("c2sp.org/"):
            _check_proof(text, signers, into)
        elif not text.lstrip().startswith("{"):
            what = f"{Path(file).name} 既不是证明，也不是公开文书"
            raise RecordError([log_fault("L014", what, _OTHER_FILE)])
        else:
            _check_disclosure(
                text, signers, into, ruleset=ruleset, readings=readings, policy=policy
            )
        return HELD if signers else UNSIGNED

    options: list[click.Parameter] = [
        click.Argument(["file"], required=True, metavar=pick(lang, ("文件", "FILE"))),
        keys_option(lang),
        *rules_options(lang),
        *file_options(lang),
    ]
    return log_command("check", lang, CHECK, run, options)


def _check_proof(text: str, keys: Sequence[VerifierKey], into: Output) -> None:
    from tolerance_rules.records.proof_files import InclusionProof

    proof = InclusionProof.parse(text)
    _require_signed(proof.checkpoint, keys)
    if not proof:
        raise _refused("证明不成立：这条记录不在检查点的日志里")
    at = proof.checkpoint.checkpoint
    into.text(_held(into.lang, proof.index + 1, at, keys))


def _require_signed(at: SignedCheckpoint, keys: Sequence[VerifierKey]) -> None:
    for key in keys:
        if not at.is_signed(key):
            raise _refused(f"检查点没有 {key.name} 的签名，或者签名不对")


def _held(lang: Lang, number: int, at: Checkpoint, keys: Sequence[VerifierKey]) -> str:
    """Return that a record is in a log; without a key, that nothing proves it."""
    if not keys:
        return say(lang, AGREES, number, at.origin, at.size)
    names = pick(lang, ("、", ", ")).join(key.name for key in keys)
    return say(lang, HOLDS, number, at.origin, at.size, say(lang, SIGNED, names))


def _tell_amended(log: DecisionLog, number: int, lang: Lang) -> None:
    """Say on stderr that a record is no longer the decision that stands, if it is not."""
    from tolerance_rules.records.store import versions

    *_, standing = versions(log.store, number)
    if standing != number:
        emit(say(lang, SUPERSEDED, number, standing), err=True)


def _check_disclosure(
    text: str,
    keys: Sequence[VerifierKey],
    into: Output,
    *,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> None:
    from tolerance_rules.records.disclosure import check, parsed

    lang = into.lang
    entry = parsed(text)["entry"]
    stated, own = entry["readings"], load_rules(lang, ruleset)
    if own.id != entry["ruleset"]["id"]:
        # Before its readings are asked for, which these rules may not have.
        what = f"手头的规则 {own.id} 不是作出决定所用的 {entry['ruleset']['id']}"
        raise RecordError([log_fault("L040", what, "请用 --ruleset 写出当时的规则")])
    # The readings are named by the document, and held to by its hash; others may be asked for.
    chosen = list(readings or stated.items())
    engine = load_engine(lang, ruleset, chosen, policy)
    found = check(text, engine, keys)
    rules, entry, at = engine.rules, found.entry, found.checkpoint.checkpoint
    lines = [_held(lang, entry["number"], at, keys)]
    lines.append(say(lang, OUTCOME, rules.label(entry["outcome"], lang), entry["decided_on"]))
    if entry["named"] != entry["outcome"]:
        lines.append(say(lang, NAMED, rules.label(entry["named"], lang)))
    lines.append(say(lang, BECAUSE, len(found.opened), found.hidden))
    for name, known in found.opened.items():
        spec = rules.vocabulary[name]
        lines.append(f"  {spec.name_of(lang)}：{spec.label_of(known, lang)}")
    into.text("\n".join(lines))


def _at(log: DecisionLog, at: str | None, sign: str | None) -> SignedCheckpoint:
    if at is not None:
        return checkpoint_of(at)
    return log.checkpoint(*([private_key(sign)] if sign else []))


def _at_options(lang: Lang, to: Sequence[click.Parameter] | None = None) -> list[click.Parameter]:
    at = click.Option(["--at"], metavar="FILE", help=pick(lang, AT))
    return [at, sign_option(lang), *(to or file_options(lang))]


def _refused(what: str) -> CaseError:
    return RecordError([log_fault("L014", what, "请核对文件和公钥")])
