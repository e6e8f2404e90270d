"""Passwords in connection strings, well written and not: none of it stands in any message.

Guarded kind: a string that a driver, a file reader or a parser of arguments takes for something
else, and then repeats.
"""

from __future__ import annotations

import json
import random

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("adbc_driver_postgresql", reason="the database extra is not installed")

from support.command_line import ONE, run
from tolerance_rules.tables.connection_string import parsed, shown

SECRET = "Geheim7341"  # what is looked for in every message
FORMS = [
    "postgresql://u:{}@127.0.0.1:1/d",
    "postgres://u:{}@127.0.0.1:1/d",
    "POSTGRESQL://u:{}@127.0.0.1:1/d",
    "PostgreSQL+psycopg2://u:{}@127.0.0.1:1/d",
    "postgresql://u:a@{}@127.0.0.1:1/d",
    "postgresql://u:{}@b@127.0.0.1:1/d",
    "postgresql://u:a/{}@127.0.0.1:1/d",
    "postgresql://u:{}/b@127.0.0.1:1/d",
    "postgresql://u:a?{}@127.0.0.1:1/d",
    "postgresql://u:a#{}@127.0.0.1:1/d",
    "postgresql://u:a:{}@127.0.0.1:1/d",
    "postgresql://u:a%{}@127.0.0.1:1/d",
    "postgresql://u:%zz{}@127.0.0.1:1/d",
    "postgresql://u:a%40{}@127.0.0.1:1/d",
    "postgresql://u:a%00{}@127.0.0.1:1/d",
    "postgresql://u:a[{}@127.0.0.1:1/d",
    "postgresql://u:{}]@127.0.0.1:1/d",
    "postgresql://u:a {}@127.0.0.1:1/d",
    "postgresql://u:密码{}@127.0.0.1:1/d",
    "postgresql://用户:{}@127.0.0.1:1/库",
    "postgresql://u:{}@/d",
    "postgresql://u:{}",
    "postgresql://u:{}@",
    "postgresql://:{}@127.0.0.1:1/d",
    "postgresql://u:{}@127.0.0.1:port/d",
    "postgresql://u:{}@127.0.0.1:1:2/d",
    "postgresql://u:{}@[::1]:1/d",
    "postgresql://u:{}@[::1/d",
    "postgresql://u:{}@::1/d",
    "postgresql://u:{}@127.0.0.1:1,127.0.0.1:2/d",
    "postgresql://u:{}@127.0.0.1:1/d/e",
    "postgresql://127.0.0.1:1/d?user=u&password={}",
    "postgresql://127.0.0.1:1/d?password={}&nonsense=1",
    "postgresql://127.0.0.1:1/d?{}",
    "postgresql://127.0.0.1:1/d?password",
    "postgresql://127.0.0.1:1/d?PASSWORD={}",
    "postgresql://127.0.0.1:1/d?sslpassword={}",
    "postgresql://127.0.0.1:1/d;password={}",
    "postgresql:/u:{}@127.0.0.1:1/d",
    "postgresql:u:{}@127.0.0.1:1/d",
    "postgresql//u:{}@127.0.0.1:1/d",
    "postgresq://u:{}@127.0.0.1:1/d",
    "mysql://u:{}@127.0.0.1:1/d",
    "//u:{}@127.0.0.1:1/d",
    "u:{}@127.0.0.1:1/d",
    "host=127.0.0.1 port=1 user=u password={} dbname=d",
    "host=127.0.0.1 password='{}' dbname=d",
    "password={}",
    " postgresql://u:{}@127.0.0.1:1/d",
    "postgresql://u:{}@127.0.0.1:1/d ",
    "postgresql ://u:{}@127.0.0.1:1/d",
    "sqlite://u:{}@127.0.0.1/d",
    "jdbc:postgresql://127.0.0.1:1/d?user=u&password={}",
]
PARTS = ["@", "/", ":", "?", "#", "%", "[", "]", " ", "&", "=", "密", "%40", "\\", "'", "+"]


@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("form", FORMS)
def test_no_message_has_a_password(form, share, tmp_path) -> None:
    """Every command with every form; among the quick tests, each form with a third of them."""
    place = form.format(SECRET)
    out = tmp_path / "o.csv"
    said = shown(place)
    commands = (
        ("evaluate-many", place, "--table", "t", "--out", out),
        ("evaluate-many", place, "--query", "SELECT 1", "--out", out, "--lang", "en"),
        ("evaluate-many", place, "--out", out),
        ("evaluate-many", ONE, "--out", place, "--out-table", "t"),
        ("evaluate-many", *place.split(), "--table", "t", "--out", out),
        ("audit", place),
        ("precedents", ONE, "--register", place),
        # Where no database is looked for, what has the shape of one is recognised.
        ("evaluate", place),
        ("evaluate", ONE, "--ruleset", place),
        ("evaluate", ONE, "--policy", place),
        ("check", place),
    )
    for args in commands[FORMS.index(form) % share :: share]:
        done = run(*args)
        assert done.code in (1, 2), args
        said += done.out + done.err
    assert SECRET not in said


def test_a_result_says_what_the_case_says_though_it_looks_like_a_password(tmp_path) -> None:
    title = "系统上线问题：password=abc，见 http://a:b@c"
    case = tmp_path / "case.yaml"
    case.write_text(f'case:\n  id: "1"\n  title: "{title}"\nfacts: {{}}\n', "utf-8")
    done = run("evaluate", case, "--format", "json")
    assert json.loads(done.out)["case"]["title"] == title
    assert title in run("evaluate", case).out


@pytest.mark.parametrize(
    ("name", "said", "left"),
    [
        ("u", 'user "u" is unknown to us', 'user "***" is unknown to us'),
        ("审计", "用户审计不存在：审计", "用户审计不存在：***"),
        ("auditor", "no auditors: auditor", "no ***s: ***"),
        ("a.b", "role a.b, not axb", "role ***, not axb"),
    ],
)
def test_a_name_of_a_letter_is_hidden_where_it_is_a_word(name, said, left) -> None:
    found = parsed(f"postgresql://{name}@127.0.0.1/d")
    assert found is not None
    assert found.scrubbed(said) == left


@pytest.mark.slow
def test_no_message_has_any_part_of_a_random_password(tmp_path) -> None:
    """Signs of every kind among three words, put where a password stands."""
    rng = random.Random(14)
    words = ["Geheim", "Passwort", "Losung"]
    for _ in range(150):
        signs = ["".join(rng.choices(PARTS, k=rng.randint(0, 2))) for _ in range(4)]
        password = signs[0] + "".join(w + s for w, s in zip(words, signs[1:], strict=True))
        place = rng.choice([FORMS[0], FORMS[2], FORMS[26]]).format(password)
        args = ("evaluate-many", place, "--table", "t", "--out", tmp_path / "o.csv")
        done = run(*args)
        assert done.code in (1, 2)
        assert not [word for word in words if word in shown(place) + done.out + done.err], place
