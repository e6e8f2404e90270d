"""Admission: what may be recorded; everything else is refused with the reason.

Refused are: an unsettled decision, an outcome that is not permitted, rules out of force on the day
of the decision, and a decision whose facts do not give it, for it is evaluated again from the
bytes that the log keeps. No personal data: a record has ids and references only.
"""

from __future__ import annotations

import re
from hashlib import sha256

from tolerance_rules.characters import refused_in, visible
from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import Fault, ForbiddenOutcomeError, RecordError, shorten
from tolerance_rules.formats.human_dates import today
from tolerance_rules.records.log_faults import log_fault

LONGEST_ID = 100
_RESIDENT = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}\d{7}[\dXx](?![\dXx])")
"""The number of an identity card."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_REFERENCE = re.compile(
    r"[A-Za-z0-9\-._/:#()（）〔〕\[\]，、至 第卷册页号件份附证据材料录像笔编"
    r"一二三四五六七八九十百]{1,100}"
)
"""A reference to where evidence lies: numbers and words of filing, in which nobody has a name."""


def evidence_references(decision: Decision) -> dict[str, str]:
    """Return the notes on evidence as a record has them: references as written, else a hash.

    A note such as 卷二第12页 only says where the evidence lies. Any other may name people: of it
    the record keeps a fingerprint, by which the note in the case file can be held to it.
    """
    return {
        fact: note if _is_reference(note) else f"sha256:{sha256(note.encode()).hexdigest()}"
        for fact, note in decision.case.evidence.items()
    }


def _is_reference(note: str) -> bool:
    numbered = any(each.isdigit() or each in "一二三四五六七八九十" for each in note)
    return numbered and _REFERENCE.fullmatch(note) is not None and not _personal(note)


def _personal(text: str) -> bool:
    return bool(_RESIDENT.search(text) or _MOBILE.search(text))


def require_admissible(decision: Decision, engine: Engine, *, amendment: str = "") -> None:
    """Raise the error that says why a decision is not recorded.

    `engine` is made of the kept bytes of its rules. UnsettledDecisionError,
    ForbiddenOutcomeError, OutOfForceError, or CaseError with every other fault.
    """
    decision.require_settled()
    if faults := [*case_faults(decision, amendment)]:
        raise RecordError(faults)
    verification = decision.verify(engine)
    found = verification.found
    allowed = decision.outcome in found.permitted or decision.withheld
    if not allowed:
        permitted = [each.value for each in found.permitted]
        message = f"本案不得作出“{found.label(decision.outcome)}”，不予记录。只能作出" + "、".join(
            map(found.label, found.permitted)
        )
        clauses = [cited.clause for cited in found.citations]
        raise ForbiddenOutcomeError(
            message, outcome=str(decision.outcome), permitted=permitted, clauses=clauses
        )
    if not verification:
        names = "、".join(each.field for each in verification.differences)
        message = f"重新评判，得不出这个结论：{names} 不同"
        raise RecordError([log_fault("L022", message, "请用同样的规则重新评判，再记录")])


def case_faults(decision: Decision, amendment: str) -> list[Fault]:
    """Return what keeps a decision from being recorded, whatever the rules say of its facts."""
    info, faults = decision.case, []
    if not info.id.strip():
        faults.append(log_fault("L023", "没有编号", "请写上 case.id", subject="case.id"))
    if len(info.id) > LONGEST_ID:
        what = f"编号 {shorten(info.id)} 超过 {LONGEST_ID} 字"
        faults.append(log_fault("L023", what, "编号只写编号", subject="case.id"))
    if refused_in(info.id, lines=False):
        what = f"编号 {visible(info.id)} 里有换行或者控制字符"
        faults.append(log_fault("L023", what, "编号写在一行里", subject="case.id"))
    if not info.decided_on:
        what, remedy = "没有作出结论的日期", "请写上 case.decided_on"
        faults.append(log_fault("L024", what, remedy, subject="case.decided_on"))
    elif info.decided_on > today().isoformat():
        what = f"作出结论的日期 {info.decided_on} 还没有到"
        faults.append(log_fault("L024", what, "请核对日期", subject="case.decided_on"))
    if decision.basis == "authority" and not decision.reason.strip():
        what, remedy = "责任追究部门自己选了结论，没有写明理由", "请写明理由（--reason）"
        faults.append(log_fault("L025", what, remedy, subject="reason"))
    texts = {
        "case.id": ("编号", info.id),
        "case.authority": ("责任追究部门", info.authority),
        "reason": ("理由", decision.reason),
        "amendment": ("缘由", amendment),
    }
    for name, (called, text) in texts.items():
        if _personal(text):
            what, remedy = (
                f"{called}（{name}）里有身份证号码或者手机号码",
                "记录只写编号，不写个人信息",
            )
            faults.append(log_fault("L026", what, remedy, subject=name))
    return faults
