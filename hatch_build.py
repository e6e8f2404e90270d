"""Hatch build: what has to be compiled is required only where a C compiler works.

pip builds every required package or installs nothing at all. durable-rules has no wheels; without
it the definition decides, with the same answers, so that a machine without a compiler needs none.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# What durable-rules asks of the compiler and of Python: see docs/decisions/one-case-executor.md.
PROBE = """
#include <Python.h>
PyObject *probe(PyObject *callable, PyObject *arguments) {
    return PyEval_CallObject(callable, arguments);
}
"""


class CustomMetadataHook(MetadataHookInterface):
    """Sets the dependencies."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add those that are compiled, if they can be."""
        compiled = self.config["compiled"] if compiles() else []
        metadata["dependencies"] = [*compiled, *self.config["dependencies"]]


def compiles() -> bool:
    """Tell whether an extension module can be compiled and linked here, as setuptools would."""
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC")
    if not compiler:  # Windows, where the markers leave it out anyway
        return False
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "probe.c"), Path(folder, "probe.so")
        source.write_text(PROBE, encoding="ascii")
        includes = [f"-I{sysconfig.get_path(name)}" for name in ("include", "platinclude")]
        mac = sys.platform == "darwin"
        shared = ["-bundle", "-undefined", "dynamic_lookup"] if mac else ["-shared"]
        flags = shlex.split(os.environ.get("CPPFLAGS", ""))
        command = [*shlex.split(compiler), *flags, "-fPIC", *includes, *shared, str(source)]
        try:
            done = subprocess.run(
                [*command, "-o", str(target)], capture_output=True, timeout=120, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0 and target.is_file()
