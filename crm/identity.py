"""Decides what a conversation may see: the one door to orders.

A conversation is a contact's when the channel itself proves the phone number (WhatsApp), or when it named a document
number together with the e-mail or phone registered with that order. A contact sees the orders of the own company.
What an outsider is told never depends on whether a number exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.documents import find_order
from crm.lockout import LOCKED_FOR, TRIES_ALLOWED, LastFailure, locked_until, next_run, tries_left
from crm.locks import lock
from crm.numbers import DocumentNumber
from crm.tables import AccessRecord, Contact, FailedAttempt, Order, Verification

# Long enough for a conversation with a pause, short enough for a browser that somebody else uses next.
VERIFIED_FOR = timedelta(hours=1)


class Outcome(StrEnum):
    """What came of asking for an order."""

    GRANTED = "granted"
    """The conversation may see it."""
    UNVERIFIED = "unverified"
    """Nothing is proved yet: the registered e-mail or phone is needed."""
    MISMATCH = "mismatch"
    """Number and proof do not belong together, or there is no such number."""
    NOT_OWN = "not_own"
    """A verified contact named a number that is not among the own company's."""
    LOCKED = "locked"
    """Too many failures; no more tries for a while."""


@dataclass(frozen=True)
class Proof:
    """What a customer gives to prove who they are, normalised."""

    email: str | None = None
    phone: str | None = None

    def fits(self, contact: Contact) -> bool:
        """True when the e-mail or the phone is the contact's."""
        return self.email == contact.email or self.phone == contact.phone


@dataclass(frozen=True)
class Grant:
    """The right to read one order; only `access_order` makes them."""

    order_id: int
    contact_id: int


@dataclass(frozen=True)
class Access:
    """What came of asking for an order, and how many tries are left."""

    outcome: Outcome
    grant: Grant | None = None
    tries_left: int = TRIES_ALLOWED
    locked_until: datetime | None = None


@dataclass(frozen=True)
class Person:
    """The contact that a conversation was proved to belong to."""

    contact_id: int
    customer_id: int
    name: str
    company: str
    email: str


@dataclass(frozen=True)
class Visitor:
    """A conversation, the phone number that its channel proves, and the moment it asks."""

    conversation_id: str
    now: datetime
    channel_phone: str | None = None


async def access_order(
    session: AsyncSession, visitor: Visitor, number: DocumentNumber, proof: Proof | None = None
) -> Access:
    """Lets a conversation to an order, or refuses; either is written to the audit."""
    people = await recognise(session, visitor)
    order = await find_order(session, number)
    access = _for_own(order, people)
    if access is None:
        access = await _for_others(session, visitor, number, order, proof, people)
    contact_id = access.grant.contact_id if access.grant else None
    _record(session, visitor, str(number), access.outcome, contact_id)
    return access


async def recognise(session: AsyncSession, visitor: Visitor) -> tuple[Person, ...]:
    """The contacts that a conversation is proved to be: by its channel, or by a verification that still holds."""
    proved = sa.select(Verification.contact_id).where(
        Verification.conversation_id == visitor.conversation_id, Verification.expires_at > visitor.now
    )
    wanted: sa.ColumnElement[bool] = Contact.id.in_(proved)
    if visitor.channel_phone:
        wanted = sa.or_(wanted, Contact.phone == visitor.channel_phone)
    contacts = await session.scalars(sa.select(Contact).where(wanted).order_by(Contact.id))
    return tuple(Person(each.id, each.customer_id, each.name, each.customer.name, each.email) for each in contacts)


async def own_order_ids(session: AsyncSession, visitor: Visitor) -> tuple[int, ...]:
    """The orders of the conversation's own company, the newest first; none for a stranger. The read is audited."""
    people = await recognise(session, visitor)
    if not people:
        return ()
    _record(session, visitor, "*", Outcome.GRANTED, people[0].contact_id)
    companies = {person.customer_id for person in people}
    query = sa.select(Order.id).where(Order.customer_id.in_(companies)).order_by(Order.created_at.desc())
    return tuple(await session.scalars(query))


def _for_own(order: Order | None, people: Iterable[Person]) -> Access | None:
    for person in people:
        if order is not None and order.customer_id == person.customer_id:
            return Access(Outcome.GRANTED, Grant(order.id, person.contact_id))
    return None


async def _for_others(
    session: AsyncSession,
    visitor: Visitor,
    number: DocumentNumber,
    order: Order | None,
    proof: Proof | None,
    people: Sequence[Person],
) -> Access:
    # Simultaneous tries must not slip past the count; the conversation first, so that two never wait for each other.
    await lock(session, f"conversation {visitor.conversation_id}")
    await lock(session, f"number {number}")
    last = await _last_failures(session, visitor, str(number))
    until = max((end for each in last if (end := locked_until(each, visitor.now))), default=None)
    if until:
        return Access(Outcome.LOCKED, tries_left=0, locked_until=until)
    left = min(tries_left(each, visitor.now) for each in last)
    if proof is None:
        return Access(Outcome.NOT_OWN if people else Outcome.UNVERIFIED, tries_left=left)
    if order is not None and proof.fits(order.contact):
        return _verify(session, visitor, order)
    runs = [next_run(each, visitor.now) for each in last]
    session.add(_failed(visitor, number, *runs))
    if left > 1:
        return Access(Outcome.MISMATCH, tries_left=left - 1)
    return Access(Outcome.LOCKED, tries_left=0, locked_until=visitor.now + LOCKED_FOR)


def _failed(visitor: Visitor, number: DocumentNumber, conversation_run: int, number_run: int) -> FailedAttempt:
    return FailedAttempt(
        conversation_id=visitor.conversation_id,
        document_number=str(number),
        at=visitor.now,
        conversation_run=conversation_run,
        number_run=number_run,
    )


def _verify(session: AsyncSession, visitor: Visitor, order: Order) -> Access:
    admit(session, visitor, order.contact_id)
    return Access(Outcome.GRANTED, Grant(order.id, order.contact_id))


def admit(session: AsyncSession, visitor: Visitor, contact_id: int) -> None:
    """Lets a conversation see what is a contact's, for a while.

    Only for a contact that the conversation has proved to be, or that it has just made itself.
    """
    session.add(
        Verification(
            conversation_id=visitor.conversation_id,
            contact_id=contact_id,
            at=visitor.now,
            expires_at=visitor.now + VERIFIED_FOR,
        )
    )


async def _last_failures(session: AsyncSession, visitor: Visitor, number: str) -> tuple[LastFailure | None, ...]:
    """The latest failure of the conversation, and that of the number in any conversation."""
    by_conversation = sa.select(FailedAttempt.at, FailedAttempt.conversation_run).where(
        FailedAttempt.conversation_id == visitor.conversation_id
    )
    by_number = sa.select(FailedAttempt.at, FailedAttempt.number_run).where(FailedAttempt.document_number == number)
    found = [
        (await session.execute(query.order_by(FailedAttempt.id.desc()).limit(1))).one_or_none()
        for query in (by_conversation, by_number)
    ]
    return tuple(LastFailure(*row) if row else None for row in found)


def _record(session: AsyncSession, visitor: Visitor, number: str, outcome: Outcome, contact_id: int | None) -> None:
    session.add(
        AccessRecord(
            at=visitor.now,
            conversation_id=visitor.conversation_id,
            document_number=number,
            outcome=outcome.value,
            contact_id=contact_id,
        )
    )
