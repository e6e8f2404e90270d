"""Case files of proofs: nothing that is there is overwritten, unless one insists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tolerance_rules.proof.case_files import write_all

FILES = (("1.yaml", "一\n"), ("2.yaml", "二\n"))


def test_files_of_others_are_left_alone_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "2.yaml").write_text("某人的文件", encoding="utf-8")
    with pytest.raises(FileExistsError) as error:
        write_all(iter(FILES), tmp_path)
    assert error.value.filename == str(tmp_path / "2.yaml")
    assert [file.name for file in tmp_path.iterdir()] == ["2.yaml"]
    assert (tmp_path / "2.yaml").read_text("utf-8") == "某人的文件"
    written = write_all(iter(FILES), tmp_path, replace=True)
    assert [file.read_text("utf-8") for file in written] == ["一\n", "二\n"]
    assert write_all(iter(FILES), tmp_path / "新" / "目录") != written
