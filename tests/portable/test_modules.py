"""The modules in JavaScript can be put one after another into one script that old browsers read.

The workbench is assembled by stripping imports and the word `export`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.javascript import MODULES

PROGRAM = "evaluate.mjs"
"""The program for the command line, which no page has in it."""
FILES = sorted(file for file in MODULES.glob("*.mjs") if file.name != PROGRAM)
EVERY = {file.name: file.read_text(encoding="utf-8") for file in FILES}

IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w]+\.mjs)";$', re.M)
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|class|let|var)\s+([\w$]+)", re.M)
EXPORTED = re.compile(r"^export (?:function|const|class) ([\w$]+)", re.M)
NOT_CODE = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.S
)
"""Comments and texts, roughly: code in a template is not looked at."""

each_module = pytest.mark.parametrize("name", EVERY)


@each_module
def test_imports_and_exports_are_those_that_can_be_stripped(name: str) -> None:
    lines = EVERY[name].splitlines()
    imports = [line for line in lines if re.match(r"\s*import\b", line)]
    assert [line for line in imports if not IMPORT.match(line)] == []
    exports = [line for line in lines if re.match(r"\s*export\b", line)]
    assert [line for line in exports if not EXPORTED.match(line)] == []


@each_module
def test_what_is_imported_is_exported(name: str) -> None:
    for names, module in IMPORT.findall(EVERY[name]):
        exported = EXPORTED.findall(EVERY[module])
        assert [each for each in names.split(", ") if each not in exported] == []


def test_no_name_is_there_twice() -> None:
    homes: dict[str, list[str]] = {}
    for name, text in EVERY.items():
        for each in TOP_LEVEL.findall(text):
            homes.setdefault(each, []).append(name)
    assert {each: found for each, found in homes.items() if len(found) > 1} == {}


def test_no_module_needs_one_that_needs_it() -> None:
    needs = {name: {module for _, module in IMPORT.findall(EVERY[name])} for name in EVERY}
    while needs:
        ready = [name for name, found in needs.items() if not found]
        assert ready, f"each of these needs another: {sorted(needs)}"
        for name in ready:
            del needs[name]
        for found in needs.values():
            found.difference_update(ready)


SYNTAX = re.compile(r"\?\.(?!\d)|\?\?|\b\d+n\b|\bawait\b|\bglobalThis\b|\bimport[(.]")
METHODS = re.compile(r"\.(?:replaceAll|matchAll|hasOwn|allSettled)\(")
"""What came after 2019, roughly; `.ci/run` has all of it parsed as of that year."""
OF_NODE = re.compile(r"\bprocess\b|\brequire\(|\bBuffer\b|\b__dirname\b|\bfetch\(|\beval\(")


@each_module
def test_no_pattern_looks_behind(name: str) -> None:
    """Browsers without it would read nothing of the script at all."""
    assert re.findall(r"\(\?<[=!]", EVERY[name]) == []


@each_module
def test_nothing_newer_than_2019_nothing_of_node_no_network(name: str) -> None:
    code = NOT_CODE.sub(" ", EVERY[name])
    assert SYNTAX.findall(code) + METHODS.findall(code) == []
    assert OF_NODE.findall(code) == []


def test_every_module_is_checked_for_types() -> None:
    unchecked = [name for name, text in EVERY.items() if not text.startswith("// @ts-check\n")]
    assert unchecked == []
    assert [name for name, text in EVERY.items() if "@ts-nocheck" in text] == []


def test_a_module_is_one_concept() -> None:
    assert [name for name, text in EVERY.items() if text.count("\n") > 420] == []


def test_the_modules_are_in_the_package() -> None:
    assert Path(MODULES, PROGRAM).is_file()
    assert len(EVERY) > 10
