"""Parsed once: files of rules, which tests copy and load hundreds of times, each with a change."""

from __future__ import annotations

from functools import lru_cache

from tolerance_rules.errors import Fault
from tolerance_rules.formats.strict_yaml import Tree, YamlFault, parse


def parse_once(data: bytes, file: str, *, lines: bool = True) -> tuple[Tree, list[Fault]]:
    """Return what `parse` does; the tree of a text without a fault, which names no file, is kept.

    It takes the place of `parse` where files of rules are loaded.
    """
    tree = None if lines else _faultless(data)
    return parse(data, file, lines=lines) if tree is None else (tree, [])


@lru_cache(maxsize=64)
def _faultless(data: bytes) -> Tree | None:
    try:
        tree, faults = parse(data, "", lines=False)
    except YamlFault:
        return None
    return None if faults else tree
