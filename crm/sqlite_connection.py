"""Opens aiosqlite connections that may be stopped more than once, and that finish a rollback."""

from __future__ import annotations

import asyncio
from typing import Any

import aiosqlite


class StoppableConnection(aiosqlite.Connection):
    """Ends its thread once, and its rollbacks always.

    aiosqlite 0.22 asks it to end at every `stop()` and waits for an answer to each. SQLAlchemy stops a connection from
    two sides when a statement is cancelled twice: by `stop()` and by a shielded `close()`. The thread ends at the first
    and never answers the second, so that the loop that waits for it at its end hangs for ever (seen elsewhere too: https://github.com/wapiti-scanner/wapiti/issues/802).
    """

    _stopped = False

    def stop(self) -> asyncio.Future[Any] | None:
        """Asks the thread to end; None where it has been asked before."""
        if self._stopped:
            return None
        self._stopped = True
        return super().stop()

    async def rollback(self) -> None:
        """Rolls back to the end, also where the task is cancelled meanwhile; the task hears of that at its next wait.

        SQLAlchemy rolls back what it puts back into the pool. Broken off there, the connection is thrown away, with a
        page of traceback for what is no more than a stop.
        """
        rolling = asyncio.ensure_future(super().rollback())
        cancelled = False
        while not rolling.done():
            try:
                await asyncio.shield(rolling)
            except asyncio.CancelledError:
                cancelled = True
        rolling.result()
        if cancelled and (task := asyncio.current_task()):
            task.cancel()


def open_connection(database: str, **options: Any) -> aiosqlite.Connection:
    """A connection for SQLAlchemy's `async_creator_fn`, whose thread ends with the process at the latest."""
    connection = aiosqlite.connect(database, **options)
    connection.__class__ = StoppableConnection
    connection._thread.daemon = True  # as SQLAlchemy does with connections that it opens itself
    return connection
