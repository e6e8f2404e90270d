"""Inputs: whatever name leads to a file that is read, it is known for an input."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tolerance_rules.formats.inputs import is_input

posix = pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "案件" / "下级").mkdir(parents=True)
    for name in ("案件/甲.yaml", "案件/下级/乙.yaml", "别处.txt", "台账.db"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("target", "given", "expected"),
    [
        ("别处.txt", ["别处.txt"], True),
        ("./案件/../别处.txt", ["别处.txt"], True),
        ("新.txt", ["别处.txt"], False),
        ("新.txt", ["./新.txt"], True),  # to be read, though it is not there
        ("案件/甲.yaml", ["案件"], True),
        ("案件/下级/乙.yaml", ["案件"], True),
        ("案件/新.json", ["案件"], True),
        ("案件/新.parquet", ["案件/"], True),
        ("案件/报告.md", ["案件"], False),
        ("案件2.json", ["案件"], False),
        ("新.json", ["案件"], False),
        ("案件/新.json", ["."], True),
        ("台账.db", ["sqlite:///台账.db"], True),
        ("./台账.db", ["sqlite+adbc:///%E5%8F%B0%E8%B4%A6.db?mode=ro"], True),
        ("台账.db", ["postgresql://localhost/台账.db"], False),
        ("sqlite:///台账.db", ["台账.db"], True),
        ("别处.txt", [], False),
        ("别处.txt", ["", "没有", "\0"], False),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_an_input(target: str, given: list[str], expected: bool) -> None:
    assert is_input(target, given) is expected
    assert is_input(Path(target) if "://" not in target else target, given) is expected


def test_an_absolute_path_and_a_connection_string_are_one_file(folder: Path) -> None:
    assert is_input(folder / "台账.db", [f"sqlite:///{folder / '台账.db'}"])
    assert is_input("台账.db", [f"sqlite:////{str(folder / '台账.db').lstrip('/')}"])


@posix
def test_links_are_followed_from_either_side(folder: Path) -> None:
    (folder / "链接.txt").symlink_to("别处.txt")
    os.link(folder / "别处.txt", folder / "硬链接.txt")
    (folder / "链接目录").symlink_to("案件")
    (folder / "案件" / "引入.yaml").symlink_to(folder / "别处.txt")
    (folder / "环").symlink_to("环")
    for target, given in (
        ("链接.txt", "别处.txt"),
        ("别处.txt", "链接.txt"),
        ("硬链接.txt", "别处.txt"),
        ("链接目录/甲.yaml", "案件"),
        ("案件/甲.yaml", "链接目录"),
        ("链接目录/新.yaml", "案件"),
        ("别处.txt", "案件"),  # a part of the folder by a link
    ):
        assert is_input(target, [given]), (target, given)
    assert not is_input("环", ["别处.txt"])
