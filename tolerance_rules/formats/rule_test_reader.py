"""Rule test reader: the YAML files of the cases beside a ruleset -> rule tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tolerance_rules.errors import Fault, RulesError, unreadable
from tolerance_rules.formats.conditions import NO_CLAUSE, NO_READING
from tolerance_rules.formats.rule_test import RuleTest
from tolerance_rules.formats.strict_yaml import Items, Scalar, Tree, YamlFault, parse
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import Card, Faults, no_option
from tolerance_rules.language import Pair
from tolerance_rules.rules import POLICY, Ruleset
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role, Status
from tolerance_rules.vocabulary.fact_faults import known_value, value_faults
from tolerance_rules.vocabulary.fact_spec import Known

FOLDER = "tests"
"""The folder of test files, beside the rule files."""

_SAID_OF_A_DECISION = (
    "permitted",
    "modality",
    "basis",
    "disposition",
    "settled",
    "reachable",
    "cites",
    "roles",
    "because",
    "statuses",
    "implied",
    "warnings",
    "by_reference",
)
"""What may be said of a decision, and so not of a case that is refused."""


def load_tests(rules: Ruleset) -> tuple[RuleTest, ...]:
    """Return the cases beside a ruleset; RulesError lists every fault of every file.

    A ruleset that was not loaded from a folder, or has no tests, gives none.
    """
    folder = Path(rules.folder, FOLDER)
    faults: list[Fault] = []
    tests: list[RuleTest] = []
    for path in sorted(folder.glob("*.yaml")) if rules.folder else ():
        reader = _Reader(str(path), rules)
        tests += reader.read(path)
        faults += reader.faults.found
    if faults:
        raise RulesError(faults)
    return tuple(tests)


class _Reader:
    """Reads the cases of one file."""

    def __init__(self, file: str, rules: Ruleset) -> None:
        self.faults, self.rules = Faults(file), rules
        self.outcomes = [outcome.value for outcome in Outcome]
        self.citable = [*rules.clauses, *rules.articles]
        self.citable += [row.disposition.clause for row in rules.outcomes] + [POLICY]
        self.names: dict[str, int] = {}

    def read(self, path: Path) -> list[RuleTest]:
        try:
            tree, self.faults.found = parse(read_bytes(path), str(path), lines=False)
        except OSError as error:
            self.faults.found.append(unreadable("R041", error, str(path)))
            return []
        except YamlFault as error:
            self.faults.found.append(error.fault)
            return []
        card = Card(tree, ("案例文件", "the file of cases"), self.faults)
        tests = [self.case(item) for item in card.items("cases")]
        card.close()
        return tests

    def case(self, tree: Tree) -> RuleTest:
        card = Card(tree, ("案例", "a case"), self.faults)
        name = card.text("name")
        card.what = (f"案例“{name}”", f"case “{name}”")
        if name in self.names:
            first = self.names[name]
            words = (f"与第 {first} 行的同名", f"the case of line {first} has the same name")
            card.fault("R080", words, ("请另起一个名称", "give it another name"))
        self.names.setdefault(name, tree.line)
        written = card.card("facts")
        facts = dict(self.facts(written)) if written is not None else {}
        presumed = card.choice("others", ("presumed", "unknown")) == "presumed"
        case = RuleTest(
            name=name,
            file=self.faults.file,
            line=tree.line,
            facts={
                fact: facts.get(fact, spec.presumed if presumed or spec.finding else None)
                for fact, spec in self.rules.vocabulary.items()
            },
            readings=self.readings(card),
            outcome=None,
        )
        ending = self.refused if "refused" in card.entries else self.decided
        case = ending(case, card)
        card.close()
        return case

    def refused(self, case: RuleTest, card: Card) -> RuleTest:
        for key in ("outcome", *_SAID_OF_A_DECISION):
            if card.get(key, required=False) is not None:
                words = (f"写了 refused，又写了 {key}", f"it has both refused and {key}")
                remedy = ("退回的案件没有结论", "a case that is refused has no outcome")
                card.fault("R082", words, remedy)
        return replace(
            case, refused=card.choices("refused", [each.id for each in self.rules.impossible])
        )

    def decided(self, case: RuleTest, card: Card) -> RuleTest:
        card.get("refused", required=False)
        return replace(
            case,
            outcome=card.choice("outcome", self.outcomes),
            permitted=self.several(card, "permitted", self.outcomes),
            modality=self.one(card, "modality", ("shall", "may")),
            basis=self.one(card, "basis", ("text", "policy")),
            disposition=self.one(
                card, "disposition", [row.disposition.text for row in self.rules.outcomes]
            ),
            settled=self.yes_or_no(card, "settled"),
            reachable=self.several(card, "reachable", self.outcomes),
            cites=self.several(card, "cites", self.citable),
            roles=self.of_clauses(card, "roles", self.citable, [role.value for role in Role]),
            because=self.because(card),
            statuses=self.of_clauses(
                card, "statuses", self.rules.clauses, [status.value for status in Status]
            ),
            implied=self.implied(card),
            warnings=self.several(
                card, "warnings", [each.id for each in self.rules.explain], none=True
            ),
            by_reference=self.yes_or_no(card, "by_reference"),
        )

    def facts(self, card: Card) -> Iterator[tuple[str, Known]]:
        """Yield what is known of each fact written: a value, a list of values, or null."""
        vocabulary = self.rules.vocabulary
        for name, tree in card.rest():
            value: object = tree.value if isinstance(tree, Scalar) else "…"
            if isinstance(tree, Items):
                value = [each.value if isinstance(each, Scalar) else "…" for each in tree.items]
            faults = list(value_faults(name, value, vocabulary))
            for fault in faults:
                self.faults.found.append(
                    replace(fault, file=self.faults.file, line=tree.line, column=tree.column)
                )
            if not faults:
                yield name, known_value(vocabulary[name], value)

    def implied(self, case: Card) -> Mapping[str, Known] | None:
        card = case.card("implied", required=False)
        if card is None:
            return None
        return {name: value for name, value in self.facts(card) if value is not None}

    def readings(self, case: Card) -> Mapping[str, str]:
        card = case.card("readings", required=False)
        found = {}
        for name, tree in card.rest() if card is not None else ():
            if name in self.rules.readings:
                found[name] = case.text_of(tree, name)
                options = self.rules.readings[name].names
                if found[name] not in options:
                    case.unknown("R006", no_option(name), found[name], options, tree)
            else:
                case.unknown("R023", NO_READING, name, self.rules.readings, tree)
        return found

    def of_clauses(
        self, case: Card, key: str, clauses: Sequence[str] | Mapping[str, object], known: list[str]
    ) -> Mapping[str, str]:
        """Return what is said of clauses, by clause: one of the words known."""
        card = case.card(key, required=False)
        found = {}
        for clause, tree in card.rest() if card is not None else ():
            found[clause] = case.text_of(tree, clause)
            if clause not in clauses:
                case.unknown("R022", NO_CLAUSE, clause, clauses, tree)
            if found[clause] not in known:
                zh, en = _CALLED[key]
                words = (f"：{clause} 的{zh}不能是", f"the {en} of {clause} cannot be")
                case.unknown("R006", words, found[clause], known, tree)
        return found

    def because(self, case: Card) -> Mapping[str, tuple[str, ...]]:
        card = case.card("because", required=False)
        if card is None:
            return {}
        for clause, (name, _) in card.entries.items():
            if clause not in self.citable:
                case.unknown("R022", NO_CLAUSE, clause, self.citable, name)
        return {
            clause: card.choices(clause, tuple(self.rules.vocabulary)) for clause in card.entries
        }

    def several(
        self, card: Card, key: str, options: Sequence[str], *, none: bool = False
    ) -> tuple[str, ...] | None:
        """Return a list of names, None if it is not written; it may be empty if `none`."""
        tree = card.get(key, required=False)
        if tree is None:
            return None
        if none and isinstance(tree, Items) and not tree.items:
            return ()
        return card.choices(key, options)

    def one(self, card: Card, key: str, options: Sequence[str]) -> str | None:
        return None if card.get(key, required=False) is None else card.choice(key, options)

    def yes_or_no(self, card: Card, key: str) -> bool | None:
        tree = card.get(key, required=False)
        if tree is None:
            return None
        value = tree.value if isinstance(tree, Scalar) else None
        if not isinstance(value, bool):
            words = (f"的 {key} 应当是 true 或 false", f"{key} should be true or false")
            card.fault("R081", words, ("请改正", "mend it"), tree)
            return None
        return value


_CALLED: Mapping[str, Pair] = {"roles": ("作用", "role"), "statuses": ("状态", "status")}
