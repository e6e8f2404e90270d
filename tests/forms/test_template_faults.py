"""A template that writes a label where its code is to be, or other braces, is told the code."""

from __future__ import annotations

import shutil

import pytest

from support.english import require_english
from support.rulesets import RULESETS
from tolerance_rules import loader
from tolerance_rules.forms.faults import faults_beside

pytest.importorskip("docxtpl", reason="templates are read with docxtpl")

SHILI = RULESETS[1]


@pytest.mark.parametrize("written", ["{{ 当事人 }}", "｛｛ party ｝｝"])
def test_the_code_that_was_meant_is_told(tmp_path, written):
    import docx

    folder = tmp_path / SHILI.id
    shutil.copytree(SHILI.folder, folder, ignore=shutil.ignore_patterns("tests"))
    template = docx.Document()
    template.add_paragraph(written)
    template.save(str(folder / "forms" / "conclusion.docx"))
    found = faults_beside(loader.from_yaml(folder))
    assert {each.code for each in found} == {"F008"}
    assert "{{ party }}" in found[0].remedy
    require_english(found, written)
