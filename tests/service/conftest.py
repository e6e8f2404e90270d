"""What the tests of the service have in common: what is noted meanwhile, as `serve` writes it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    # Imported here: where the service extra is not installed, the tests skip themselves.
    from tolerance_rules.service.server import Json

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    logger = logging.getLogger("tolerance_rules.service")
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield stream
    finally:
        logger.removeHandler(handler)
        # By its method: the logger keeps for which levels it is enabled.
        logger.setLevel(before[0])
        logger.propagate = before[1]
