"""Labels: a judged table as people read it, headers and values in Chinese or in English."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.executors.columnar.plan import CLAUSE, JOIN
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.dataframes import SOURCE_ROW
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.verdict.outcome import Outcome

HEADINGS: Mapping[str, tuple[str, str]] = {
    SOURCE_ROW: ("表中行号", "row in the table"),
    "outcome": ("结论", "outcome"),
    "permitted": ("准许的结论", "permitted"),
    "settled": ("结论已定", "settled"),
    "reachable": ("仍有可能的结论", "still possible"),
    "row": ("结论表的行", "row of the outcome table"),
}
SETS = ("permitted", "reachable")
FLAGS: Mapping[bool | None, tuple[str, str]] = {True: ("是", "yes"), False: ("否", "no")}
STATUSES: Mapping[bool | None, tuple[str, str]] = {
    True: ("成立", "established"),
    False: ("不成立", "refuted"),
    None: ("未定", "open"),
}


def labelled(frame: pl.LazyFrame, rules: Ruleset, lang: Lang) -> pl.LazyFrame:
    """Return a judged table with labels for codes; columns it does not know stay as they are."""
    place = 0 if lang == "zh" else 1
    schema = frame.collect_schema()
    names: dict[str, str] = {name: words[place] for name, words in HEADINGS.items()}
    for clause, card in rules.clauses.items():
        names[CLAUSE + clause] = card.citation if lang == "zh" else f"clause {clause}"
    chosen = []
    for name, dtype in schema.items():
        column = pl.col(name)
        if name in ("outcome", *SETS) and isinstance(dtype, pl.Enum):
            codes = list(dtype.categories)
            texts = [_outcomes(code, lang) for code in codes]
            column = column.cast(pl.String).replace_strict(codes, texts, default=None)
        elif dtype == pl.Boolean:
            column = _flags(column, STATUSES if name.startswith(CLAUSE) else FLAGS, place)
        elif isinstance(dtype, pl.Enum) and (spec := _fact_of(dtype)):
            codes = list(dtype.categories)
            texts = [spec.label_of(code, lang) for code in codes]
            column = column.cast(pl.String).replace_strict(codes, texts, default=None)
        header = names.get(name, name)
        if name in vocabulary():
            header = vocabulary()[name].label if lang == "zh" else vocabulary()[name].label_en
        chosen.append(column.alias(header if header == name or header not in schema else name))
    return frame.select(chosen)


def _fact_of(dtype: pl.Enum) -> FactSpec | None:
    """Return a fact with just these values: those that share their values share the labels."""
    codes = tuple(dtype.categories)
    return next((spec for spec in vocabulary().values() if spec.values == codes), None)


def _outcomes(codes: str, lang: Lang) -> str:
    mark = "、" if lang == "zh" else ", "
    return mark.join(Outcome(code).label(lang) for code in codes.split(JOIN) if code)


def _flags(column: pl.Expr, words: Mapping[bool | None, tuple[str, str]], place: int) -> pl.Expr:
    other = words[None][place] if None in words else None
    return (
        pl.when(column)
        .then(pl.lit(words[True][place]))
        .when(~column)
        .then(pl.lit(words[False][place]))
        .otherwise(pl.lit(other, dtype=pl.String))
    )
