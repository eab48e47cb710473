"""Options and fixtures for all tests."""

from __future__ import annotations

import os

import pytest

# As the command line does: small matrices gain nothing from BLAS's threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden answers anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")
