"""A customer who would rather be contacted than wait: where, and by when it is promised.

The promise stands beside the place in line, which the customer keeps: an agent who takes the conversation sees where to
reach them, whether they are still at the chat or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from crm.contact_details import find_email, parse_phone
from handoff.agent_queue.wait_estimate import WaitRange
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.call_back_promise import Reach, do_promise_call, open_call_back, promise_by
from handoff.conversations.conversation import State
from handoff.conversations.transcript import append, lock_conversation
from handoff.errors import ConflictError, InvalidInputError
from handoff.system_texts import describe_opening, say
from protocol.languages import Language
from protocol.messages import Sender

MAX_NOTE = 500


class CallBackChannel(StrEnum):
    """How the customer wants to be reached."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    EMAIL = "email"


class InvalidAddressError(InvalidInputError):
    """Nobody can be reached at this number or address."""

    code: ClassVar[str] = "invalid_address"


@dataclass(frozen=True)
class CallBackWish:
    """Where to reach the customer, checked and in its one true form."""

    channel: CallBackChannel
    address: str
    """E.164, or an e-mail address."""
    note: str = ""


def check_call_back(channel: str, address: str, note: str = "") -> CallBackWish:
    """Reads a wish as the customer typed it.

    Raises:
        InvalidAddressError: no such number can exist, or it is no e-mail address.
    """
    way = CallBackChannel(channel)
    found = find_email(address) if way is CallBackChannel.EMAIL else _read_phone(address)
    if found is None:
        raise InvalidAddressError("Nobody can be reached at this number or address.")
    return CallBackWish(way, found, " ".join(note.split())[:MAX_NOTE])


def _read_phone(text: str) -> str | None:
    number = parse_phone(text)
    return number if number and phonenumbers.is_valid_number(phonenumbers.parse(number)) else None


async def do_call_back(
    session: AsyncSession,
    conversation: str,
    wish: CallBackWish,
    wait: WaitRange | None,
    calendar: BusinessCalendar,
    now: datetime,
) -> datetime:
    """Writes the promise down, tells it in the conversation, and gives the time by which it is due.

    A customer has one call-back: another wish replaces the one before, and makes the promise given when the office was
    closed a definite one.

    Raises:
        ConflictError: the customer does not wait for anybody.
    """
    row = await lock_conversation(session, conversation)
    if row is None or row.state != State.QUEUED:
        raise ConflictError("A call-back can be asked for while waiting for a person.")
    due = promise_by(now, wait, calendar).astimezone(calendar.zone)
    text = f"{wish.channel.value}: {wish.address}" + (f" - {wish.note}" if wish.note else "")
    by_number = wish.channel is not CallBackChannel.EMAIL
    reach = Reach(wish.channel.value if by_number else None, wish.address if by_number else None, text)
    await do_promise_call(session, row, reach, due, now)
    language = Language(row.language)
    text = say(f"call_back_{wish.channel.value}", language, address=wish.address, due=describe_opening(due, language))
    append(session, row, Sender.SYSTEM, text, now)
    return due


async def find_call_back(session: AsyncSession, conversation: str) -> datetime | None:
    """By when the customer is called back, if they have said where."""
    promise = await open_call_back(session, conversation)
    return promise.due_at if promise is not None and promise.text else None
