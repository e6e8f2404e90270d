"""Hints: the commands that messages propose, which name the ruleset that the user named."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

OF_RULES = ("facts", "init", "rules", "schema")
"""Commands to which a hint hands on --ruleset."""
OF_CASES = ("ask", "evaluate", "questions")
"""Commands to which a hint hands on --reading and --policy as well."""
HINT = rf"(tolerance-rules (?:{'|'.join((*OF_RULES, *OF_CASES))}))(?![\w-])(?! --)"


def quoted(word: str) -> str:
    """Return a word as a shell takes it: in quotes only if it must be, Chinese being no reason."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    # Double quotes are those that the shell of Windows knows too.
    if not re.search(r'["$`\\!]', word):
        return f'"{word}"'
    import shlex  # hardly a word needs it

    return shlex.quote(word)


def rules_given(args: Sequence[str]) -> list[tuple[str, str]]:
    """Return the options of arguments that say by which rules, each with its value."""
    found = []
    before = args[: args.index("--")] if "--" in args else args
    for place, arg in enumerate(before):
        option, mark, value = arg.partition("=")
        if option not in ("--ruleset", "--reading", "--policy"):
            continue
        if mark:
            found.append((option, value))
        elif place + 1 < len(before):
            found.append((option, before[place + 1]))
    return found


def runnable(text: str, given: Sequence[tuple[str, str]] | None = None) -> str:
    """Return a message in which each command that it proposes can be run as it stands.

    `given` are the options that say by which rules; those of the command that runs, if left out.
    """
    if given is None:
        ctx = click.get_current_context(silent=True)
        given = ctx.obj if ctx is not None and ctx.obj else ()

    def named(found: re.Match[str]) -> str:
        of_cases = found[1].rpartition(" ")[2] in OF_CASES
        handed = [each for each in given if of_cases or each[0] == "--ruleset"]
        return " ".join([found[1], *(f"{name} {quoted(value)}" for name, value in handed)])

    return re.sub(HINT, named, text)
