"""Brings the fixtures of databases.py to these tests; they have no package to be imported from."""

import importlib.util
import sys
from pathlib import Path

import pytest

NAME = "bot_tests_databases"


def pytest_configure(config: pytest.Config) -> None:
    """One registration for all folders, so that one PostgreSQL server serves them."""
    if config.pluginmanager.has_plugin(NAME):
        return
    spec = importlib.util.spec_from_file_location(NAME, Path(__file__).parents[1] / "databases.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[NAME] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[NAME])
    config.pluginmanager.register(sys.modules[NAME], NAME)
