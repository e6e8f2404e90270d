"""Expected refutations: those that the regulation's own words account for, of `proofs.yaml`.

The file stands beside the rules, and is not part of them: each entry names a property, what it
fails for, and the reason. A refutation on record is shown all the same, as explained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tolerance_rules.errors import RulesError, unreadable
from tolerance_rules.formats.conditions import NO_READING
from tolerance_rules.formats.strict_yaml import Tree, YamlFault, parse
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import Card, Faults, no_option
from tolerance_rules.language import Pair
from tolerance_rules.proof.findings import SubjectFinding
from tolerance_rules.rules import Ruleset

FILE = "proofs.yaml"
WHAT: Pair = ("已说明的证伪", "an expected refutation")


@dataclass(frozen=True)
class ExpectedRefutation:
    """A refutation on record: the property, its subject, the readings it fails under, and why."""

    property: str
    subject: str
    readings: Mapping[str, str]
    reason: str
    reason_en: str
    line: int = 0

    def covers(self, choice: Mapping[str, str]) -> bool:
        """Tell whether a choice of readings, or each with some options, is what it is about."""
        return all(choice.get(name) == option for name, option in self.readings.items())

    def borne_out(self, finding: SubjectFinding) -> bool:
        """Tell whether its subject fails under some choice of readings that it is about."""
        return not finding.proved and any(
            all(options.get(name, option) == option for name, option in self.readings.items())
            for options in finding.under
        )


def reasons(
    finding: SubjectFinding, property_name: str, expected: Sequence[ExpectedRefutation]
) -> Pair:
    """Return why a refuted property is as it should be; nothing if it fails for no reason too.

    The options under which it fails need a reason each, and several may have the same.
    """
    entries = [
        entry
        for entry in expected
        if (entry.property, entry.subject) == (property_name, finding.subject.name)
        and any(map(entry.covers, finding.under))
    ]
    if not all(any(entry.covers(options) for entry in entries) for options in finding.under):
        return "", ""
    return "".join(entry.reason for entry in entries), " ".join(each.reason_en for each in entries)


def load_expected(rules: Ruleset, properties: tuple[str, ...]) -> tuple[ExpectedRefutation, ...]:
    """Return the entries of a ruleset's file, if it has one; RulesError lists every fault."""
    path = Path(rules.folder, FILE)
    if not rules.folder or not path.is_file():
        return ()
    faults = Faults(str(path))
    try:
        tree, faults.found = parse(read_bytes(path), str(path))
    except YamlFault as error:
        raise RulesError([error.fault]) from None
    except OSError as error:
        raise RulesError([unreadable("R041", error, str(path))]) from None
    card = Card(tree, WHAT, faults)
    entries = tuple(_entry(item, faults, rules, properties) for item in card.items("expected"))
    card.close()
    if faults.found:
        raise RulesError(faults.found)
    return entries


def _entry(
    tree: Tree, faults: Faults, rules: Ruleset, properties: tuple[str, ...]
) -> ExpectedRefutation:
    card = Card(tree, WHAT, faults)
    name = card.choice("property", properties)
    subject = card.text("subject")
    card.what = (f"{WHAT[0]}“{subject}”", f"{WHAT[1]} “{subject}”")
    given = card.card("readings", required=False)
    readings = {}
    for reading, value in given.rest() if given is not None else ():
        readings[reading] = card.text_of(value, reading)
        if reading not in rules.readings:
            card.unknown("R023", NO_READING, reading, rules.readings, value)
        elif readings[reading] not in rules.readings[reading].names:
            options = rules.readings[reading].names
            card.unknown("R006", no_option(reading), readings[reading], options, value)
    reason, reason_en = card.text("reason"), card.text("reason_en")
    card.close(ordered=True)
    return ExpectedRefutation(name, subject, readings, reason, reason_en, tree.line)
