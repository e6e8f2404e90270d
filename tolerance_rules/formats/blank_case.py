"""Blank case: a case file to fill in, every fact with its question and what may be written."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.facts import FactSpec
from tolerance_rules.formats.case_file import DATES, TEXTS
from tolerance_rules.formats.case_yaml import case_lines, fact_line, yaml_value
from tolerance_rules.language import Lang, Pair, pick

HEAD: Pair = (
    "# 容错纠错案件。逐项填写冒号后面的值：\n"
    "#   true 是；false 否；null 未查明（不写也是未查明）；有几种情况的，填所列的英文代码。\n"
    "# 填好后评判：tolerance-rules evaluate 本文件\n",
    "# A case for tolerance and correction. Fill in the value after each colon:\n"
    "#   true; false; null where not yet established (as is a fact left out); or a code listed.\n"
    "# Then evaluate it: tolerance-rules evaluate THIS-FILE\n",
)
ABOUT_CASE: dict[str, Pair] = {
    "id": ("编号", "number"),
    "title": ("名称", "title"),
    "authority": ("责任追究部门", "the authority that holds to account"),
    "occurred_on": ("行为发生日期，如 2024-05-01", "date of the conduct, such as 2024-05-01"),
    "decided_on": ("决定日期，如 2024-05-01", "date of the decision, such as 2024-05-01"),
}
EVIDENCE: Pair = (
    "# 证据说明（可不写）：事实的名称: 证据。请去掉行首的 # 再写，例如\n"
    "# evidence:\n"
    "#   work.pilot: 《试点方案》（院发〔2024〕3号）\n",
    "# Notes on evidence (optional): name of the fact: note. Take the # away, as in\n"
    "# evidence:\n"
    "#   work.pilot: 《试点方案》（院发〔2024〕3号）\n",
)
QUESTION: Pair = (
    "{question}（未查明时推定：{presumed}）",
    "{label} | {question} (presumed: {presumed})",
)


def blank_case(lang: Lang) -> str:
    """Return the text of a blank case file."""
    about = (f"{key}: null  # {pick(lang, ABOUT_CASE[key])}" for key in (*TEXTS, *DATES))
    lines = case_lines(about, lambda spec: _fact(spec, lang), lang)
    return "\n".join([pick(lang, HEAD), *lines, pick(lang, EVIDENCE)])


def _fact(spec: FactSpec, lang: Lang) -> Iterator[str]:
    presumed = yaml_value(spec.presumed) if spec.boolean else spec.label_of(spec.presumed, lang)
    words = pick(lang, QUESTION)
    yield "# " + words.format(label=spec.label_en, question=spec.question, presumed=presumed)
    if not spec.boolean:
        yield from (f"#   {value}  {spec.label_of(value, lang)}" for value in spec.values)
    yield fact_line(spec, None)
