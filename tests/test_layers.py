"""Imports point one way; an outside library has one home; nothing reaches for the network."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "tolerance_rules"

# From the top: each line may import those below it. What is named nowhere is a part of its own,
# above the engine and below the command line; parts may build on parts.
LAYERS = (
    "__main__",
    "cli",
    "PARTS",
    "rule_tests",
    "engine",
    "executors",
    "tables",
    "consistency_stages",
    "stages columnar",
    "schemas",
    "rule_schemas",
    "rule_test_schema rule_test_reader",
    "condition_schemas",
    "clause_explanation explanation",
    "semantics",
    "explanation_words",
    "decision case_file",
    "loader",
    "cards",
    "conditions verdict rule_test",
    "tree_reader facts document strict_json",
    "strict_yaml rules",
    "errors frozen_dict legal_numbers",
)
RANKS = {unit: -place for place, units in enumerate(LAYERS) for unit in units.split()}
# Words about a decision stand above it; `Decision.explain` fetches them when it is called.
DEFERRED = {("decision", "explanation")}

# What a library that is imported by more than one file is imported for, and by whom.
HOMES = {
    "pydantic": "",  # the language of the nouns that come from outside
    "pydantic_core": "facts",
    "typing_extensions": "",
    "click": "cli",
    "rich": "cli",
    "markupsafe": "audit",
    "xlsxwriter": "audit tables",
    "polars": "executors.many_cases tables",
}
ONE_HOME = {
    "yaml": "strict_yaml",
    "durable_rules_engine": "executors.one_case",
    "dd": "executors.all_cases",
}


def _imports(tree: ast.Module) -> Iterator[str]:
    """Yield what a module imports when it runs, at the top or inside functions."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _modules() -> dict[str, set[str]]:
    """Map each module below the package to all it imports, by dotted names."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        name = ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = set(_imports(ast.parse(file.read_text("utf-8"))))
    return found


MODULES = _modules()


def _unit(name: str) -> str:
    return name.split(".")[0]


def _rank(unit: str) -> int:
    return RANKS.get(unit, RANKS["PARTS"])


def _below(unit: str, other: str) -> bool:
    parts = _rank(unit) == _rank(other) == RANKS["PARTS"]
    return parts or unit == other or _rank(unit) < _rank(other) or (other, unit) in DEFERRED


def _within(name: str) -> str:
    return name.removeprefix("tolerance_rules.")


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"__init__"}))
def test_imports_point_downwards(module: str) -> None:
    imported = {_within(n) for n in MODULES[module] if n.startswith("tolerance_rules.")}
    assert not {name for name in imported if not _below(_unit(name), _unit(module))}


def test_executors_never_import_each_other() -> None:
    for module, names in MODULES.items():
        if module.startswith("executors."):
            assert not [name for name in names if name.startswith("tolerance_rules.executors")]


def test_every_layer_that_is_named_is_there() -> None:
    units = {_unit(module) for module in MODULES}
    assert set(RANKS) - {"PARTS"} <= units


def test_an_outside_library_has_one_home() -> None:
    importers: dict[str, set[str]] = defaultdict(set)
    for module, names in MODULES.items():
        for name in names:
            library = name.split(".")[0]
            if library != "tolerance_rules" and library not in sys.stdlib_module_names:
                importers[library].add(module)
    for library, modules in importers.items():
        if library in HOMES:
            homes = tuple(HOMES[library].split()) or ("",)
            astray = {module for module in modules if not module.startswith(homes)}
        else:
            astray = modules if len(modules) > 1 else set()
        assert not astray, f"{library} is imported by {sorted(modules)}"
    assert {name: home for name, home in ONE_HOME.items() if importers[name] != {home}} == {}


def test_what_decides_a_case_never_reaches_for_the_network() -> None:
    below = {module for module in MODULES if _rank(_unit(module)) <= _rank("engine")}
    below = {module for module in below if _unit(module) != "tables"}  # it reads databases
    reaching = {"socket", "urllib", "http", "ssl", "asyncio"}
    for module in below:
        assert not reaching & {name.split(".")[0] for name in MODULES[module]}, module
