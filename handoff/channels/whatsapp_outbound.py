"""Sends what is in the delivery ledger: in order per customer, paced, and again where that may help.

One worker at a time sends to a customer (`Lanes` over contacts instead of conversations). A message is marked before
it is sent, so that after a crash it is not sent at once again: Meta's own status, which carries the delivery's id,
tells within seconds whether it had left.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.keys import Keys
from handoff.channels.whatsapp_client import Address, WhatsappClient
from handoff.channels.whatsapp_content import Content
from handoff.channels.whatsapp_deliveries import note_failure
from handoff.channels.whatsapp_failures import Failure, FailureKind, pause_before
from handoff.channels.whatsapp_outbox import contacts_behind, contacts_due, look_back, plan_contact
from handoff.channels.whatsapp_windows import is_open
from handoff.clock import Clock
from handoff.conversations.lanes import Lanes
from handoff.conversations.tables import ConversationRow, UploadRow
from handoff.conversations.whatsapp_tables import DeliveryRow, WhatsappContactRow
from handoff.doorbells import NOTHING_TO_SAY, Doorbells
from handoff.metrics import HELD, SENDS
from handoff.record import Record
from handoff.uploads import upload_path

log = structlog.get_logger()

SWEEP_SECONDS = 5.0
SWEEP_MARGIN = 120.0
"""A sweep looks this far back, so that clocks of workers may differ."""
CLAIM_SECONDS = 30.0
"""Longer than a request to Meta may take: what is marked as being sent is not touched before."""
SLOT_SECONDS, PER_SLOT = 0.1, 8
"""80 messages a second from one number, evenly (130429 beyond)."""
PAIR_SECONDS, PAIR_BURST = 6.0, 45
"""To one customer one message in 6 seconds, of which 45 may be ahead (131056 beyond)."""


class Pacer:
    """Meta's two rates, counted in Redis over all workers; without Redis everything passes, for Meta says no itself."""

    def __init__(self, redis: Redis, keys: Keys, number: str) -> None:
        self._redis = redis
        self._keys = keys
        self._number = number

    async def wait_for_slot(self) -> None:
        """Returns when the number may send another message."""
        while True:
            now = time.time()
            window = int(now / SLOT_SECONDS)
            key = self._keys.pace(self._number, window)
            try:
                async with self._redis.pipeline(transaction=False) as pipe:
                    pipe.incr(key)
                    pipe.pexpire(key, int(10 * SLOT_SECONDS * 1000))
                    count = int((await pipe.execute())[0])
            except RedisError:
                return
            if count <= PER_SLOT:
                return
            await asyncio.sleep((window + 1) * SLOT_SECONDS - now)

    async def pair_wait(self, contact: str) -> float:
        """Seconds until this customer may be sent another message; 0 when now, and then it counts as sent.

        The generic cell rate algorithm (ITU-T I.371): the time at which the customer's allowance is whole again. Only
        the customer's one sender calls this.
        """
        key, now = self._keys.pair(contact), time.time()
        try:
            whole = max(float(await self._redis.get(key) or 0), now)
            wait = whole - now - PAIR_SECONDS * (PAIR_BURST - 1)
            if wait > 0:
                return wait
            await self._redis.set(key, whole + PAIR_SECONDS, px=int((whole + PAIR_SECONDS - now) * 1000))
        except RedisError:
            return 0.0
        return 0.0


class Sender:
    """Sends to one customer after the other, each in order."""

    def __init__(
        self, record: Record, client: WhatsappClient, pacer: Pacer, lanes: Lanes, bells: Doorbells, clock: Clock,
        uploads: Path,
    ) -> None:  # fmt: skip
        self._record = record
        self._client = client
        self._pacer = pacer
        self._lanes = lanes
        self._bells = bells
        self._clock = clock
        self._uploads = uploads
        self._swept_since: datetime | None = None

    async def wake(self, contact: str) -> None:
        """There may be something to send to this customer."""
        await self._lanes.schedule(contact, self._clock())

    async def serve(self, contact: str) -> datetime | None:
        """Sends what is due to a customer; returns when the next is, None when nothing is left."""
        try:
            async with self._record.writing() as session:
                await plan_contact(session, contact, self._clock())
        except IntegrityError:
            # A worker that had lost its lease planned the same: what it wrote stands.
            log.info("whatsapp.planned_twice", contact=contact)
            return self._clock()
        while (due := await self._due(contact)) is not None:
            if due > self._clock():
                return due
            await self._send_next(contact)
        return None

    async def _due(self, contact: str) -> datetime | None:
        """When the head of the customer's queue may leave; None where there is none."""
        now = self._clock()
        async with self._record.writing() as session:
            held, head = await _head(session, contact, now)
        for conversation in held:
            await self._bells.ring(conversation, NOTHING_TO_SAY)
        if head is None or head.due_at > now:
            return head.due_at if head else None
        return now + timedelta(seconds=await self._pacer.pair_wait(contact))

    async def _send_next(self, contact: str) -> None:
        """Sends the head, and notes what became of it."""
        now = self._clock()
        async with self._record.writing() as session:
            _held, row = await _head(session, contact, now)
            person = await session.get(WhatsappContactRow, contact)
            if row is None or row.due_at > now:
                return
            row.state, row.attempts, row.due_at = "sending", row.attempts + 1, now + timedelta(seconds=CLAIM_SECONDS)
        address = Address(person.phone if person else None, person.user_id if person else None)
        await self._note(row.id, await self._send(row, address))

    async def _send(self, row: DeliveryRow, address: Address) -> str | Failure:
        if address.phone is None and address.user_id is None:
            return Failure(FailureKind.PERMANENT, None, "no address")
        content = await self._with_media(row.content)
        if isinstance(content, Failure):
            return content
        await self._pacer.wait_for_slot()
        return await self._client.send(address, content, row.id)

    async def _with_media(self, content: Content) -> Content | Failure:
        """Puts a file of ours at Meta, and its id there into the message."""
        kind = content["type"]
        upload_id = content[kind].get("upload")
        if upload_id is None:
            return content
        async with self._record.reading() as session:
            upload = await session.get(UploadRow, upload_id)
        if upload is None:
            return Failure(FailureKind.PERMANENT, None, "no file")
        path = upload_path(self._uploads, upload.id, upload.suffix)
        media_id = await self._client.upload(path, upload.name, upload.media_type)
        if isinstance(media_id, Failure):
            return media_id
        body = {key: value for key, value in content[kind].items() if key != "upload" and value}
        return {"type": kind, kind: {"id": media_id, **body}}

    async def _note(self, delivery: str, result: str | Failure) -> None:
        now = self._clock()
        async with self._record.writing() as session:
            row = await session.get_one(DeliveryRow, delivery, with_for_update=True)
            if row.state != "sending":
                # A status was faster than the answer.
                row.provider_id = row.provider_id or (result if isinstance(result, str) else None)
            elif isinstance(result, str):
                row.state, row.provider_id, row.sent_at = "sent", result, now
                row.error_code = row.error_text = None
            else:
                note_failure(row, result.kind, result.code, result.text, now)
        SENDS.labels("sent" if isinstance(result, str) else result.kind.value).inc()
        if isinstance(result, Failure):
            log.warning("whatsapp.not_sent", delivery=delivery, kind=result.kind.value, code=result.code)
        await self._bells.ring(row.conversation_id, NOTHING_TO_SAY)

    async def run_sweep(self) -> None:
        """Finds what is to be sent and nobody was told of, until cancelled."""
        while True:
            try:
                await self.sweep()
            except (RedisError, SQLAlchemyError) as error:
                log.warning("whatsapp.sweep_failed", error=type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> int:
        """Wakes everybody who has something due; returns how many they are. The first sweep looks at everything."""
        now = self._clock()
        async with self._record.reading() as session:
            behind = await contacts_behind(session, self._swept_since)
            contacts = {*behind, *await contacts_due(session, now)}
            held = select(func.count()).select_from(DeliveryRow).where(DeliveryRow.state == "held")
            HELD.set(int((await session.execute(held)).scalar_one()))
        self._swept_since = look_back(now, SWEEP_MARGIN)
        for contact in contacts:
            await self._lanes.schedule(contact, now)
        return len(contacts)


async def _head(session: AsyncSession, contact: str, now: datetime) -> tuple[set[str], DeliveryRow | None]:
    """The next message to a customer; those before it that the closed window stops are held, in these conversations."""
    person = await session.get(WhatsappContactRow, contact)
    may_write = is_open(person.last_inbound_at if person else None, now)
    statement = (
        select(DeliveryRow)
        .join(ConversationRow, ConversationRow.id == DeliveryRow.conversation_id)
        .where(DeliveryRow.contact_id == contact, DeliveryRow.state.in_(("queued", "sending")))
        .order_by(ConversationRow.created_at, DeliveryRow.seq, DeliveryRow.part)
        .execution_options(populate_existing=True)
    )
    held = set[str]()
    for row in (await session.execute(statement)).scalars():
        if may_write or row.content["type"] == "template" or row.state == "sending":
            return held, row
        row.state = "held"
        held.add(row.conversation_id)
    return held, None


assert pause_before(FailureKind.UNSURE, 1) is not None, "what may have left is asked about again"
