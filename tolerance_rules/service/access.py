"""Access: whether a request may do what it asks for."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from tolerance_rules.errors import CaseError
from tolerance_rules.service.problems import SOON, Problem
from tolerance_rules.service.roles import EVERYONE, Role
from tolerance_rules.service.tokens import Holder, TokenFile

_MINUTE = 60.0
_ADDRESSES = 10_000
"""Of how many addresses failures are remembered: the oldest are forgotten first."""
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="tolerance-rules"'}

UNREADABLE = Problem(
    "unready",
    (
        "令牌的文件现在读不出来，请告诉管理员",
        "The file of tokens cannot be read; tell whoever runs it",
    ),
    headers={"Retry-After": str(SOON)},
)
ANYBODY = Holder("", "", EVERYONE, "", "")
"""Who asks a service without tokens, on this machine alone."""


class Access:
    """The tokens of a service, and the failures of those who had none that is right."""

    def __init__(
        self, tokens: TokenFile | None, failures: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens, self._most, self._now = tokens, failures, now
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()

    def admitted(self, authorization: str, address: str, roles: frozenset[Role] | None) -> Holder:
        """Return who asks; Problem if they may not. `roles` None admits anybody.

        A right token is admitted however many wrong ones came from the same address: behind a
        proxy all come from one.
        """
        if self._tokens is None:
            return ANYBODY
        if roles is None:
            return Holder("", "", frozenset(), "", "")
        scheme, _, token = authorization.partition(" ")
        found = None
        if scheme.lower() == "bearer" and len(token) < 200:
            found = self._holder(token.strip())
        if found is None:
            raise self._failure(address, given=bool(authorization))
        if roles.isdisjoint(found.roles):
            needed = "、".join(sorted(map(str, roles)))
            raise Problem(
                "role",
                (f"需要的角色：{needed}", f"It needs the role: {needed}"),
                more={"roles": sorted(map(str, roles))},
            )
        return found

    def is_ready(self) -> bool:
        """Tell whether the tokens can be read, if there are to be any."""
        try:
            if self._tokens is not None:
                self._tokens.holders()
        except CaseError:
            return False
        return True

    def _holder(self, token: str) -> Holder | None:
        assert self._tokens is not None
        try:
            return self._tokens.holder(token)
        except CaseError:
            # Nobody's token is wrong: the file is. Where it is, is not for whoever asks.
            raise UNREADABLE from None

    def _failure(self, address: str, *, given: bool) -> Problem:
        if not given:  # nobody guesses by saying nothing
            return Problem(
                "unauthorized",
                ("请求要带令牌：Authorization: Bearer …", "Send a token: Authorization: Bearer …"),
                headers=_CHALLENGE,
            )
        now = self._now()
        failed = self._failed.setdefault(address, deque(maxlen=self._most))
        self._failed.move_to_end(address)
        if len(self._failed) > _ADDRESSES:
            self._failed.popitem(last=False)
        if len(failed) == self._most and now - failed[0] < _MINUTE:
            wait = int(_MINUTE - (now - failed[0])) + 1
            return Problem(
                "failures",
                (f"请在 {wait} 秒以后再试", f"Try again in {wait} seconds"),
                headers={"Retry-After": str(wait)},
            )
        failed.append(now)
        return Problem(
            "unauthorized",
            ("令牌不对，或者已经停用", "The token is wrong, or was revoked"),
            headers=_CHALLENGE,
        )
