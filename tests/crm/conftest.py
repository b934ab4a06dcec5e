"""A migrated and seeded database, once as SQLite and once as PostgreSQL, which these tests start themselves."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres_server import TODAY, PostgresServer, find_binaries
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import create_engine
from crm.migrate import upgrade
from crm.sample_data import seed


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own on a free port."""
    if find_binaries() is None:
        pytest.skip("no PostgreSQL binaries are installed (apt-get install postgresql)")
    folder = tmp_path_factory.mktemp("postgres")
    server = PostgresServer.start(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'crm.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create_database()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM."""
    upgrade(database_url)
    engine = create_engine(database_url)
    await seed(engine, TODAY)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sqlite_engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM where the database makes no difference."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    upgrade(url)
    engine = create_engine(url)
    # Hundreds of examples in one test: waiting for the disk each time would say nothing more.
    sa.event.listen(engine.sync_engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    await seed(engine, TODAY)
    yield engine
    await engine.dispose()
