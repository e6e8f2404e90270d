"""Case files: an example written as a case that `tolerance-rules evaluate` takes as it is."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.formats.atomic_file import write, write_new
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.proof.certificate import Certificate
from tolerance_rules.rendering.document import printable
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.verdict.verdict import Facts

if TYPE_CHECKING:
    from tolerance_rules.proof.diff import RulesetDifference


def counterexamples(certificate: Certificate, rules: Ruleset) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a case file for each example of a refuted property.

    A pair of cases gives two files, and a refutation that is explained gives its files too.
    """
    for result in certificate.results:
        refuted = [finding for finding in result.findings if not finding.proved]
        for number, finding in enumerate(refuted, 1):
            example = finding.example
            if example is None:
                continue
            title = f"{result.zh}——{finding.subject.zh}"
            notes = [
                f"{result.id} / {finding.subject.name}",
                *_options(example.readings),
                *([f"已说明：{finding.reason}"] if finding.reason else []),
                "有 <-- 的事实与推定的取值不同，或者前后不同。",
            ]
            marked = [*example.facts, *example.change]
            known = example.known(rules.vocabulary)
            stem = f"{result.id}-{number:02}"
            yield (
                f"{stem}{'a' if example.change else ''}.yaml",
                _case(known, rules, title, notes, marked),
            )
            if example.change:
                after = {**known, **example.change}
                yield f"{stem}b.yaml", _case(after, rules, title, notes, marked)


def changes(
    difference: RulesetDifference, sides: tuple[Ruleset, Ruleset]
) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a case file for the smallest case of each change.

    Of two regulations with facts of their own, the case is written for each.
    """
    from tolerance_rules.proof.diff_words import outcome_words

    written = [_side(rules, which) for rules, which in zip(sides, ("原来", "现在"), strict=True)]
    for change in difference.changes:
        ends = zip((change.before, change.after), sides, strict=True)
        title = " → ".join(outcome_words(outcome, rules) for outcome, rules in ends)
        clauses = "、".join(change.responsible) or "没有"
        notes = [
            *written,
            *([f"状态改变的条款：{clauses}"] if difference.one_regulation else []),
            f"这样的案件共 {change.cases:,} 个，这是与推定不同的事实最少的一个（有 <-- 的）。",
        ]
        marked = change.example.facts
        name = f"{change.before}-to-{change.after}"
        totals = [*zip(("-old", "-new"), change.totals, sides, strict=True)]
        for suffix, facts, rules in totals if any(difference.facts.held) else totals[:1]:
            ending = suffix if any(difference.facts.held) else ""
            yield f"{name}{ending}.yaml", _case(facts, rules, title, notes, marked)


def _side(rules: Ruleset, which: str) -> str:
    policy = f"（裁量惯例“{rules.policy.title}”）" if rules.policy is not None else ""
    options = "".join(f" --reading {name}={option}" for name, option in rules.chosen.items())
    return f"{which}：--ruleset {rules.folder or rules.id}{options}{policy}"


def _case(
    facts: Facts, rules: Ruleset, title: str, notes: Sequence[str], marked: Collection[str]
) -> str:
    """Return a case file of every fact; `marked` facts are pointed out, `notes` stand on top."""
    case = CaseFile(rules.facts(dict(facts)), CaseInfo(title=printable(title)))
    return to_yaml(case, notes=[printable(note) for note in (title, *notes)], marked=marked)


def _options(readings: Mapping[str, str]) -> Iterator[str]:
    if readings:
        yield "读法：" + " ".join(f"--reading {name}={each}" for name, each in readings.items())


def write_all(
    files: Iterator[tuple[str, str]], folder: Path, *, replace: bool = False
) -> list[Path]:
    """Write files into a folder, made if need be, and return them.

    FileExistsError if one of that name is there, and nothing is written; unless they `replace`.
    """
    texts = {folder / name: text for name, text in files}
    for path in texts:
        if not replace and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        (write if replace else write_new)(path, text)
    return list(texts)
