"""A turn: what the customer said since the last answer is put to the bot, and its answer into the conversation - once.

The turn is written down before the bot is asked, so that after a crash the same turn is asked again; the bot host
answers a turn that it has handled from its memory, and the replies are unique by turn, so nothing is said twice. What
the bot answers after somebody else has taken over (a newer epoch) is thrown away.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from redis.exceptions import RedisError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.follow_up_answers import read_as_follow_up
from handoff.aftercare.matter import MATTER_SLOTS
from handoff.agent_queue.waiting_line import WaitingLine, urgency_of
from handoff.bot_client import BotClient, BotFailureError
from handoff.clock import Clock
from handoff.conversations.conversation import BOT_LISTENS, State
from handoff.conversations.escalate import Queueing, do_escalate
from handoff.conversations.line_talk import LineTalk, wish_of
from handoff.conversations.sent_order import as_written
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow, TurnRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.doorbells import TYPING, Doorbells
from handoff.ids import new_id
from handoff.metrics import TURN_SECONDS, TURNS
from handoff.record import Record
from handoff.system_texts import say
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language
from protocol.messages import Sender, TurnAnswer, TurnRequest

log = structlog.get_logger()

FOR_THE_PERSON = frozenset(
    {"nlu_fallback", "out_of_scope", "request_human", "not_resolved", "report_complaint", "give_feedback"}
)
"""Intents that the bot leaves to the person whom the customer waits for; everything else it goes on answering."""


@dataclass(frozen=True)
class BegunTurn:
    """A turn that is written down and can be asked."""

    request: TurnRequest
    epoch: int
    last_seq: int
    texts: tuple[str, ...]


class Turns:
    """Takes turns."""

    def __init__(
        self,
        record: Record,
        bot: BotClient,
        line: WaitingLine,
        queueing: Queueing,
        talk: LineTalk,
        bells: Doorbells,
        clock: Clock,
    ) -> None:
        self._record = record
        self._bot = bot
        self._line = line
        self._queueing = queueing
        self._talk = talk
        self._bells = bells
        self._clock = clock

    async def take(self, conversation: str) -> datetime | None:
        """Takes the conversation's next turn; returns when the following is due, None when nothing is pending."""
        async with self._record.writing() as session:
            talked = await self._talk_of_the_line(session, conversation)
            begun = await begin_turn(session, conversation, self._clock())
        if talked:
            await self._announce_talk(conversation, talked)
        if begun is None:
            return None
        await self._bells.ring(conversation, TYPING + Sender.BOT)
        with TURN_SECONDS.time():
            answer = await self._ask(begun)
        return await self._end(conversation, begun, answer)

    async def _talk_of_the_line(self, session: AsyncSession, conversation: str) -> ConversationRow | None:
        """Answers what the customer says of the wait itself; returns the conversation if there was any of it."""
        row = await lock_conversation(session, conversation)
        talked = None
        while row is not None and row.state in BOT_LISTENS and row.asked_seq > row.answered_seq:
            pending = await _pending_messages(session, row)
            wanted = wish_of(row, pending[0])
            if wanted is None or await _open_turn(session, row, pending[0].seq) is not None:
                break
            await self._talk.answer(session, row, wanted, self._clock())
            row.answered_seq = pending[0].seq
            row.pending_since = pending[1].at if len(pending) > 1 else None
            await session.flush()
            talked = row
        return talked

    async def _announce_talk(self, conversation: str, row: ConversationRow) -> None:
        if row.state != State.QUEUED:
            with suppress(RedisError):  # the repair takes it out of the line otherwise
                await self._line.leave(conversation)
            await self._bells.ring_desk(conversation)
        await self._bells.ring(conversation)

    async def _ask(self, begun: BegunTurn) -> TurnAnswer | None:
        try:
            return await self._bot.ask(begun.request)
        except BotFailureError as error:
            log.error(
                "turn.bot_failed", conversation=begun.request.conversation, turn=begun.request.turn, error=str(error)
            )
            return None

    async def _end(self, conversation: str, begun: BegunTurn, answer: TurnAnswer | None) -> datetime | None:
        now = self._clock()
        async with self._record.writing() as session:
            row = await lock_conversation(session, conversation)
            turn = await session.get_one(TurnRow, begun.request.turn)
            assert row is not None, "conversations are not deleted while a turn is open"
            if turn.state != "asked":
                return None
            turn.ended_at = now
            if row.epoch != begun.epoch or row.state not in BOT_LISTENS:
                turn.state = "dropped"
                TURNS.labels(turn.state).inc()
                return now if row.state in BOT_LISTENS and row.asked_seq > row.answered_seq else None
            queued = await self._write(session, row, turn, begun, answer, now)
            pending = await _pending_messages(session, row) if row.asked_seq > row.answered_seq else []
            row.pending_since = pending[0].at if pending else None
            place = (row.queued_at, row.urgency)
        if queued and place[0] is not None:
            with suppress(RedisError):  # the repair puts it in line otherwise
                await self._line.enter(conversation, place[0], place[1])
            await self._bells.ring_desk(conversation)
        await self._bells.ring(conversation)
        TURNS.labels(turn.state).inc()
        return now if pending else None

    async def _write(
        self,
        session: AsyncSession,
        row: ConversationRow,
        turn: TurnRow,
        begun: BegunTurn,
        answer: TurnAnswer | None,
        now: datetime,
    ) -> bool:
        """Writes the answer, or the apology for its failure; returns whether the customer was put in line."""
        row.answered_seq = begun.last_seq
        if answer is None:
            turn.state = "failed"
            return await self._fail_open(session, row, begun, now)
        turn.state = "answered"
        turn.understood = answer.understood
        answer = await read_as_follow_up(session, row, answer, begun.texts, now)
        row.language = Language.from_code(answer.slots.get("language"), Language(row.language)).value
        row.slots = {key: value for key, value in answer.slots.items() if value is not None}
        if worth_saying(row, answer):
            for index, reply in enumerate(answer.replies):
                append(session, row, Sender.BOT, reply.text, now, buttons=reply.buttons, turn=(turn.id, index))
        return answer.escalation is not None and await self._hand_over(session, row, answer.escalation, now)

    async def _fail_open(self, session: AsyncSession, row: ConversationRow, begun: BegunTurn, now: datetime) -> bool:
        if row.state != State.BOT:
            return False  # waits for a person already, who will read this message
        append(session, row, Sender.SYSTEM, say("bot_failed", Language(row.language)), now)
        return await self._hand_over(session, row, Escalation(EscalationReason.BOT_FAILURE, begun.texts), now)

    async def _hand_over(
        self, session: AsyncSession, row: ConversationRow, escalation: Escalation, now: datetime
    ) -> bool:
        place = await self._queueing.place_on_entry(session, now, urgency_of(escalation))
        return do_escalate(session, row, escalation, place, now)


def worth_saying(row: ConversationRow, answer: TurnAnswer) -> bool:
    """Whether the bot's words are said: while a person is awaited, not what is for the person. Pure."""
    if row.state == State.BOT:
        return True
    intent = answer.understood.get("intent")
    return isinstance(intent, str) and intent not in FOR_THE_PERSON


async def begin_turn(session: AsyncSession, conversation: str, now: datetime) -> BegunTurn | None:
    """Writes the next turn down, or finds the one that a crash has left open; None when nothing is pending."""
    row = await lock_conversation(session, conversation)
    if row is None or row.state not in BOT_LISTENS or row.asked_seq <= row.answered_seq:
        return None
    pending = await _pending_messages(session, row)
    turn = await _open_turn(session, row, pending[0].seq)
    bubbles = [each for each in pending if turn is None or each.seq <= turn.last_seq]
    if turn is None:
        bubbles = first_turn_of(pending, row)
        turn = TurnRow(
            id=new_id(), conversation_id=row.id, epoch=row.epoch, first_seq=bubbles[0].seq, last_seq=bubbles[-1].seq,
            state="asked", understood={}, asked_at=now,
        )  # fmt: skip
        session.add(turn)
    contact = await session.get_one(ContactRow, row.contact_id)
    bubbles = await as_written(session, row, bubbles)
    return BegunTurn(
        request=TurnRequest(
            turn=turn.id, conversation=row.id, text="\n".join(each.payload or plain(each.text) for each in bubbles),
            channel=row.channel, language=row.language, phone=contact.phone, queued=row.state == State.QUEUED,
            returned=_returned(row), known=_known(row),
        ),
        epoch=row.epoch,
        last_seq=turn.last_seq,
        texts=tuple(each.text for each in bubbles),
    )  # fmt: skip


def first_turn_of(pending: list[MessageRow], row: ConversationRow) -> list[MessageRow]:
    """The bubbles answered together: a tapped button alone, or texts up to the next one or a wish of the wait. Pure."""
    if pending[0].payload is not None:
        return pending[:1]
    texts: list[MessageRow] = []
    for each in pending:
        if each.payload is not None or (texts and wish_of(row, each) is not None):
            break
        texts.append(each)
    return texts


def plain(text: str) -> str:
    """A customer's own text without a leading slash, which is how a tapped button speaks to Rasa. Pure."""
    return text.lstrip("/ \t\r\n") or text if text.lstrip().startswith("/") else text


def _returned(row: ConversationRow) -> str | None:
    value: Any = row.slots.get("returned")
    return value if isinstance(value, str) else None


def _known(row: ConversationRow) -> dict[str, Any]:
    """What an earlier conversation has learnt, where this one has not been answered yet. Pure."""
    if row.previous_id is None or row.answered_seq > 0:
        return {}
    return {name: value for name, value in row.slots.items() if name in MATTER_SLOTS}


async def _pending_messages(session: AsyncSession, row: ConversationRow) -> list[MessageRow]:
    statement = (
        select(MessageRow)
        .where(
            MessageRow.conversation_id == row.id,
            MessageRow.seq > row.answered_seq,
            MessageRow.sender == Sender.CUSTOMER.value,
        )
        .order_by(MessageRow.seq)
    )
    return [each for each in (await session.execute(statement)).scalars() if each.asks_bot and each.attachment is None]


async def _open_turn(session: AsyncSession, row: ConversationRow, first_seq: int) -> TurnRow | None:
    statement = select(TurnRow).where(
        TurnRow.conversation_id == row.id, TurnRow.epoch == row.epoch, TurnRow.first_seq == first_seq,
        TurnRow.state == "asked",
    )  # fmt: skip
    return (await session.execute(statement)).scalar_one_or_none()
