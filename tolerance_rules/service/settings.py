"""Settings: what one service answers by, where it keeps records, and the bounds it holds to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tolerance_rules.loader import DEFAULT

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""The names of this machine, which no other machine reaches."""


@dataclass(frozen=True)
class Limits:
    """What is refused rather than kept waiting: sizes in bytes, times in seconds."""

    body: int = 1 << 20
    """One case, or one question about it."""
    many: int = 16 << 20
    """Many cases at once, as lines of JSON."""
    register: int = 64 << 20
    """A register to be audited."""
    requests: int = 64
    """Requests that are answered at once; a further one is told to come again."""
    threads: int = 4
    """Threads for questions that take long."""
    waiting: int = 16
    """Questions that wait for such a thread; a further one is told to come again."""
    inline: int = 16 << 10
    """Bodies up to this size are answered without a thread of their own, which is faster."""
    body_seconds: float = 20
    """In which a body is to arrive, if it is of an ordinary size; a register gets four times it."""
    head_seconds: float = 10
    """In which the head of a request is to arrive."""
    seconds: float = 30
    """After which a question is given up, and its asker told so."""
    many_seconds: float = 600
    """In which the answer to many cases is to be sent; after that it is cut."""
    failures: int = 10
    """Wrong tokens that one address may give in a minute before they are no longer looked at."""


@dataclass(frozen=True)
class Settings:
    """How a service is set up."""

    rulesets: tuple[str, ...] = (DEFAULT,)
    """Rulesets by id or by folder."""
    policy: str | None = None
    """A policy file of one's own, where there is one ruleset."""
    tokens: Path | None = None
    """The file of the tokens; without one, whoever reaches the service may do everything."""
    store: str | None = None
    """The decision log: a file or a PostgreSQL connection string; without one nothing is kept."""
    origin: str | None = None
    """The name of a log that is made because there is none."""
    key: Path | None = None
    """The private key by which checkpoints are signed."""
    hosts: tuple[str, ...] = LOOPBACK
    """The names by which the service is asked for: a page elsewhere has another."""
    limits: Limits = Limits()
