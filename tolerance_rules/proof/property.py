"""Property: a sentence about the cases of a ruleset, and everything that belongs to it.

How it is said, of which subjects it must be shown, how it is shown of all cases with decision
diagrams, and what an example must show by the definition alone: the prover asks for the former,
the checker for the latter, and nothing that the checker asks for imports the diagrams.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from tolerance_rules.proof.examples import Example
from tolerance_rules.proof.findings import SubjectFinding
from tolerance_rules.rules import Ruleset

if TYPE_CHECKING:
    from tolerance_rules.proof.proof_context import ProofContext

InScope: TypeAlias = Callable[[Mapping[str, str]], bool]
"""Tells whether some choice of readings that is asked about has these options."""

Check: TypeAlias = Callable[[SubjectFinding, Example, Ruleset], bool]
"""Tells what an example shows, under the ruleset with the readings of the example chosen."""


class Property(ABC):
    """A sentence that is shown of each of its subjects, or refuted."""

    name: ClassVar[str]
    """The sentence as a name, such as `exclusion_trumps_tolerance`."""
    zh: ClassVar[str]
    en: ClassVar[str]
    existential: ClassVar[bool] = False
    """Whether it says that some case is so, and not that every case is.

    Each of its findings then has an example; of the others, only what is refuted has.
    """

    @abstractmethod
    def subjects(self, rules: Ruleset, in_scope: InScope) -> Iterator[str]:
        """Yield the names of all it must be shown of, so that none can be left out."""

    @abstractmethod
    def findings(self, context: ProofContext) -> Iterator[SubjectFinding]:
        """Yield whether it holds, over every case, of each of its subjects."""

    @abstractmethod
    def shown(self, finding: SubjectFinding, example: Example, rules: Ruleset) -> bool:
        """Tell whether an example shows what an existential sentence says, or refutes the other.

        By the definition alone; `rules` are under the readings of the example.
        """

    def check(self, rules: Ruleset) -> Check:
        """Return the check of the examples of a ruleset."""
        return self.shown
