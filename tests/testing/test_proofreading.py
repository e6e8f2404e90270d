"""What of the rules is not as their own text has it is remarked on, and is no fault."""

from __future__ import annotations

import dataclasses
import json
import shutil

import pytest

from support.english import chinese_in
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules.cli.program import run
from tolerance_rules.rules import Fact, InForce
from tolerance_rules.testing.proofreading import remarks

SHILI = RULESETS[1]

ABOUT = {
    "another day": ({"in_force": InForce("2025-10-01", None)}, "2025-10-01"),
    "another number": ({"document_number": "示大发〔2025〕9号"}, "〔2025〕9号"),
    "another name": ({"title": "示例职业技术大学容错细则"}, "容错细则"),
    "who does not interpret it": ({"interpreted_by": "校长办公会"}, "校长办公会"),
    "what it does not repeal": ({"repeals": {"document_number": "示大发〔2019〕1号"}}, "2019"),
}
ROW = {
    "another outcome": ({"outcome": "mitigated"}, "减轻处理"),
    "a duty where it may": ({"modality": "shall"}, "shall"),
}


@for_every_ruleset
def test_the_rulesets_here_are_as_their_texts(rules):
    assert remarks(rules) == ()


@pytest.mark.parametrize("change", ABOUT)
def test_what_the_ruleset_says_of_itself_is_looked_for_in_the_text(change):
    changed, said = ABOUT[change]
    ((zh, en),) = remarks(dataclasses.replace(SHILI, **changed))
    assert said in zh
    assert not chinese_in(en)


@pytest.mark.parametrize("change", ROW)
def test_a_row_is_held_to_the_words_it_quotes(change):
    changed, said = ROW[change]
    rows = tuple(
        dataclasses.replace(row, **changed) if row.row == "6" else row for row in SHILI.outcomes
    )
    ((zh, en),) = remarks(dataclasses.replace(SHILI, outcomes=rows))
    assert "第 6 行" in zh
    assert said in zh
    assert not chinese_in(en)


def test_those_to_whom_it_is_applied_by_reference_are_among_those_it_reaches():
    changed = Fact("person.category", ("outsider",))
    ((zh, en),) = remarks(dataclasses.replace(SHILI, by_reference=changed))
    assert "by_reference" in zh
    assert not chinese_in(en)


def test_check_says_what_is_remarked_on_and_still_passes(tmp_path, capsys):
    folder = tmp_path / SHILI.id
    shutil.copytree(SHILI.folder, folder, ignore=shutil.ignore_patterns("tests"))
    file = folder / "ruleset.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('from: "2025-09-01"', 'from: "2025-10-01"'), encoding="utf-8")
    assert run(["check", str(folder)], "tolerance-rules") == 0
    assert "2025-10-01" in capsys.readouterr().out.splitlines()[-1]
    assert run(["check", str(folder), "--format", "json"], "tolerance-rules") == 0
    assert "2025-10-01" in json.loads(capsys.readouterr().out)["remarks"][0][0]
