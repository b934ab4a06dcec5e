"""Gives new documents their numbers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.locks import lock
from crm.numbers import Document, DocumentNumber, parse_number
from crm.tables import Complaint, Order

_TABLES: dict[Document, type[Order | Complaint]] = {Document.ORDER: Order, Document.COMPLAINT: Complaint}


async def next_number(session: AsyncSession, kind: Document, year: int) -> DocumentNumber:
    """The next number of a kind in a year; two conversations never get the same."""
    await lock(session, f"numbers of {kind}")
    table = _TABLES[kind]
    latest = await session.scalar(
        sa.select(sa.func.max(table.number)).where(table.number.startswith(f"{kind}-{year}-"))
    )
    known = parse_number(latest, year) if latest else None
    return DocumentNumber(kind, year, known.sequence + 1 if known else 1)
