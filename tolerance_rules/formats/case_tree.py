"""Case tree: the YAML of a case file -> plain data, and where each part of it stands."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.errors import CaseError
from tolerance_rules.formats.case_yaml_faults import lost_texts, slips_of
from tolerance_rules.formats.strict_yaml import Entries, Items, Tree, YamlFault, parse_text
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def document_of(
    text: str, file: str, vocabulary: Vocabulary
) -> tuple[object, Mapping[str, tuple[int, int]]]:
    """Return the data of a text, and line and column of each part of it by dotted path.

    CaseError lists every fault that keeps it from being read.
    """
    try:
        tree, faults = parse_text(text, file)
    except YamlFault as error:
        raise CaseError(error.faults) from None
    faults += [*slips_of(text, tree, file, vocabulary), *lost_texts(text, tree, file)]
    if faults:
        raise CaseError(faults)
    places: dict[str, tuple[int, int]] = {}
    return _plain(tree, "", places), places


def _plain(tree: Tree, path: str, places: dict[str, tuple[int, int]]) -> object:
    """Return a tree as plain data, noting in `places` where each part of it stands."""
    places[path] = (tree.line, tree.column)
    if isinstance(tree, Items):
        return [_plain(item, path, places) for item in tree.items]
    if isinstance(tree, Entries):
        found = {}
        for key, (name, value) in tree.items.items():
            inner = f"{path}.{key}" if path else key
            found[key] = _plain(value, inner, places)
            places[inner] = (name.line, name.column)
        return found
    return tree.value
