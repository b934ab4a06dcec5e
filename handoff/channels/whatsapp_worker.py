"""Works on stored updates, oldest first: once each, also after a crash or with several workers.

What an update says and the mark that it is done are one transaction, and one transaction at a time works on updates: on
SQLite because it writes, on PostgreSQL by an advisory lock, which ends with the transaction and thus with its worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from redis.exceptions import RedisError
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.channels.whatsapp_inbound import Taken, take_update
from handoff.channels.whatsapp_payloads import read_update
from handoff.channels.whatsapp_updates import Update
from handoff.clock import Clock
from handoff.conversations.whatsapp_tables import WhatsappUpdateRow
from handoff.metrics import UPDATES
from handoff.record import Record

log = structlog.get_logger()

LOCK = 0x5A9A_0001
"""The number of PostgreSQL's advisory lock; any that nothing else in this database uses."""
LOOK_SECONDS = 1.0
"""How often updates are looked for that another worker stored and could not work on, or that are due again."""
TRIES = 6
"""An update that fails so often, over about half a minute, is given up; the reason does not go away by itself."""
LOOK_AHEAD = 200
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Waiting:
    """A stored update that is to be worked on."""

    body_hash: str
    body: bytes
    attempts: int
    due_at: datetime


class UpdateWorker:
    """Takes updates one by one, and tells whoever has something to do then."""

    def __init__(
        self, record: Record, number: str, clock: Clock, announce: Callable[[Taken], Awaitable[None]]
    ) -> None:  # fmt: skip
        self._record = record
        self._number = number
        self._clock = clock
        self._announce = announce
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is something new."""
        self._news.set()

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            self._news.clear()
            try:
                while await self.work_on_next():
                    pass
            except (RedisError, SQLAlchemyError) as error:
                log.warning("whatsapp.updates_wait", error=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def work_on_next(self) -> bool:
        """Works on the oldest update that is due; False when there is none.

        Raises:
            SQLAlchemyError: the record cannot be read or written; the update waits as it was.
        """
        async with self._record.writing() as session:
            now = self._clock()
            waiting = await _claim(session, self._number, now)
            if waiting is None:
                return False
            taken = await self._try(session, waiting, now)
        if taken is not None:
            await self._announce(taken)
        return True

    async def _try(self, session: AsyncSession, waiting: Waiting, now: datetime) -> Taken | None:
        try:
            found = read_update(waiting.body, self._number)
            async with session.begin_nested():
                taken = await take_update(session, found, now)
        except Exception as error:
            if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError) and _is_outage(error):
                raise
            # The outermost loop of updates: one that cannot be taken must not keep the others from being taken.
            await _put_off(session, waiting, error, now)
            return None
        UPDATES.labels("malformed" if found.problems else "done").inc()
        problems = list(found.problems)[:MOST_PROBLEMS]
        await _mark(session, waiting, state="done", problems=problems, error=None)
        return taken


def _is_outage(error: DBAPIError) -> bool:
    """Whether the database is at fault, and not what was to be written."""
    return error.connection_invalidated or type(error).__name__ in {"OperationalError", "InterfaceError"}


async def _claim(session: AsyncSession, number: str, now: datetime) -> Waiting | None:
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    first = await _open(session, 1)
    if not first or not first[0].attempts:
        return first[0] if first else None
    return next_due(await _open(session, LOOK_AHEAD), number, now)


async def _open(session: AsyncSession, limit: int) -> Sequence[Waiting]:
    row = WhatsappUpdateRow
    statement = (
        select(row.body_hash, row.body, row.attempts, row.due_at)
        .where(row.state == "open")
        .order_by(row.received_at, row.body_hash)
        .limit(limit)
    )
    return [Waiting(*each) for each in await session.execute(statement)]


def next_due(waiting: Sequence[Waiting], number: str, now: datetime) -> Waiting | None:
    """The oldest that is due and has no customer in common with an older one that is not: nobody is overtaken."""
    held = set[str]()
    for each in waiting:
        people = _people(read_update(each.body, number)) if each.attempts == 0 or each.due_at > now else set()
        if each.due_at <= now and not people & held:
            return each
        held |= people
    return None


def _people(found: Update) -> set[str]:
    """Everything by which the customers of an update are known."""
    customers = [each.customer for each in found.messages]
    customers += [who for each in found.changes for who in (each.before, each.after)]
    return {known for each in customers for known in (each.phone, each.user_id) if known}


async def _put_off(session: AsyncSession, waiting: Waiting, error: Exception, now: datetime) -> None:
    attempts, name = waiting.attempts + 1, type(error).__name__
    is_dead = attempts >= TRIES
    UPDATES.labels("dead" if is_dead else "retried").inc()
    (log.error if is_dead else log.warning)(
        "whatsapp.update_dead" if is_dead else "whatsapp.update_failed",
        update=waiting.body_hash, attempts=attempts, error=name, exc_info=error,
    )  # fmt: skip
    due_at = now if isinstance(error, IntegrityError) else now + timedelta(seconds=2 ** (attempts - 1))
    state = "dead" if is_dead else "open"
    await _mark(session, waiting, state=state, attempts=attempts, due_at=due_at, error=name[:64])


async def _mark(session: AsyncSession, waiting: Waiting, **values: object) -> None:
    row = update(WhatsappUpdateRow).where(WhatsappUpdateRow.body_hash == waiting.body_hash)
    await session.execute(row.values(**values))
