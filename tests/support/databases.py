"""Which databases a test runs on."""

from __future__ import annotations

import pytest

on_both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""For what depends on how a database locks."""

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For races that SQLite, with its one writer, cannot have."""
