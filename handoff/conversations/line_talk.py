"""Answers what a waiting customer says of the wait: their place, leaving, being called back. No bot is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.estimates import keep_estimate
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.call_back_promise import Reach, do_promise_call, promise_by
from handoff.conversations.conversation import Channel, State
from handoff.conversations.escalate import Place, Queueing, call_back_button
from handoff.conversations.line_wishes import (
    ASKED_CHANNEL,
    ASKED_LEAVE,
    ASKED_NUMBER,
    LEAVE,
    PREFIX,
    STAY,
    By,
    Wanted,
    Wish,
    read_wish,
)
from handoff.conversations.resolve import leave_line
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow
from handoff.conversations.transcript import append
from handoff.system_texts import describe_opening, describe_wait, say
from protocol.languages import Language
from protocol.messages import Button, Sender


@dataclass(frozen=True)
class Talk:
    """One wish of a customer whose conversation is locked, and what is needed to answer it."""

    session: AsyncSession
    row: ConversationRow
    wanted: Wanted
    now: datetime

    @property
    def language(self) -> Language:
        """The one that the wish was said in, else the conversation's."""
        return self.wanted.language or Language(self.row.language)

    def say(self, key: str, *buttons: Button, **values: object) -> None:
        """Says a text of ours."""
        append(
            self.session, self.row, Sender.SYSTEM, say(key, self.language, **values), self.now, buttons=buttons
        )  # fmt: skip

    def button(self, key: str, payload: str) -> Button:
        """A choice in the customer's language."""
        return Button(say(key, self.language), payload)


def wish_of(row: ConversationRow, message: MessageRow) -> Wanted | None:
    """What a message says of the wait, where it says something of it. Pure."""
    if row.state == State.QUEUED:
        return read_wish(message.text, message.payload, row.asking)
    # A button of the line, tapped when the wait was over: the bot would not know it.
    is_late = message.payload is not None and message.payload.startswith(PREFIX)
    return Wanted(Wish.STAY) if is_late else None


class LineTalk:
    """Talks with waiting customers about the wait."""

    def __init__(self, queueing: Queueing, calendar: BusinessCalendar) -> None:
        self._queueing = queueing
        self._calendar = calendar

    async def answer(self, session: AsyncSession, row: ConversationRow, wanted: Wanted, now: datetime) -> None:
        """Answers one wish in a conversation whose row is locked."""
        talk = Talk(session, row, wanted, now)
        if row.state != State.QUEUED:
            talk.say("not_in_line")
            return
        match wanted.wish:
            case Wish.PLACE:
                await self._tell_place(talk)
            case Wish.MAYBE_LEAVE:
                row.asking = ASKED_LEAVE
                talk.say("leave_sure", talk.button("leave_line", LEAVE), talk.button("stay_in_line", STAY))
            case Wish.LEAVE:
                await leave_line(session, row, talk.language, now)
            case Wish.STAY:
                row.asking = None
                talk.say("stays")
            case Wish.CALL_BACK:
                self._ask_channel(talk)
            case Wish.CHANNEL | Wish.NUMBER:
                await self._take_channel(talk)

    async def _tell_place(self, talk: Talk) -> None:
        place = await self._queueing.place_of(talk.session, talk.row.id, talk.now)
        if place is None:  # in the record, but not yet in line: the repair is on its way
            place = await self._queueing.place_on_entry(talk.session, talk.row.queued_at or talk.now, talk.row.urgency)
        keep_estimate(talk.session, talk.row.id, "asked", place.position, place.wait, talk.now)
        buttons = (call_back_button(talk.language), talk.button("leave_line", LEAVE))
        append(
            talk.session, talk.row, Sender.SYSTEM, describe_asked(place, talk.language), talk.now, buttons=buttons
        )  # fmt: skip

    def _ask_channel(self, talk: Talk) -> None:
        talk.row.asking = ASKED_CHANNEL
        ways = (By.WHATSAPP, By.PHONE) if talk.row.channel == Channel.WHATSAPP else (By.WHATSAPP, By.PHONE, By.WEB)
        talk.say("call_how", *(talk.button(f"by_{by}", f"{PREFIX}by_{by}") for by in ways))

    async def _take_channel(self, talk: Talk) -> None:
        by, number = talk.wanted.by or By.PHONE, talk.wanted.number
        if talk.wanted.wish is Wish.NUMBER and number is None:
            talk.row.asking = ASKED_NUMBER + by
            talk.say("number_wrong")
            return
        contact = await talk.session.get_one(ContactRow, talk.row.contact_id)
        number = None if by is By.WEB else number or contact.phone
        # WhatsApp may keep a customer's number to itself: there they are answered where they write.
        is_here = by is By.WEB or (by is By.WHATSAPP and talk.row.channel == Channel.WHATSAPP)
        if number is None and not is_here:
            talk.row.asking = ASKED_NUMBER + by
            talk.say("number_which", way=say(f"by_{by}", talk.language))
            return
        await self._promise(talk, by, number)

    async def _promise(self, talk: Talk, by: By, number: str | None) -> None:
        place = await self._queueing.place_of(talk.session, talk.row.id, talk.now)
        due = promise_by(talk.now, place.wait if place else None, self._calendar)
        reach = Reach(by.value, number, f"{by.value}: {number}" if number else by.value)
        await do_promise_call(talk.session, talk.row, reach, due, talk.now)
        # Another number that the customer writes now still changes the promise.
        talk.row.asking = None if by is By.WEB else ASKED_NUMBER + by
        moment = describe_opening(due.astimezone(self._calendar.zone), talk.language)
        if number is None:
            talk.say("call_promised_here", time=moment)
        else:
            talk.say(
                "call_promised", way=say(f"by_{by}", talk.language), number=shown_number(number), time=moment
            )  # fmt: skip


def describe_asked(place: Place, language: Language) -> str:
    """Place and wait for somebody who asked. Pure."""
    if place.opens_at is not None:
        return say("asked_closed", language, opening=describe_opening(place.opens_at, language))
    if place.wait is None:
        return say("asked_nobody", language, position=place.position)
    return say("asked", language, position=place.position, wait=describe_wait(place.wait, language))


def shown_number(number: str) -> str:
    """A number as people read it. Pure."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
