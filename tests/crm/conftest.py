"""The demo company's CRM, once in SQLite and once in PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import create_engine
from tests.support.postgres import TEMPLATE, PostgresCluster


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.create()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with the demo data."""
    if request.param == "sqlite":
        return _copy(request.getfixturevalue("migrated_file"), tmp_path)
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.create(template=TEMPLATE)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM."""
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sqlite_engine(migrated_file: Path, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM where the database makes no difference."""
    engine = create_engine(_copy(migrated_file, tmp_path))
    # Hundreds of examples in one test: waiting for the disk each time would say nothing more.
    sa.event.listen(engine.sync_engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    yield engine
    await engine.dispose()


def _copy(file: Path, folder: Path) -> str:
    shutil.copy(file, folder / "crm.db")
    return f"sqlite:///{folder / 'crm.db'}"
