"""Labels: a judged table as people read it, headers and values in Chinese or in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from tolerance_rules.executors.columnar.columns import CLAUSE, JOIN
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.legal_references import citation_en
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import cell_label
from tolerance_rules.tables.dataframes import SOURCE_ROW
from tolerance_rules.tables.days import EARLIER
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.vocabulary.fact_spec import FactSpec

HEADINGS: Mapping[str, Pair] = {
    SOURCE_ROW: ("表中行号", "row in the table"),
    "outcome": ("结论（未定的为推定结论）", "outcome (as presumed where not settled)"),
    "permitted": ("可以或者应当作出的结论", "permitted or required"),
    "settled": ("结论已定", "settled"),
    "reachable": ("仍有可能的结论", "still possible"),
    EARLIER: ("行为在施行以前", "conduct before these rules"),
    "row": ("结论表的行", "row of the outcome table"),
}
SETS = ("permitted", "reachable")
FLAGS: Mapping[bool | None, Pair] = {True: ("是", "yes"), False: ("否", "no")}
STATUSES: Mapping[bool | None, Pair] = {
    True: ("成立", "established"),
    False: ("不成立", "refuted"),
    None: ("未定", "open"),
}


def labelled(
    frame: pl.LazyFrame, rules: Ruleset, facts: Mapping[str, FactSpec], lang: Lang
) -> pl.LazyFrame:
    """Return a judged table with labels for codes; columns it does not know stay as they are.

    `facts` are the columns that hold facts, by the header they have.
    """
    schema = frame.collect_schema()
    names = {name: pick(lang, words) for name, words in HEADINGS.items()}
    for clause, card in rules.clauses.items():
        names[CLAUSE + clause] = pick(lang, (card.citation, citation_en(clause)))
    names |= {name: spec.name_of(lang) for name, spec in facts.items() if name == spec.name}
    chosen = []
    for name, dtype in schema.items():
        column = pl.col(name)
        if name in ("outcome", *SETS) and isinstance(dtype, pl.Enum):
            column = _relabelled(column, dtype, partial(_outcomes, rules, lang))
        elif dtype == pl.Boolean:
            column = _flags(column, STATUSES if name.startswith(CLAUSE) else FLAGS, lang)
        elif isinstance(dtype, pl.Enum) and name in facts:
            column = _relabelled(column, dtype, partial(cell_label, facts[name], lang))
        header = names.get(name, name)
        chosen.append(column.alias(header if header == name or header not in schema else name))
    return frame.select(chosen)


def _relabelled(column: pl.Expr, dtype: pl.Enum, label: Callable[[str], str]) -> pl.Expr:
    codes = list(dtype.categories)
    labels = [label(code) for code in codes]
    return column.cast(pl.String).replace_strict(codes, labels, default=None)


def _outcomes(rules: Ruleset, lang: Lang, codes: str) -> str:
    return pick(lang, ("、", ", ")).join(
        rules.label(code, lang) for code in codes.split(JOIN) if code
    )


def _flags(column: pl.Expr, words: Mapping[bool | None, Pair], lang: Lang) -> pl.Expr:
    other = pick(lang, words[None]) if None in words else None
    return (
        pl.when(column)
        .then(pl.lit(pick(lang, words[True])))
        .when(~column)
        .then(pl.lit(pick(lang, words[False])))
        .otherwise(pl.lit(other, dtype=pl.String))
    )
