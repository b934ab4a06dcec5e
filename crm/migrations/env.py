"""Runs the CRM's migrations on the connection that `crm.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

import crm.service_tables  # noqa: F401  registers its tables beside those of crm.tables
from crm.columns import Instant
from crm.migrate import VERSION_TABLE
from crm.tables import Base


def render_item(_kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our own column types into a migration as what they are in the database, so that it needs no import."""
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite can change a table only by copying it
    render_item=render_item,
    # The record lives in the same database; only our own tables are compared.
    include_name=lambda name, kind, _parents: kind != "table" or str(name).startswith("crm_"),
)
context.run_migrations()
