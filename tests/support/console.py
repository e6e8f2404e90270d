"""Console: the commands in a document's `console` blocks, with the output it shows for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CODE = re.compile(r"\s+#\s*(?:退出码|exit code)\s*(\d+)$")
ANY = "…"
"""A line of this alone stands for any lines."""


@dataclass(frozen=True)
class Session:
    """A command, the exit code it is said to end with, and the output shown."""

    command: str
    code: int
    shown: str

    def shows(self, output: str) -> bool:
        """Tell whether the output is what is shown."""
        lines = self.shown.strip("\n").split("\n")
        pattern = "\n".join(
            "(?:.*\n)*?.*" if each.strip() == ANY else re.escape(each) for each in lines
        )
        return re.fullmatch(pattern, output.strip("\n")) is not None


def sessions(text: str) -> Iterator[Session]:
    """Yield the commands of a document whose output it shows, in order."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            code = CODE.search(command)
            if shown.strip():
                yield Session(CODE.sub("", command), int(code[1]) if code else 0, shown)
