"""Brings a database to the present tables: the CRM's, and for the handoff service those of the record."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from crm.database import as_sync_url, make_folder, set_up_sqlite
from crm.errors import BrokenReferencesError

VERSION_TABLE = "crm_version"
# Any number will do, as long as every process that migrates the CRM takes the same one.
_MIGRATION_LOCK = 7_268_001


def upgrade(url: str) -> None:
    """Brings the CRM's tables up to date."""
    apply_migrations(url, Path(__file__).parent / "migrations", _MIGRATION_LOCK)


def apply_migrations(url: str, folder: Path, lock: int) -> None:
    """Applies the missing migrations of a folder in one transaction; of processes that start at once, one does it."""
    make_folder(url)
    engine = sa.create_engine(as_sync_url(url))
    if engine.dialect.name == "sqlite":
        # SQLite changes a table by copying it and dropping the old one, which foreign keys would forbid; they are
        # checked at the end instead.
        set_up_sqlite(engine, foreign_keys=False)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
            config = Config()
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BrokenReferencesError("a migration has left rows that refer to nothing; nothing was changed")
    finally:
        engine.dispose()
