from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import handoff.aftercare.tables
import handoff.migrate
from crm.database import as_sync_url
from handoff.conversations.tables import Base
from tests.support.databases import on_both_databases


@on_both_databases
def test_that_the_migrations_make_the_tables_that_the_code_has(database_url: str) -> None:
    handoff.migrate.upgrade(database_url)

    engine = sa.create_engine(as_sync_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": _ours, "version_table": "handoff_version"}
        )
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name in Base.metadata.tables
