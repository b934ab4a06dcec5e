"""Keeps WhatsApp's times: windows that close are seen in the line, old raw updates go."""

from __future__ import annotations

from datetime import datetime, timedelta

from redis.asyncio import Redis
from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.speak_first import Opening, speak_freely
from handoff.agent_queue.keys import Keys
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.channels.whatsapp_outbox import add_deliveries
from handoff.channels.whatsapp_templates import fill, template_content, template_for
from handoff.channels.whatsapp_windows import MARGIN, NUDGE, WINDOW, is_open
from handoff.clock import Clock
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.conversations.transcript import append
from handoff.conversations.whatsapp_tables import WhatsappContactRow, WhatsappUpdateRow
from handoff.doorbells import Doorbells
from handoff.record import Record
from handoff.rounds import Rounds
from protocol.languages import Language
from protocol.messages import Sender

ROUND_SECONDS = 20.0
LEASE_SECONDS = 60.0
KEEP_RAW = timedelta(days=30)
"""Meta repeats a webhook for up to 7 days; the rest is for whoever looks for the cause of something."""
MAX_URGENCY = 3
NAMELESS = {Language.ID: "Pelanggan", Language.EN: "there"}


class Keeper:
    """What is done in each round."""

    def __init__(
        self, record: Record, redis: Redis, keys: Keys, bells: Doorbells, line: WaitingLine, clock: Clock
    ) -> None:
        self._record = record
        self._bells = bells
        self._line = line
        self._clock = clock
        self.rounds = Rounds(
            redis, keys.runner("whatsapp"), self.go_round, seconds=ROUND_SECONDS, lease_seconds=LEASE_SECONDS
        )

    async def go_round(self) -> None:
        """Everything once."""
        now = self._clock()
        await self.move_closing_forward(now)
        async with self._record.writing() as session:
            old = WhatsappUpdateRow.received_at < now - KEEP_RAW, WhatsappUpdateRow.state == "done"
            await session.execute(delete(WhatsappUpdateRow).where(*old))

    async def move_closing_forward(self, now: datetime) -> int:
        """Tells the desk, once, whose window closes soon; who still waits is raised by one step. Returns how many."""
        async with self._record.writing() as session:
            rows = await _closing(session, now)
            for row in rows:
                if row.state == State.QUEUED:
                    row.urgency = min(MAX_URGENCY, row.urgency + 1)
                (await session.get_one(WhatsappContactRow, row.contact_id)).nudged_at = now
        for row in rows:
            if row.state == State.QUEUED and row.queued_at is not None:
                await self._line.enter(row.id, row.queued_at, row.urgency)
            await self._bells.ring(row.id)
            await self._bells.ring_desk(row.id)
        return len(rows)


async def speak_on_whatsapp(session: AsyncSession, row: ConversationRow, opening: Opening, now: datetime) -> None:
    """Says something of our own accord: freely within the customer's 24 hours, else by the occasion's template."""
    person = await session.get(WhatsappContactRow, row.contact_id)
    if is_open(person.last_inbound_at if person else None, now):
        await speak_freely(session, row, opening, now)
        return
    if opening.use is None:
        return  # it would be held until the customer writes, and mean nothing by then
    language = Language(row.language)
    known = {"customer": NAMELESS[language], **opening.values}
    send_template(session, row, opening.use, known, now, source_key=opening.source_key)


def send_template(
    session: AsyncSession,
    row: ConversationRow,
    use: str,
    known: dict[str, str],
    now: datetime,
    *,
    source_key: str | None = None,
) -> None:
    """Says something by the template of an occasion, in a conversation whose row is locked."""
    template = template_for(use)
    language = template.language(Language(row.language))
    values = fill(template, known, known)
    message = append(session, row, Sender.SYSTEM, template.text(language, values), now, source_key=source_key)
    add_deliveries(session, row, message.seq, [template_content(template, language, values)], now)


async def _closing(session: AsyncSession, now: datetime) -> list[ConversationRow]:
    statement = (
        select(ConversationRow)
        .join(WhatsappContactRow, WhatsappContactRow.contact_id == ConversationRow.contact_id)
        .where(
            ConversationRow.state.in_((State.QUEUED.value, State.AGENT.value)),
            WhatsappContactRow.last_inbound_at <= now - WINDOW + NUDGE,
            WhatsappContactRow.last_inbound_at > now - WINDOW + MARGIN,
            or_(
                WhatsappContactRow.nudged_at.is_(None),
                WhatsappContactRow.nudged_at < WhatsappContactRow.last_inbound_at,
            ),
        )
        .with_for_update(of=ConversationRow)
    )
    return list((await session.execute(statement)).scalars())
