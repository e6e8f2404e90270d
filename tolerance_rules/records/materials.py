"""Materials: the very bytes of the rules that decided, kept by fingerprint, and read back.

A log holds what its decisions rest on, so that an old one is evaluated again after the rules have
moved on, on a machine that has nothing but the log.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tolerance_rules import loader
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, LogError, RecordError, RulesError, reason_of
from tolerance_rules.records.canonical import canonical, from_canonical
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.rules import Ruleset

_KINDS = (".yaml", ".yml", ".txt")
KEPT = 8
"""How many engines are kept ready: each choice of readings is one, of more than ten megabytes."""


@dataclass(frozen=True)
class Materials:
    """The files of a ruleset, and a policy of one's own beside it, each as one canonical text."""

    files: bytes
    policy: bytes = b""

    @cached_property
    def names(self) -> dict[str, bytes]:
        """Return both by fingerprint; no policy of one's own is left out."""
        both = (self.files, self.policy) if self.policy else (self.files,)
        return {sha256(each).hexdigest(): each for each in both}

    @cached_property
    def references(self) -> tuple[str, str]:
        """Return the fingerprints of both; empty for no policy of one's own."""
        policy = sha256(self.policy).hexdigest() if self.policy else ""
        return sha256(self.files).hexdigest(), policy


def materials_of(rules: Ruleset, policy_file: str | Path | None = None) -> Materials:
    """Return what a ruleset was read from.

    CaseError if the files are no longer what was loaded, or if its policy is one of one's own and
    its file is not given.
    """
    files = _packed({path.name: path for path in _files(rules)}, Path(rules.folder).name)
    found = ruleset_of(files)
    if found.sha256 != rules.sha256:
        message = f"{rules.folder} 的文件在载入以后改动过，不能据以记录"
        raise RecordError([log_fault("L020", message, "请重新评判，再记录")])
    used = rules.policy.sha256 if rules.policy else ""
    if used == (found.policy.sha256 if found.policy else ""):
        return Materials(files)
    if policy_file is None:
        message = "用了另一份裁量惯例，没有给出它的文件"
        raise RecordError([log_fault("L021", message, "请用 --policy（policy_file）写出文件")])
    policy = _packed({"policy.yaml": Path(policy_file)})
    if _with_policy(found, policy).policy_sha256 != used:
        message = f"裁量惯例的文件 {policy_file} 不是评判时所用的"
        raise RecordError([log_fault("L021", message, "请核对文件，重新评判，再记录")])
    return Materials(files, policy)


def _files(rules: Ruleset) -> list[Path]:
    try:
        return sorted(Path(rules.folder).iterdir())
    except OSError as error:
        what = f"规则的目录读不出来：{reason_of(error)}"
        raise RecordError([log_fault("L020", what, "请检查路径和权限", rules.folder)]) from None


def _packed(paths: dict[str, Path], folder: str = "") -> bytes:
    try:
        texts = {
            name: path.read_bytes().decode()
            for name, path in paths.items()
            if path.suffix in _KINDS and path.is_file()
        }
    except (OSError, UnicodeDecodeError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        what = f"规则文件读不出来：{why}"
        raise RecordError([log_fault("L020", what, "请检查路径和权限", folder)]) from None
    return canonical({"files": texts, "folder": folder})


@dataclass(frozen=True, slots=True)
class _Read:
    rules: Ruleset

    @property
    def policy_sha256(self) -> str:
        return self.rules.policy.sha256 if self.rules.policy else ""


def _unpacked(packed: bytes, within: str) -> Path:
    """Write what was packed as files, and return their folder."""
    data = from_canonical(packed)
    # A name in a log that was altered must not lead out of the folder.
    folder = Path(within, Path(data["folder"]).name or "policy")
    folder.mkdir()
    for name, text in data["files"].items():
        (folder / Path(name).name).write_bytes(text.encode())
    return folder


@lru_cache(maxsize=KEPT)
def ruleset_of(files: bytes, policy: bytes = b"") -> Ruleset:
    """Return the ruleset that was packed; CaseError or RulesError if it is none.

    The last few stay: whoever records reads the bytes before they are kept, and again to evaluate.
    """
    with tempfile.TemporaryDirectory(prefix="tolerance-rules-") as name:
        rules = loader.from_yaml(_unpacked(files, name), as_they_were=True)
    return _with_policy(rules, policy).rules if policy else rules


def _with_policy(rules: Ruleset, policy: bytes) -> _Read:
    with tempfile.TemporaryDirectory(prefix="tolerance-rules-") as name:
        file = _unpacked(policy, name) / "policy.yaml"
        return _Read(rules.with_policy(loader.policy_from_yaml(file, rules)))


class KeptEngines:
    """The engines of the rules that a log keeps, from the kept bytes alone; the last few stay."""

    def __init__(self, material: Callable[[str], bytes | None]) -> None:
        self._material = material
        self._engines: OrderedDict[tuple[Any, ...], Engine] = OrderedDict()

    def has(self, entry: dict[str, Any]) -> bool:
        """Tell whether the engine of the rules that an entry names is ready."""
        return _key(entry) in self._engines

    def of(self, entry: dict[str, Any]) -> Engine:
        """Return the engine of the rules that an entry names; LogError says what is not kept."""
        files, policy, _ = key = _key(entry)
        if key not in self._engines:
            packed = [self._bytes(each) if each else b"" for each in (files, policy)]
            try:
                rules = ruleset_of(*packed).with_readings(entry["readings"])
            except (RulesError, CaseError, LookupError, TypeError, AttributeError) as error:
                what = f"日志所存的规则 {files[:12]} 不能载入：{error}"
                raise LogError([log_fault("L109", what, "请核对日志有没有改动")]) from None
            self._engines[key] = Engine(rules)
            if len(self._engines) > KEPT:
                self._engines.popitem(last=False)
        self._engines.move_to_end(key)
        engine = self._engines[key]
        used = engine.rules.policy.sha256 if engine.rules.policy else ""
        text = engine.rules.regulation_sha256
        stated = entry["ruleset"]["sha256"], entry["policy"]["sha256"], entry["ruleset"]["text"]
        if stated != (engine.rules.sha256, used, text):
            what = f"日志所存的规则 {files[:12]} 不是这条记录所说的"
            raise LogError([log_fault("L109", what, "请核对日志有没有改动")])
        return engine

    def _bytes(self, name: str) -> bytes:
        found = self._material(name)
        if found is None:
            what = f"日志里没有指纹为 {name[:12]} 的规则"
            raise LogError([log_fault("L109", what, "请核对日志是否完整")])
        if sha256(found).hexdigest() != name:
            what = f"日志里的规则改动过，指纹不是 {name[:12]}"
            raise LogError([log_fault("L109", what, "请从备份取回")])
        return found


def _key(entry: dict[str, Any]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return (
        entry["ruleset"]["files"],
        entry["policy"]["file"],
        tuple(sorted(entry["readings"].items())),
    )
