"""Schemathesis over every operation with every role: no failure of ours, nothing undescribed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.service import running
from tolerance_rules.service.roles import Role
from tolerance_rules.service.settings import Limits, Settings
from tolerance_rules.service.tokens import TokenFile

COMMAND = os.environ.get("TOLERANCE_RULES_SCHEMATHESIS") or shutil.which("schemathesis")
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
SECONDS = os.environ.get("TOLERANCE_RULES_SECONDS", "15")
"""How long each role is tried."""


@pytest.mark.slow
@pytest.mark.skipif(COMMAND is None, reason="schemathesis is not installed")
@pytest.mark.parametrize("role", [*Role], ids=str)
def test_nothing_outside_the_description(role: Role, tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens.json")
    token = tokens.add("tester", [role])
    settings = Settings(
        tokens=tokens.path, store=str(tmp_path / "log.db"), limits=Limits(requests=500)
    )
    with running(settings) as client:
        # Made when it is first asked for: a busy machine may take longer than the tool waits.
        assert client.get("/v1/openapi.json").status == 200
        done = subprocess.run(
            [
                str(COMMAND),
                *("run", f"http://127.0.0.1:{client.port}/v1/openapi.json"),
                *("-H", f"Authorization: Bearer {token}"),
                # It has no way to write lines of JSON.
                *("--exclude-path", "/v1/evaluate-many"),
                *("--checks", CHECKS, "--phases", "fuzzing", "--max-time", SECONDS),
                *("--max-examples", "3", "--seed", "1", "--no-color"),
                *("--request-timeout", "60", "--suppress-health-check", "all"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
