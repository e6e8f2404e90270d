"""Files are written whole or not at all, and never in the place of what must stay."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from tolerance_rules.formats.atomic_file import creating, replacing, write, write_new

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def test_a_file_is_replaced_only_when_all_is_written(tmp_path) -> None:
    file = tmp_path / "登记簿.txt"
    write(file, "旧\n")
    with replacing(file) as part:
        part.write_text("新", encoding="utf-8")
        assert file.read_text(encoding="utf-8") == "旧\n"
    assert file.read_text(encoding="utf-8") == "新"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("way", [replacing, creating])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_nothing_is_left_of_a_file_that_failed(tmp_path, way, error) -> None:
    def failing() -> None:
        with way(tmp_path / "a.txt") as part:
            part.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        failing()
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_another_file_keeps_its_name(tmp_path) -> None:
    with pytest.raises(FileNotFoundError) as missing, replacing(tmp_path / "a.txt"):
        (tmp_path / "other.txt").read_bytes()
    assert missing.value.filename == str(tmp_path / "other.txt")
    with pytest.raises(FileNotFoundError) as folder, replacing(tmp_path / "no" / "a.txt"):
        pytest.fail("the folder is not there, and the work was begun")
    assert folder.value.filename == str(tmp_path / "no" / "a.txt")


@posix
def test_the_mode_is_kept_and_a_link_goes_on_pointing(tmp_path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    write(file, "1")
    file.chmod(0o640)
    link.symlink_to(file)
    write(link, "2")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "2"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@posix
def test_a_folder_and_a_device_are_not_replaced(tmp_path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileExistsError), replacing(pipe):
        pytest.fail("a pipe would have been replaced")
    with pytest.raises(IsADirectoryError), replacing(tmp_path):
        pytest.fail("a folder would have been replaced")
    write(tmp_path / os.devnull, "nothing")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_never_written_over_another(tmp_path, monkeypatch, links) -> None:
    def refused(*_):
        raise PermissionError

    if not links:
        monkeypatch.setattr(os, "link", refused)
    file = tmp_path / "a.txt"
    write_new(file, "容错\n")
    with pytest.raises(FileExistsError):
        write_new(file, "other")
    late = tmp_path / "b.txt"

    def overtaken() -> None:
        with creating(late) as part:
            part.write_bytes(b"late")
            late.write_bytes(b"first")

    with pytest.raises(FileExistsError):
        overtaken()
    assert file.read_text(encoding="utf-8") == "容错\n"
    assert late.read_bytes() == b"first"
    assert sorted(tmp_path.iterdir()) == [file, late]


def test_long_names_and_letters_without_utf8_are_written(tmp_path) -> None:
    file = tmp_path / ("长" * 80 + ".txt")
    write(file, "\ud800")
    assert file.read_bytes() == b"\\ud800"


def test_a_part_has_a_name_of_chance_and_is_made_by_nobody_else(tmp_path, monkeypatch) -> None:
    file, names = tmp_path / "a.txt", set()
    for _ in range(20):
        with replacing(file) as part:
            names.add(part.name)
            part.write_bytes(b"x")
    assert len(names) == 20
    assert all(len(name) == len(".") + 32 + len(".part") for name in names)
    # Two writers in two containers, whose every number is the same: the second is refused.
    monkeypatch.setattr("tolerance_rules.formats.atomic_file._chance", lambda: "0" * 16)

    def second() -> None:
        with replacing(tmp_path / "b.txt"):
            pytest.fail("two writers share a part")

    with replacing(file) as part:
        part.write_bytes(b"first")
        with pytest.raises(FileExistsError):
            second()
        assert part.read_bytes() == b"first"
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]


@posix
def test_no_link_laid_where_a_part_will_be_is_followed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tolerance_rules.formats.atomic_file._chance", lambda: "0" * 16)
    other = tmp_path / "other.txt"
    (tmp_path / ("." + "0" * 16 + ".part")).symlink_to(other)
    with pytest.raises(FileExistsError):
        write(tmp_path / "a.txt", "x")
    assert not other.exists()
