from __future__ import annotations

from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import reading
from crm.sample_data import seed
from crm.stages import STAGE_RULES, Stage
from crm.tables import Certificate, Complaint, ComplaintState, Contact, Customer, Invoice, Order, Quotation, StageChange


async def test_that_the_demo_orders_stand_one_at_each_stage_with_their_contacts(engine: AsyncEngine) -> None:
    async with reading(engine) as session:
        query = sa.select(Order.number, Order.stage, Contact.email, Contact.phone).join(Contact).order_by(Order.number)
        rows = [tuple(row) for row in await session.execute(query)]

    assert rows == [
        (f"ORD-2026-{suffix:05d}", stage, f"pic{suffix}@example.com", f"+628110000{suffix}")
        for suffix, stage in zip(range(101, 112), Stage, strict=True)
    ]


async def test_that_the_promised_documents_exist(engine: AsyncEngine) -> None:
    async with reading(engine) as session:
        for table, number in (
            (Certificate, "CAL-2026-00111"), (Invoice, "INV-2026-00110"), (Quotation, "QUO-2026-00102"),
        ):  # fmt: skip
            assert await session.scalar(sa.select(table.id).where(table.number == number))
        complaint = (await session.scalars(sa.select(Complaint).where(Complaint.number == "CMP-2026-00108"))).one()
        order = await session.get_one(Order, complaint.order_id)
    assert (order.number, complaint.state is ComplaintState.CLOSED) == ("ORD-2026-00108", False)


async def test_that_every_order_has_its_own_company_so_that_none_opens_another(engine: AsyncEngine) -> None:
    async with reading(engine) as session:
        companies = list(await session.scalars(sa.select(Customer.name)))
    assert len(companies) == len(set(companies)) == 11


async def test_that_histories_are_legal_and_in_order(engine: AsyncEngine) -> None:
    async with reading(engine) as session:
        orders = list(await session.scalars(sa.select(Order)))
        for order in orders:
            query = sa.select(StageChange).where(StageChange.order_id == order.id).order_by(StageChange.id)
            steps = list(await session.scalars(query))
            assert [step.at for step in steps] == sorted(step.at for step in steps)
            assert steps[-1].stage is order.stage
            for before, after in pairwise(steps):
                assert after.stage in STAGE_RULES[before.stage].next


async def test_that_seeding_again_adds_nothing(engine: AsyncEngine) -> None:
    assert await seed(engine) == 0
