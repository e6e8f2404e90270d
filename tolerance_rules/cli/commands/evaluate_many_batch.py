"""Evaluate-many batch: the table that the options name, how it is read, where results go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.evaluate_many_words import FOLDER, KIND, NO_TABLE, TWICE
from tolerance_rules.cli.terminal.output import EXISTS, IS_INPUT, may_replace
from tolerance_rules.cli.terminal.table_options import table_choice
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.formats.inputs import file_of, is_input
from tolerance_rules.language import Lang, pick, say

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.tables.batch import Batch


def batch_of(
    lang: Lang,
    rules: Ruleset,
    mapping: str | None,
    inputs: Sequence[str | Path],
    *,
    place: str,
    out: str,
    rejects: str | None,
    keep: Sequence[str],
    others: str | None,
    out_table: str | None,
    labels: bool,
    no_clauses: bool,
    force: bool,
    **given: str | None,
) -> Batch:
    """Return what the options ask for; the program ends where they cannot be followed."""
    from tolerance_rules.tables.batch import Batch
    from tolerance_rules.tables.connection_string import is_database
    from tolerance_rules.tables.database_inputs import overwrites
    from tolerance_rules.tables.mapping import mapping_of

    choice = table_choice(lang, given)
    known = mapping_of(mapping, rules)
    if others:
        known = replace(known, others=others)  # type: ignore[arg-type]
    into_database = is_database(out)
    beside = Path(f"{out_table or 'judged'}.csv") if into_database else Path(out)
    refused = Path(rejects) if rejects else beside.with_name(f"{beside.stem}.rejects.csv")
    if into_database and not out_table:
        usage_error(pick(lang, NO_TABLE))
    if into_database and overwrites(out, out_table or "", place, choice.table, choice.query):
        usage_error(say(lang, IS_INPUT, out_table or ""))
    if into_database and (file := file_of(out)) and is_input(file, inputs):
        usage_error(say(lang, IS_INPUT, str(file)))
    targets = [refused] if into_database else [Path(out), refused]
    for target in targets:
        _require_free(lang, target, [place, *inputs], force=force)
    if not into_database:
        _require_kind(lang, Path(out))
        if Path(out).resolve() == refused.resolve():
            usage_error(pick(lang, TWICE))
    return Batch(
        place,
        out,
        refused,
        known,
        tuple(keep),
        choice,
        out_table or "",
        statuses=not no_clauses,
        labels=lang if labels else None,
        replace=force,
        always=rejects is not None or (force and refused.exists()),
        lang=lang,
    )


def _require_kind(lang: Lang, out: Path) -> None:
    from tolerance_rules.tables.writers import FORMATS as KINDS

    if out.suffix.lower() not in KINDS:
        mark = "、" if lang == "zh" else ", "
        usage_error(pick(lang, KIND).format(out.name, mark.join(KINDS)))


def _require_free(lang: Lang, target: Path, inputs: Sequence[str | Path], *, force: bool) -> None:
    if not target.parent.is_dir():
        usage_error(pick(lang, FOLDER).format(target.parent))
    if is_input(target, inputs):
        usage_error(say(lang, IS_INPUT, str(target)))
    if target.is_dir() or not may_replace(target, force=force):
        usage_error(say(lang, EXISTS, str(target)))
