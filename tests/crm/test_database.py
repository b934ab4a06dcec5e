from __future__ import annotations

import asyncio
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncEngine

import crm.migrate
from crm.database import as_async_url, as_sync_url, create_engine, reading, writing
from crm.errors import BadDatabaseUrlError
from crm.migrate import upgrade
from crm.sqlite_connection import open_connection
from crm.tables import Base, Customer


@pytest.mark.parametrize(
    ("url", "serving", "migrating"),
    [
        ("sqlite:///var/sapa.db", "sqlite+aiosqlite:///var/sapa.db", "sqlite:///var/sapa.db"),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_that_an_address_gets_the_driver_that_is_needed(url: str, serving: str, migrating: str) -> None:
    assert as_async_url(url).render_as_string() == serving
    assert as_sync_url(url).render_as_string() == migrating


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", ""])
def test_that_another_kind_of_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadDatabaseUrlError, match="SAPA_DATABASE_URL"):
        create_engine(url)


async def test_that_sqlite_is_durable_and_strict(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new' / 'crm.db'}")
    async with reading(engine) as session:
        settings = [
            (await session.execute(sa.text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await engine.dispose()

    assert settings == ["wal", 2, 1, 5000]


async def test_that_a_transaction_that_fails_leaves_nothing(engine: AsyncEngine) -> None:
    async def fail() -> None:
        async with writing(engine) as session:
            session.add(Customer(name="PT Batal", city="x", address="x"))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    async with reading(engine) as session:
        assert await session.scalar(sa.select(Customer.id).where(Customer.name == "PT Batal")) is None


async def test_that_writers_at_the_same_time_wait_for_each_other(engine: AsyncEngine) -> None:
    async def add(number: int) -> None:
        async with writing(engine) as session:
            await session.scalar(sa.select(sa.func.count(Customer.id)))
            session.add(Customer(name=f"PT Ramai {number}", city="x", address="x"))

    await asyncio.gather(*(add(number) for number in range(20)))

    async with reading(engine) as session:
        query = sa.select(sa.func.count(Customer.id)).where(Customer.name.startswith("PT Ramai"))
        assert await session.scalar(query) == 20


async def test_that_a_reader_does_not_wait_for_a_writer(engine: AsyncEngine) -> None:
    async with writing(engine) as writer:
        writer.add(Customer(name="PT Sedang Ditulis", city="x", address="x"))
        await writer.flush()
        async with asyncio.timeout(2), reading(engine) as session:
            assert await session.scalar(sa.select(sa.func.count(Customer.id))) == 11


async def test_that_migrations_make_exactly_the_tables_of_the_code(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    upgrade(empty_database_url)

    engine = sa.create_engine(as_sync_url(empty_database_url))
    inspector = sa.inspect(engine)
    for table in Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        indexes = {index["name"] for index in inspector.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes
    engine.dispose()


async def test_that_processes_starting_at_once_migrate_once(empty_database_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(upgrade, empty_database_url) for _ in range(3)))

    engine = sa.create_engine(as_sync_url(empty_database_url))
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM crm_version")).scalar_one() == 1
    engine.dispose()


async def test_that_a_database_with_customers_in_it_is_brought_up_to_date_without_loss(empty_database_url: str) -> None:
    engine = sa.create_engine(as_sync_url(empty_database_url))
    migrate_to(engine, "0001")
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(sa.text(statement))

    upgrade(empty_database_url)

    with engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT number, kind FROM crm_certificates JOIN crm_instruments USING (order_id)")
        )
        assert found.all() == [("CAL-2024-00001", "oven")]
        connection.execute(sa.text("UPDATE crm_instruments SET display = NULL"))
    engine.dispose()


OLD_ROWS = (
    "INSERT INTO crm_customers (id, name, city, address) VALUES (1, 'PT Lama', 'Solo', 'Jl. Lama')",
    "INSERT INTO crm_contacts (id, customer_id, name, email, phone) VALUES (1, 1, 'Budi', 'b@example.com', '+62811')",
    "INSERT INTO crm_orders (id, number, customer_id, contact_id, stage, stage_since, place, created_at) VALUES "
    "(1, 'ORD-2024-00001', 1, 1, 'certificate_sent', '2024-05-02', 'laboratory', '2024-04-01')",
    "INSERT INTO crm_instruments (id, order_id, kind, brand, model, measuring_range, serial, display, service, "
    "quantity, work) VALUES (1, 1, 'oven', 'x', 'x', 'x', 'x', 'digital', 'kalibrasi', 1, 'done')",
    "INSERT INTO crm_certificates (id, number, order_id, instrument_id, issued_on) VALUES "
    "(1, 'CAL-2024-00001', 1, 1, '2024-05-01')",
)


def migrate_to(engine: sa.Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(crm.migrate.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_that_a_statement_cancelled_twice_does_not_hold_up_the_end(tmp_path: Path) -> None:
    ended = Thread(target=asyncio.run, args=[_cancel_twice(f"sqlite:///{tmp_path / 'sapa.db'}")], daemon=True)
    ended.start()

    ended.join(20)

    assert not ended.is_alive()


async def _cancel_twice(url: str) -> None:
    engine = create_engine(url)
    busy = Event()

    @sa.event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.create_function("keep_busy", 0, lambda: busy.wait(10))

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(sa.text("SELECT keep_busy()"))

    asking = asyncio.create_task(ask())
    for _ in range(2):
        await asyncio.wait([asking], timeout=0.2)
        asking.cancel()
    await asyncio.wait([asking], timeout=0.2)
    asyncio.get_running_loop().call_later(0.2, busy.set)


async def test_that_a_rollback_is_finished_though_its_task_is_cancelled(tmp_path: Path) -> None:
    connection = open_connection(str(tmp_path / "busy.db"))
    await connection
    done = []

    async def put_back() -> None:
        await connection.rollback()
        done.append("rolled back")
        await asyncio.sleep(0)
        done.append("went on")

    busy = asyncio.create_task(connection._execute(time.sleep, 0.2))
    task = asyncio.create_task(put_back())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait({task, busy})
    await connection.close()

    assert task.cancelled()
    assert done == ["rolled back"]
