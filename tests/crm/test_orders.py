from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import reading, writing
from crm.errors import IllegalMoveError
from crm.identity import Proof, Visitor, access_order
from crm.numbers import parse_number
from crm.orders import OrderView, list_own_orders, move_order, read_order
from crm.stages import STAGE_RULES, Stage
from crm.tables import Contact, Order, StageChange, WorkState

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


async def read(engine: AsyncEngine, suffix: int, now: datetime = NOW) -> OrderView:
    number = parse_number(f"ORD-2026-{suffix:05d}", 2026)
    assert number is not None
    async with writing(engine) as session:
        access = await access_order(
            session, Visitor("conversation", now), number, Proof(email=f"pic{suffix}@example.com")
        )
        assert access.grant is not None
        return await read_order(session, access.grant, now, ZONE)


async def test_that_an_order_tells_all_that_its_customer_may_know(engine: AsyncEngine) -> None:
    order = await read(engine, 107)

    assert (order.number, order.company) == ("ORD-2026-00107", "PT Mitra Presisi Otomotif")
    assert order.report.stage is Stage.IN_CALIBRATION
    assert order.report.next is Stage.COMPLETED_BA
    assert order.report.expected_on == date(2026, 12, 1)
    assert [step.stage for step in order.history][-1] is Stage.IN_CALIBRATION
    assert order.instruments[0].work is WorkState.DONE
    assert [quotation.number for quotation in order.quotations] == ["QUO-2026-00107"]


async def test_that_the_documents_of_an_order_come_with_it(engine: AsyncEngine) -> None:
    closed, invoiced, finished = await read(engine, 111), await read(engine, 110), await read(engine, 108)

    assert [each.number for each in closed.certificates] == ["CAL-2026-00111", "CAL-2026-00112"]
    assert [(each.number, each.paid_on) for each in invoiced.invoices] == [("INV-2026-00110", None)]
    assert [each.number for each in finished.complaints] == ["CMP-2026-00108"]


async def test_that_a_move_is_written_to_the_history(engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        await move_order(
            session, "ORD-2026-00101", Stage.QUOTATION_SENT, actor="Rina", note="Penawaran dikirim", at=NOW
        )

    order = await read(engine, 101)

    assert order.report.stage is Stage.QUOTATION_SENT
    assert order.report.since == date(2026, 11, 24)
    last = order.history[-1]
    assert (last.stage, last.actor, last.note) == (Stage.QUOTATION_SENT, "Rina", "Penawaran dikirim")


async def test_that_an_illegal_move_changes_nothing(engine: AsyncEngine) -> None:
    with pytest.raises(IllegalMoveError):
        async with writing(engine) as session:
            await move_order(session, "ORD-2026-00101", Stage.INVOICED, actor="x", note="", at=NOW)

    assert (await read(engine, 101)).report.stage is Stage.INQUIRY


async def test_that_a_customer_sees_the_own_orders_open_ones_first(engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        owner = (await session.scalars(sa.select(Contact).where(Contact.email == "pic106@example.com"))).one()
        for number in ("ORD-2026-00111", "ORD-2026-00101"):
            order = (await session.scalars(sa.select(Order).where(Order.number == number))).one()
            order.customer_id = owner.customer_id

        own = await list_own_orders(session, Visitor("conversation", NOW, "+628110000106"))
        strange = await list_own_orders(session, Visitor("conversation", NOW, "+628999999999"))

    assert [each.number for each in own] == ["ORD-2026-00101", "ORD-2026-00106", "ORD-2026-00111"]
    assert "pressure gauge" in own[0].instruments
    assert strange == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.sampled_from(Stage), max_size=15))
async def test_that_no_sequence_of_moves_leaves_the_procedure(sqlite_engine: AsyncEngine, wishes: list[Stage]) -> None:
    for wish in wishes:
        try:
            async with writing(sqlite_engine) as session:
                await move_order(session, "ORD-2026-00101", wish, actor="x", note="", at=NOW)
        except IllegalMoveError:
            continue

    async with reading(sqlite_engine) as session:
        order = (await session.scalars(sa.select(Order).where(Order.number == "ORD-2026-00101"))).one()
        query = sa.select(StageChange).where(StageChange.order_id == order.id).order_by(StageChange.id)
        history = [each.stage for each in await session.scalars(query)]
    assert history[-1] is order.stage
    assert all(after in STAGE_RULES[before].next for before, after in pairwise(history))
