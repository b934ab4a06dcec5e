"""The company's own people: accounts, roles, and the demo accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.tables import StaffRow
from handoff.ids import StaffId, new_id
from protocol.languages import Language

HASHER = PasswordHasher()
"""Argon2id with argon2-cffi's defaults, which follow RFC 9106's low-memory recommendation."""


class Role(StrEnum):
    """What an account may do."""

    AGENT = "agent"
    """Serves customers."""
    UNIT = "unit"
    """Answers internal requests of a back-office unit."""
    SUPERVISOR = "supervisor"
    """Serves customers, sees figures, steps in."""
    ADMIN = "admin"
    """Keeps accounts and settings."""


SERVES_CUSTOMERS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
SUPERVISES = frozenset({Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True)
class Staff:
    """An account, as the desk holds it."""

    id: StaffId
    email: str
    name: str
    role: Role
    unit: str | None
    languages: tuple[str, ...]
    capacity: int


@dataclass(frozen=True)
class DemoAccount:
    """An account that a new installation begins with."""

    email: str
    name: str
    role: Role
    unit: str | None = None


DEMO_ACCOUNTS: Sequence[DemoAccount] = (
    DemoAccount("agent1@sapa.local", "Rina Wulandari", Role.AGENT),
    DemoAccount("agent2@sapa.local", "Bagus Prasetyo", Role.AGENT),
    DemoAccount("finance@sapa.local", "Dewi Anggraini", Role.UNIT, "finance"),
    DemoAccount("supervisor@sapa.local", "Hendra Gunawan", Role.SUPERVISOR),
    DemoAccount("admin@sapa.local", "Siti Rahmawati", Role.ADMIN),
)


def staff_from_row(row: StaffRow) -> Staff:
    """The row as the desk sees it."""
    return Staff(
        StaffId(row.id), row.email, row.name, Role(row.role), row.unit, tuple(row.languages), row.capacity
    )  # fmt: skip


async def seed_accounts(session: AsyncSession, password: str, capacity: int) -> list[str]:
    """Adds the demo accounts that are missing; returns the e-mail addresses of those added."""
    known = set((await session.execute(select(StaffRow.email))).scalars())
    added = [account for account in DEMO_ACCOUNTS if account.email not in known]
    hashed = HASHER.hash(password) if added else ""
    for account in added:
        session.add(
            StaffRow(
                id=new_id(), email=account.email, name=account.name, role=account.role.value, unit=account.unit,
                password_hash=hashed, languages=[language.value for language in Language], capacity=capacity,
                active=True, failed_logins=0,
            )
        )  # fmt: skip
    return [account.email for account in added]


async def set_password(session: AsyncSession, emails: Sequence[str], password: str) -> None:
    """Gives accounts a new password and unlocks them."""
    hashed = HASHER.hash(password)
    for row in (await session.execute(select(StaffRow).where(StaffRow.email.in_(emails)))).scalars():
        row.password_hash, row.failed_logins, row.locked_until = hashed, 0, None
