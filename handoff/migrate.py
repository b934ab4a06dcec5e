"""Brings a database to the record's present tables."""

from __future__ import annotations

from pathlib import Path

from crm.migrate import apply_migrations

VERSION_TABLE = "handoff_version"
_MIGRATION_LOCK = 7_268_002
"""Any number will do that no other migration takes."""


def upgrade(url: str) -> None:
    """Applies the missing migrations; of several processes that start at once, one does it."""
    apply_migrations(url, Path(__file__).parent / "migrations", _MIGRATION_LOCK)
