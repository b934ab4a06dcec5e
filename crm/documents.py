"""Finds the order behind any document number. Only `crm.identity` may use it: it asks nobody who is asking."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.numbers import Document, DocumentNumber
from crm.tables import Certificate, Complaint, Invoice, Order, Quotation

_TABLES: dict[Document, type[Quotation | Certificate | Invoice | Complaint]] = {
    Document.QUOTATION: Quotation,
    Document.CERTIFICATE: Certificate,
    Document.INVOICE: Invoice,
    Document.COMPLAINT: Complaint,
}


async def find_order(session: AsyncSession, number: DocumentNumber) -> Order | None:
    """The order that a number names, directly or through its quotation, certificate, invoice or complaint."""
    if number.kind is Document.ORDER:
        return await session.scalar(sa.select(Order).where(Order.number == str(number)))
    table = _TABLES[number.kind]
    query = sa.select(Order).join(table, table.order_id == Order.id).where(table.number == str(number))
    return await session.scalar(query)
