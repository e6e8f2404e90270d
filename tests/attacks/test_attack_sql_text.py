"""Texts of rules, cases, names and options that a database, a program or a terminal would obey.

Guarded kinds: a text that ends a comment or a quotation of generated SQL or Python and goes on as
code; a character that ends a line for one reader and not for another; one that reorders what is
shown; a control code that reaches the screen.
"""

from __future__ import annotations

import ast
import dataclasses
import json
import random
import re
import sqlite3
import unicodedata

import click
import pytest

from support.command_line import ONE, run
from support.rulesets import SHIPPED
from tolerance_rules import Engine, loader
from tolerance_rules.cli.program import build
from tolerance_rules.errors import CaseError, RulesError
from tolerance_rules.formats import case_file
from tolerance_rules.formats.blank_case import blank_case
from tolerance_rules.formats.blank_ruleset import start_ruleset
from tolerance_rules.formats.strict_yaml import YamlFault, parse
from tolerance_rules.vocabulary.python_types import to_python
from tolerance_rules.vocabulary.vocabulary import Vocabulary

CONTROLS = [chr(c) for c in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]
SEPARATORS = ["\u2028", "\u2029"]
DIRECTIONS = [
    c
    for c in map(chr, range(0x110000))
    if unicodedata.bidirectional(c)
    in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
]
DIRECTIONS += ["\u061c", "\u200e", "\u200f"]
NO_CHARACTERS = [chr(c) for c in (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)]
REFUSED = [*CONTROLS, *SEPARATORS, *DIRECTIONS, *NO_CHARACTERS]
PAYLOADS = [
    "\nDROP TABLE canary; --",
    "\r\nDROP TABLE canary;\n--",
    "\u2028DROP TABLE canary;--",
    "\x85DROP TABLE canary;--",
    "*/ ; DROP TABLE canary; --",
    "*/); DROP TABLE canary; /*",
    "/* /* */",
    "'); DROP TABLE canary; --",
    "\\'); DROP TABLE canary; --",
    '"; DROP TABLE canary; --',
    "`; DROP TABLE canary; --",
    "]; DROP TABLE canary; --",
    "$$; DROP TABLE canary; $$",
    "\\\n.shell touch canary\n",
    "\n\\! touch canary\n",
    "\nGO\nDROP TABLE canary\nGO\n",
    "&canary $(canary) :canary ${canary}",
]


def obeyed(text: str) -> list[str]:
    """Return what a terminal would obey in a text that was printed."""
    return [
        c
        for c in text
        if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ]


def hostile(rules, payload):
    """Return rules whose every text says something and then a payload, made in the program."""
    facts = {}
    for name, spec in rules.vocabulary.items():
        labels = tuple((f"{zh}{payload}", f"{en}{payload}") for zh, en in spec.labels)
        facts[name] = dataclasses.replace(
            spec, label=spec.label + payload, label_en=spec.label_en + payload, labels=labels,
            question=spec.question + payload, question_en=spec.question_en + payload,
        )  # fmt: skip
    groups = {
        name: dataclasses.replace(each, label=each.label + payload)
        for name, each in rules.vocabulary.groups.items()
    }
    clauses = {
        name: dataclasses.replace(each, citation=each.citation + payload)
        for name, each in rules.clauses.items()
    }
    labels = {
        code: dataclasses.replace(each, label=tuple(word + payload for word in each.label))
        for code, each in rules.labels.items()
    }
    impossible = tuple(
        dataclasses.replace(each, id=f"{each.id}{payload}", reason=each.reason + payload)
        for each in rules.impossible
    )
    return dataclasses.replace(
        rules, title=rules.title + payload, title_en=rules.title_en + payload,
        document_number=payload, id=rules.id + payload, clauses=type(rules.clauses)(clauses),
        labels=type(rules.labels)(labels), impossible=impossible,
        vocabulary=Vocabulary(groups, facts), earlier_conduct=(payload, payload),
    )  # fmt: skip


def script_of(payload, dialect):
    pytest.importorskip("sqlglot", reason="the audit extra is not installed")
    from tolerance_rules.executors.columnar.target import target
    from tolerance_rules.executors.sql import RulesAsSql
    from tolerance_rules.executors.sql_script import script

    rules = hostile(SHIPPED, payload)
    made = RulesAsSql(rules, Engine(SHIPPED).diagram, target(dialect))
    return script("zh", rules, made, (*made.create_table(), *made.create_view()))


@pytest.mark.slow
def test_every_line_of_the_heading_is_a_comment() -> None:
    pytest.importorskip("sqlglot", reason="the audit extra is not installed")
    from tolerance_rules.executors.columnar.target import target
    from tolerance_rules.executors.sql import RulesAsSql
    from tolerance_rules.executors.sql_script import script

    made = RulesAsSql(SHIPPED, Engine(SHIPPED).diagram, target("oracle"))
    for payload in PAYLOADS:
        for lang in ("zh", "en"):
            text = script(lang, hostile(SHIPPED, payload), made, ["CREATE VIEW x"])
            text = text.removeprefix("SET DEFINE OFF\n\n")
            lines = text.removesuffix("\n\nCREATE VIEW x;\n").splitlines()
            assert len(lines) > 60
            assert not [line for line in lines if not line.startswith("--")]


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_rules_say_is_never_executed(payload, tmp_path) -> None:
    """Run the scripts whole, as an administrator does: what stands in the texts does nothing."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE canary (x)")
    database.executescript(script_of(payload, "sqlite"))
    assert database.execute("SELECT count(*) FROM canary").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM findings").fetchone() == (0,)
    database.close()
    duckdb = pytest.importorskip("duckdb", reason="the backends extra is not installed")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE canary (x INTEGER)")
    connection.execute(script_of(payload, "duckdb"))
    assert connection.execute("SELECT count(*) FROM canary").fetchone() == (0,)
    connection.close()


@pytest.mark.slow
def test_what_rules_say_is_never_executed_by_a_server() -> None:
    psycopg = pytest.importorskip("psycopg", reason="the backends extra is not installed")
    from support.database_servers import Unavailable, postgres

    try:
        with postgres() as where, psycopg.connect(where, autocommit=True) as link:
            link.execute("CREATE TABLE canary (x int)")
            for payload in PAYLOADS:
                link.execute(script_of(payload, "postgres"))
                assert link.execute("SELECT count(*) FROM canary").fetchone() == (0,)
                link.execute("DROP VIEW findings")
                link.execute("DROP TABLE register")
    except Unavailable as why:
        pytest.skip(str(why))


@pytest.mark.parametrize("payload", [*PAYLOADS, '"""\nimport os\n"""', '"""; import os; """', "\\"])
def test_generated_python_only_says_what_the_facts_are(payload) -> None:
    rules = hostile(SHIPPED, payload)
    kinds = {type(node) for node in ast.parse(to_python(rules.vocabulary, rules.id)).body}
    assert kinds == {ast.Expr, ast.ImportFrom, ast.ClassDef}
    modules = [
        n.module
        for n in ast.parse(to_python(rules.vocabulary, rules.id)).body
        if isinstance(n, ast.ImportFrom)
    ]
    assert "os" not in modules


@pytest.mark.parametrize("payload", PAYLOADS)
def test_comments_of_a_blank_case_stay_comments(payload) -> None:
    rules = hostile(SHIPPED, payload)
    given, _ = parse(blank_case(SHIPPED, "zh").encode(), "a.yaml")
    text = blank_case(rules, "zh")
    for mark in ("\x85", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    found, _ = parse(text.encode(), "b.yaml")
    keys = [(name, list(value.items)) for name, (_, value) in given.items.items()]
    assert [(name, list(value.items)) for name, (_, value) in found.items.items()] == keys


@pytest.mark.slow
def test_texts_of_rules_hold_no_hidden_character(tmp_path) -> None:
    """A character put, as an escape, into any text or key of any file keeps the rules out."""
    start_ruleset(tmp_path / "own")
    files = sorted((tmp_path / "own").rglob("*.yaml"))
    rng = random.Random(20)
    texts = re.compile(r"^(\s*(?:- )?\w+: )([^\[{|>\n#]+)$", re.MULTILINE)
    keys = re.compile(r"^(\s*(?:- )?)(\w+)(?=:)", re.MULTILINE)
    tried = 0
    for character in [*REFUSED, "\n", "\r", *rng.choices(REFUSED, k=60)]:
        file = rng.choice(files)
        before = file.read_text("utf-8")
        found = list((texts if rng.random() < 0.8 else keys).finditer(before))
        if not found:
            continue
        match = rng.choice(found)
        word = match[2].strip().strip("\"'")
        at = rng.randint(0, len(word))
        # As YAML writes it, which for the highest planes is not as JSON does.
        text = "".join(
            c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}"
            for c in word[:at] + character + word[at:]
        )
        changed = before[: match.start(2)] + f'"{text}"' + before[match.end(2) :]
        file.write_text(changed, "utf-8")
        try:
            faults = faults_of(tmp_path / "own")
            assert "Y004" in {fault.code for fault in faults}, (character, match[0])
            assert not [c for fault in faults for c in obeyed(str(fault))]
            tried += 1
        finally:
            file.write_text(before, "utf-8")
    assert tried > 150


def faults_of(folder):
    from tolerance_rules.testing.rule_tests import run_tests

    try:
        run_tests(loader.from_yaml(folder))
    except RulesError as error:
        return error.faults
    return []


@pytest.mark.parametrize("where", ["id", "title", "authority", "evidence"])
def test_texts_of_cases_hold_no_hidden_character(where) -> None:
    fact = next(iter(SHIPPED.vocabulary))
    for character in [*REFUSED, "\ud800", "\udfff"]:
        text = f"甲{character}乙"
        case = {"facts": {}, "case": {where: text}}
        if where == "evidence":
            case = {"facts": {}, "evidence": {fact: text}}
        for data, json_text in (
            (json.dumps(case), True),
            (json.dumps(case, ensure_ascii=False), True),
            (json.dumps(case), False),
        ):
            with pytest.raises(CaseError) as caught:
                case_file.from_text(data.encode("utf-8", "surrogatepass"), "a", json_text=json_text)
            assert not obeyed(str(caught.value))
    line_end = {"facts": {}, "case": {"title": "甲\n乙"}}
    assert case_file.from_text(json.dumps(line_end).encode(), "a").info.title == "甲\n乙"


@pytest.mark.parametrize("character", [*REFUSED, "\r"])
def test_a_comment_ends_where_every_editor_ends_it(character) -> None:
    """What stands behind such a character in a comment is never read as a fact, nor left out."""
    text = f"facts:\n  # 注{character}  work.pilot: true\n  work.experimental: true\n"
    with pytest.raises(YamlFault) as caught:
        parse(text.encode(), "a.yaml")
    assert caught.value.fault.code == "Y004"
    assert not obeyed(str(caught.value))


def options():
    """Yield every command with each of its options and arguments that takes a text."""
    for name, make in build("zh").makers.items():
        for param in make().params:
            if not getattr(param, "is_flag", False):
                yield name, param


@pytest.mark.slow
def test_options_and_arguments_hold_no_hidden_character(tmp_path) -> None:
    """Each option of each command, with seeded characters: refused, and nothing of it obeyed."""
    rng = random.Random(12)
    tried = 0
    for name, param in options():
        for character in [*rng.sample(REFUSED[1:], 2), "\x1b"]:
            text = f"a{character}[31mb=c"
            words = [text] if isinstance(param, click.Argument) else [param.opts[-1], text]
            done = run(name, *words)
            assert done.code in (1, 2), (name, param.name, character)
            assert not obeyed(done.out + done.err), (name, param.name)
            tried += 1
    assert tried > 200


@pytest.mark.slow
def test_nothing_printed_is_obeyed_by_a_terminal(tmp_path) -> None:
    """Hostile names, values and files, at every command that takes a case or a folder."""
    rng = random.Random(13)
    for place in range(60):
        mark = "".join(rng.choices(["\x1b[2J", "\x9b31m", "\u202e", "\u2066", "\x07", "\x08"], k=3))
        case = tmp_path / f"{place}{mark}.json"
        case.write_text(
            json.dumps({"facts": {f"work{mark}": True, "work.pilot": f"是{mark}"}, mark: 1}),
            "utf-8",
        )
        command = rng.choice(["evaluate", "questions", "paths", "reason", "sensitivity"])
        for args in (
            (command, case),
            (command, tmp_path),
            ("evaluate-many", case, "--out", tmp_path / "o.csv"),
            ("evaluate", ONE, "--ruleset", f"{tmp_path}/{mark}"),
            ("check", f"{tmp_path}/{mark}"),
            ("init", f"{tmp_path}/{mark}/case.yaml"),
        ):
            done = run(*args)
            assert not obeyed(done.out + done.err), args
