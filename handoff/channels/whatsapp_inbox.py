"""Keeps raw updates of Meta: those that come at one moment in one transaction, each answered after its own commit."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.clock import Clock
from handoff.conversations.whatsapp_tables import WhatsappUpdateRow
from handoff.record import Record

MOST_AT_ONCE = 100
"""Updates of one transaction; SQLite takes 32,766 values in a statement, and each row has eight."""


@dataclass(frozen=True)
class Arrival:
    """An update that waits for its commit."""

    body_hash: str
    body: bytes
    at: datetime
    stored: asyncio.Future[bool]
    """Becomes whether it is new."""


class Inbox:
    """Stores what arrives; several updates that wait for the disk share one sync of it."""

    def __init__(self, record: Record, clock: Clock, on_new: Callable[[], None]) -> None:
        self._record = record
        self._clock = clock
        self._on_new = on_new
        self._waiting: list[Arrival] = []
        self._storing: asyncio.Task[None] | None = None

    async def keep(self, body: bytes) -> bool:
        """Stores an update and returns, after the commit, whether it is new; it is stored even when nobody waits.

        Raises:
            SQLAlchemyError: it cannot be stored.
        """
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(Arrival(hashlib.sha256(body).hexdigest(), body, self._clock(), stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        return await stored

    async def close(self) -> None:
        """Lets what waits be stored."""
        if self._storing is not None:
            await asyncio.wait({self._storing})

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                new = await self._store(batch)
            except Exception as error:  # whoever waits for the row gets it, whatever it is
                for each in batch:
                    if not each.stored.done():
                        each.stored.set_exception(error)
            else:
                _tell(batch, new)
                if new:
                    self._on_new()

    async def _store(self, batch: Sequence[Arrival]) -> set[str]:
        async with self._record.writing(urgent=True) as session:
            return await store_updates(session, batch)


async def store_updates(session: AsyncSession, batch: Sequence[Arrival]) -> set[str]:
    """Stores updates in one statement; returns the hashes of those that were not there."""
    table = WhatsappUpdateRow.__table__
    rows: list[dict[str, object]] = [
        {
            "body_hash": each.body_hash, "body": each.body, "problems": [], "received_at": each.at,
            "state": "open", "attempts": 0, "due_at": each.at, "error": None,
        }
        for each in batch
    ]  # fmt: skip
    if session.get_bind().dialect.name == "sqlite":
        into_sqlite = sqlite.insert(WhatsappUpdateRow).values(rows).on_conflict_do_nothing()
        return set((await session.execute(into_sqlite.returning(table.c.body_hash))).scalars())
    into_postgres = postgresql.insert(WhatsappUpdateRow).values(rows).on_conflict_do_nothing()
    return set((await session.execute(into_postgres.returning(table.c.body_hash))).scalars())


def _tell(batch: Sequence[Arrival], new: set[str]) -> None:
    """Of two with one body the first is the new one."""
    told = set[str]()
    for each in batch:
        if not each.stored.done():
            each.stored.set_result(each.body_hash in new and each.body_hash not in told)
        told.add(each.body_hash)
