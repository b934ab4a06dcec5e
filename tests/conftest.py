"""What the tests of all parts share: real Redis and SQL, a clock that is moved by hand, a bot with a script."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import certifi
import pytest
from argon2 import PasswordHasher
from sanic import Sanic
from sqlalchemy import update

import crm.migrate
import handoff.migrate
from crm.sample_data import seed
from handoff.agent_queue.keys import Keys
from handoff.app import make_parts
from handoff.conversations.tables import StaffRow
from handoff.desk.staff import seed_accounts
from handoff.parts import Parts
from handoff.record import Record
from protocol.settings import Settings
from tests.support.agents import PASSWORD
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import HandClock
from tests.support.postgres import TEMPLATE, PostgresCluster, find_binaries
from tests.support.redis_server import RedisServer
from tests.support.serving import serving
from tests.support.workers import Workers, close, with_bot

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 24)
"""Of the demo data; the day of the tests' clock."""
CAPACITY = 4

Sanic.test_mode = True  # lets a process hold several applications of one name


@pytest.fixture(scope="session", autouse=True)
def _few_certificates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing here goes over TLS, but httpx reads all the world's certificates for every client, which takes time."""
    file = tmp_path_factory.mktemp("tls") / "one.pem"
    end = "-----END CERTIFICATE-----\n"
    file.write_text(Path(certifi.where()).read_text().partition(end)[0] + end)
    os.environ["SSL_CERT_FILE"] = str(file)


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One Redis for all tests; each keeps to its own key prefix."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that the test may stop."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def prefix() -> str:
    """First part of this test's Redis keys."""
    return f"test:{uuid4().hex}:"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresCluster]:
    """A PostgreSQL cluster with a template of the migrated and seeded database."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    cluster = PostgresCluster(tmp_path_factory.mktemp("postgres"), binaries)
    try:
        _prepare(cluster.create(name=TEMPLATE))
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that is migrated and seeded, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _prepare(f"sqlite:///{file}")
    return file


def _prepare(url: str) -> None:
    crm.migrate.upgrade(url)
    handoff.migrate.upgrade(url)
    asyncio.run(_seed(url))


async def _seed(url: str) -> None:
    record = Record(url)
    await seed(record.engine, TODAY)
    async with record.writing() as session:
        await seed_accounts(session, PASSWORD, CAPACITY)
        # Argon2 takes its time on purpose; what it costs stands in each hash, and here it need not cost anything.
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        await session.execute(update(StaffRow).values(password_hash=cheap))
    await record.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own: SQLite, or what `on_both_databases` asks for."""
    if getattr(request, "param", "sqlite") == "postgresql":
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        return cluster.create(template=TEMPLATE)
    file = tmp_path / "sapa.db"
    shutil.copy(request.getfixturevalue("migrated_file"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def clock() -> HandClock:
    """A Tuesday morning in Jakarta, until the test moves it."""
    return HandClock()


@pytest.fixture
def bot() -> FakeBot:
    """Repeats what it is asked, until the test gives it a script."""
    return FakeBot()


@pytest.fixture
def settings(database_url: str, redis_server: RedisServer, prefix: str, tmp_path: Path) -> Settings:
    """Settings of one installation; the bot is asked at once, and the office never closes."""
    return Settings(
        database_url=database_url,
        redis_url=redis_server.url,
        redis_prefix=prefix,
        quiet_ms=0,
        office_hours="always",
        var=tmp_path,
    )


@pytest.fixture
def keys(prefix: str) -> Keys:
    """The map of this test's Redis."""
    return Keys(prefix)


@pytest.fixture
async def new_worker(settings: Settings, clock: HandClock, bot: FakeBot) -> AsyncIterator[Workers]:
    """Makes the parts of as many workers of one installation as the test wants."""
    async with AsyncExitStack() as stack:

        def make(**changes: Any) -> Parts:
            parts = with_bot(make_parts(settings.model_copy(update=changes), clock), bot)
            stack.push_async_callback(close, parts)
            return parts

        yield make


@pytest.fixture
def parts(new_worker: Workers) -> Parts:
    """The parts of one worker, with the fake bot; nothing runs in the background."""
    return new_worker()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Sanic[Any, Any]], Any]]:
    """Serves applications on free loopback ports until the test ends; gives each one's base address."""
    async with AsyncExitStack() as stack:
        yield lambda app: stack.enter_async_context(serving(app))


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The bot's model: the one of SAPA_MODEL, else our own, trained where no current one is there."""
    if "SAPA_MODEL" in os.environ:
        return Path(os.environ["SAPA_MODEL"]).absolute()
    subprocess.run([sys.executable, "-m", "bot.train"], cwd=ROOT, check=True)
    return ROOT / Settings().model
