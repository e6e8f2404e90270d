"""Entity tags: whether what an asker keeps of an answer is still right."""

from __future__ import annotations

from hashlib import sha256

from tolerance_rules.service.operation import Call


def tag_of(*parts: str) -> str:
    """Return the tag of what is made of these parts alone."""
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()}"'


def is_kept(call: Call, tag: str) -> bool:
    """Tell whether the asker has the answer of a tag already (If-None-Match)."""
    held = call.headers.get("if-none-match", "")
    return held == "*" or tag in [each.strip().removeprefix("W/") for each in held.split(",")]
