"""Case sources: what CASE arguments name, files, folders and `-`, and the cases read from them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.characters import without_passwords
from tolerance_rules.cli.terminal.hints import runnable
from tolerance_rules.errors import CaseError, Fault, OutOfForceError, listed, reasons_of
from tolerance_rules.language import Lang, say

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.engine import Engine
    from tolerance_rules.formats.case_file import CaseFile

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"


@dataclass(frozen=True)
class Source:
    """A case to be read, under the name its messages carry; `-` is standard input."""

    name: str

    @property
    def path(self) -> Path | None:
        """Return the file, unless it is standard input."""
        return None if self.name == STDIN else Path(self.name)


@dataclass(frozen=True)
class Refused:
    """A source that gives no decision, and every reason why."""

    source: Source
    faults: tuple[Fault, ...]


def sources(given: Sequence[str]) -> list[Source | Refused]:
    """Return what the arguments name, each file once; folders give the case files below them."""
    found: dict[str, Source | Refused] = {}
    for name in given:
        # `Path.is_dir` would raise for a name too long; as a file, it is refused with the others.
        for each in _below(name) if name != STDIN and os.path.isdir(name) else [Source(name)]:
            key = each.source.name if isinstance(each, Refused) else each.name
            found.setdefault(key, each)
    return list(found.values())


def _below(folder: str) -> Iterator[Source | Refused]:
    failures: list[OSError] = []
    files = []
    for parent, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        files += [
            os.path.join(parent, name)
            for name in sorted(names)
            if name.lower().endswith(SUFFIXES) and not name.startswith(".")
        ]
    yield from map(Source, files)
    for failure in failures:
        place = str(failure.filename or folder)
        zh, en = reasons_of(failure)
        message = (f"目录读不出来：{zh}", f"the folder cannot be read: {en}")
        remedy = ("请检查路径和权限", "check path and permissions")
        yield Refused(Source(place), (Fault.of("C030", message, remedy, place),))
    if not files and not failures:
        message = ("目录中没有案件文件", "the folder has no case files")
        remedy = (
            "案件文件的后缀是 .yaml、.yml 或 .json；空白案件用 tolerance-rules init 写出",
            "they end in .yaml, .yml or .json; tolerance-rules init writes a blank one",
        )
        yield Refused(Source(folder), (Fault.of("C031", message, remedy, folder),))


def decide(source: Source, engine: Engine) -> Decision | Refused:
    """Return the decision of a source, or why there is none."""
    case = read(source, engine)
    return case if isinstance(case, Refused) else decided(case, source, engine)


def read(source: Source, engine: Engine) -> CaseFile | Refused:
    """Return the case of a source, or why it cannot be read."""
    from tolerance_rules.formats import case_file
    from tolerance_rules.formats.text_bytes import MAX_BYTES

    try:
        if source.path is None:
            # One byte more than a case file may have is enough to know that it has too many.
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            return case_file.from_text(data, STDIN, engine.rules.vocabulary)
        return case_file.from_file(source.path, engine.rules.vocabulary)
    except CaseError as error:
        return Refused(source, tuple(_placed(fault, source) for fault in error.faults))


def decided(case: CaseFile, source: Source, engine: Engine) -> Decision | Refused:
    """Return the decision of a case that was read, or why there is none."""
    try:
        return engine.evaluate(case)
    except CaseError as error:
        return Refused(source, tuple(_placed(fault, source) for fault in error.faults))
    except OutOfForceError as error:
        told = (error.told(), error.told("en"))
        fault = case.placed(Fault.of("C011", told, subject="case.decided_on"))
        return Refused(source, (_placed(fault, source),))


def _placed(fault: Fault, source: Source) -> Fault:
    return fault if fault.file else replace(fault, file=source.name)


def complaint(refused: Refused, lang: Lang) -> str:
    """Return what is printed of a source that gives no decision."""
    words = (
        "{}：未予评判，有 {} 处错误：",
        "{}: not evaluated; faults: {}",
    )
    heading = say(lang, words, _printable(refused.source.name), len(refused.faults))
    faults = (f"  {_printable(runnable(line))}" for line in listed(refused.faults, lang))
    return "\n".join([heading, *faults])


def _printable(text: str) -> str:
    from tolerance_rules.rendering.document import printable

    return printable(without_passwords(text))
