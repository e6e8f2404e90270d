"""Roles: what a token lets its holder do; each is a work of its own, and none includes another."""

from __future__ import annotations

from enum import Enum

from tolerance_rules.language import Pair


class Role(str, Enum):
    """A role; a token may have several."""

    READER = "reader"
    INVESTIGATOR = "investigator"
    RECORDER = "recorder"
    AUDITOR = "auditor"

    def __str__(self) -> str:
        return self.value


ABOUT: dict[Role, Pair] = {
    Role.READER: ("读规则和已有的记录", "reads the rules and the records"),
    Role.INVESTIGATOR: ("评判案件、问各种问题、写文书", "evaluates cases and writes papers"),
    Role.RECORDER: ("记录决定", "records decisions"),
    Role.AUDITOR: ("审计登记簿、核对日志", "audits registers and verifies the log"),
}
EVERYONE = frozenset(Role)
READER = frozenset({Role.READER})
INVESTIGATOR = frozenset({Role.INVESTIGATOR})
RECORDER = frozenset({Role.RECORDER})
AUDITOR = frozenset({Role.AUDITOR})
RECORDS_READ = frozenset({Role.READER, Role.RECORDER, Role.AUDITOR})
