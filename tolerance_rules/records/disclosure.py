"""Disclosure: a document of a decision that opens only what decides it, and that anyone can check.

It has the entry of the log, a salted hash for everything the record says, and the value and the
salt of the facts that alone force the outcome, whatever all the others are. Nothing is trusted:
that they force it is found on the decision diagram before it is written, and again by whoever
checks it, from the rules alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, RecordError
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.records.canonical import canonical
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.commitments import (
    BESIDE_FACTS,
    FACT,
    SALT,
    commitment,
    commitments,
    salts,
    sealed,
)
from tolerance_rules.records.examined import decided_again
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.proof_files import InclusionProof
from tolerance_rules.records.record import Record
from tolerance_rules.records.signed_note import VerifierKey
from tolerance_rules.rules import OutcomeRow, Ruleset
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.reasons import sufficient_reason

FORMAT = "tolerance-rules/disclosure/1"
_MEMBERS = frozenset({"format", "entry", "hashes", "opened", "proof"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What a disclosure shows, once it has been checked."""

    entry: Mapping[str, Any]
    opened: Mapping[str, Known]
    hidden: int
    """How many facts stay hidden."""
    checkpoint: SignedCheckpoint
    signed_by: tuple[str, ...]


def disclose(log: DecisionLog, number: int, at: SignedCheckpoint) -> dict[str, Any]:
    """Return the document of a record; CaseError if its facts do not force its outcome."""
    record = log.get(number)
    engine = log.engines.of(record.entry)
    opened = _opened(record, engine, decided_again(record, log.engines))
    hashes = commitments(record.contents)
    drawn = salts(record.contents["secret"], hashes)
    if sealed(hashes) != record.entry["sealed"]:
        raise _refused("记录的事实改动过", "请先核对日志：tolerance-rules log verify")
    return {
        "entry": record.entry,
        "format": FORMAT,
        "hashes": hashes,
        "opened": {name: {"salt": drawn[name], "value": value} for name, value in opened.items()},
        "proof": str(log.inclusion(number, at)),
    }


def _opened(record: Record, engine: Engine, decision: Decision) -> dict[str, Any]:
    reason = sufficient_reason(engine, decision)
    facts = record.contents["facts"]
    opened = {f"{FACT}{each.fact}": facts[each.fact] for each in reason.grounds}
    _require_forced(engine, record.entry, opened)
    return opened


def forced(engine: Engine, opened: Mapping[str, Known]) -> frozenset[str]:
    """Return every outcome that the opened facts leave, all others in every way.

    Recorded findings are taken in every way too: that one was not made is a fact as any other.
    """
    known: dict[str, Known] = dict.fromkeys(engine.rules.vocabulary)
    return engine.diagram.restricted(known | dict(opened)).outcomes()


def _require_forced(engine: Engine, entry: Mapping[str, Any], opened: Mapping[str, Any]) -> None:
    rules = engine.rules
    found = forced(engine, _facts(rules, opened))
    named, outcome = entry["named"], entry["outcome"]
    if found != {named}:
        left = "、".join(rules.label(each) for each in sorted(found)) or "没有一种"
        raise _refused(f"公开的事实不足以确定结论：还可能是{left}", "不得公开，请核对规则")
    if outcome != named and not all(_allows(row, outcome, rules) for row in _rows(rules, named)):
        what = f"公开的事实不足以说明可以作出“{rules.label(outcome)}”"
        raise _refused(what, "不得公开，请核对规则")


def _facts(rules: Ruleset, opened: Mapping[str, Any]) -> dict[str, Known]:
    facts: dict[str, Known] = {}
    for name, value in opened.items():
        spec = rules.vocabulary.get(name.removeprefix(FACT))
        values = value if isinstance(value, list) else [value]
        if spec is None or not name.startswith(FACT) or not values:
            raise _refused(f"公开的 {name} 不是事实", "请核对文书有没有改动")
        # `in` would take 1 for true.
        right = [each for each in values for known in spec.values if _same(each, known)]
        if len(right) != len(values):
            raise _refused(f"公开的 {name} 的值不对", "请核对文书有没有改动")
        facts[spec.name] = spec.known(right)
    return facts


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _rows(rules: Ruleset, named: str) -> list[OutcomeRow]:
    """Return the rows of the outcome table that can name an outcome."""
    picks = {row.outcome for row in rules.policy_rows}
    return [row for row in rules.outcomes if named in (picks if row.by_policy else {row.outcome})]


def _allows(row: OutcomeRow, outcome: str, rules: Ruleset) -> bool:
    declined = outcome == "ordinary_accountability" and outcome in rules.labels
    return outcome in row.permitted or (row.modality == "may" and declined)


def check(data: str | bytes, engine: Engine, keys: Collection[VerifierKey] = ()) -> Checked:
    """Return what a disclosure shows; CaseError says why it shows nothing.

    `engine` has the rules, readings and policy that it names; each of the `keys` must have signed
    or cosigned the checkpoint.
    """
    document = parsed(data)
    entry, hashes, opened = document["entry"], document["hashes"], document["opened"]
    proof = InclusionProof.parse(document["proof"])
    at = proof.checkpoint.checkpoint
    if proof.leaf != canonical(entry) or entry["number"] != proof.index + 1:
        raise _refused("证明不是这条记录的", "请核对文书有没有改动")
    if not proof or entry["log"] != at.origin:
        raise _refused("证明不成立：这条记录不在检查点的日志里", "请核对文书有没有改动")
    for key in keys:
        if not proof.checkpoint.is_signed(key):
            raise _refused(f"检查点没有 {key.name} 的签名", "请核对公钥和文书")
    names = {f"{FACT}{name}" for name in engine.rules.vocabulary} | set(BESIDE_FACTS)
    if set(hashes) != names or sealed(hashes) != entry["sealed"]:
        raise _refused("各项的散列不是这条记录的", "请核对文书有没有改动")
    values = {}
    for name, shown in opened.items():
        if set(shown) != {"salt", "value"} or len(shown["salt"]) != 2 * SALT:
            raise _refused(f"公开的 {name} 不合格式", "请核对文书有没有改动")
        if commitment(shown["salt"], name, shown["value"]) != hashes.get(name):
            raise _refused(f"公开的 {name} 不是这条记录的", "请核对文书有没有改动")
        values[name] = shown["value"]
    require_rules(engine, entry)
    _require_forced(engine, entry, values)
    unordered = _facts(engine.rules, values)
    facts = {name: unordered[name] for name in engine.rules.vocabulary if name in unordered}
    signers = tuple(key.name for key in keys)
    return Checked(
        entry, facts, len(engine.rules.vocabulary) - len(facts), proof.checkpoint, signers
    )


def parsed(data: str | bytes) -> dict[str, Any]:
    """Return the members of a disclosure; CaseError if it is none."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    document = plain_from_json(raw, "公开文书")
    kinds = {"entry": dict, "hashes": dict, "opened": dict, "proof": str}
    right = isinstance(document, dict) and set(document) == _MEMBERS
    if right and isinstance(document, dict):
        right = document["format"] == FORMAT
        right = right and all(isinstance(document[name], kind) for name, kind in kinds.items())
        right = right and _is_entry(document["entry"])
        right = right and all(
            isinstance(each, dict) and isinstance(each.get("salt"), str)
            for each in document["opened"].values()
        )
    if not right or not isinstance(document, dict):
        raise _refused("不是公开文书", "请核对是不是 log disclose 写出的，有没有改动")
    return document


def _is_entry(entry: Mapping[str, Any]) -> bool:
    """Tell whether what is read of an entry is there, and of its kind; the rest is only hashed."""
    rules, policy = entry.get("ruleset"), entry.get("policy")
    words = [entry.get(name) for name in ("decided_on", "log", "named", "outcome", "sealed")]
    for part, names in ((rules, ("id", "sha256")), (policy, ("sha256",))):
        words += [part.get(name) if isinstance(part, dict) else None for name in names]
    plain = isinstance(entry.get("number"), int) and isinstance(entry.get("readings"), dict)
    return plain and all(isinstance(each, str) for each in words)


def require_rules(engine: Engine, entry: Mapping[str, Any]) -> None:
    """Raise CaseError unless an engine has the rules that an entry names."""
    rules = engine.rules
    policy = rules.policy.sha256 if rules.policy else ""
    stated = [entry["ruleset"]["sha256"], entry["policy"]["sha256"], entry["readings"]]
    if stated != [rules.sha256, policy, dict(rules.chosen)]:
        what = f"手头的规则不是作出决定所用的 {entry['ruleset']['id']}"
        raise _refused(what, "请用 --ruleset、--policy 写出当时的规则（指纹见文书）")


def _refused(what: str, remedy: str) -> CaseError:
    return RecordError([log_fault("L040", what, remedy)])


def dumped(document: Mapping[str, Any]) -> str:
    """Return a disclosure as text."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
