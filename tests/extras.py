"""Modules that an extra brings. Where everything must be tested, a missing one is a failure."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.conftest import REQUIRE_ALL


def extra(module: str) -> Any:
    """The module; without it the test is left out, or fails where all must run."""
    return importlib.import_module(module) if REQUIRE_ALL else pytest.importorskip(module)
