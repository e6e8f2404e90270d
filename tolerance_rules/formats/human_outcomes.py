"""Human outcomes: an outcome as offices record it -> the outcome, where it is clear which."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tolerance_rules.errors import UnknownNameError, in_english, nearest, shorten
from tolerance_rules.formats.human_values import compared, folded, meaning
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rules import OutcomeWords
from tolerance_rules.verdict.outcome import Outcome

_FREE = (Outcome.NOT_PURSUED, Outcome.EXEMPT)
_LESS = (Outcome.MITIGATED, Outcome.LIGHTER)
_WRITTEN: Mapping[tuple[Outcome, ...], str] = {
    (Outcome.NOT_PURSUED,): "不予追究 不追究 不追究责任 不予追责 不追责 免予追究责任 免于追究责任 "
    "免予追责 免于追责 不予问责 免予问责 免于问责 不再追究 不再追究责任",
    (Outcome.EXEMPT,): "免予处理 免于处理 免予处分 免于处分 免予处罚 免于处罚 免除处理 免除处分",
    (Outcome.MITIGATED,): "减轻 减轻处理 减轻处分 减轻处罚 予以减轻",
    (Outcome.LIGHTER,): "从轻 从轻处理 从轻处分 从轻处罚 予以从轻",
    (Outcome.NO_TOLERANCE,): "不容错 不予容错 不能容错 不得容错",
    (Outcome.ORDINARY_ACCOUNTABILITY,): "按规定处理 按有关规定处理 按照有关规定处理 不适用容错",
    (*_FREE, *_LESS): "予以容错 容错 可以容错 同意容错 准予容错 适用容错 容错纠错 予以容错纠错 "
    "从宽 从宽处理 从宽处分",
    _FREE: "容错免责 免责 予以免责 免除责任 不予处理 不予处分 不处理",
    _LESS: "容错减责 减责 予以减责 减轻责任 从轻减轻 从轻或减轻 从轻或者减轻 从轻、减轻 减轻从轻 "
    "减轻或从轻 减轻或者从轻 减轻、从轻",
}
"""What offices write besides what a ruleset says, and which outcomes it may mean: where the rules
use just one of these, that one; otherwise it is not clear."""

_AS_LESS = {word: word for word in _WRITTEN[_LESS].split() if "轻" in word and "责" not in word}
"""Both of two outcomes, whatever is done less: 从轻或者减轻处分."""
LONGEST = 100
"""What is longer is no outcome."""

MEASURES = frozenset(
    (
        *("诫勉", "诫勉谈话", "谈话提醒", "提醒谈话", "谈话函询", "批评教育", "责令检查"),
        *("责令作出检查", "书面检查", "通报", "通报批评", "组织处理", "调离岗位", "停职检查"),
        *("引咎辞职", "责令辞职", "免职", "降职", "警告", "党内警告", "政务警告", "严重警告"),
        *("党内严重警告", "撤销党内职务", "留党察看", "开除党籍", "记过", "记大过"),
        *("政务记过", "政务记大过", "降级", "撤职", "开除"),
    )
)
"""Ways to deal with a person, which any outcome but the most lenient may come to."""

_SAYS: Mapping[str, Pair] = {
    "measure": (
        "“{}”是处理的方式，看不出是哪一种容错结论",
        "“{}” is a measure; it does not say which outcome it rests on",
    ),
    "vague": ("“{}”可能是{}，看不出是哪一种", "“{}” may be {}: not clear which"),
    "none": ("没有名为 {} 的结论", "There is no outcome named {}"),
    "near": ("；您是否想写 {}？", "; did you mean {}?"),
    "or": ("、", ", "),
}


_AROUND = r"[(（\[【《]*(.*?)[)）\]】》。；;，,.]*"
_BEFORE = "(?:予以|给予|应予|可以|应当|依规|依纪|依法|酌情|酌予|同意|准予|决定|对其)*"
_KIND = "(?:党纪政务|党纪|政务|政纪|组织)(?=处[分理])"
"""What goes before an outcome or into it and says nothing of which it is: 依规予以减轻党纪处分."""
_NARROWED = f"(?:免予|免于|免除|不予|不再).*{_KIND}"
"""To be free of one kind is not to be free of all: 免予党纪处分."""

_SEVERAL = "[、/,，;；]|或者?|和|及"


def plain_outcome(text: str) -> str:
    """Return what is written of an outcome without the words around it that leave it as it is."""
    said = compared(text)
    if len(said) > LONGEST:
        return said
    bare = re.sub(f"^{_BEFORE}", "", re.sub(f"^{_AROUND}$", r"\1", said))
    if re.match(_NARROWED, bare):
        return bare
    bare = re.sub(_KIND, "", bare)
    return _AS_LESS.get(re.sub("处[理分罚]$", "", bare), bare)


def outcome_words(outcomes: Mapping[str, OutcomeWords]) -> Mapping[str, Outcome]:
    """Return every word for an outcome that rules use: code, labels, other spellings."""
    words = {
        folded(word): Outcome(code)
        for code, outcome in outcomes.items()
        for word in (*outcome.label, *outcome.also)
    }
    return _clear(outcomes) | words | {code: Outcome(code) for code in outcomes}


def _clear(outcomes: Mapping[str, OutcomeWords]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for meant, words in _WRITTEN.items():
        used = [outcome for outcome in meant if outcome.value in outcomes]
        if len(used) == 1:
            found |= dict.fromkeys(words.split(), used[0])
    return found


def outcome_from_text(text: object, outcomes: Mapping[str, OutcomeWords]) -> Outcome:
    """Return the outcome, of those that rules use, that a text means; else UnknownNameError."""
    found = None
    if isinstance(text, str):
        words = outcome_words(outcomes)
        found = meaning(text, words) or words.get(plain_outcome(text))
    if found is None:
        name = text.strip() if isinstance(text, str) else text
        labels = (outcome.label[0] for outcome in outcomes.values())
        raise UnknownNameError("结论", name, [*outcomes, *labels])
    return found


def not_clear(text: str, outcomes: Mapping[str, OutcomeWords], lang: Lang = "zh") -> str:
    """Return why a text is not read as an outcome, with the nearest; without a full stop."""
    said, mark = compared(text), pick(lang, _SAYS["or"])
    if said in MEASURES:
        return say(lang, _SAYS["measure"], shorten(text))
    plain = plain_outcome(text)
    narrowed = re.fullmatch(_NARROWED + "处[分理]", plain) is not None
    free = _FREE if plain.startswith("不") else (Outcome.EXEMPT,)
    every = {**_WRITTEN, (*free, *_LESS): plain} if narrowed else _WRITTEN
    for meant, words in every.items():
        if said in words.split() or plain in words.split():
            used = [pick(lang, outcomes[each].label) for each in meant if each in outcomes]
            if used:
                return say(lang, _SAYS["vague"], shorten(text), mark.join(used))
    parts = re.split(_SEVERAL, said) if len(said) <= LONGEST else []
    words_of = outcome_words(outcomes)
    several = [words_of.get(plain_outcome(part)) for part in parts]
    if len(set(several)) > 1 and None not in several:
        named = dict.fromkeys(pick(lang, outcomes[each].label) for each in several if each)
        return say(lang, _SAYS["vague"], shorten(text), mark.join(named))
    labels = (label for outcome in outcomes.values() for label in outcome.label)
    near = nearest(text, [*outcomes, *labels])
    found = say(lang, _SAYS["none"], shorten(text))
    shown = near if lang == "zh" or not near else in_english(near)
    return found + say(lang, _SAYS["near"], shown) if near else found
