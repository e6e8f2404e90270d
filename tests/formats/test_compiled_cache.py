"""Compiled cache: it counts only if nothing has changed since, and without it all is the same."""

from __future__ import annotations

import dataclasses
import os
import pickle
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tolerance_rules import loader
from tolerance_rules.executors.all_cases import compiled
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.executors.kept_diagram import diagram_of
from tolerance_rules.formats import compiled_cache
from tolerance_rules.formats.compiled_cache import HEAD, SOURCES, CompiledCache
from tolerance_rules.rules import Ruleset

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = loader.rulesets()[loader.DEFAULT]


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """Keep what is kept in a folder of the test."""
    monkeypatch.setattr(compiled_cache, "_place", lambda: tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return a copy of the shipped rules."""
    return Path(shutil.copytree(SHIPPED, tmp_path / SHIPPED.name))


def _kept(folder: Path) -> Ruleset:
    rules = loader.from_yaml(folder)
    CompiledCache(folder).write("rules", rules)
    return rules


def _same(rules: object, others: Ruleset) -> bool:
    names = [each.name for each in dataclasses.fields(Ruleset)]
    return all(getattr(rules, name) == getattr(others, name) for name in names)


def test_what_was_kept_is_what_was_read(place, folder) -> None:
    rules = _kept(folder)
    found = CompiledCache(folder).read("rules")
    assert isinstance(found, Ruleset)
    assert found is not rules
    assert _same(found, rules)
    assert found.model is rules.model


@pytest.mark.parametrize("name", ["facts.yaml", "regulation.txt", "tests/scope.yaml", "new.txt"])
def test_any_change_of_the_rules_ends_it(place, folder, name) -> None:
    _kept(folder)
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert CompiledCache(folder).read("rules") is None


def test_another_folder_with_the_same_files_has_its_own(place, folder, tmp_path) -> None:
    _kept(folder)
    other = shutil.copytree(folder, tmp_path / "other" / folder.name)
    assert CompiledCache(other).read("rules") is None


def test_rules_that_change_while_they_are_read_are_not_kept(place, folder) -> None:
    cache = CompiledCache(folder)
    rules = loader.from_yaml(folder)
    (folder / "policy.yaml").touch()
    (folder / "added.yaml").write_text("a: b", encoding="utf-8")
    cache.write("rules", rules)
    assert not place.exists()


def test_what_is_damaged_does_not_count(place, folder) -> None:
    _kept(folder)
    (file,) = place.iterdir()
    whole = file.read_bytes()
    for data in (b"", whole[:-1], whole + b"\0", whole[:200] + b"\xff" + whole[201:], b"\0" * 999):
        file.write_bytes(data)
        assert CompiledCache(folder).read("rules") is None
    file.write_bytes(whole)
    assert CompiledCache(folder).read("rules") is not None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_what_others_may_write_does_not_count(place, folder) -> None:
    _kept(folder)
    (file,) = place.iterdir()
    for mode in (0o666, 0o664):
        file.chmod(mode)
        assert CompiledCache(folder).read("rules") is None


def test_nothing_is_called_but_the_nouns_of_the_rules(place, folder, tmp_path) -> None:
    class Forged:
        def __reduce__(self) -> object:
            return os.mkdir, (str(tmp_path / "called"),)

    cache = CompiledCache(folder)
    data = pickle.dumps(Forged())
    place.mkdir()
    head = HEAD + compiled_cache.fingerprint(folder)
    cache._file("rules").write_bytes(head + sha256(data).digest() + data)
    assert cache.read("rules") is None
    assert not (tmp_path / "called").exists()


def test_it_can_be_switched_off(monkeypatch, folder) -> None:
    monkeypatch.setenv(compiled_cache.VARIABLE, "off")
    cache = CompiledCache(folder)
    cache.write("rules", "x")
    assert cache.read("rules") is None
    assert compiled_cache._place() is None


def test_where_nothing_can_be_written_nothing_is_kept(monkeypatch, tmp_path, folder) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(compiled_cache, "_place", lambda: tmp_path / "file" / "below")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    cache = CompiledCache(folder)
    cache.write("rules", "x")
    assert cache.read("rules") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few make symbolic links")
def test_where_a_file_cannot_be_read_nothing_is_kept(place, folder) -> None:
    opened = CompiledCache(folder)
    (folder / ".#facts.yaml").symlink_to("somebody@office")  # as an editor locks a file
    for cache in (opened, CompiledCache(folder)):
        cache.write("rules", "x")
        assert cache.read("rules") is None
    assert not place.exists()


def test_a_kept_diagram_is_the_compiled_one(place, monkeypatch) -> None:
    cache = CompiledCache(SHIPPED)
    monkeypatch.setattr(loader, "kept_of", lambda _: cache)
    rules = loader.shipped(loader.DEFAULT)
    first = diagram_of(rules.with_readings({}))
    assert first == compiled(rules)
    kept = cache.read("diagram")
    assert isinstance(kept, Diagram)
    assert kept == first
    assert diagram_of(rules) == first
    free = diagram_of(rules, free=True)
    assert free == compiled(rules, free=True)
    assert cache.read("diagram-free") == free


def test_only_rules_as_shipped_have_a_kept_diagram() -> None:
    rules = loader.shipped(loader.DEFAULT)
    assert loader.is_as_shipped(rules)
    assert loader.is_as_shipped(rules.with_readings({}))
    card = next(iter(rules.readings.values()))
    other = next(name for name in card.names if name != card.default)
    assert not loader.is_as_shipped(rules.with_readings({card.id: other}))
    assert not loader.is_as_shipped(dataclasses.replace(rules, policy=None))
    assert not loader.is_as_shipped(dataclasses.replace(rules, outcomes=rules.outcomes[::-1]))
    assert not loader.is_as_shipped(loader.from_yaml(SHIPPED))


def test_the_fingerprint_is_of_all_code_that_makes_what_is_kept() -> None:
    program = (
        "import sys\n"
        "from tolerance_rules import loader\n"
        "from tolerance_rules.executors.all_cases import compiled\n"
        "compiled(loader.shipped(loader.DEFAULT))\n"
        "print(*(each for each in sys.modules if each.startswith('tolerance_rules.')))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), compiled_cache.VARIABLE: "off"}
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, check=True, text=True, env=environment)
    for module in done.stdout.split():
        folder, _, name = module.removeprefix("tolerance_rules.").rpartition(".")
        assert folder in SOURCES or name in SOURCES, module


@pytest.mark.slow
def test_a_process_that_finds_it_needs_neither_yaml_nor_the_solver(tmp_path) -> None:
    program = (
        "import os, sys\n"
        "from tolerance_rules import Engine\n"
        "done = Engine.load().evaluate({'work': {'performing_duty': True}})\n"
        "found = done.outcome, *done.open_facts\n"
        "print('yaml' in sys.modules, 'dd' in sys.modules, *found)\n"
        "sys.stdout = open(os.devnull, 'w', encoding='utf-8')\n"
        "from tolerance_rules.cli.program import run\n"
        "run(['evaluate', 'examples/cases/01_campus_flood.yaml'], 'tolerance-rules')\n"
        "heavy = {'pydantic', 'pydantic_core', 'logging', 'shutil'} & set(sys.modules)\n"
        "sys.exit(1 if heavy else 0)\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(tmp_path),
        compiled_cache.VARIABLE: "",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=False,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    first, second = (done.stdout.split() for done in runs)
    assert first[:2] == ["True", "True"]
    assert second[:2] == ["False", "False"]
    assert first[2:] == second[2:]
    # Nor does the command that then evaluates a case file need the model of its facts.
    assert (runs[1].returncode, runs[1].stderr) == (0, "")
