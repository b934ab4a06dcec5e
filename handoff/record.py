"""The record as the rest of the service holds it: one engine, sessions for reading and transactions for writing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from crm.database import create_engine, reading, writing
from handoff.write_turns import WriteTurns


class Record:
    """Access to SQL; opened at start, closed at stop."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = create_engine(url)
        self.engine.sync_engine.hide_parameters = True  # else errors would carry customers' words into the log
        self._turns = WriteTurns() if self.engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads."""
        async with reading(self.engine) as session:
            await _connect(session)
            yield session

    @asynccontextmanager
    async def writing(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A transaction: committed when the block ends, rolled back when it raises; an urgent one goes first."""
        async with self._turns.turn(urgent=urgent) if self._turns else nullcontext(), writing(self.engine) as session:
            await _connect(session)
            yield session

    async def check(self) -> None:
        """Raises what the driver raises when the database cannot be reached."""
        async with self.reading() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()


async def _connect(session: AsyncSession) -> None:
    # asyncpg lets the system's own error through when nobody listens; to callers it is the database's like any other.
    try:
        await session.connection()
    except OSError as error:
        raise OperationalError("connect", None, error) from error
