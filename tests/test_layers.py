"""The house: nothing imports upward, no circle, nothing loose, one home for an outside library."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "tolerance_rules"

# From the top: each line may import those below it. Units of one line may import one another as
# long as no circle comes of it, which a test of its own excludes.
LAYERS = (
    "__main__",
    "cli",
    "service",
    "workbench",
    "portable",
    "audit forms analysis records what_if proof testing",
    "engine",
    "executors tables",
    "decision",
    "obligations",
    "rendering",
    "formats loader",
    "semantics reachability",
    "verdict",
    "rules",
    "facts",
    "vocabulary",
    "characters errors frozen_dict language legal_references",
)
RANKS = {unit: -place for place, units in enumerate(LAYERS) for unit in units.split()}

# What a newcomer opens first; everything else is in a folder that says what it is for.
LOOSE = {
    "characters",
    "decision",
    "engine",
    "facts",
    "frozen_dict",
    "language",
    "legal_references",
    "loader",
    "reachability",
    "rules",
    "semantics",
}

# Where an outside library is imported: one file, or, of a language that many speak, one folder.
HOMES = {
    "pydantic": "",  # the language of the nouns that come from outside
    "pydantic_core": "facts formats vocabulary",
    "typing_extensions": "",
    "click": "cli",
    "rich": "cli",
    "docx": "formats forms",  # reports in, papers out
    "jinja2": "audit forms",
    "markupsafe": "audit forms",
    "xlsxwriter": "audit tables",
    "polars": "executors.many_cases tables",
    "pyarrow": "executors.many_cases executors.spark tables",
    "sqlglot": "executors.sql",
    "starlette": "service",
}
ONE_HOME = {
    "yaml": "formats.strict_yaml",
    "durable_rules_engine": "executors.one_case_engine",
    "dd": "executors.all_cases",
    "mcp": "service.mcp_server",
}


def _imports(node: ast.AST) -> Iterator[str]:
    """Yield what a module imports when it runs, at the top or inside functions.

    Only statements are walked: no expression imports anything.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "relative imports hide the direction"
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        elif isinstance(child, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield from _imports(child)


def _name(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


FILES = {_name(file): file for file in PACKAGE.rglob("*.py")}


@cache
def imports() -> dict[str, set[str]]:
    """Map each module below the package to all it imports, by dotted names."""
    return {name: set(_imports(ast.parse(file.read_text("utf-8")))) for name, file in FILES.items()}


def _unit(name: str) -> str:
    return name.split(".")[0]


def _within(names: set[str]) -> set[str]:
    """Return the modules of the package among imported names."""
    inner = (name.removeprefix("tolerance_rules.") for name in names if "tolerance_rules." in name)
    return {
        name if name in FILES else name.rpartition(".")[0]
        for name in inner
        if name in FILES or name.rpartition(".")[0] in FILES
    }


def test_nothing_imports_upward() -> None:
    upward = {
        (module, name)
        for module in set(FILES) - {"__init__"}
        for name in _within(imports()[module])
        if RANKS[_unit(name)] > RANKS[_unit(module)]
    }
    assert not upward


def test_no_two_modules_import_each_other() -> None:
    graph = {module: _within(names) for module, names in imports().items() if module != "__init__"}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"imports in a circle: {' → '.join(error.args[1])}")


def test_nothing_is_loose() -> None:
    files = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert files == LOOSE


def test_executors_never_import_each_other() -> None:
    executors = {"one_case", "definition", "many_cases", "all_cases", "sql"}
    for module, names in imports().items():
        if module.removeprefix("executors.") in executors:
            imported = {name.removeprefix("executors.") for name in _within(names)}
            assert not imported & executors, module


def test_an_outside_library_has_one_home() -> None:
    importers: dict[str, set[str]] = defaultdict(set)
    for module, names in imports().items():
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
    reaching = {"socket", "urllib", "http", "ssl", "asyncio"}
    for module, names in imports().items():
        below = module != "__init__" and RANKS[_unit(module)] <= RANKS["engine"]
        if below and _unit(module) != "tables":  # it reads databases
            assert not reaching & {name.split(".")[0] for name in names}, module
