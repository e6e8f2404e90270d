"""Packaging: what is required where, and that a machine without a C compiler needs none."""

from __future__ import annotations

import re
import runpy
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tolerance_rules import __version__
from tolerance_rules.executors.one_case_engine import available

if sys.version_info >= (3, 11):
    import tomllib
else:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 reads no TOML")

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HOOK = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["custom"]
EXTRAS = PROJECT["project"]["optional-dependencies"]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what hatch_build.py defines; hatchling itself is there only while a wheel is made."""
    module = types.ModuleType("hatchling.metadata.plugin.interface")
    module.MetadataHookInterface = object  # type: ignore[attr-defined]
    for name in ("hatchling", "hatchling.metadata", "hatchling.metadata.plugin"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return runpy.run_path(str(ROOT / "hatch_build.py"))


def dependencies(build: dict[str, Any]) -> list[str]:
    hook = build["CustomMetadataHook"]()
    hook.config, metadata = HOOK, {}
    hook.update(metadata)
    return metadata["dependencies"]


@pytest.mark.parametrize("compiler", ["/bin/false", "/no/such/cc", "true"])
def test_without_a_compiler_that_works_nothing_has_to_be_compiled(
    compiler: str, build: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", compiler)
    assert dependencies(build) == HOOK["dependencies"]
    assert not any("durable" in each for each in HOOK["dependencies"])


def test_where_it_was_built_it_is_required(
    build: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not available():
        pytest.skip("durable-rules cannot be built here")
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("CPPFLAGS", "-DPyEval_CallObject=PyObject_CallObject")
    assert dependencies(build)[0].startswith("durable-rules==2.0.28")


def environments() -> Iterator[tuple[dict[str, str], bool]]:
    for platform, python, implementation, expected in (
        ("linux", "3.10", "cpython", True),
        ("linux", "3.13", "cpython", True),
        ("darwin", "3.12", "cpython", True),
        ("win32", "3.12", "cpython", False),
        ("linux", "3.14", "cpython", False),
        ("linux", "3.11", "pypy", False),
    ):
        names = ("sys_platform", "python_version", "implementation_name")
        yield dict(zip(names, (platform, python, implementation), strict=True)), expected


@pytest.mark.parametrize(("environment", "expected"), list(environments()))
def test_the_markers_leave_it_out_where_it_was_not_built(
    environment: dict[str, str], expected: bool
) -> None:
    requirements = pytest.importorskip("packaging.requirements")
    (compiled,) = HOOK["compiled"]
    assert requirements.Requirement(compiled).marker.evaluate(environment) is expected
    assert EXTRAS["durable"] == [compiled.partition(";")[0]]


def test_the_calendar_is_one_that_knows_this_year_and_pandas_brings_pyarrow() -> None:
    assert "chinesecalendar>=1.11" in EXTRAS["audit"]
    assert any(each.startswith("pyarrow") for each in EXTRAS["pandas"])


def test_the_package_says_what_it_is() -> None:
    assert (ROOT / "tolerance_rules" / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]
    assert re.match(r"\d+(\.\d+)+|0\+unknown", __version__)


def test_printed_advice_works_in_every_shell() -> None:
    """Single quotes reach pip from cmd.exe, bare brackets are a pattern to zsh."""
    found = 0
    for folder, ending in (("tolerance_rules", "*.py"), ("docs", "*.md"), (".", "README.md")):
        for file in (ROOT / folder).glob(f"**/{ending}" if folder != "." else ending):
            for line in file.read_text("utf-8").splitlines():
                for said in re.findall(r"pip install (.*)", line.replace('\\"', '"')):
                    found += 1
                    assert not said.lstrip("-e ").startswith("'"), f"{file}: {line}"
                    assert not re.match(r"[\w.-]*\[", said), f"{file}: {line}"
    assert found > 12
