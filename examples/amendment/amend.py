"""拟一份修订稿：第六条第（三）项加上“单位”。 A draft amendment: Article 6(3) names the unit too.

用法 usage：python amend.py 目录 FOLDER

把随附的规则复制到 目录/zzvc-2023-32，改动三个文件；原来的一字不动。
Copies the shipped rules into FOLDER/zzvc-2023-32 and edits three files of the copy.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from tolerance_rules.loader import rulesets

OLD, NEW = "为自己或他人谋取不正当利益", "为自己、他人或单位谋取不正当利益"
OTHERS = f"          - {{fact: motive.gain_for_others, quote: {NEW}}}\n"
UNIT = f"          - {{fact: motive.gain_for_unit, quote: {NEW}}}\n"
OTHER_READING = "      unit_included:\n"

folder = Path(shutil.copytree(rulesets()["zzvc-2023-32"], Path(sys.argv[1]) / "zzvc-2023-32"))


def edit(file: str, *changes: tuple[str, str]) -> None:
    """Replace text of a file; a place that is not there is an error."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            sys.exit(f"{file} 中没有：{old}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


def fingerprint() -> str:
    """Return the sha256 of the regulation, as ruleset.yaml gives it."""
    return hashlib.sha256((folder / "regulation.txt").read_bytes()).hexdigest()


before = fingerprint()
edit("regulation.txt", (OLD, NEW))
# 原文、每个条件的出处、默认读法多出的一个条件：另一种读法本来就有
# the text, the quotes, and the condition that is new by default: the other reading has it already
edit("article_6.yaml", (OLD, NEW), (OTHERS + OTHER_READING, OTHERS + UNIT + OTHER_READING))
edit("ruleset.yaml", (before, fingerprint()))
print(f"写出 written: {folder.as_posix()}")
