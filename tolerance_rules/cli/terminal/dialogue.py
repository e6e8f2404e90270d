"""Dialogue: lines to the screen, and answers from a keyboard, a file or a pipe."""

from __future__ import annotations

import sys

import click

from tolerance_rules.characters import visible
from tolerance_rules.cli.terminal.output import emit


class EndOfInputError(Exception):
    """The file or the pipe that answers has ended."""


class InterruptedDialogueError(Exception):
    """The user pressed Ctrl+C at the keyboard: to interrupt, or to copy."""


class Dialogue:
    """Speaks on standard output and listens on standard input."""

    def __init__(self) -> None:
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            # Bytes that are no text make an answer that is refused, not a crash.
            reconfigure(errors="replace")
        self.keyboard = sys.stdin.isatty()

    def say(self, line: str) -> None:
        """Print a line."""
        from tolerance_rules.rendering.document import printable

        emit(printable(line))

    def ask(self, prompt: str) -> str:
        """Return the answer to a prompt, without blanks around it; empty if only Enter was typed.

        EndOfInputError if there is no more; at a keyboard, `click.Abort` then, and
        InterruptedDialogueError for Ctrl+C.
        """
        if self.keyboard:
            try:
                return input(visible(prompt)).strip()
            except EOFError:
                raise click.Abort from None
            except KeyboardInterrupt:
                raise InterruptedDialogueError from None
        line = sys.stdin.readline()
        if not line:
            raise EndOfInputError
        # A pipe does not show what came through it.
        self.say(prompt + line.strip())
        return line.strip()
