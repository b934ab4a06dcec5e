"""Opens the database: SQLite embedded, PostgreSQL in production; used by the actions and by the handoff service."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from crm.errors import BadDatabaseUrlError
from crm.sqlite_connection import open_connection

DEFAULT_DATABASE_URL = "sqlite:///var/sapa.db"
# How long a writer waits for another writer's transaction before it gives up, in milliseconds.
SQLITE_BUSY_TIMEOUT_MS = 5000
# Only the first connections to a new file can meet here, for the few milliseconds that the change takes.
WAL_ATTEMPTS = 50
WAL_PAUSE_SECONDS = 0.02
POSTGRES_POOL_SIZE = 5
_ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
# Execution option of a connection: which BEGIN opens its transactions on SQLite.
_BEGIN_OPTION = "sapa_begin"


def as_async_url(url: str) -> URL:
    """The URL with the driver used while serving; a driver named in it must be an asynchronous one."""
    parsed = _parse(url)
    if parsed.drivername in {"sqlite+aiosqlite", "postgresql+asyncpg", "postgresql+psycopg"}:
        return parsed
    return parsed.set(drivername=_ASYNC_DRIVERS[parsed.get_backend_name()])


def as_sync_url(url: str) -> URL:
    """The URL with the driver that migrations use, which run before there is an event loop."""
    parsed = _parse(url)
    return parsed.set(drivername=_SYNC_DRIVERS[parsed.get_backend_name()])


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        raise BadDatabaseUrlError("SAPA_DATABASE_URL is not a database address") from None
    if parsed.get_backend_name() not in _SYNC_DRIVERS:
        raise BadDatabaseUrlError("SAPA_DATABASE_URL must begin with sqlite:// or postgresql://")
    return parsed


def make_folder(url: str) -> None:
    """Makes the folder that an SQLite file lies in."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def create_engine(url: str) -> AsyncEngine:
    """An engine with the durability and locking that Sapa relies on; it connects at first use, not here."""
    parsed = as_async_url(url)
    if parsed.get_backend_name() == "sqlite":
        make_folder(url)
        engine = create_async_engine(parsed, connect_args={"async_creator_fn": open_connection})
        set_up_sqlite(engine.sync_engine)
        return engine
    return create_async_engine(
        parsed, pool_size=POSTGRES_POOL_SIZE, max_overflow=POSTGRES_POOL_SIZE, pool_pre_ping=True
    )


def set_up_sqlite(engine: sa.Engine, *, foreign_keys: bool = True) -> None:
    """Makes transactions real: the driver's own habit of beginning late is off, and writers take their lock first."""

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")
        _write_ahead(cursor)
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later can fail in the middle with "database is locked", so all
        # but those declared as reading take the write lock at once.
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN_OPTION, "BEGIN IMMEDIATE"))


def _write_ahead(cursor: Any) -> None:
    """Turns the write-ahead log on; SQLite does not wait for its lock when several processes do so to a new file."""
    for attempt in range(WAL_ATTEMPTS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt == WAL_ATTEMPTS - 1:
                raise
            time.sleep(WAL_PAUSE_SECONDS)
        else:
            return


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session in one transaction: committed at the end, rolled back on an error."""
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        yield session


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session that only reads, and therefore never waits for a writer."""
    reader = engine.execution_options(**{_BEGIN_OPTION: "BEGIN"})
    async with AsyncSession(reader, expire_on_commit=False) as session, session.begin():
        yield session
