"""Fact spec: what is known of a fact before any case."""

from __future__ import annotations

from typing import TypeAlias

Value: TypeAlias = bool | str
"""A fact that is established: true, false, or one of the values of an enumerated fact."""
