"""Case YAML faults: the faults of a case file, each with the line of its text mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tolerance_rules.errors import Fault, nearest
from tolerance_rules.formats.case_faults import BELONGS, OUTSIDE
from tolerance_rules.formats.case_words import ITEMS, item_of, keys_of, section_of
from tolerance_rules.formats.human_values import (
    NO,
    UNKNOWN,
    YES,
    compared,
    fact_words,
    folded,
    says_nothing,
)
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree
from tolerance_rules.formats.yaml_slips import Slip, quoted, slips
from tolerance_rules.vocabulary.vocabulary import Vocabulary

_KEY_AND_VALUE = r"(\s*(?:- +)?[^:{\[]+:\s+)([^{\[#]*?)(\s+#.*)?"
_LOST = r"\s+(#\S.*)"
"""A comment that may have been meant as text: there is no blank after its mark."""
_LISTED_FACTS = r"(\s*[^:{\[\s]+:\s+)\[([^{}\[\]:#\"']+?)\]\s*"
"""Facts of a group without their values: work: [pilot, creative]."""
_MAPPINGS = ("C001", "C023", "C026")
_VALUES = ("C004", "C005", "C025")
LONGEST = 1_000
"""What is longer nobody wrote as a line of a case file: how it should be is not told."""


def slips_of(text: str, tree: Tree, file: str, vocabulary: Vocabulary) -> list[Fault]:
    """Return the slips on lines that YAML takes for the rest of the line before.

    Only what starts with a key of a case file was meant to be a line of its own.
    """
    inside: set[int] = set()
    for scalar in _scalars(tree):
        if scalar.plain and scalar.lines > 1:
            inside.update(range(scalar.line, scalar.line + scalar.lines))
    if not inside:
        return []
    keys = keys_of(vocabulary)
    found = [slip for slip in slips(text) if slip.line in inside]
    return [slip.fault(file) for slip in found if slip.mended and _first(slip.mended) in keys]


def lost_texts(text: str, tree: Tree, file: str) -> list[Fault]:
    """Return the texts of a case of which the rest, from a `#` on, would be lost as a comment."""
    lines = text.split("\n")
    found = (_lost(name, value, lines) for name, value in _texts(tree))
    return [slip.fault(file) for slip in found if slip is not None]


def _texts(tree: Tree) -> Iterator[tuple[Scalar, Scalar]]:
    """Yield what a case says in free text, each with its key."""
    for key, (_, section) in tree.items.items() if isinstance(tree, Entries) else ():
        name = section_of(key)
        entries = section.items.items() if isinstance(section, Entries) else ()
        for inner, pair in entries:
            if name in ("evidence", "forms") or (name == "case" and item_of(inner) in ITEMS[:3]):
                yield from _scalars_of(pair)
            elif name == "analysis" and isinstance(pair[1], Entries) and "note" in pair[1].items:
                yield from _scalars_of(pair[1].items["note"])


def _scalars_of(pair: tuple[Scalar, Tree]) -> Iterator[tuple[Scalar, Scalar]]:
    name, value = pair
    if isinstance(value, Scalar):
        yield name, value
    elif isinstance(value, Entries):
        for each in value.items.values():
            yield from _scalars_of(each)


def _lost(name: Scalar, value: Scalar, lines: Sequence[str]) -> Slip | None:
    """Return the slip of a text that goes on after a `#`, or None."""
    if not value.plain or value.text in ("null", "~"):
        return None
    number, start = value.line + value.lines - 1, value.column - 1
    if not value.text:
        # What stands for nothing has no place of its own: the comment follows the colon.
        number, start = name.line, lines[name.line - 1].find(":", name.column - 1 + len(name.text))
        start += 1
    elif value.lines > 1:
        start = 0
    line = lines[number - 1].rstrip()
    end = start + len(value.text) if value.lines == 1 else max(line.find(" #"), 0)
    found = re.fullmatch(_LOST, line[end:]) if start or value.lines > 1 else None
    if found is None:
        return None
    head = line[:start] if value.text else f"{line[:start]} "
    return Slip(
        number,
        end + found.start(1) + 1,
        "# 后面是注释，不会读入；真是注释的，请另起一行",
        "What follows # is a comment, and is not read; put a comment on a line of its own",
        # A text of several lines is not to be written in the place of one of them.
        quoted(head, line[start:].strip()) if value.lines == 1 else None,
    )


def _first(line: str) -> str:
    """Return the key of a line, as keys are compared."""
    return compared(line.partition(": ")[0].rstrip(":"))


def _scalars(tree: Tree) -> Iterator[Scalar]:
    if isinstance(tree, Scalar):
        yield tree
    elif isinstance(tree, Items):
        for item in tree.items:
            yield from _scalars(item)
    else:
        for key, value in tree.items.values():
            yield key
            yield from _scalars(value)


def mended(faults: Sequence[Fault], text: str, file: str, vocabulary: Vocabulary) -> list[Fault]:
    """Return the faults of a case with the line as it should be; a slip goes before its effects."""
    lines = text.split("\n")
    faults = [_below(fault, lines) for fault in faults]
    known = {fault.line for fault in faults}
    everywhere = any(fault.code == "C021" for fault in faults)
    causes = {slip.line: slip for slip in slips(text) if everywhere or slip.line in known}
    found = [slip.fault(file) for slip in causes.values()]
    rest = [fault for fault in faults if fault.line not in causes]
    if everywhere and found:
        rest = [fault for fault in rest if fault.code != "C021"]
    return [*found, *(_with_line(fault, lines, vocabulary) for fault in rest)]


def _below(fault: Fault, lines: Sequence[str]) -> Fault:
    """Return a fault of what stands under a key, with the line of that where it is the next."""
    if fault.code not in _MAPPINGS or not 0 < fault.line < len(lines):
        return fault
    here, after = lines[fault.line - 1], lines[fault.line]
    if not here.rstrip().endswith(":") or not after.strip():
        return fault
    return replace(fault, line=fault.line + 1, column=len(after) - len(after.lstrip()) + 1)


def _with_line(fault: Fault, lines: Sequence[str], vocabulary: Vocabulary) -> Fault:
    line = lines[fault.line - 1].rstrip() if 0 < fault.line <= len(lines) else ""
    right = _right_line(fault, line, vocabulary) if line and len(line) <= LONGEST else ""
    if not right or right == line:
        return fault
    stop = "" if fault.english.endswith((".", "?")) else "."
    english = f"{fault.english}{stop} The line should be: {right}" if fault.english else ""
    mark = "，如：" if fault.code in _VALUES else "；这一行应为："
    return replace(fault, remedy=f"{fault.remedy}{mark}{right}", english=english)


def _right_line(fault: Fault, line: str, vocabulary: Vocabulary) -> str:
    """Return a line with what was meant in the place of what was written, where that is known."""
    if fault.code in _VALUES:
        found = re.fullmatch(_KEY_AND_VALUE, line)
        value = fault.near or (_meant(found[2]) if found and fault.code == "C004" else "null")
        return f"{found[1]}{value}{found[3] or ''}" if found and value else ""
    if fault.code in _MAPPINGS and re.match(r"\s*- \S.*:", line):
        return line.replace("- ", "  ", 1)
    if fault.code == "C001" and (found := re.fullmatch(_LISTED_FACTS, line)):
        return _established(found[1], found[2], fault.subject, vocabulary)
    if fault.code == "C022" and not fault.near:
        key = fault.subject.removeprefix("case.")
        if not line.lstrip(" \"'").startswith(key):
            return ""  # it stands behind others, in braces
        if OUTSIDE in fault.message:
            return line.lstrip()
        return f"  {line}" if BELONGS in fault.message and line[0] != " " else ""
    written = fault.subject.removeprefix("evidence.")
    if fault.code == "C024":
        written = fault.subject.partition(".")[2]
    if not fault.near or not written:
        return ""
    head, _, tail = written.rpartition(".")
    near = fault.near
    if written not in line and (near.startswith(f"{head}.") or "." not in near):
        written, near = tail, near.removeprefix(f"{head}.")
    if written.startswith(f"{near.rpartition('.')[2]} ") and f"{written}:" not in line:
        near = written.replace(" ", ": ", 1)  # in braces: {pilot true}
    return line.replace(written, near, 1) if written in line else ""


def _established(head: str, listed: str, group: str, vocabulary: Vocabulary) -> str:
    """Return a line with the facts that are listed as established; nothing if that is in doubt.

    Each must be the name of a yes-or-no fact of the group, and nothing more: what else is written
    there may deny it.
    """
    words = fact_words(vocabulary)
    names = [name.strip() for name in re.split("[,，、]", listed) if name.strip()]
    for name in names:
        said = folded(name)
        full = f"{group}.{said}"
        spec = vocabulary.get(full if full in vocabulary else words.get(said, ""))
        if not re.fullmatch(r"\w+", name) or spec is None or not spec.boolean:
            return ""
        if spec.group != group:
            return ""
    return f"{head}{{{', '.join(f'{name}: true' for name in names)}}}"


def _meant(value: str) -> str:
    """Return what to write for an answer with more than yes or no in it.

    That is what its first word says, unless another word says otherwise, or it is misspelt: never
    the opposite. What says neither, or is qualified or in doubt, is left open.
    """
    text = folded(value)
    if re.search("[?？~但]", value) or any(each in text for each in UNKNOWN if len(each) > 1):
        return "null"
    words = [word for word in re.split(r"[^\w√✓×✗/—-]+", text) if word]
    said = {_plain(word) for word in words} - {""}
    if words and _plain(words[0]) and len(said) == 1:
        return said.pop()
    near = nearest(text, ("true", "false"))
    return near if near and near[0] == text[:1] else "null"


def _plain(word: str) -> str:
    if word in YES:
        return "true"
    if word in NO:
        return "false"
    return "null" if says_nothing(word) else ""
