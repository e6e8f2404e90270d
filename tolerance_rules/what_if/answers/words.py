"""Words: what the answers of this package are written with, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.formats.human_values import folded
from tolerance_rules.language import Pair
from tolerance_rules.vocabulary.fact_spec import Mutability

WORDS: Mapping[str, Pair] = {
    "named": ("{title}：{name}", "{title}: {name}"),
    # The case as it is
    "now": ("现在的结论", "The outcome as it stands"),
    "now_presumed": ("现在的推定结论", "The outcome as it stands, as presumed"),
    "settled": ("{}，已定", "{} (settled)"),
    "unsettled": (
        "{outcome}，尚未确定；可能是：{reachable}",
        "{outcome} (not settled; it may be: {reachable})",
    ),
    # Facts and changes
    "fact": ("{label}（{name}）", "{label} ({name})"),
    "is": ("{fact}：{value}", "{fact}: {value}"),
    "being": ("{fact}（{values}）", "{fact} ({values})"),
    "change": ("{fact}：{before} → {after}", "{fact}: {before} → {after}"),
    "taking": ("{change}（{kind}）", "{change} ({kind})"),
    "presumed": ("未查明，推定为{}", "not established, presumed {}"),
    "implied": ("未查明，推知为{}", "not established, implied {}"),
    "partly_presumed": ("{left}（推定“{value}”）", "{left} (presumed “{value}”)"),
    "partly_implied": ("{left}（推知“{value}”）", "{left} (implied “{value}”)"),
    "still_open": (
        "变更后结论仍未确定，可能是：{}",
        "The outcome would still not be settled; it may be: {}",
    ),
    "to_explain": ("须作说明：{}", "Needs an explanation: {}"),
    # Paths
    "paths_title": ("尚需具备的事实（达到“{}”）", "Facts still needed (to reach “{}”)"),
    "harsher_title": ("哪些事实会使结论更重（“{}”）", "Facts that would make it worse (“{}”)"),
    "harsher": (
        "这种结论比本案的结论重。以下是分析：事实如果是这样，结论就会更重；不是要做的事，也不是建议。",
        "This outcome is heavier than that of the case. What follows is an analysis of which facts "
        "would lead to it: nothing to be done, and no advice.",
    ),
    "only": ("只看这些变更：{}", "Only these changes: {}"),
    "already": (
        "已经是“{}”，不须再具备别的事实。",
        "It is “{}” already; no other fact is needed.",
    ),
    "already_presumed": (
        "按推定已经是“{}”。要定下来，先查明事实。",
        "As presumed it is “{}” already. To settle it, establish the facts.",
    ),
    "no_path": (
        "没有一种变更可以达到“{}”。",
        "No change of facts reaches “{}”.",
    ),
    "no_path_only": (
        "只看这些变更（{}），达不到“{}”。",
        "By these changes alone ({}) “{}” is not reached.",
    ),
    "smallest": (
        "最少的变更：{size} 项事实，共 {count} 种办法",
        "The fewest changes: facts {size}, ways {count}",
    ),
    "checklist": (
        "作出决定前还可以做到的事项：最少 {size} 项，共 {count} 种办法",
        "What can still be done before the decision: at least {size}, ways {count}",
    ),
    "checklist_lead": (
        "是否做到，以作出决定时为准；作出决定以后的整改不在其内。",
        "What counts is what is done by the time of the decision; what a decision may order to be "
        "corrected after it is another matter.",
    ),
    "clause_notes": ("有关条款认定时注意", "Notes on the clauses concerned, for the finding"),
    "clause_note": ("{clause}：{note}", "{clause}: {note}"),
    "larger": ("{size} 项事实，共 {count} 种办法", "Facts {size}, ways {count}"),
    "larger_lead": (
        "每种办法少变更一项都达不到，也不包含前面的任何一种办法。",
        "Each of these ways needs all of its changes, and contains no way above.",
    ),
    "way": ("同时变更 {} 项：", "All {} together:"),
    "rest": ("没有列出的办法", "Ways not listed"),
    "rest_size": ("{size} 项事实的：{count} 种", "Of {size} facts: {count}"),
    # Scenarios
    "scenarios_title": ("假设与现状对照", "What if: before and after"),
    "summary": ("对照", "Side by side"),
    "scenario": ("假设", "What if"),
    "scenario_number": ("假设 {}", "What if {}"),
    "summed": ("{name}：{outcome}", "{name}: {outcome}"),
    "stays": ("{name}不变：{value}", "{name}, unchanged: {value}"),
    "becomes_same": ("{name}：{before} → {after}", "{name}: {before} → {after}"),
    "becomes_other": (
        "{name}：{before} → {other}：{after}",
        "{name}: {before} → {other}: {after}",
    ),
    "outcome": ("结论", "Outcome"),
    "outcome_presumed": ("推定结论", "Outcome, as presumed"),
    "may": ("准许的结论", "Permitted"),
    "may_presumed": ("按推定，准许的结论", "Permitted, as presumed"),
    "shall": ("应当作出的结论", "Outcome that shall be given"),
    "shall_presumed": (
        "按推定，应当作出的结论",
        "Outcome that shall be given, as presumed",
    ),
    "reachable": ("可能的结论", "Reachable"),
    "changed_facts": ("假设的变更", "Supposed"),
    "nothing_changed": ("没有假设任何不同", "Nothing is supposed to differ"),
    "consequences": ("由此推知", "Implied thereby"),
    "changed_reading": (
        "{clause}“{phrase}”的读法：{before} → {after}",
        "Reading of {clause} “{phrase}”: {before} → {after}",
    ),
    "changed_policy": ("裁量惯例：{before} → {after}", "Policy: {before} → {after}"),
    "policy": ("“{title}”", "“{title}”"),
    "policy_version": ("“{title}”（sha256 {sha256}）", "“{title}” (sha256 {sha256})"),
    "no_policy": ("没有", "none"),
    "gained": ("新引用的条款", "Clauses now cited"),
    "lost": ("不再引用的条款", "Clauses no longer cited"),
    "cited": ("{clause}（{role}）", "{clause} ({role})"),
    "cited_text": ("{cited}：{text}", "{cited}: {text}"),
    "statuses": ("成立与否有变化的条款", "Clauses whose status changes"),
    "new_warnings": ("新的须作说明的事项", "New matters to explain"),
    # Sensitivity
    "sensitivity_title": ("逐项事实的影响", "What each fact alone would do"),
    "turning": (
        "单独改变，就会改变结论的事实（{} 项）",
        "Facts that alone change the outcome ({})",
    ),
    "turning_presumed": (
        "单独改变，就会改变推定结论的事实（{} 项）",
        "Facts that alone change the outcome as presumed ({})",
    ),
    "unsettling": (
        "单独改变，只会影响结论是否确定的事实（{} 项）",
        "Facts that alone change only whether the outcome is settled ({})",
    ),
    "unsettling_presumed": (
        "单独改变，只会影响可能是哪些结论的事实（{} 项）",
        "Facts that alone change only what the outcome may be ({})",
    ),
    "impossible": ("与其他事实矛盾、不可能的取值", "Values that contradict other facts"),
    "without_effect": (
        "单独改变，不影响结论的事实（{} 项）",
        "Facts that alone change nothing ({})",
    ),
    "fact_now": ("{fact}，现为{value}", "{fact}, now {value}"),
    "if_value": ("若为{value}，结论为{outcome}", "If {value}: {outcome}"),
    "if_value_presumed": ("若为{value}，推定结论为{outcome}", "If {value}, as presumed: {outcome}"),
    "if_unknown": ("若未查明，结论为{outcome}", "If not established: {outcome}"),
    "if_unknown_presumed": (
        "若未查明，推定结论为{outcome}",
        "If not established, as presumed: {outcome}",
    ),
    "unsettles": (
        "若未查明，结论不再确定，可能是{}",
        "If not established: no longer settled; it may be {}",
    ),
    "same": ("若为{}：不变", "If {}: the same"),
    "same_unknown": ("若未查明：不变", "If not established: the same"),
    "because": ("若为{value}，则不可能：{reason}", "{value} cannot be: {reason}"),
    # Reasons
    "reason_title": ("结论所依据的最少事实", "The fewest facts on which the outcome rests"),
    "reason_title_presumed": (
        "推定结论所依据的最少事实",
        "The fewest facts on which the outcome as presumed rests",
    ),
    "forced": (
        "有以下 {} 项事实，不论其他事实如何，结论都是“{}”；再少就不能保证",
        "With these {} facts the outcome is “{}” whatever the others are; no fewer force it",
    ),
    "rests": (
        "已查明的事实不能决定结论；推定结论所依据的以下 {} 项中，有 {} 项是推定",
        "What is established does not force the outcome; of these {} facts {} are presumed",
    ),
    "outside": (
        "{lead}。所问的事实不足以决定结论，另须有：{facts}",
        "{lead}. The facts asked about do not force it; it takes these besides: {facts}",
    ),
    "reason_and_robustness_title": (
        "结论靠什么，有多稳固",
        "What the outcome rests on, and how robust it is",
    ),
    "reason_and_robustness_title_presumed": (
        "推定结论靠什么，有多稳固",
        "What the outcome as presumed rests on, and how robust it is",
    ),
    "robustness_title": ("结论有多稳固", "How robust the outcome is"),
    "robustness_title_presumed": (
        "推定结论有多稳固",
        "How robust the outcome as presumed is",
    ),
    "always": ("不论事实如何，结论都一样。", "The outcome is the same whatever the facts."),
    "wrong_facts": (
        "至少要有 {} 项已查明的事实不属实，结论才会改变。最近的一例：",
        "Established facts that would have to be wrong before the outcome changes: at least {}. "
        "The nearest case:",
    ),
    "not_settled": (
        "结论尚未确定：已查明的事实都属实，结论也可能改变。最近的一例：",
        "The outcome is not settled: it may change though no established fact is wrong. The "
        "nearest case:",
    ),
    "becomes": ("则结论为：{}", "The outcome would then be: {}"),
    "becomes_presumed": ("则推定结论为：{}", "The outcome, as presumed, would then be: {}"),
    # Questions
    "questions_title": ("下一步应当查明的事实", "What to establish next"),
    "screening": ("逐项排查{}", "Going through every {}"),
    "screening_question": (
        "以下{}，是否一项都没有？",
        "Is none of the following present (each a {})?",
    ),
    "screening_item": ("{clause}：{facts}", "{clause}: {facts}"),
    "screening_none": ("一项都没有", "none of these"),
    "screening_some": (
        "有的，或者还不能确定的：逐项查明",
        "If there is, or it is not known: establish them one by one",
    ),
    "questions": (
        "越靠前的，越能决定结论（共 {} 项）",
        "The most decisive first ({} in all)",
    ),
    "question": ("{fact}：{question}", "{fact}: {question}"),
    "answer_settles": ("{value}：结论即定，{outcome}", "{value}: settles it, {outcome}"),
    "answer_leaves": ("{value}：还可能是{outcomes}", "{value}: leaves {outcomes}"),
    "answer_same": (
        "{value}：可能的结论不变",
        "{value}: leaves what is possible as it is",
    ),
    "answer_impossible": (
        "{value}：与其他事实矛盾，不可能",
        "{value}: contradicts other facts, cannot be",
    ),
    "folded": (
        "单独查明一项，可能的结论不变（共 {} 项）",
        "One alone leaves what is possible as it is ({} in all)",
    ),
    "nothing_to_ask": (
        "没有还须查明的事实。",
        "Nothing more need be established.",
    ),
}

KIND_WORDS: Mapping[Mutability, Pair] = {
    "doable": ("还可以做到", "can still be done"),
    "establishable": ("还可以查明", "can still be established"),
    "fixed": ("除非原认定有误", "only if the finding is wrong"),
}


def kind_from_text(text: str) -> Mutability:
    """Return the kind of change of a code or a label; UnknownNameError if there is none."""
    said = folded(text)
    for kind, labels in KIND_WORDS.items():
        if said in map(folded, (kind, *labels)):
            return kind
    raise UnknownNameError("变更种类", text.strip(), list(KIND_WORDS))
