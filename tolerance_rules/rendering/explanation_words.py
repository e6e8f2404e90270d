"""Explanation words: what a decision is explained with, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.legal_references import citation_en, citation_of
from tolerance_rules.verdict.verdict import Role, Status

WORDS: Mapping[str, Pair] = {
    "title": ("容错纠错评判说明", "Explanation of the decision on tolerance"),
    "title_of": ("{title}：{name}", "{title}: {name}"),
    # The case
    "case": ("案件", "The case"),
    "id": ("编号：{}", "Number: {}"),
    "case_title": ("名称：{}", "Title: {}"),
    "authority": ("责任追究部门：{}", "Authority: {}"),
    "occurred_on": ("行为发生日期：{}", "Date of the conduct: {}"),
    "decided_on": ("决定日期：{}", "Date of the decision: {}"),
    # The outcome
    "outcome": ("结论", "Outcome"),
    "outcome_is": ("结论：{}", "Outcome: {}"),
    "outcome_presumed": ("推定结论：{}", "Outcome, as presumed: {}"),
    "shall": ("应当作出的结论：{}。", "The outcome that shall be given: {}."),
    "shall_presumed": (
        "按推定，应当作出的结论：{}。",
        "As presumed, the outcome that shall be given: {}.",
    ),
    "may": (
        "准许的结论（可以）：{permitted}。由责任追究部门在此范围内决定，最宽不超过{ceiling}。",
        "Permitted (may): {permitted}. The authority decides among these, and nothing more "
        "lenient than {ceiling}.",
    ),
    "may_presumed": (
        "按推定，准许的结论（可以）：{permitted}。由责任追究部门在此范围内决定，最宽不超过{ceiling}。",
        "As presumed, permitted (may): {permitted}. The authority decides among these, and nothing "
        "more lenient than {ceiling}.",
    ),
    "may_withheld": (
        "准许的结论（可以）：{permitted}，最宽不超过{ceiling}；原文只是“可以”，责任追究部门说明理由的，"
        "也可以不适用容错。",
        "Permitted (may): {permitted}, nothing more lenient than {ceiling}; since the text only "
        "permits, the authority may also decline to tolerate, with its reason.",
    ),
    "by_text_shall": ("由谁选定：原文直接写明。", "Chosen by: the text of the regulation."),
    "by_text_may": (
        "由谁选定：原文准许作出这一结论；是否作出，由责任追究部门决定。",
        "Chosen by: the text, which permits this outcome; the authority decides whether to.",
    ),
    "by_policy": (
        "由谁选定：原文准许上述各种结论，没有写明什么情况作出哪一种；这一结论由裁量惯例“{policy}”"
        "选定。惯例不是法规，责任追究部门可以在准许的范围内另作选择。",
        "Chosen by: the policy {policy}, for the text permits each of these and does not say which "
        "to take when. A policy is not law; the authority may choose otherwise within what is "
        "permitted.",
    ),
    "by_authority": (
        "由谁选定：责任追究部门在准许的范围内选定。理由：{}",
        "Chosen by: the authority, within what is permitted. Reason: {}",
    ),
    "by_authority_shall": (
        "由谁选定：原文直接写明，责任追究部门照此作出。理由：{}",
        "Chosen by: the text of the regulation, which the authority follows. Reason: {}",
    ),
    "withheld": (
        "由谁选定：规定只是“可以”容错，责任追究部门决定不适用容错，没有采用的结论是：{}。理由：{}",
        "Chosen by: the authority, which declines what the regulation only permits, setting aside: "
        "{}. Reason: {}",
    ),
    "set_aside": ("没有采用的结论：{}", "Set aside: {}"),
    "settled_complete": (
        "是否确定：就容错结论而言，结论已定，各项事实均已查明。",
        "Settled: yes; every fact is established.",
    ),
    "settled_implied": (
        "是否确定：就容错结论而言，结论已定，各项事实均已查明或者可以推知。",
        "Settled: yes; every fact is established or implied.",
    ),
    "settled_anyway": (
        "是否确定：就容错结论而言，结论已定。按所用的读法，无论未查明的事实如何，结论都不变。",
        "Settled: yes; on the readings in force, whatever the facts not yet established turn out "
        "to be, the outcome stays.",
    ),
    "settled_by_reading": (
        "但按“影响结论的读法”所列的另一种读法，结论尚未确定。",
        " By another of the readings listed below it is open.",
    ),
    "cited_as_presumed": ("引用的条款按推定列出。", " The clauses are cited as presumed."),
    "unsettled": (
        "是否确定：尚未确定，不得据以作出决定。这是未查明的事实都按推定取值时的结论；"
        "查明以后，可能是：",
        "Settled: no; no decision may rest on it. This is the outcome if every fact not yet "
        "established is as presumed; once they are established it may be:",
    ),
    "by_reference": ("适用方式：参照执行。", "Application: by reference 参照."),
    "by_reference_open": (
        "适用方式：是否参照执行尚未确定，取决于{}。",
        "Application: whether by reference 参照 is open and depends on this: {}.",
    ),
    "by_reference_to": (
        "适用方式：参照执行（{clause}“{quote}”）；{subject}。",
        "Application: by reference 参照 ({clause} “{quote}”); {subject}.",
    ),
    # Citations
    "citations": ("依据的条款和事实", "Clauses and facts relied on"),
    "cited": ("{citation}（{what}）", "{citation}: {what}"),
    "text": ("原文：{}", "Text: {}"),
    "gloss": ("大意：{}", "In English: {}"),
    "policy_text": ("内容：{}", "Text: {}"),
    "fact": (
        "{label}：{value}（{origin}）——“{quote}”",
        "{label}: {value} ({origin}) — “{quote}”",
    ),
    "evidence": ("证据：{}", "Evidence: {}"),
    # What prevented better
    "prevented": ("为什么没有更宽的处理", "What prevented a better outcome"),
    "prevented_so_far": (
        "{}但查明其他事实以后，仍可能是：{}。",
        "{} Once other facts are established, it may still be: {}.",
    ),
    "prevented_policy": (
        "准许的结论中更宽的（{}）没有被裁量惯例选中，惯例的内容见上。",
        "More lenient outcomes are permitted ({}), but the policy, set out above, did not choose "
        "them.",
    ),
    "prevented_authority": (
        "准许的结论中更宽的（{}）没有被责任追究部门选用。",
        "More lenient outcomes are permitted ({}), but the authority did not choose them.",
    ),
    # Adverse facts that did not matter
    "unweighed": (
        "已查明而未影响结论的不利事实",
        "Adverse facts established that did not bear on the outcome",
    ),
    # Implied and presumed
    "implied": ("推知的事实", "Implied findings"),
    "implied_lead": (
        "没有直接查明，但由已查明的事实可以推知，或者可以排除几种可能。",
        "Not established directly, but implied, or narrowed, by what is established.",
    ),
    "implied_by": ("根据“{by}”，可以推知：{fact}", "{fact}; implied by {by}"),
    "implied_closes": (
        "{}因此不成立。这是由书面认定推知的，不是单独查明的；认定以前应当已经查清，案卷中应有查证材料。",
        "So {} does not hold. This follows from a recorded finding and was not established apart; "
        "it should have been looked into before, and the record should show it.",
    ),
    "implied_not": (
        "根据“{by}”，不能认定：{label}",
        "not established to be: {label}; implied by {by}",
    ),
    "implied_so": ("根据“{by}”，应当认定：{label}", "{label}: yes; implied by {by}"),
    "narrowed_by": (
        "根据“{by}”，可以排除：{fact}；尚可能是{left}",
        "not {fact}; excluded by {by}; still possible: {left}",
    ),
    "presumed": ("推定的事实", "Presumed facts"),
    "presumed_lead": (
        "以下事实没有查明，或者没有全部查明，暂按推定取值；推定不是认定。",
        "These facts are not established, or only in part, and take their presumed values for now; "
        "a presumption is no finding.",
    ),
    "presumed_used": ("用于{clause}：{facts}", "Used in {clause}: {facts}"),
    "partly_rest": (
        "没有全部查明，也没有直接用于上面引用的条款：{}",
        "Established only in part, and not used in the clauses cited above: {}",
    ),
    "presumed_rest": (
        "另有 {} 项未查明的事实，没有直接用于上面引用的条款。",
        "{} further facts are not established and were not used in the clauses cited above.",
    ),
    "open_clauses": (
        "因事实未查明，以下条款成立与否尚未确定，暂按推定：{}",
        "For want of facts it is open whether these clauses hold, and they are taken as presumed: "
        "{}",
    ),
    # Open
    "open": ("尚待查明的事实", "Facts still to be established"),
    "open_lead": (
        "以下事实还可能改变结论，请依次查明，越靠前的越能决定结论。",
        "These facts can still change the outcome. Establish them in this order, the most decisive "
        "first.",
    ),
    "open_fact": (
        "{label}（{name}）：{question}可填：{values}。现推定：{presumed}。",
        "{label} ({name}): {question} One of: {values}. Presumed: {presumed}.",
    ),
    "excluded": ("已排除：{}。", " Excluded: {}."),
    # Warnings and readings
    "warnings": ("需要说明的事项", "Matters that need an explanation"),
    "warnings_lead": (
        "以下事项须在案卷中说明。",
        "The record should explain these.",
    ),
    "readings": ("影响结论的读法", "Readings on which the outcome turns"),
    "readings_lead": (
        "原文可作不止一种读法，换一种读法，结论就不同。",
        "The text admits more than one reading, and the outcome depends on which is taken.",
    ),
    "readings_lead_presumed": (
        "原文可作不止一种读法。下列各处，换一种读法，结论、可能的结论或者结论是否已定就不同；"
        "推定结论是未查明的事实都按推定取值时的结论。",
        "The text admits more than one reading. On each of these it turns what the outcome is, "
        "what it may still be, or whether it is settled; an outcome as presumed is the one if "
        "every fact not yet established is as presumed.",
    ),
    "readings_lead_authority": (
        "原文可作不止一种读法。责任追究部门选定以前，各种读法给出的结论是：",
        "The text admits more than one reading. Before the authority chose, each gives:",
    ),
    "reading": ("{clause}“{phrase}”", "{clause} “{phrase}” ({name})"),
    "option_in_force": ("{meaning}（本次采用）→ {outcome}", "{meaning} (in force) → {outcome}"),
    "option": ("{meaning} → {outcome}", "{meaning} → {outcome}"),
    "option_settled": ("结论已定：{outcome}", "settled: {outcome}"),
    "option_open": (
        "推定结论：{outcome}；查明以后，可能是：{reachable}",
        "as presumed: {outcome}; once the facts are established it may be: {reachable}",
    ),
    # The rules
    "rules": ("所用的规则", "The rules applied"),
    "ruleset": (
        "{number}《{title}》（{id}）",
        "{number} 《{title}》 ({id})",
    ),
    "sha256": ("规则指纹 sha256：{}", "Ruleset sha256: {}"),
    "default_readings": (
        "读法：原文可作不止一种读法的 {} 处，都用默认读法",
        "Readings: the default ones, of {} phrases that admit more than one",
    ),
    "other_readings": (
        "读法：原文可作不止一种读法的 {} 处，下列各处不用默认读法，其余用默认读法",
        "Readings: of {} phrases that admit more than one, the default ones but for these",
    ),
    "other_reading": ("{clause}“{phrase}”：{meaning}", "{clause} “{phrase}”: {meaning}"),
    "policy": ("裁量惯例：{title}（sha256 {sha256}）", "Policy: {title} (sha256 {sha256})"),
    # Small words
    "and": ("、", ", "),
    "then": ("；", "; "),
    "among": ("／", " / "),
    "or": ("或", " or "),
    "quoted": ("“{}”", "“{}”"),
    "is": ("{label}＝{value}", "{label} = {value}"),
    "held": ("成立", "holds"),
    "failed": ("不成立", "does not hold"),
    "held_presumed": ("尚未确定，按推定成立", "open, presumed to hold"),
    "failed_presumed": ("尚未确定，按推定不成立", "open, presumed not to hold"),
    "established": ("已查明", "established"),
    "not_made": ("没有作出书面认定", "no such finding is recorded"),
    "implied_origin": ("推知", "implied"),
    "presumed_origin": ("未查明，推定", "not established, presumed"),
    "partly_known_origin": ("尚未查明是哪一种", "not established which"),
    "partly_implied_origin": ("推知，尚未查明是哪一种", "implied, not established which"),
    "partly_presumed_origin": (
        "只知道是{}，推定",
        "known only to be {}, presumed",
    ),
    "known_to_be": ("{fact}（只知道是{among}）", "{fact} (known only to be {among})"),
    "met_presumed": ("按推定具备的条件", "condition met, as presumed"),
    "not_yet_met": ("按推定尚不具备的条件", "condition not met yet, as presumed"),
}

ROLES: Mapping[Role, Pair] = {
    Role.SCOPE: ("适用范围", "scope"),
    Role.PROVISO: ("容错情形的前提", "what a circumstance presupposes"),
    Role.CIRCUMSTANCE: ("容错情形", "circumstance for tolerance"),
    Role.BAR: ("不予容错情形", "bar to tolerance"),
    Role.CONDITION_MET: ("具备的条件", "condition met"),
    Role.CONDITION_UNMET: ("不具备的条件", "condition not met"),
    Role.DISPOSITION: ("处理依据", "disposition"),
    Role.POLICY: ("裁量惯例，不是法规", "policy, not law"),
}

STATUSES: Mapping[Status, Pair] = {
    Status.ESTABLISHED: ("成立", "holds"),
    Status.REFUTED: ("不成立", "does not hold"),
    Status.OPEN: ("未定", "open"),
}


def series(lang: Lang, parts: Iterable[str], word: str = "and") -> str:
    """Return the parts as one enumeration; parts that have commas themselves stand apart by ；."""
    listed = list(parts)
    if word == "and" and any(comma in part for part in listed for comma in "、，"):
        word = "then"
    return pick(lang, WORDS[word]).join(listed)


def clause_name(lang: Lang, clause: str, citation: str = "") -> str:
    """Return how a clause is cited: in English after its Chinese coordinates, if it has any."""
    official = citation or citation_of(clause) or clause
    english = citation_en(clause)
    return f"{english} {official}" if lang == "en" and english else official


def within_quotes(phrase: str) -> str:
    """Return a phrase as it stands inside quotation marks."""
    return phrase.replace("“", "‘").replace("”", "’")
