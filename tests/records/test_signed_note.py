"""Signed notes, checkpoints and proof files: the published vectors, and every way to break them."""

from __future__ import annotations

import base64
from datetime import datetime, timezone

import pytest

pytest.importorskip("cryptography", reason="the records extra is not installed")

from tolerance_rules import CaseError
from tolerance_rules.records.checkpoint import Checkpoint, SignedCheckpoint
from tolerance_rules.records.signed_note import (
    COSIGNATURE,
    Note,
    SignerKey,
    VerifierKey,
    is_signed,
    new_key,
    parse_note,
    signed,
)

# The vectors published with the format: the keys and the note of PeterNeumann and EnochRoot, and
# the example of the specification.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SIGNS = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWL"
    "ox33WWd1RvMc+QQ=\n"
)
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
)
COSIGNED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501 as published
AT = datetime(2026, 11, 26, 8, tzinfo=timezone.utc)


def test_the_published_note_is_signed_as_published() -> None:
    key = SignerKey.parse(PETER_SIGNS)
    assert str(key) == PETER_SIGNS
    assert str(key.verifier) == PETER
    assert str(signed(Note(TEXT), key)) == f"{TEXT}\n{PETER_LINE}"
    again = signed(parse_note(f"{TEXT}\n{PETER_LINE}"), key)
    assert str(again) == f"{TEXT}\n{PETER_LINE}"  # the earlier one is replaced


def test_the_published_signatures_hold() -> None:
    note = parse_note(f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}")
    assert note.text == TEXT
    assert is_signed(note, VerifierKey.parse(PETER)) is True
    assert is_signed(note, VerifierKey.parse(ENOCH)) is True
    assert is_signed(note, VerifierKey.parse(FOO)) is None
    assert is_signed(parse_note(FOO_NOTE), VerifierKey.parse(FOO)) is True
    other = parse_note(f"{TEXT}More.\n\n{PETER_LINE}{ENOCH_LINE}")
    assert is_signed(other, VerifierKey.parse(PETER)) is False


@pytest.mark.parametrize("key", [PETER, ENOCH, FOO, PETER_SIGNS])
def test_no_part_and_no_mangling_of_a_key_is_a_key(key: str) -> None:
    parse = SignerKey.parse if key.startswith("PRIVATE") else VerifierKey.parse
    parts = [key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1, 3)]
    mangled = [key[:i] + chr(ord(key[i]) + 1) + key[i + 1 :] for i in range(len(key))]
    for each in (*parts, *mangled):
        if each != key:
            with pytest.raises(CaseError) as error:
                parse(each)
            if parse is SignerKey.parse:
                assert key[-20:] not in str(error.value)
    for wrong in (
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ):
        with pytest.raises(CaseError):
            VerifierKey.parse(wrong)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{PETER_LINE[:-1]}",
        f"\x01{TEXT}\n{PETER_LINE}",
        b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(),
        f"{TEXT}\n{PETER_LINE.replace('PeterNeumann', 'Bad Name')}",
        f"{TEXT}\n{PETER_LINE}Unexpected line.\n",
        f"{TEXT}\n{PETER_LINE * 101}",
        f"{TEXT}\n{PETER_LINE[:60]}=AB{PETER_LINE[60:]}",
    ],
)
def test_what_is_published_as_malformed_is_refused(text: str | bytes) -> None:
    with pytest.raises(CaseError):
        parse_note(text)


def test_the_published_checkpoint_is_read_and_written_as_published() -> None:
    found = SignedCheckpoint.parse(COSIGNED)
    assert (found.checkpoint.origin, found.checkpoint.size) == (
        "example.com/behind-the-sofa",
        20852163,
    )
    assert [each.name for each in found.note.signatures][1:] == ["witness.example.com/w1"]
    assert found.note.signatures[1].value[:8] == (1679315147).to_bytes(8, "big")
    assert str(found) == COSIGNED


def test_a_checkpoint_is_signed_and_cosigned_and_no_byte_of_it_may_change() -> None:
    log, office = new_key("jiwei.example.cn/log"), new_key("zuzhi.example.cn", COSIGNATURE)
    made = SignedCheckpoint.of(Checkpoint("jiwei.example.cn/log", 17, bytes(32)), log)
    both = made.cosigned(office, AT)
    keys = (log.verifier, office.verifier)
    assert [made.is_signed(key) for key in keys] == [True, None]
    assert [both.is_signed(key) for key in keys] == [True, True]
    assert both.cosigned_at(office.verifier) == AT
    text = str(both).encode()
    assert str(SignedCheckpoint.parse(text)) == text.decode()
    for place in range(len(text)):
        for changed in (text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :], text[:place]):
            try:
                found = SignedCheckpoint.parse(changed)
            except CaseError:
                continue
            assert not all(found.is_signed(key) for key in keys)


@pytest.mark.parametrize("size", ["", "-1", "01", "٣", "1" * 16, "1" * 5000])
def test_a_size_that_no_log_has_is_none(size: str) -> None:
    root = base64.b64encode(bytes(32)).decode()
    assert SignedCheckpoint.parse(f"log.example\n1\n{root}\n\n").checkpoint.size == 1
    with pytest.raises(CaseError, match="不是合格的"):
        SignedCheckpoint.parse(f"log.example\n{size}\n{root}\n\n")


def test_only_a_key_of_cosignatures_cosigns() -> None:
    made = SignedCheckpoint.of(Checkpoint("a/b", 0, bytes(32)))
    assert str(SignedCheckpoint.parse(str(made))) == str(made)
    with pytest.raises(CaseError, match="副署"):
        made.cosigned(new_key("a/b"), AT)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_that_a_signature_could_not_carry_is_refused(name: str) -> None:
    with pytest.raises(CaseError, match="名称"):
        new_key(name)
