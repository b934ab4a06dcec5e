"""The parts of a running worker, as the edges hold them. Made in `app.py` only."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from handoff.aftercare.runner import PromiseKeeper
from handoff.agent_queue.attendance import Attendance
from handoff.agent_queue.dispatch import Dispatcher
from handoff.agent_queue.keeper import LineKeeper
from handoff.agent_queue.news import WaitNews
from handoff.agent_queue.presence import Presence
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.bot_client import BotClient
from handoff.business_calendar import BusinessCalendar
from handoff.channels.whatsapp_channel import WhatsappChannel
from handoff.clock import Clock
from handoff.conversations.escalate import Queueing
from handoff.conversations.lanes import Lanes
from handoff.conversations.take_turn import Turns
from handoff.doorbells import Doorbells
from handoff.rate_limit import RateLimits
from handoff.record import Record
from protocol.settings import Settings


@dataclass(frozen=True)
class Parts:
    """Everything that outlives a request."""

    settings: Settings
    clock: Clock
    calendar: BusinessCalendar
    record: Record
    redis: Redis
    bells: Doorbells
    line: WaitingLine
    presence: Presence
    queueing: Queueing
    bot: BotClient
    lanes: Lanes
    turns: Turns
    rates: RateLimits
    promises: PromiseKeeper
    attendance: Attendance
    dispatcher: Dispatcher
    news: WaitNews
    keeper: LineKeeper
    whatsapp: WhatsappChannel | None = None
    """None where WhatsApp is not set up."""
