"""One case: the arguments and the output of the commands that answer a question about a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.case_sources import (
    Refused,
    Source,
    complaint,
    decided,
    read,
    sources,
)
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    output_options,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import Output, destination, emit, inputs_of
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.decision import Decision
    from tolerance_rules.engine import Engine
    from tolerance_rules.formats.case_file import CaseFile
    from tolerance_rules.rendering.document import Document
    from tolerance_rules.what_if.answers.renderable import Renderable

ONE_CASE = ("{} 一次只看一个案件", "{} takes one case at a time")


@dataclass(frozen=True)
class Asked:
    """A case that was decided, by which engine, and where the answer goes."""

    engine: Engine
    decision: Decision
    into: Output
    case: str
    format: str
    given: CaseFile
    """What was read, of which a decision holds no more than it needs."""

    def answer(self, answer: Renderable) -> None:
        """Write an answer."""
        self.write({"file": self.case, **answer.to_dict()}, answer.document(self.into.lang))

    def write(self, data: dict[str, Any], document: Document) -> None:
        """Write an answer given both as data and as words."""
        from tolerance_rules.rendering.document import to_markdown, to_text

        if self.format == "json":
            self.into.json(data)
        else:
            self.into.text((to_markdown if self.format == "markdown" else to_text)(document))


def params(lang: Lang, options: Sequence[click.Parameter] = ()) -> list[click.Parameter]:
    """Return the parameters of a command that answers one question about one case."""
    shared = [*output_options(lang), *rules_options(lang), lang_option(lang), version_option(lang)]
    return [case_argument(lang), *options, *shared]


def case_argument(lang: Lang) -> click.Parameter:
    """Return the argument that names the case."""
    return click.Argument(["case"], required=True, metavar=pick(lang, ("案件", "CASE")))


def ask(
    lang: Lang,
    name: str,
    others: Sequence[str] = (),
    *,
    case: str,
    format_: str,
    output: str | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> Asked | None:
    """Return the case decided, ready for a question; None if it is refused, and then said why.

    `name` is that of the command; `others` are files read besides, never to be overwritten.
    """
    engine = load_engine(lang, ruleset, readings, policy)
    found = sources([case])
    if len(found) > 1:
        usage_error(pick(lang, ONE_CASE).format(name))
    into = destination(lang, output, inputs_of(engine.rules, case, *others, policy))
    source = found[0]
    given = read(source, engine) if isinstance(source, Source) else source
    if isinstance(source, Source) and not isinstance(given, Refused):
        decision = decided(given, source, engine)
        if not isinstance(decision, Refused):
            return Asked(engine, decision, into, case, format_, given)
        given = decision
    if isinstance(given, Refused):
        emit(complaint(given, lang), err=True)
    return None
