"""Report words: what an audit report says, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from tolerance_rules.audit.findings import Kind

Pair: TypeAlias = tuple[str, str]
"""The Chinese and the English of the same words."""


class KindWords(NamedTuple):
    """How a kind of finding is named, what it means, and what is to be done about it."""

    name: Pair
    meaning: Pair
    action: Pair


KINDS: Mapping[Kind, KindWords] = {
    Kind.ERROR_OF_LAW: KindWords(
        ("结论违反规定", "Error of law"),
        (
            "记载的结论不在本实施细则准许的范围之内。",
            "The recorded outcome is outside what the regulation permits.",
        ),
        ("应当纠正", "to be corrected"),
    ),
    Kind.DEPARTURE: KindWords(
        ("与规则给出的结论不同", "Departure"),
        (
            "记载的结论在准许的范围之内，但不是原文写明或者裁量惯例选定的那一个。不违反规定。",
            "Within what is permitted, but not the outcome that the text or the policy names. "
            "Lawful.",
        ),
        ("应当有理由", "to be reasoned"),
    ),
    Kind.TOLERANCE_WITHHELD: KindWords(
        ("符合容错条件而未容错", "Tolerance withheld"),
        (
            "具有第五条的容错情形，没有第六条的不予容错情形，仍按照有关规定处理。"
            "原文说“可以”，不违反规定。",
            "A circumstance of Article 5 stands and no bar of Article 6 does, yet ordinary "
            "accountability was recorded. The text says 可以 (may): lawful.",
        ),
        ("应当说明理由", "to be reasoned"),
    ),
    Kind.UNSETTLED: KindWords(
        ("事实未查清即作决定", "Decided while unsettled"),
        (
            "作出决定时，还有可能改变结论的事实没有查明。",
            "Facts that could have changed the outcome were not established.",
        ),
        ("补充查明后核对结论", "to be established, then checked"),
    ),
    Kind.UNLIKE_TREATMENT: KindWords(
        ("同样情形不同处理", "Like cases unalike"),
        (
            "各案的相关事实完全相同，记载的结论不同。",
            "The relevant facts are the same, the recorded outcomes are not.",
        ),
        ("应当说明差别的理由", "difference to be explained"),
    ),
    Kind.INVERSION: KindWords(
        ("轻重倒置", "Inversion"),
        (
            "一案在每一项相关事实上都不比另一案不利，并且至少有一项更有利，处理却更重。",
            "One case is at least as favourable on every relevant fact and better on one, yet it "
            "was treated worse.",
        ),
        ("应当说明差别的理由", "difference to be explained"),
    ),
    Kind.LATE_NOTICE: KindWords(
        ("告知不合期限", "Notice not in time"),
        (
            "没有在作出结论后7个工作日内告知（第七条第（六）项），或者告知早于作出结论。",
            "Notice was not given within 7 working days after the conclusion (Article 7(6)), or "
            "was given before it.",
        ),
        ("应当核查", "to be looked into"),
    ),
    Kind.LATE_FILING: KindWords(
        ("备案不合期限", "Filing not in time"),
        (
            "没有在决定之后的第一个25日前备案（第七条第（八）项），或者备案早于作出决定。",
            "Not filed by the first 25th after the decision (Article 7(8)), or filed before it.",
        ),
        ("应当核查", "to be looked into"),
    ),
    Kind.CALENDAR_UNKNOWN: KindWords(
        ("期限未能判断", "Deadline not judged"),
        (
            "告知的期限超出已知的法定节假日安排，是否逾期未作判断。",
            "The deadline lies beyond the years whose official holidays are known: not judged.",
        ),
        ("更新工作日历后重新审计", "audit again with a newer calendar"),
    ),
}

WORDS: Mapping[str, Pair] = {
    "title": ("容错纠错决定审计报告", "Audit of decisions on tolerance"),
    "contents": ("目录", "Contents"),
    "summary": ("审计结果", "Summary"),
    "basis": ("审计依据", "What was audited, by which rules"),
    "basis_item": ("项目", "Item"),
    "basis_value": ("内容", "Value"),
    "register": ("台账", "Register"),
    "rows": ("审计的决定（件）", "Decisions audited"),
    "rejected": ("未能读入的行（行）", "Rows that could not be read"),
    "ruleset": ("规则", "Ruleset"),
    "fingerprint": ("规则指纹 sha256", "Ruleset sha256"),
    "readings": ("采用的读法", "Readings in force"),
    "policy": ("裁量惯例", "Policy"),
    "calendar": ("工作日历", "Working-day calendar"),
    "calendar_known": ("{0}年至{1}年，含调休上班日", "{0} to {1}, make-up workdays included"),
    "calendar_none": ("没有使用", "not used"),
    "summary_caption": ("各类审计发现的数量和含义", "Findings by kind, and what each kind means"),
    "kind": ("类别", "Kind"),
    "findings": ("发现（项）", "Findings"),
    "concerned": ("涉及决定（件）", "Decisions"),
    "meaning": ("含义", "Meaning"),
    "action": ("如何处理", "To do"),
    "charts": ("图表", "Charts"),
    "chart_outcomes": ("记载的结论", "Recorded outcomes"),
    "chart_kinds": ("各类审计发现", "Findings by kind"),
    "chart_spread": (
        "准许的结论同为“{}”的决定，各单位实际记载的结论",
        "Recorded outcomes by authority where the permitted outcomes are: {}",
    ),
    "chart_described": ("{0}：{1}。", "{0}: {1}."),
    "chart_counts": ("{0}{1}件", "{0} {1}"),
    "no_data": ("没有数据", "no data"),
    "total": ("共{}件", "{} in all"),
    "spreads": ("裁量的分布", "Spread of discretion"),
    "spreads_note": (
        "准许的结论相同的决定放在一张表里比较；分布不同只是线索，不等于处理不当。",
        "Each table compares decisions with the same permitted outcomes. A difference is a lead "
        "to follow, not a fault.",
    ),
    "spread_caption": (
        "按{0}；准许的结论：{1}",
        "By {0}; permitted outcomes: {1}",
    ),
    "spread_dimension": ("比较的方面", "Dimension"),
    "spread_value": ("取值", "Value"),
    "count": ("件数", "Count"),
    "authority": ("责任追究部门", "Authority"),
    "period": ("时期", "Period"),
    "circumstance": ("容错情形", "Circumstance"),
    "row": ("行号", "Row"),
    "row_number": ("台账第{}行", "row {}"),
    "found": ("共{}项", "{} found"),
    "to_do": ("处理：{}。", " To do: {}."),
    "id": ("编号", "Number"),
    "case": ("案件", "Case"),
    "case_title": ("名称", "Title"),
    "recorded": ("记载的结论", "Recorded outcome"),
    "named": ("规则给出的结论", "Outcome named by the rules"),
    "permitted": ("准许的结论", "Permitted outcomes"),
    "reachable": ("可能的结论", "Possible outcomes"),
    "forbidding": ("依据的条款", "Clauses that forbid it"),
    "clauses": ("条款", "Clauses"),
    "clause_text": ("条款原文", "Text of the clauses"),
    "all_texts": ("所引条款的原文", "Text of the clauses cited"),
    "missing": ("尚未查明的事实", "Facts not established"),
    "decided": ("决定日期", "Decided"),
    "deadline": ("期限", "Deadline"),
    "notified": ("告知日期", "Notified"),
    "filed": ("备案日期", "Filed"),
    "working_days": ("工作日数", "Working days"),
    "remark": ("说明", "Remark"),
    "before_decision": ("早于决定日期", "before the decision"),
    "rest_day": (
        "该25日是休息日，本实施细则没有规定顺延",
        "that 25th was a day of rest; the regulation has no extension",
    ),
    "years": ("工作日历只到{}年", "the calendar is known for {} only"),
    "group": ("组号", "Group"),
    "role": ("对比中的位置", "Side"),
    "better": ("较有利，处理较重", "more favourable, treated worse"),
    "worse": ("较不利，处理较轻", "less favourable, treated better"),
    "differing": ("不同的事实", "Facts that differ"),
    "same": ("相同的事实", "Facts that are the same"),
    "all_facts": ("已查明的相关事实", "Relevant facts established"),
    "pair": ("第{0}组", "Group {0}"),
    "pair_caption": ("第{0}组：逐项对比", "Group {0}: side by side"),
    "item": ("对比的项目", "Compared"),
    "favourable": ("较有利", "more favourable"),
    "and_others": ("另有{}件", "and {} more"),
    "limited": (
        "共{0}项，这里列出前{1}项；其余见同时导出的 Excel 工作簿或 JSON。",
        "{0} in all, the first {1} are shown here; see the Excel workbook or the JSON for the "
        "rest.",
    ),
    "limited_sheet": (
        "共{0}行，超出一张工作表的容量，本表只写入前{1}行；全部内容见 JSON。",
        "{0} rows in all; a sheet holds the first {1}; see the JSON for the rest.",
    ),
    "none_found": ("各类问题均未发现。", "Nothing was found."),
    "unknown_value": ("未查明", "not established"),
    "not_given": ("未记载", "not recorded"),
    "limits": ("本审计不作判断的事项", "What this audit does not judge"),
    "limit_facts": (
        "记载的事实是否真实、证据是否充分：审计按台账记载的事实进行，事实记错，结论随之改变。",
        "Whether the recorded facts are true and proven: the audit takes them as recorded, and "
        "its results change with them.",
    ),
    "limit_discretion": (
        "在准许范围之内如何裁量才适当：原文说“可以”“视情”，选择权在责任追究部门；"
        "本报告只指出需要说明理由的地方。",
        "Which of the permitted outcomes is right: the text says 可以 and 视情, and the choice is "
        "the authority's; the report only points to where reasons are needed.",
    ),
    "limit_unequal": (
        "两案之间台账没有记载的差别：同样情形不同处理、轻重倒置只比较已记载的相关事实。",
        "Differences between cases that the register does not record: cases are compared on the "
        "recorded relevant facts alone.",
    ),
    "limit_dates": (
        "没有记载日期的告知和备案，以及不在上述工作日历之内、是否逾期不能确定的告知。",
        "Notices and filings whose dates are not recorded, and notices that the calendar above "
        "does not reach.",
    ),
    "limit_rejected": (
        "未能读入的行：共{}行，不在本报告之内，应当改正后重新审计。",
        "Rows that could not be read: {} of them, not in this report; correct them and audit "
        "again.",
    ),
    "limit_responsibility": (
        "任何人的责任：本报告是核查的线索和依据，不是处理决定。",
        "Anyone's liability: this report is a basis for inquiry, not a decision.",
    ),
    "and": ("、", ", "),
    "then": ("；", "; "),
    "is": ("{0}＝{1}", "{0} = {1}"),
    "colon": ("：", ": "),
}
