"""Usage: an error in how a command was called, which ends it with exit code 2."""

from __future__ import annotations

from typing import NoReturn

import click

from tolerance_rules.errors import shorten
from tolerance_rules.language import Lang, Pair, say


def usage_error(message: str) -> NoReturn:
    """Raise a usage error of the command that runs."""
    from tolerance_rules.rendering.document import printable

    raise click.UsageError(printable(message), click.get_current_context(silent=True)) from None


def usage_error_about(lang: Lang, words: Pair, text: str) -> NoReturn:
    """Raise a usage error that quotes what was written."""
    usage_error(say(lang, words, shorten(text.strip())))
