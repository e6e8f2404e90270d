"""Facts misspelt: what both type checkers find, a fault on each of the last three lines."""

from tolerance_rules import CaseFacts
from tolerance_rules.facts import Consequences, Work

CaseFacts(work=Work(pilott=True))
CaseFacts(consequences=Consequences(loss="mayor"))
CaseFacts(wrok=Work())
