"""What the CRM knows of the customer, for the agent who serves them; every read is in the CRM's audit."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Visitor, access_order, recognise
from crm.numbers import parse_number
from crm.orders import OrderView, list_own_orders, read_order
from handoff.conversations.tables import ContactRow, ConversationRow
from handoff.parts import Parts

MAX_ORDERS = 8


async def customer_view(parts: Parts, conversation: str) -> dict[str, Any]:
    """Who the conversation was proved to belong to, and their company's orders; a stranger has none."""
    now, zone = parts.clock(), parts.settings.timezone_info
    async with parts.record.writing() as session:
        visitor = await _visitor(session, conversation, parts)
        people = await recognise(session, visitor)
        views = []
        for summary in (await list_own_orders(session, visitor))[:MAX_ORDERS]:
            number = parse_number(summary.number, now.year)
            access = await access_order(session, visitor, number) if number else None
            if access is not None and access.grant is not None:
                views.append(_order_view(await read_order(session, access.grant, now, zone)))
    return {
        "identity": [{"name": person.name, "company": person.company} for person in people],
        "orders": views,
    }


async def _visitor(session: AsyncSession, conversation: str, parts: Parts) -> Visitor:
    row = await session.get_one(ConversationRow, conversation)
    contact = await session.get_one(ContactRow, row.contact_id)
    return Visitor(conversation, parts.clock(), contact.phone)


def _order_view(order: OrderView) -> dict[str, Any]:
    return {
        "number": order.number,
        "company": order.company,
        "stage": order.report.stage.value,
        "stage_since": order.report.since.isoformat(),
        "next_stage": order.report.next.value if order.report.next else None,
        "next_actor": order.report.acts.value,
        "expected": order.report.expected_on.isoformat() if order.report.expected_on else None,
        "overdue": order.report.overdue,
        "instruments": [
            {
                "type": each.kind,
                "brand": each.brand,
                "model": each.model,
                "range": each.measuring_range,
                "serial": each.serial,
                "service": each.service.value,
                "display": each.display.value if each.display else None,
                "display_found": each.display_found.value if each.display_found else None,
                "quantity": each.quantity,
                "work": each.work.value,
                "passed": each.passed,
            }
            for each in order.instruments
        ],
    }
