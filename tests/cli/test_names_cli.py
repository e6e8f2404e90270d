"""Options take the names that the tool prints; what is wrong is told in the language asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules.cli.program import run
from tolerance_rules.formats.human_names import clause_from_text
from tolerance_rules.legal_references import citation_en, citation_of

pytestmark = pytest.mark.slow  # whole commands, each with its files

CASE = str(Path(__file__).resolve().parents[2] / "examples" / "cases" / "01_campus_flood.yaml")


def out(capsys, *args: str) -> tuple[int, str, str]:
    code = run(list(args), "tolerance-rules")
    said = capsys.readouterr()
    return code, said.out, said.err


@for_every_ruleset
def test_every_clause_is_known_by_its_id_and_its_citations(rules) -> None:
    for name in (*rules.clauses, *rules.articles):
        for word in (
            name,
            citation_of(name),
            citation_en(name),
            f"《{rules.title}》{citation_of(name)}",
        ):
            assert clause_from_text(word, rules) == name


@pytest.mark.parametrize(
    "clause", ["第五条第（三）项", "第五条第三项", "第5条第（3）项", "Article 5(3)"]
)
def test_a_clause_is_explained_by_its_citation(capsys, clause: str) -> None:
    assert out(capsys, "explain", CASE, "--clause", clause) == out(
        capsys, "explain", CASE, "--clause", "5.3"
    )


@pytest.mark.parametrize("group", ["工作情形", "“工作情形”", "WORK", "ｗｏｒｋ"])
def test_a_group_is_listed_by_its_label(capsys, group: str) -> None:
    assert out(capsys, "facts", "--group", group) == out(capsys, "facts", "--group", "work")


def test_a_reading_is_chosen_by_what_it_is_about_and_means(capsys) -> None:
    card = next(iter(SHIPPED.readings.values()))
    name, (meaning, _) = card.options[-1]
    by_id = out(capsys, "evaluate", CASE, "--reading", f"{card.id}={name}")
    assert out(capsys, "evaluate", CASE, "--reading", f"{card.question}={meaning}") == by_id


@pytest.mark.parametrize("lang", ["en", "EN", "英文", "English"])
def test_a_language_is_chosen_by_its_name(capsys, lang: str) -> None:
    assert out(capsys, "evaluate", CASE, "--lang", lang) == out(
        capsys, "evaluate", CASE, "--lang", "en"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("work:\n\tpilot: true\n", "indented with a tab"),
        ("work：\n", "The colon is full-width (U+FF1A). The line should be: work:"),
        ("work: {pilott: true}\n", "There is no fact work.pilott (did you mean work.pilot?)"),
        ("wrok: {}\n", "There is no group wrok (did you mean work?)"),
        ("work: {pilot: ○}\n", "“○” means yes to some"),
        ("case: {decided_on: soon}\nfacts: {}\n", "soon of case.decided_on is no date"),
        ("work: {pilot: 1, pilot: 0}\n", "stands in line 1 already"),
        ("case: {titel: 1}\nfacts: {}\n", "case has no item titel (did you mean title?)"),
        ("- a\n", "A case should be a mapping"),
    ],
)
def test_faults_are_told_in_english(capsys, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, "utf-8")
    code, _, err = out(capsys, "evaluate", str(file), "--lang", "en")
    assert code == 1
    assert said in err
    assert "请" not in err
