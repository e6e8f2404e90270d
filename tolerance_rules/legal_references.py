"""Legal references: coordinates such as "5.3" <-> 第五条第（三）项, and the words they stand for.

A coordinate names 条, 款, 项, then 目 or one of several unnumbered 情形, and leaves out what there
is none of: "5", "5.k2" (第二款), "5.3", "5.k2.3", "5.3.m1" (第1目), "7.5.2" (第二种情形).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tolerance_rules.language import Pair

_COORDINATE = (
    r"(?P<article>N)(?:\.k(?P<paragraph>N))?"
    r"(?:\.(?P<item>N)(?:\.m(?P<subitem>N)|\.(?P<situation>N))?)?".replace("N", "[1-9][0-9]{0,3}")
)
FORMS: Mapping[str, Pair] = {
    "article": ("第{}条", "Article {}"),
    "paragraph": ("第{}款", ", paragraph {}"),
    "item": ("第（{}）项", "({})"),
    "subitem": ("第{}目", ", subitem {}"),
    "situation": ("第{}种情形", ", condition {}"),
}
"""The words for each part of a coordinate, from the whole to the part."""
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_NUMERAL = "[零一二三四五六七八九十百千]+"
_ITEM = rf"(?m)^\s*（{_NUMERAL}）"
SUBITEM = r"(?m)^\s*\d+[．.、]"

# What the law counts, and by when. What stands before a number is matched, not looked behind at,
# so that the patterns are those of JavaScript for every browser.
# INVARIANT: a run of numerals is tried from its start only, so that a hostile text takes no time.
_N = "0-9０-９零〇一二两三四五六七八九十百廿卅半"
_NOTE = "(?:[（(][^（()）]{0,30}[)）])?"
_OF = "(?:法定|自然|连续|日历|教学)?"
_END = f"{_NOTE}(?:的?(?:期限|时间|期间))?(?:届?满)?[之以]?"
_WITHIN = f"{_END}(?:内|前(?!后))"
_SHORT = "(?:工作日|[天周]|星期|小时|分钟)"
_LIMIT = "|".join(
    (
        # 5（五）个工作日内, 一个半月以内, 一学期内, 三十日（假期不计入）内, 一年内; no date
        f"[{_N}]{_NOTE}(?:个半?)?{_NOTE}{_OF}{_SHORT}{_WITHIN}",
        f"[{_N}]{_NOTE}个半?{_NOTE}{_OF}(?:月|季度|学期|学年){_WITHIN}",
        f"(?:^|[^第{_N}])[{_N}]{{1,3}}学[期年]{_WITHIN}",
        f"(?:^|[^月{_N}])[{_N}]+{_NOTE}个?{_OF}日{_WITHIN}",
        f"(?:^|[^第{_N}])[{_N}]{{1,3}}{_NOTE}个?{_OF}年度?半?{_END}内",
        # 每季度末, 次月10日前, 季度末月20日前, 次年3月底前, 下一个工作日内, 本年度内
        f"每隔?[{_N}]{{0,3}}个?(?:工作日|月|季|学?年|学期|周|星期)",
        f"[次下当本翌末该]一?个?月[的份]?[{_N}]{{1,3}}[日号]{_WITHIN}",
        f"[次下当本翌该]一?年度?[{_N}]{{1,2}}月份?(?:[{_N}]{{1,3}}[日号]|[底末])?{_WITHIN}",
        f"[次下当本翌该]一?年度?年[底末]{_WITHIN}",
        f"[次下当本翌]一?个?(?:工作日|[日天]){_WITHIN}",
        f"[次下当本翌]一?个?(?:[周月年]|星期|季度|学期|学年|年度){_END}内",
        # 月底前, 学期结束前
        f"(?:^|[^年月学上去{_N}])(?:学[年期]|年度?|季度?|月)(?:结束|终了|[底末终]){_END}前(?!后)",
        # 不超过三十日, 期限为六个月
        f"(?:不得?(?:超过|[迟晚少]于)|(?:期限|公示期)[为是])[{_N}]{{1,3}}{_NOTE}个?{_OF}"
        f"(?:{_SHORT}|[日月年])",
    )
)


def chinese(number: int) -> str:
    """Return a number from 1 to 9999 in Chinese numerals."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def _parts(clause: str) -> dict[str, int]:
    found = re.fullmatch(_COORDINATE, clause)
    given = found.groupdict() if found else {}
    return {kind: int(number) for kind, number in given.items() if number}


def citation_of(clause: str) -> str:
    """Return the Chinese citation of a coordinate; empty if it is none."""
    return "".join(
        FORMS[kind][0].format(number if kind == "subitem" else chinese(number))
        for kind, number in _parts(clause).items()
    )


def citation_en(clause: str) -> str:
    """Return the English citation of a coordinate; empty if it is none."""
    return "".join(FORMS[kind][1].format(number) for kind, number in _parts(clause).items())


def legal_order(clause: str) -> tuple[int, ...]:
    """Return what sorts coordinates as the regulation has them; empty if it is none."""
    parts = _parts(clause)
    return tuple(parts.get(kind, 0) for kind in FORMS) if parts else ()


def article_words(regulation: str, clause: str) -> str:
    """Return the words of a whole 条 after its number, or of one 款 of it.

    Empty if the text has none such, and for coordinates below a 款.
    """
    parts = _parts(clause)
    if not parts.keys() <= {"article", "paragraph"} or not parts:
        return ""
    found = re.search(
        rf"^[ \u3000]*第{chinese(parts['article'])}条[ \u3000](.*?)"
        rf"(?=^[ \u3000]*第{_NUMERAL}[条章]|\Z)",
        regulation,
        flags=re.MULTILINE | re.DOTALL,
    )
    words = found[1] if found else ""
    if "paragraph" not in parts:
        return words
    paragraphs = _paragraphs(words)
    place = parts["paragraph"]
    return paragraphs[place - 1] if place <= len(paragraphs) else ""


def _paragraphs(words: str) -> list[str]:
    """Return the 款 of an article, each with its items; a line may break inside a sentence."""
    found: list[str] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        goes_on = found and (
            re.match(_ITEM, line) or re.match(SUBITEM, line) or found[-1][-1] not in "。；：:;"
        )
        if goes_on:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def clause_words(regulation: str, clause: str) -> str:
    """Return the words of a 条, a 款 or a 项; empty if the text has none such, or below a 项."""
    parts = _parts(clause)
    if "item" not in parts:
        return article_words(regulation, clause)
    texts = items(article_words(regulation, clause.rpartition(".")[0]))
    return texts[parts["item"]].strip() if parts["item"] < len(texts) else ""


def items(words: str) -> list[str]:
    """Return what comes before the items of an article, then each item, without its 目.

    A whole article numbers its items （一）、（二）… at the start of a line; words without such
    numbers set them in quotation marks.
    """
    numbered = re.split(_ITEM, words)
    if len(numbered) > 1:
        return [re.split(SUBITEM, each)[0] for each in numbered]
    return [words, *re.findall("“(.*?)”", words, flags=re.DOTALL)]


def states_days(words: str) -> bool:
    """Tell whether words of the law set a limit in numbers or by the calendar.

    十日内, 三个工作日内, 一年内, 20日前, 每月25日前 and 月底前 do.
    A date (2022年12月31日前) does not.
    """
    return re.search(_LIMIT, "".join(words.split())) is not None
