"""Report words: what an audit report says, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.language import Pair

WORDS: Mapping[str, Pair] = {
    "title": ("容错纠错决定审计报告", "Audit of decisions on tolerance"),
    "search": ("查找", "Search"),
    "search_hint": ("行号、编号、部门、事实", "row, number, authority, fact"),
    "search_found": ("{0} 项", "{0} found"),
    "open_all": ("全部展开", "open all"),
    "close_all": ("全部收起", "close all"),
    "contents": ("目录", "Contents"),
    "summary": ("审计结果", "Summary"),
    "basis": ("审计依据", "What was audited, by which rules"),
    "basis_item": ("项目", "Item"),
    "basis_value": ("内容", "Value"),
    "register": ("登记簿", "Register"),
    "read": ("读取的范围", "What was read"),
    "rows": ("登记簿的决定（行）", "Decisions in the register (rows)"),
    "rejected": ("其中未予审计（行）", "Of these, not audited (rows)"),
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
    "chart_distribution": (
        "准许的结论同为“{}”的决定，各单位实际记载的结论",
        "Recorded outcomes by authority where the permitted outcomes are: {}",
    ),
    "no_data": ("没有数据", "no data"),
    "total": ("共{}件", "{} in all"),
    "distributions": ("裁量的分布", "Distribution of discretion"),
    "distributions_note": (
        "准许的结论相同的决定归为一组比较；分布不同只是线索，不等于处理不当。",
        "Decisions with the same permitted outcomes are compared in one group. A difference is a "
        "lead to follow, not a fault.",
    ),
    "distribution_caption": ("按{0}", "By {0}"),
    "distribution_catch_all": (
        "兜底条款{0}：各次适用时{1}同时成立的各项，和记载的结论",
        "Catch-all {0}: what of {1} stood each time it was relied on, and what was recorded",
    ),
    "distribution_reading": (
        "含混词语，{0}：结论取决于它的决定",
        "Vague term, {0}: decisions of which the outcome turns on it",
    ),
    "distribution_group": ("准许的结论：{0}", "Permitted outcomes: {0}"),
    "distribution_dimension": ("比较的方面", "Dimension"),
    "distribution_value": ("取值", "Value"),
    "count": ("件数", "Count"),
    "authority": ("责任追究部门", "Authority"),
    "period": ("时期", "Period"),
    "circumstance": ("容错情形", "Circumstance"),
    "row": ("行号", "Row"),
    "row_number": ("第{}行", "row {}"),
    "found": ("共{}项", "{} found"),
    "to_do": ("处理：{}。", " To do: {}."),
    "id": ("编号", "Number"),
    "case": ("案件", "Case"),
    "case_title": ("名称", "Title"),
    "recorded": ("记载的结论", "Recorded outcome"),
    "named": ("规则给出的结论", "Outcome named by the rules"),
    "named_presumed": ("推定结论：{}", "{} (as presumed)"),
    "permitted": ("准许的结论", "Permitted outcomes"),
    "reachable": ("可能的结论", "Possible outcomes"),
    "forbidding": ("依据的条款", "Clauses that forbid it"),
    "clauses": ("条款", "Clauses"),
    "clause_text": ("条款原文", "Text of the clauses"),
    "all_texts": ("其他所引条款的原文", "Text of the other clauses cited"),
    "deciding": ("决定结论的事实", "Deciding facts"),
    "none_stands": (
        "所引条款的各项情形都不成立",
        "nothing in the clauses cited stands",
    ),
    "missing": ("尚未查明的事实", "Facts not established"),
    "some_missing": (
        "{0}等{1}项（最能改变结论的在前，全部见工作簿）",
        "{0} and others, {1} in all (the most decisive first; all are in the workbook)",
    ),
    "occurred": ("发生日期", "Occurred"),
    "unweighed": ("已查明而未影响结论的不利事实", "Adverse facts that did not bear on the outcome"),
    "decided": ("决定日期", "Decided"),
    "deadline": ("期限", "Deadline"),
    "notified": ("告知日期", "Notified"),
    "filed": ("备案日期", "Filed"),
    "working_days": ("工作日数", "Working days"),
    "remark": ("说明", "Remark"),
    "before_decision": ("早于决定日期", "before the decision"),
    "rest_day": (
        "到期日是休息日，所引条款没有规定顺延",
        "the day it was due was a day of rest; the clause has no extension",
    ),
    "rested_since": (
        "到期以后到告知那天都是休息日，仍是逾期",
        "every day since it was due was a day of rest: late all the same",
    ),
    "years": ("工作日历只有{}年的", "the calendar is known for {} only"),
    "lawful_under": ("换一种读法即不违反：{}", "no error under another reading: {}"),
    "compared": ("比较了已查明的相关事实{0}项", "relevant facts established and compared: {0}"),
    "open": (
        "各案同样没有查明、没有比较的{1}项：{0}",
        "not established in either, and not compared, {1}: {0}",
    ),
    "enough": ("{0:.0%}", "{0:.0%}"),
    "not_compared": (
        "其中查明不足、没有互相比较的（行）",
        "Of these, too little established to be compared (rows)",
    ),
    "limit_sparse": (
        "已查明的相关事实不足{1}的决定：共{0}件，没有同其他决定比较；没有查明的，不算相同。",
        "Decisions with less than {1} of their relevant facts established: {0} of them, compared "
        "with no other; what is not established is no likeness.",
    ),
    "within_authority_and_period": (
        "同一部门在同一季度之内就有不同",
        "they differ within one authority and quarter already",
    ),
    "within_authority": (
        "同一部门在不同季度之间不同",
        "they differ within one authority, between quarters",
    ),
    "within_period": (
        "同一季度在不同部门之间不同",
        "they differ within one quarter, between authorities",
    ),
    "within_register": (
        "在不同部门的不同季度之间不同",
        "they differ between authorities and quarters",
    ),
    "departing_better": (
        "没有按规则给出的结论处理的，是较有利的一案；比它不利而处理更轻的，共{}案",
        "it is the more favourable case that departs from the outcome named; less favourable "
        "cases treated better than it: {}",
    ),
    "departing_worse": (
        "没有按规则给出的结论处理的，是较不利的一案；比它有利而处理更重的，共{}案",
        "it is the less favourable case that departs from the outcome named; more favourable "
        "cases treated worse than it: {}",
    ),
    "departing_both": (
        "两案都没有按规则给出的结论处理；较有利的一案过重、较不利的一案过轻的倒置，共{}对",
        "both cases depart from the outcome named; inversions in which the one is treated too "
        "harshly or the other too leniently: {}",
    ),
    "departing_neither": (
        "两案都按规则给出的结论处理：是所用的裁量惯例本身轻重倒置；比较有利的一案不利而处理更轻的，"
        "共{}案",
        "both cases were given the outcome named: it is the policy itself that is inverted; less "
        "favourable cases treated better than the more favourable one: {}",
    ),
    "all_pairs": (
        "登记簿中轻重倒置共{}对。每一件没有按规则给出的结论处理的决定，列出同它最接近的一对；"
        "每一对里都至少有一件是这样的。",
        "Inverted pairs in the register: {}. For each decision that departs from the outcome "
        "named the closest pair is shown; every pair has one that does.",
    ),
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
        "记载的事实是否真实、证据是否充分：审计按登记簿记载的事实进行，事实记错，结论随之改变。",
        "Whether the recorded facts are true and proven: the audit takes them as recorded, and "
        "its results change with them.",
    ),
    "limit_discretion": (
        "在准许范围之内如何裁量才适当：原文说“可以”的，选择权在责任追究部门；"
        "本报告只指出需要说明理由的地方。",
        "Which of the permitted outcomes is right: where the text says 可以 (may), the choice is "
        "the authority's; the report only points to where reasons are needed.",
    ),
    "limit_unequal": (
        "两案之间登记簿没有记载的差别：同样情形不同处理、轻重倒置只比较已记载的相关事实。",
        "Differences between cases that the register does not record: cases are compared on the "
        "recorded relevant facts alone.",
    ),
    "limit_dates": (
        "没有记载日期的告知和备案，以及不在上述工作日历之内、是否逾期不能确定的告知。",
        "Notices and filings whose dates are not recorded, and notices that the calendar above "
        "does not reach.",
    ),
    "limit_rejected": (
        "未予审计的行：共{}行，应当改正后重新审计。",
        "Rows that were not audited: {} of them; correct them and audit again.",
    ),
    "refused": ("未予审计的行", "Rows not audited"),
    "refused_note": (
        "这些行读不出来，或者所记的事实不能同时成立，没有作任何推测。改正登记簿后重新审计。",
        "These rows cannot be read, or their facts cannot all be; nothing was guessed. Correct "
        "the register and audit again.",
    ),
    "reason": ("原因", "Reason"),
    "not_fixed": ("尚不确定（事实未查明）", "not fixed (facts not established)"),
    "limit_responsibility": (
        "任何人的责任：本报告是核查的线索和依据，不是处理决定。",
        "Anyone's liability: this report is a basis for inquiry, not a decision.",
    ),
    "in_working_days": ("作出决定后{0}个工作日内", "within {0} working days after the decision"),
    "by_day_of_month": (
        "自作出决定之日起的第一个{0}日前（含当日）",
        "by the first {1} of a month from the day of the decision, that day included",
    ),
    "before_day_of_month": (
        "自作出决定之日起的第一个{0}日前（不含当日）",
        "before the first {1} of a month from the day of the decision",
    ),
    "in_brackets": ("（{0}）", " ({0})"),
    "clauses_and": ("、", "; "),
    "then": ("；", "; "),
    "is": ("{0}＝{1}", "{0} = {1}"),
    "colon": ("：", ": "),
}
