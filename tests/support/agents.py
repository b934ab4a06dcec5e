"""What the company's people do, with and without HTTP."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select, update

from handoff.conversations.assign import do_claim
from handoff.conversations.tables import StaffRow
from handoff.desk.sessions import COOKIE, start_session
from handoff.desk.staff import Staff, staff_from_row
from handoff.parts import Parts

PASSWORD = "kata-sandi-uji"
"""Of all demo accounts in the tests' databases."""


async def staff(parts: Parts, name: str = "agent1") -> Staff:
    """A demo account by the first part of its e-mail address."""
    async with parts.record.reading() as session:
        row = await session.execute(select(StaffRow).where(StaffRow.email == f"{name}@sapa.local"))
        return staff_from_row(row.scalar_one())


async def change_account(parts: Parts, account: Staff, **values: Any) -> None:
    """Sets columns of an account."""
    async with parts.record.writing() as session:
        await session.execute(update(StaffRow).where(StaffRow.id == account.id).values(**values))


async def claim(parts: Parts, conversation: str, agent: Staff) -> None:
    """The agent takes a waiting conversation."""
    async with parts.record.writing() as session:
        await do_claim(session, conversation, agent.id, parts.clock())
    await parts.line.leave(conversation)


async def at_desk(parts: Parts, base: str, name: str = "agent1") -> httpx.AsyncClient:
    """A browser in which the account is logged in."""
    account = await staff(parts, name)
    async with parts.record.writing() as session:
        token = start_session(session, account, parts.clock())
    return httpx.AsyncClient(
        base_url=base, headers={"X-Sapa-Desk": "1"}, cookies={COOKIE: token}, timeout=httpx.Timeout(10)
    )
