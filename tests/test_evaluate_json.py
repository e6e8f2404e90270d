"""JSON in, JSON out: the document is that of `to_json`, and faults are those of the slow way."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from support.random_facts import random_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Engine, InconsistentFactsError
from tolerance_rules.formats import strict_json
from tolerance_rules.formats.strict_json import plain_from_json, quickly
from tolerance_rules.rules import Ruleset

ENGINE = Engine.load()


def drawn(rules: Ruleset, rng: random.Random, share: float) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, known in random_facts(rules.vocabulary, rng, share).items():
        group, _, fact = name.partition(".")
        if known is not None or rng.random() < 0.5:
            found.setdefault(group, {})[fact] = known
    return found


@for_every_ruleset
def test_the_document_is_that_of_the_decision(rules: Ruleset) -> None:
    rng, engine, written = random.Random(1), Engine(rules), 0
    for number in range(400):
        case: dict[str, Any] = drawn(rules, rng, 0.03 if number % 10 == 0 else 0.0)
        if number % 7 == 0:
            about = {"id": "容错〔2024〕1号", "decided_on": "2025-10-06", "title": 'a"b\\c\t'}
            case = {"case": about, "facts": case}
        try:
            expected = engine.evaluate(case).to_json(indent=None)
        except InconsistentFactsError:
            continue
        data = json.dumps(case, ensure_ascii=number % 2 == 0).encode()
        assert engine.evaluate_json(data) == expected.encode()
        written += 1
    assert written > 80


BROKEN: list[bytes] = [
    *(b"", b"{", b"[]", b"1", b"null", b'"work"', b"\xff", b"\xef\xbb\xbf{}", b"{}{}", b'{"a":1,}'),
    *(b'{"work":{"pilot":true,"pilot":false}}', b'{"work":{},"work":{}}'),
    *(b'{"work":{"pilot":true},"wo\\u0072k":{"pilot":true}}', b'{"work":{"pilot":"a:b"}}'),
    *(b'{"work":{"pilot":NaN}}', b'{"work":{"pilot":Infinity}}', b'{"work":{"pilot":1}}'),
    *(b'{"work":{"pilot":1.0}}', b'{"work":{"pilot":' + b"9" * 5000 + b"}}", b'{"work":[]}'),
    *(b"[" * 100_000, b'{"a":' * 100_000, b'{"work":{"pilot":"\\ud800"}}', b'{"work":null}'),
    *(b'{"work.pilot":true}', b'{"facts":{"work":{"pilot":true}}}', b'{"case":{"id":"1"}}'),
    *("{“work”: {}}".encode(), b'{"work":{"pilot":true}}' + b" " * (1 << 20), b"{'work':{}}"),
    *(b'{"work":{"pilot":true,"x:y":true}}', b'{"nature":{"other_bar":null}}', b'{"work":{"":1}}'),
]


SENT: dict[str, bytes] = {
    "Word": b"PK\x03\x04\x14\xbd",
    "old Word": b"\xd0\xcf\x11\xe0abc\xff",
    "PDF": b"%PDF-1.7\n%\xbd\xb1",
    "GBK": '{"工作": "试点"}'.encode("gbk"),
    "UTF-16": '{"工作": 1}'.encode("utf-16"),
    "cut": '{"case": {"title": "试点"}}'.encode().replace(b"\x82", b""),
    "long": b" " * (1 << 20) + b"{}",
    "nested": b"[" * 100_000,
}


@pytest.mark.parametrize("kind", SENT)
def test_a_program_is_told_what_a_program_can_do(kind: str) -> None:
    with pytest.raises(CaseError) as error:
        plain_from_json(SENT[kind], "", sent=True)
    (fault,) = error.value.faults
    assert not re.search("另存|重存|复制到|文件结构|evaluate-many", fault.told())
    assert not re.search("(?i)save|copy|in Notepad,|the file|evaluate-many", fault.told("en"))
    assert fault.remedy
    assert ("/v1/registers" in fault.told("en")) == (kind in ("Word", "old Word", "PDF"))


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_refused_as_the_slow_way_refuses_it(data: bytes) -> None:
    def slowly() -> bytes:
        case: Any = plain_from_json(data, "", sent=True)
        return ENGINE.evaluate(case).to_json(indent=None).encode()

    try:
        expected = slowly()
    except CaseError as error:
        with pytest.raises(CaseError) as found:
            ENGINE.evaluate_json(data)
        assert str(found.value) == str(error)  # noqa: PT017 -- it is what is expected
    else:
        assert ENGINE.evaluate_json(data) == expected


def test_the_quick_way_never_takes_a_key_twice() -> None:
    rng = random.Random(5)
    for _ in range(3000):
        keys = [rng.choice(("work", "a", "wor\\u006b", "b:c", "d")) for _ in range(3)]
        inner = ",".join(
            f'"{rng.choice(("p", "q", "p:"))}":{rng.choice(("1", "true"))}' for _ in "ab"
        )
        text = "{" + ",".join(f'"{key}":{{{inner}}}' for key in keys) + "}"
        found = quickly(text.encode())
        try:
            expected: object = plain_from_json(text.encode(), "")
        except CaseError:
            assert found is None
        else:
            assert found in (None, expected)


KEYS = ('"a"', '"b"', '"c:"', '"\\u0061"', '"汉"', '"d" ')
VALUES = (
    *('"a"', '"a:b"', "true", "null", "[]", "{}", '["x",null]', '{"a":"："}', '[{"a":1}]'),
    *("1", "-0", "1.5", "1e400", "NaN", "9007199254740993", '"\\ud83d\\ude00"', '"\\ud800"'),
    *(
        '"\\u202e"',
        '"\u202e"',
        '"\x7f"',
        '"\t"',
        '"\\u0000"',
        '"\ufffe"',
        '"\ufeff"',
        '{"a":1,"a":1}',
    ),
)


def test_what_is_plainly_sound_is_what_the_slow_way_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng, quick = random.Random(3), strict_json._plainly_sound
    monkeypatch.setattr(strict_json, "_plainly_sound", lambda _data: None)
    counted = 0
    for number in range(4000):
        text = ",".join(
            f"{rng.choice(KEYS)}:{rng.choice(VALUES if number % 2 else VALUES[:8])}"
            for _ in range(rng.randint(0, 3))
        )
        data = f"{{{text}}}"[: rng.choice((-1, 1000, 1000, 1000))].encode()
        found = quick(data)
        if found is not None:
            assert repr(found) == repr(plain_from_json(data, "", sent=True))
            counted += 1
    assert counted > 1000


def test_nothing_of_a_case_is_kept_once_it_is_written() -> None:
    for number in range(3):
        about = {"id": f"案-{number}", "title": "张某某的案件", "decided_on": "2987-06-05"}
        case = {"case": about, "facts": {}}
        written = json.loads(ENGINE.evaluate_json(json.dumps(case).encode()))
        assert written["case"]["title"] == "张某某的案件"
        assert "2987-06-05" in written["warnings"][-1]["question"]
    parts = ENGINE._json
    assert parts is not None
    kept = repr([vars(parts._writer), vars(parts._facts)])
    assert "work" in kept
    for said in ("张某某", "日期 2987-06-05"):
        assert said not in kept
        assert repr(said.encode())[2:-1] not in kept
