"""An installation of its own for commands that are no tests: real Redis, a migrated and seeded database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import crm.migrate
import handoff.migrate
from crm.sample_data import seed
from handoff.desk.staff import seed_accounts
from handoff.record import Record
from protocol.settings import Settings
from tests.support.agents import PASSWORD
from tests.support.redis_server import RedisServer


@contextmanager
def installation() -> Iterator[Settings]:
    """Its settings; everything goes when the block ends."""
    with TemporaryDirectory(prefix="sapa-") as folder:
        redis = RedisServer(Path(folder))
        redis.start()
        try:
            url = f"sqlite:///{folder}/sapa.db"
            crm.migrate.upgrade(url)
            handoff.migrate.upgrade(url)
            asyncio.run(_seed(url))
            yield Settings(database_url=url, redis_url=redis.url, var=Path(folder), office_hours="always")
        finally:
            redis.stop()


async def _seed(url: str) -> None:
    record = Record(url)
    await seed(record.engine, date.today())  # noqa: DTZ011 - demo data begin on the machine's day
    async with record.writing() as session:
        await seed_accounts(session, PASSWORD, 4)
    await record.close()
