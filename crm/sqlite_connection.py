"""Opens aiosqlite connections that may be stopped more than once."""

from __future__ import annotations

import asyncio
from typing import Any

import aiosqlite


class StoppableConnection(aiosqlite.Connection):
    """Ends its thread once; aiosqlite 0.22 asks it to end at every `stop()` and waits for an answer to each.

    SQLAlchemy stops a connection from two sides when a statement is cancelled twice: by `stop()` and by a shielded
    `close()`. The thread ends at the first and never answers the second, so that the loop that waits for it at its end
    hangs for ever (seen elsewhere too: https://github.com/wapiti-scanner/wapiti/issues/802).
    """

    _stopped = False

    def stop(self) -> asyncio.Future[Any] | None:
        """Asks the thread to end; None where it has been asked before."""
        if self._stopped:
            return None
        self._stopped = True
        return super().stop()


def open_connection(database: str, **options: Any) -> aiosqlite.Connection:
    """A connection for SQLAlchemy's `async_creator_fn`, whose thread ends with the process at the latest."""
    connection = aiosqlite.connect(database, **options)
    connection.__class__ = StoppableConnection
    connection._thread.daemon = True  # as SQLAlchemy does with connections that it opens itself
    return connection
