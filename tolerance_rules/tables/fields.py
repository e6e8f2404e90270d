"""Fields: what a register says of a decision besides its facts, and how its headers name that."""

from __future__ import annotations

from tolerance_rules.formats.case_words import ITEM_WORDS

TEXTS = ("id", "authority", "title")
DATES = ("occurred_on", "decided_on", "notified_on", "filed_on")
TOLD = frozenset({"notified_on", "filed_on"})
"""The dates that a time limit is set for."""
RECORDED = "recorded"
COLUMNS = (*TEXTS, *DATES, RECORDED)
"""What a register says of a decision besides its facts."""

IGNORED = "ignore"
"""What a mapping says of a column that is left out."""
KEPT = "keep"
"""What a mapping says of a column that is handed on as it is."""
TREATMENTS = {"忽略": IGNORED, "不要": IGNORED, "保留": KEPT}
"""The Chinese words for both."""
LABELS = {
    "id": "编号",
    "authority": "责任追究部门",
    "title": "事项",
    "occurred_on": "发生日期",
    "decided_on": "作出结论日期",
    "notified_on": "告知日期",
    "filed_on": "备案日期",
    RECORDED: "处理结果",
}
"""What messages call the items of a register."""

REJECTS_ZH = ("拒收行号", "拒收列", "拒收原因")
REJECTS_EN = ("rejected row", "rejected columns", "reason for rejection")
"""The headers that a rejects file puts before the rows' own; ignored when it is read again."""

HEADERS = {
    **{word: item for word, item in ITEM_WORDS.items() if not word.isascii()},
    "告知日期": "notified_on",
    "备案日期": "filed_on",
    "处理结果": RECORDED,
    **dict.fromkeys(REJECTS_ZH, IGNORED),
}
"""Chinese headers that need no mapping; the labels of facts are others."""

HEADERS_EN = {
    **{word: item for word, item in ITEM_WORDS.items() if word.isascii()},
    "notified on": "notified_on",
    "filed on": "filed_on",
    "recorded outcome": RECORDED,
    **dict.fromkeys(REJECTS_EN, IGNORED),
}
"""English headers that need no mapping."""

EXPLAINING = (("填表说明", "explanation"), ("可填的值", "values"))
"""The sheets of a template that explain it, in Chinese and in English: no registers."""
