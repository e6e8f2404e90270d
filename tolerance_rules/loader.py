"""Loader: a ruleset by its id or its folder, or a policy by its file."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.formats.compiled_cache import CompiledCache
from tolerance_rules.language import Pair
from tolerance_rules.rules import Policy, Ruleset

DEFAULT = "zzvc-2023-32"
"""The ruleset that is loaded unless another is named."""

FOLDERS: Pair = (
    "其他规则集请写它的目录的路径，如 examples/rulesets/shili-2025-6",
    "Any other ruleset is given by the path of its folder, as examples/rulesets/shili-2025-6.",
)


def rulesets() -> Mapping[str, Path]:
    """Return the rulesets that are shipped, by id: beside the package, or inside the wheel."""
    here = Path(__file__).resolve().parent
    for root in (here / "rulesets", here.parent / "rules"):
        if root.is_dir():
            return {
                folder.name: folder
                for folder in sorted(root.iterdir())
                if (folder / "ruleset.yaml").is_file()
            }
    return {}


def from_yaml(folder: str | Path, *, to_prove: bool = False, as_they_were: bool = False) -> Ruleset:
    """Return the ruleset of a folder; RulesError lists every fault of every file.

    Rules that are read `to_prove` properties of them may have the faults that a proof would find:
    an outcome that is not permitted, a table that leaves cases over, a presumption that clashes.
    Rules read `as_they_were` need not account for every word of the law, as older ones do not.
    """
    # Imported here: what reads and checks rule files is not needed to name them.
    from tolerance_rules.formats.ruleset_files import read_ruleset

    return read_ruleset(Path(folder), to_prove=to_prove, as_they_were=as_they_were)


def named(ruleset: str | Path, *, to_prove: bool = False, as_they_were: bool = False) -> Ruleset:
    """Return a shipped ruleset by id, or that of a folder.

    UnknownNameError if it is neither; RulesError if it is a path, and no folder is there.
    """
    if isinstance(ruleset, str) and not _is_path(ruleset):
        return shipped(ruleset)
    return from_yaml(ruleset, to_prove=to_prove, as_they_were=as_they_were)


def _is_path(text: str) -> bool:
    """Tell whether a text is the path of a folder and not an id, which has no separators."""
    if text in rulesets():
        return False
    # `os.path` takes what no file can be called; `Path.is_dir` raises.
    return os.path.exists(text) or text != os.path.basename(text) or text in ("", ".", "..")


@lru_cache(maxsize=8)
def shipped(ruleset: str) -> Ruleset:
    """Return a shipped ruleset by id; UnknownNameError if there is none."""
    known = rulesets()
    if ruleset not in known:
        raise UnknownNameError("规则集", ruleset, known, remedy=FOLDERS)
    cache = kept_of(ruleset)
    rules = cache.read("rules")
    if not isinstance(rules, Ruleset):
        rules = from_yaml(known[ruleset])
        cache.write("rules", rules)
    return rules


@lru_cache(maxsize=8)
def kept_of(ruleset: str) -> CompiledCache:
    """Return what earlier processes kept of a shipped ruleset; of others nothing is kept."""
    return CompiledCache(rulesets()[ruleset])


def is_as_shipped(rules: Ruleset) -> bool:
    """Tell whether rules decide as a shipped ruleset does, its policy and default readings too."""
    if rules.id not in rulesets():
        return False
    found = shipped(rules.id)
    # The readings are compared, and the time limits that they give decide no case.
    beside = ("chosen", "deadlines")
    fields = (each.name for each in dataclasses.fields(rules) if each.name not in beside)
    same = all(getattr(rules, name) is getattr(found, name) for name in fields)
    return same and rules.chosen == found.chosen


def policy_from_yaml(file: str | Path, rules: Ruleset, *, to_prove: bool = False) -> Policy:
    """Return the policy of a file, to be used with `rules`; RulesError lists every fault."""
    from tolerance_rules.formats.ruleset_files import read_policy

    return read_policy(Path(file), rules, to_prove=to_prove)
