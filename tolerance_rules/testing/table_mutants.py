"""Table mutants: every single mutation of the rows of the outcome table and of the policy."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from tolerance_rules.language import LANGS, Lang, Pair
from tolerance_rules.proof.condition_edits import OUTCOMES, holder_labels, with_policy_rows
from tolerance_rules.rules import POLICY, Cite, Disposition, OutcomeRow, Ruleset
from tolerance_rules.testing.mutants import Mutant, Mutation, Place, Steps
from tolerance_rules.verdict.verdict import Role

ROLES = tuple(role.value for role in Role if role not in (Role.DISPOSITION, Role.POLICY))
OTHER_STATUS = {"established": "refuted", "refuted": "established"}
STATUSES = {"established": ("成立", "established"), "refuted": ("不成立", "refuted")}


def table_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants in which rows are dropped or swapped, or one says something else."""
    for mutation, order in _orders(rules, OUTCOMES, [row.row for row in rules.outcomes]):
        yield Mutant(mutation, _outcome_rows(rules, [rules.outcomes[place] for place in order]))
    for mutation, order in _orders(rules, POLICY, [pick.row for pick in rules.policy_rows]):
        yield Mutant(
            mutation, with_policy_rows(rules, [rules.policy_rows[place] for place in order])
        )
    for place, row in enumerate(rules.outcomes):
        for operator, steps, zh, en, made in _changed(rules, row):
            rows = (*rules.outcomes[:place], made, *rules.outcomes[place + 1 :])
            mutation = _mutation(rules, operator, Place(f"{OUTCOMES}#{row.row}", steps), zh, en)
            yield Mutant(mutation, _outcome_rows(rules, rows))
    left = _left_to_policy(rules)
    for place, pick in enumerate(rules.policy_rows):
        for outcome in left:
            if outcome != pick.outcome:
                other = dataclasses.replace(pick, outcome=outcome)
                picks = (*rules.policy_rows[:place], other, *rules.policy_rows[place + 1 :])
                where = Place(f"{POLICY}#{pick.row}", ("outcome",))
                mutation = _mutation(
                    rules, "outcome", where, *_other_outcome(rules, pick.outcome, outcome)
                )
                yield Mutant(mutation, with_policy_rows(rules, picks))


def _mutation(rules: Ruleset, operator: str, place: Place, zh: str, en: str) -> Mutation:
    label, label_en = holder_labels(rules, place.holder)
    return Mutation(operator, place, f"{label}：{zh}", f"{label_en}: {en}")


def _outcome_rows(rules: Ruleset, rows: Sequence[OutcomeRow]) -> Ruleset:
    return dataclasses.replace(rules, outcomes=tuple(rows))


def _orders(
    rules: Ruleset, table: str, names: Sequence[str]
) -> Iterator[tuple[Mutation, tuple[int, ...]]]:
    """Yield which rows are left when one is dropped or two are swapped; the last stays the last."""
    places = range(len(names))
    for one in places[:-1]:
        place = Place(f"{table}#{names[one]}")
        dropped = tuple(other for other in places if other != one)
        yield _mutation(rules, "row", place, "整行漏掉了", "left out"), dropped
        for two in places[one + 1 : -1]:
            swapped = list(places)
            swapped[one], swapped[two] = two, one
            said = f"与第 {names[two]} 行对调了", f"swapped with row {names[two]}"
            yield _mutation(rules, "row", place, *said), tuple(swapped)


ChangedRow: TypeAlias = tuple[str, Steps, str, str, OutcomeRow]
"""The operator, the way into the row, what is changed, in words, and the row."""


def _changed(rules: Ruleset, row: OutcomeRow) -> Iterator[ChangedRow]:
    yield from _outcomes(rules, row)
    yield from _weights(row)
    yield from _permitted(rules, row)
    yield from _cites(rules, row)
    yield from _more_cites(rules, row)
    for words in dict.fromkeys(each.disposition for each in rules.outcomes):
        if words != row.disposition:
            yield _disposed(row, words)


def _other_outcome(rules: Ruleset, outcome: str, other: str) -> Pair:
    def names(lang: Lang) -> list[str]:
        return [each if each == POLICY else rules.label(each, lang) for each in (outcome, other)]

    zh, en = "结论“{}”写成了“{}”", 'outcome "{}" written "{}"'
    return zh.format(*names("zh")), en.format(*names("en"))


def _outcomes(rules: Ruleset, row: OutcomeRow) -> Iterator[ChangedRow]:
    """Yield a row with another outcome: one that it permits, or, if it permits one only, any."""
    one_only = len(row.permitted) == 1
    for outcome in rules.labels:
        if outcome == row.outcome or not (one_only or outcome in row.permitted):
            continue
        permitted = (outcome,) if one_only else row.permitted
        zh, en = _other_outcome(rules, row.outcome, outcome)
        made = dataclasses.replace(row, outcome=outcome, permitted=permitted, basis="text")
        yield "outcome", ("outcome",), zh, en, made


def _weights(row: OutcomeRow) -> Iterator[ChangedRow]:
    if row.modality == "may":
        zh, en = "“可以”写成了“应当”", "may written shall"
        yield "weight", ("modality",), zh, en, dataclasses.replace(row, modality="shall")
    else:
        zh, en = "“应当”写成了“可以”", "shall written may"
        yield "weight", ("modality",), zh, en, dataclasses.replace(row, modality="may")


def _left_to_policy(rules: Ruleset) -> tuple[str, ...]:
    rows = [row.permitted for row in rules.outcomes if row.by_policy]
    return tuple(o for o in rules.labels if rows and all(o in permitted for permitted in rows))


def _permitted(rules: Ruleset, row: OutcomeRow) -> Iterator[ChangedRow]:
    """Yield a row with an outcome more permitted, or less; never less than it comes to."""
    needed = {row.outcome}
    if row.by_policy:
        needed = {pick.outcome for pick in rules.policy_rows}
    for name in rules.labels:
        if name in needed:
            continue
        zh, en = (rules.label(name, lang) for lang in LANGS)
        if name in row.permitted:
            permitted = tuple(each for each in row.permitted if each != name)
            zh, en = f"准许的结论少了“{zh}”", f'"{en}" not permitted'
        else:
            permitted = tuple(each for each in rules.labels if each in (*row.permitted, name))
            zh, en = f"准许的结论多了“{zh}”", f'"{en}" permitted'
        yield "permitted", ("permitted",), zh, en, dataclasses.replace(row, permitted=permitted)


def _cites(rules: Ruleset, row: OutcomeRow) -> Iterator[ChangedRow]:
    for place, cite in enumerate(row.cites):
        steps, name = ("cites", place), cite.clause
        status_zh, status_en = STATUSES[cite.status]
        label, label_en = f"引用 {name}（{status_zh}）", f"cite of {name} ({status_en})"

        def made(*cites: Cite, at: int = place) -> OutcomeRow:
            kept = (*row.cites[:at], *cites, *row.cites[at + 1 :])
            return dataclasses.replace(row, cites=kept)

        if len(row.cites) > 1:
            yield "cite", steps, f"少了{label}", f"{label_en} left out", made()
        for role in ROLES:
            if role != cite.role:
                zh, en = f"{label}的作用写成了 {role}", f"role of the {label_en} written {role}"
                yield "cite", steps, zh, en, made(dataclasses.replace(cite, role=role))
        status = OTHER_STATUS[cite.status]
        zh, en = f"{label}写成了{STATUSES[status][0]}的", f"{label_en} written {status}"
        yield "cite", steps, zh, en, made(dataclasses.replace(cite, status=status))
        if name in rules.articles:
            zh, en = f"{label}的逐项、整条写反了", f"{label_en}: each and whole confused"
            yield "cite", steps, zh, en, made(dataclasses.replace(cite, whole=not cite.whole))
        for other in _alike(name, rules):
            zh, en = f"{label}写成了引用 {other}", f"{label_en} written {other}"
            yield "cite", steps, zh, en, made(dataclasses.replace(cite, clause=other))


def _more_cites(rules: Ruleset, row: OutcomeRow) -> Iterator[ChangedRow]:
    """Yield a row with one more citation, which stands in another row."""
    for cite in dict.fromkeys(cite for each in rules.outcomes for cite in each.cites):
        if cite not in row.cites:
            status_zh, status_en = STATUSES[cite.status]
            zh = f"多了引用 {cite.clause}（{status_zh}，{cite.role}）"
            en = f"cite of {cite.clause} ({status_en}, {cite.role}) added"
            made = dataclasses.replace(row, cites=(*row.cites, cite))
            yield "cite", ("cites",), zh, en, made


def _alike(clause: str, rules: Ruleset) -> tuple[str, ...]:
    """Return the other articles, for an article; for a clause, the others of its operator."""
    if clause in rules.articles:
        return tuple(name for name in rules.articles if name != clause)
    inside = {inner for article in rules.articles.values() for inner in article.clauses}
    return tuple(name for name in rules.clauses if name not in inside and name != clause)


def _disposed(row: OutcomeRow, words: Disposition) -> ChangedRow:
    zh = f"作出处理所依据的原文写成了“……{words.text[-18:]}”"
    en = f"another disposing sentence, of {words.clause}: …{words.text[-18:]}"
    made = dataclasses.replace(row, disposition=words)
    return "disposition", ("disposition",), zh, en, made
