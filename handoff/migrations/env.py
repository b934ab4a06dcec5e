"""Runs the migrations of the record on the connection that `handoff.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from crm.columns import Instant
from handoff.agent_queue import tables as line_tables  # noqa: F401 - its tables are part of the record
from handoff.conversations import whatsapp_tables  # noqa: F401 - its tables are part of the record
from handoff.conversations.base import Base, Words
from handoff.migrate import VERSION_TABLE


def render_item(_kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our own column types into a migration as what they are in the database, so that it needs no import."""
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Words):
        return "sa.Text()"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite can change a table only by copying it
    render_item=render_item,
    # The CRM lives in the same database; only our own tables are compared.
    include_name=lambda name, kind, _parents: kind != "table" or name in Base.metadata.tables,
)
context.run_migrations()
