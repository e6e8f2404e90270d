"""The page on forms: its commands end as it says, and its table is what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from support import console
from support.command_line import run
from support.documents import blocks
from support.rulesets import SHIPPED
from tolerance_rules.analysis.worksheet import assessments
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.formats.case_file import from_text
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.legal_references import citation_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "forms.md").read_text("utf-8")
FORMS = read_forms(SHIPPED)


def arguments(command: str) -> list[str]:
    return [*shlex.split(command), "--force"]


def test_the_commands_end_as_the_page_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("docxtpl", reason="needs the extra forms")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^\$ tolerance-rules (.+)$", block, re.MULTILINE):
            code = console.CODE.search(line)
            done = run(*arguments(console.CODE.sub("", line)))
            assert done.code == (int(code[1]) if code else 0), done.err
    for session in console.sessions(PAGE):
        shown = run(*arguments(session.command.removeprefix("tolerance-rules ")))
        assert session.shows(shown.out + shown.err), shown.err


def test_the_table_names_every_form_with_its_title_and_its_clause() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert set(rows) == set(FORMS.forms)
    for name, form in FORMS.forms.items():
        assert form.title[0] in rows[name]
        assert citation_of(form.clause) in rows[name]


def test_the_fields_shown_are_read() -> None:
    forms, analysis = blocks(PAGE, "yaml")
    written = from_text(forms.encode(), "案件.yaml").forms
    assert assessments(from_text(analysis.encode(), "案件.yaml").analysis, read_standard(SHIPPED))
    labels = {field.label[0] for field in FORMS.fields.values() if not field.sources}
    assert set(written) <= labels
