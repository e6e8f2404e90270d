"""Case files: an example written as a case that `tolerance-rules evaluate` takes as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.facts import CaseFacts
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.proof.certificate import Certificate
from tolerance_rules.rendering.document import printable
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Facts

if TYPE_CHECKING:
    from tolerance_rules.proof.diff import RulesetDifference


def counterexamples(certificate: Certificate) -> Iterator[tuple[str, str]]:
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
                f"释义：{_options(example.readings)}",
                *([f"已说明：{finding.reason}"] if finding.reason else []),
                "有 <-- 的事实与推定的取值不同，或者前后不同。",
            ]
            marked = [*example.facts, *example.change, *example.unknown]
            stem = f"{result.id}-{number:02}"
            yield (
                f"{stem}{'a' if example.change else ''}.yaml",
                _case(example.known, title, notes, marked),
            )
            if example.change:
                after = example.known | dict(example.change)
                yield f"{stem}b.yaml", _case(after, title, notes, marked)


def changes(difference: RulesetDifference) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a case file for the smallest case of each change."""
    sides = (difference.old, difference.new)
    for change in difference.changes:
        title = " → ".join(map(_called, (change.before, change.after)))
        notes = [
            *(
                f"{which}：--ruleset {side['folder'] or side['id']} {_options(side['readings'])}"
                f"（惯例 {side['policy']['id']}）"
                for which, side in zip(("原来", "现在"), sides, strict=True)
            ),
            f"状态改变的条款：{'、'.join(change.responsible) or '没有'}",
            f"这样的案件共 {change.cases:,} 个，这是与推定不同的事实最少的一个（有 <-- 的）。",
        ]
        facts, marked = change.example.known, change.example.facts
        yield f"{change.before}-to-{change.after}.yaml", _case(facts, title, notes, marked)


def _case(facts: Facts, title: str, notes: Sequence[str], marked: Collection[str]) -> str:
    """Return a case file of every fact; `marked` facts are pointed out, `notes` stand on top."""
    case = CaseFile(CaseFacts.from_facts(dict(facts)), CaseInfo(title=printable(title)))
    return to_yaml(case, notes=[printable(note) for note in (title, *notes)], marked=marked)


def _called(outcome: str) -> str:
    known = {each.value: each.label() for each in Outcome}
    return known.get(outcome, "作为矛盾退回")


def _options(readings: Mapping[str, str]) -> str:
    return " ".join(f"--reading {name}={option}" for name, option in readings.items())


def write_all(files: Iterator[tuple[str, str]], folder: Path) -> list[Path]:
    """Write files into a folder, made if need be, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files:
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written
