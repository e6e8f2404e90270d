"""Facts as a program types them: what both type checkers accept."""

from tolerance_rules import CaseFacts, Engine
from tolerance_rules.facts import Consequences, Work

facts = CaseFacts(work=Work(pilot=True), consequences=Consequences(loss=("some", "major")))
print(Engine.load().evaluate(facts).outcome.value)
