"""Blank case: a case file to fill in, every fact with its question and what may be written."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.characters import on_one_line
from tolerance_rules.formats.case_file import TEXTS
from tolerance_rules.formats.case_words import DATES
from tolerance_rules.formats.case_yaml import case_lines, fact_line, yaml_value
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import FactSpec

HEAD: Pair = (
    "# 案件，依据{document}《{title}》。逐项填写冒号后面的值：\n"
    "#   true 是；false 否；null 未查明（不写也是未查明）；有几种情况的，填所列的英文代码。",
    "# A case under {document}, {title_en}. Fill in the value after each colon:\n"
    "#   true; false; null where not yet established (as is a fact left out); or a code listed.",
)
SEVERAL: Pair = (
    "#   只知道是其中哪几种、还没有查明是哪一种的，都列出来：{}",
    "#   Where it is only known to be one of several, list them: {}",
)
EVALUATE: Pair = (
    "# 填好后评判：tolerance-rules evaluate 本文件{}\n",
    "# Then evaluate it: tolerance-rules evaluate THIS-FILE{}\n",
)
ABOUT_CASE: dict[str, Pair] = {
    "id": ("编号", "number"),
    "title": ("名称", "title"),
    "authority": ("责任追究部门", "the authority that holds to account"),
    "occurred_on": ("行为发生日期，如 2024-05-01", "date of the conduct, such as 2024-05-01"),
    "decided_on": (
        "决定日期，如 2024-05-01；不在规定施行期间的，不予评判",
        "date of the decision, such as 2024-05-01; refused where the regulation was not in force",
    ),
}
EVIDENCE: Pair = (
    "# 证据说明（可不写）：事实的名称: 证据。请去掉行首的 # 再写，例如\n"
    "# evidence:\n"
    "#   {}: 会议纪要第3号\n",
    "# Notes on evidence (optional): name of the fact: note. Take the # away, as in\n"
    "# evidence:\n"
    "#   {}: minutes no. 3\n",
)
HANDLING: Pair = (
    "# 办理情况（可不写）：做了什么: 日期。写了才知道什么已办、什么逾期，例如\n"
    "# handling:\n"
    "#   {}: 2024-05-01\n",
    "# Handling (optional): what was done: day. It tells what is done and what is overdue, as in\n"
    "# handling:\n"
    "#   {}: 2024-05-01\n",
)
QUESTION: Pair = ("{question}（未查明时推定：{presumed}）", "{question} (presumed: {presumed})")
FINDING: Pair = (
    "{question}（书面认定：没有作出的，就是没有）",
    "{question} (a recorded finding: absent means not made)",
)


def blank_case(rules: Ruleset, lang: Lang, options: str = "") -> str:
    """Return the text of a blank case file; `options` are those that evaluate it by the rules."""
    vocabulary = rules.vocabulary
    about = (f"{key}: null  # {pick(lang, ABOUT_CASE[key])}" for key in (*TEXTS, *DATES))
    lines = case_lines(vocabulary, about, lambda spec: _fact(spec, lang), lang)
    evidence = say(lang, EVIDENCE, next(iter(vocabulary)))
    handling = [say(lang, HANDLING, pick(lang, _example(rules)))] if rules.obligations else []
    return "\n".join([*_head(rules, lang, options), *lines, evidence, *handling])


def _example(rules: Ruleset) -> Pair:
    """Return what is named as an example of what to record: a duty with a time limit, if any."""
    duties = list(rules.obligations.duties.values())
    return next((each for each in duties if each.register), duties[0]).label


def _head(rules: Ruleset, lang: Lang, options: str) -> Iterator[str]:
    yield say(
        lang,
        HEAD,
        document=on_one_line(rules.document_number),
        title=on_one_line(rules.title),
        title_en=on_one_line(rules.title_en),
    )
    graded = [spec for spec in rules.vocabulary.values() if len(spec.values) > 2]
    if graded:
        # The degree of a loss or of harm is what most often is known in part only.
        spec = next((each for each in graded if each.direction == "aggravating"), graded[0])
        yield say(lang, SEVERAL, fact_line(spec, spec.values[-2:]))
    yield say(lang, EVALUATE, f" {options}" if options else "")


def _fact(spec: FactSpec, lang: Lang) -> Iterator[str]:
    presumed = yaml_value(spec.presumed) if spec.boolean else spec.label_of(spec.presumed, lang)
    words = FINDING if spec.finding else QUESTION
    question = say(lang, words, question=spec.question_of(lang), presumed=presumed)
    yield f"# {on_one_line(question)}"
    if not spec.boolean:
        labels = {value: on_one_line(spec.label_of(value, lang)) for value in spec.values}
        yield from (f"#   {value}  {label}" for value, label in labels.items())
    yield fact_line(spec, False if spec.finding else None)
