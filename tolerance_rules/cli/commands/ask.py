"""Ask: an interview in the terminal, the most decisive question first, that writes a case file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.commands.ask_words import ABOUT, CASE, FULL, OUTPUT, say
from tolerance_rules.cli.commands.evaluate import WRONG
from tolerance_rules.cli.terminal.case_sources import (
    STDIN,
    Refused,
    Source,
    complaint,
    decided,
    read,
)
from tolerance_rules.cli.terminal.click_localised import Command
from tolerance_rules.cli.terminal.dialogue import EndOfInputError
from tolerance_rules.cli.terminal.options import (
    lang_option,
    load_engine,
    rules_options,
    version_option,
)
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.cli.commands.ask_talk import Talk
    from tolerance_rules.engine import Engine
    from tolerance_rules.formats.case_file import CaseFile

BLANK = "case.yaml"
"""The name of a new case that was given none."""


def command(lang: Lang) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["case"], required=False, metavar=pick(lang, CASE)),
        click.Option(["-o", "--output"], metavar="FILE", help=pick(lang, OUTPUT)),
        click.Option(["--full/--brief"], default=None, help=pick(lang, FULL)),
        *rules_options(lang),
        lang_option(lang),
        version_option(lang),
    ]

    def run(**given: Any) -> int:
        return ask(lang, **given)

    return Command("ask", lang, ABOUT, run, params)


def ask(
    lang: Lang,
    *,
    case: str | None,
    output: str | None,
    full: bool | None,
    ruleset: str,
    readings: Sequence[tuple[str, str]],
    policy: str | None,
) -> int:
    """Ask until the case is settled, write it, and return the exit code."""
    # Only here: the other commands start without what the interview needs.
    from tolerance_rules.cli.commands.ask_draft import Draft, UnusableDraftError
    from tolerance_rules.cli.commands.ask_state import State
    from tolerance_rules.cli.commands.ask_talk import Talk
    from tolerance_rules.formats.case_file import CaseFile
    from tolerance_rules.frozen_dict import FrozenDict
    from tolerance_rules.what_if.interview import Interview

    target = _target(lang, case, output)
    engine = load_engine(lang, ruleset, readings, policy)
    start = _start(lang, case, engine)
    if isinstance(start, Refused):
        emit(complaint(start, lang), err=True)
        return WRONG
    given = replace(start, file="", places=FrozenDict()) if start else CaseFile(engine.facts({}))
    interview, keyboard = Interview(engine, given), sys.stdin.isatty()
    wide = keyboard if full is None else full
    draft = Draft(target, State(interview)) if wide or keyboard else None
    talk = Talk(lang, interview, new=start is None, full=wide, draft=draft)
    try:
        talk.run(target)
    except UnusableDraftError:
        usage_error(say(lang, "draft_other", draft.file if draft else ""))
    except EndOfInputError:
        emit(say(lang, "end_of_input", talk.number), err=True)
        _tell_kept(talk)
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        if not _tell_kept(talk):
            emit(say(lang, "aborted"), err=True)
        raise
    return talk.finish(target)


def _tell_kept(talk: Talk) -> bool:
    """Say where the answers are kept, if they are."""
    if not (talk.draft and talk.drafted):
        return False
    emit(say(talk.lang, "draft_kept", talk.draft.file), err=True)
    return True


def _start(lang: Lang, case: str | None, engine: Engine) -> CaseFile | Refused | None:
    """Return the case to start from, one that is decided; None where it is a new one."""
    if case is None or not os.path.lexists(case):
        return None
    if Path(case).is_dir():
        usage_error(say(lang, "folder", case))
    given = read(Source(case), engine)
    if isinstance(given, Refused):
        return given
    decision = decided(given, Source(case), engine)
    return decision if isinstance(decision, Refused) else given


def _target(lang: Lang, case: str | None, output: str | None) -> Path:
    """Return the file to write, which is not there yet; a usage error where it cannot be."""
    if STDIN in (case, output):
        usage_error(say(lang, "no_stream"))
    if output is not None and case is not None and not os.path.lexists(case):
        usage_error(say(lang, "no_case", case))
    target = Path(output) if output is not None else _free(case)
    if os.path.lexists(target):
        usage_error(say(lang, "exists", target))
    if target.suffix.lower() == ".json":
        usage_error(say(lang, "not_json", target))
    if not target.parent.is_dir():
        usage_error(say(lang, "no_folder", target.parent))
    if not os.access(target.parent, os.W_OK):
        usage_error(say(lang, "locked", target.parent))
    return target


def _free(case: str | None) -> Path:
    """Return a name of its own for the case that is written: the case itself if it is new."""
    if case is not None and not os.path.lexists(case):
        return Path(case)
    given = Path(case or BLANK)
    stem = given.stem
    if case is not None:
        stem = re.sub(r"_answered(_\d+)?$", "", stem) + "_answered"
    found, number = given.with_name(f"{stem}.yaml"), 1
    while os.path.lexists(found):
        number += 1
        found = given.with_name(f"{stem}_{number}.yaml")
    return found
