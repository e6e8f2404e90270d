"""Rule edits: what was changed between two drafts of one regulation, by name.

Every part of a ruleset is compared, as it stands in the files with all branches of its readings,
but for glosses and translations: two rulesets without an edit differ in nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.proof.rule_parts import (
    DUTY,
    EVENT,
    FACT,
    OUTCOME,
    READING,
    RULESET,
    Effect,
    Parts,
    parts_of,
)
from tolerance_rules.rules import POLICY, Ruleset

WORDING = "wording"
"""Stands for edits of glosses and translations, which explain and say nothing of their own."""


@dataclass(frozen=True)
class Edit:
    """A part of the rules that is not the same: whose it is, which part, and what may come of it.

    `holder` is a clause ("5.3"), or of another kind by its name ("outcomes#4", "fact#work.pilot").
    Of the condition of a clause, `part` is empty; of a holder that one side lacks, `added` or
    `removed`.
    """

    holder: str
    part: str
    effect: Effect

    @property
    def name(self) -> str:
        """Return a name that stays the same: `5.3`, `5.3 text`, `outcomes#4 permitted`."""
        return f"{self.holder} {self.part}".strip()


def edits(old: Ruleset, new: Ruleset) -> tuple[Edit, ...]:
    """Return what differs, the choices of readings and of the policy with it."""
    found = tuple(_edits(old, new))
    # Nothing but what is left out of the comparison can tell the fingerprints apart.
    if not found and (old.sha256, _policy(old)) != (new.sha256, _policy(new)):
        return (Edit(WORDING, "", "aside"),)
    return found


def _policy(rules: Ruleset) -> str:
    return rules.policy.sha256 if rules.policy is not None else ""


def _edits(old: Ruleset, new: Ruleset) -> Iterator[Edit]:
    before, after = dict(parts_of(old)), dict(parts_of(new))
    another = _id(old) != _id(new)
    # Another default in force is said as the choice that it makes.
    chosen = [f"{READING}{n} default" for n in old.chosen if old.chosen[n] != new.chosen.get(n)]
    if another:
        yield Edit(POLICY, "", "decides")
    for holder in dict.fromkeys([*before, *after]):
        if another and holder.partition("#")[0] == POLICY:
            continue
        for edit in _of_holder(holder, before.get(holder), after.get(holder)):
            if not (another and edit.name in _OF_POLICY) and edit.name not in chosen:
                yield edit
    for name in dict.fromkeys([*old.chosen, *new.chosen]):
        if old.chosen.get(name) != new.chosen.get(name):
            choice = f": {old.chosen.get(name)} -> {new.chosen.get(name)}"
            yield Edit(f"reading {name}{choice}", "", "decides")


_OF_POLICY = (f"{RULESET} policy", f"{RULESET} weighed")
"""What is said of a policy besides its rows; of another policy it need not be said."""


def _id(rules: Ruleset) -> str | None:
    return rules.policy.id if rules.policy is not None else None


def _of_holder(holder: str, old: Parts | None, new: Parts | None) -> Iterator[Edit]:
    if old is None or new is None:
        said = holder.startswith((FACT, OUTCOME, DUTY, EVENT))
        effect: Effect = "said" if said else "decides"
        yield Edit(holder, "added" if old is None else "removed", effect)
        return
    for part, (effect, value) in old.items():
        if value != new[part][1]:
            yield Edit(holder, part, effect)
