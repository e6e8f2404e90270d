"""The workbench's file: self-contained, small, closed to every request; scripts stay scripts."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from support.rulesets import SHIPPED, for_every_ruleset
from support.workbench_page import html
from tolerance_rules.portable.bundle import bundle
from tolerance_rules.workbench import workbench

PAGES = sorted(workbench.PAGE.glob("*.mjs"))


@for_every_ruleset
def test_it_is_one_file_of_under_a_megabyte(rules):
    text = html(rules)
    assert len(text.encode()) < 1_000_000
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", text.split("<script>")[0])


def test_the_policy_lets_this_script_and_this_style_run_and_nothing_else():
    text = html(SHIPPED)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    script = text.split("<script>")[1].split("</script>")[0]
    style = text.split("<style>")[1].split("</style>")[0]
    for name, part in (("script-src", script), ("style-src", style)):
        digest = b64encode(sha256(part.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "connect-src" not in policy
    assert "<body>" in text


@pytest.mark.parametrize("how", ["open", "tokens"])
def test_the_page_that_a_service_gives_may_ask_it_alone_and_is_the_same_otherwise(how):
    alone, served = html(SHIPPED), workbench.to_html(bundle(SHIPPED), served=how)
    assert served.count("connect-src 'self'; ") == 1
    without = served.replace("connect-src 'self'; ", "")
    assert without.replace(f'<body data-service="{how}">', "<body>") == alone


def test_text_of_a_ruleset_cannot_end_the_script_that_holds_it():
    held = workbench.embedded({"text": "</script><script>alert(1)</script><!-- \u2028"})
    assert "<" not in held
    assert "\u2028" not in held


@for_every_ruleset
def test_the_page_names_no_fact_and_no_clause(rules):
    """What it shows comes from the ruleset: it serves another regulation as it is."""
    names = [*rules.vocabulary, *rules.vocabulary.groups, *rules.clauses]
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = [name for name in names if re.search(rf"[\"'`]{re.escape(name)}[\"'`]", text)]
        assert not set(named) - {"work", "procedure"}, page.name  # words of the page's own


def test_no_text_is_ever_read_as_html():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_modules_that_import_each_other_are_refused(tmp_path: Path):
    (tmp_path / "a.mjs").write_text('import { b } from "./b.mjs";\n', "utf-8")
    (tmp_path / "b.mjs").write_text('import { a } from "./a.mjs";\n', "utf-8")
    with pytest.raises(ValueError, match=r"a\.mjs"):
        workbench.script(tmp_path / "a.mjs")


def test_names_of_two_modules_do_not_meet(tmp_path: Path):
    (tmp_path / "a.mjs").write_text(
        'import { told } from "./b.mjs";\nconst same = 1;\nexport function both() {\n'
        "  return told() + same;\n}\n",
        "utf-8",
    )
    (tmp_path / "b.mjs").write_text(
        "const same = 2;\nexport function told() {\n  return same;\n}\n", "utf-8"
    )
    code = workbench.script(tmp_path / "a.mjs")
    assert code.count("const same") == 2
    assert "import" not in code
    assert "export" not in code


def test_a_script_that_would_end_itself_is_refused(tmp_path: Path):
    (tmp_path / "a.mjs").write_text('const text = "</script>";\n', "utf-8")
    with pytest.raises(ValueError, match="</script"):
        workbench.script(tmp_path / "a.mjs")


def test_the_pictures_of_the_docs_are_all_shown_and_small():
    docs = Path(__file__).resolve().parents[2] / "docs"
    text = (docs / "workbench.md").read_text(encoding="utf-8")
    pictures = sorted((docs / "workbench").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert f"workbench/{picture.name}" in text
        assert picture.stat().st_size < 150_000
