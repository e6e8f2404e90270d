"""Loader: a ruleset by its id or its folder, or a policy by its file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.formats import ruleset_files
from tolerance_rules.rules import Policy, Ruleset

DEFAULT = "zzvc-2023-32"
"""The ruleset that is loaded unless another is named."""


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
    return ruleset_files.read_ruleset(Path(folder), to_prove=to_prove, as_they_were=as_they_were)


def named(ruleset: str | Path, *, to_prove: bool = False, as_they_were: bool = False) -> Ruleset:
    """Return a shipped ruleset by id, or that of a folder."""
    if isinstance(ruleset, str) and (ruleset in rulesets() or not Path(ruleset).is_dir()):
        return shipped(ruleset)
    return from_yaml(ruleset, to_prove=to_prove, as_they_were=as_they_were)


@lru_cache(maxsize=8)
def shipped(ruleset: str) -> Ruleset:
    """Return a shipped ruleset by id; UnknownNameError if there is none."""
    known = rulesets()
    if ruleset not in known:
        raise UnknownNameError("规则集", ruleset, known)
    return from_yaml(known[ruleset])


def policy_from_yaml(file: str | Path, rules: Ruleset, *, to_prove: bool = False) -> Policy:
    """Return the policy of a file, to be used with `rules`; RulesError lists every fault."""
    return ruleset_files.read_policy(Path(file), rules, to_prove=to_prove)
