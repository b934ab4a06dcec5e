"""An answer to a follow-up belongs to the old matter: good news ends it, bad news brings a person back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.matter import MATTER_SLOTS
from handoff.aftercare.promises import PromiseKind, PromiseState
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow, EscalationRow, PromiseRow
from handoff.system_texts import say
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language
from protocol.messages import Reply, TurnAnswer

REMEMBERED = timedelta(days=7)
"""For so long words after a follow-up are taken for its answer."""
GOOD_INTENTS = frozenset({"affirm", "thank"})
BAD_INTENTS = frozenset({"deny", "not_resolved", "report_complaint", "request_human"})
BAD_EMOTIONS = frozenset({"angry", "disappointed", "anxious"})


class Verdict(Enum):
    """What an answer says of the matter."""

    GOOD = "good"
    """All is well."""
    BAD = "bad"
    """It is not settled."""
    NEITHER = "neither"
    """It is about something else; the bot answers it."""


async def read_as_follow_up(
    session: AsyncSession, row: ConversationRow, answer: TurnAnswer, texts: tuple[str, ...], now: datetime
) -> TurnAnswer:
    """The bot's answer, or ours in its place where the customer has answered a follow-up."""
    asked = await _asked(session, row, now) if row.state == State.BOT else []
    verdict = verdict_of(answer.understood) if asked else Verdict.NEITHER
    if verdict is Verdict.NEITHER:
        return answer
    for each in asked:
        each.answered_at = now
    language = Language.from_code(answer.slots.get("language"), Language(row.language))
    if verdict is Verdict.GOOD:
        return replace(answer, replies=(Reply(say("follow_up_good", language)),), escalation=None)
    return await _brought_back(session, row, answer, asked, (texts, language))


def verdict_of(understood: dict[str, Any]) -> Verdict:
    """What the customer's words say of the matter. Pure."""
    intent, emotion = understood.get("intent"), understood.get("emotion")
    if intent in BAD_INTENTS or (emotion in BAD_EMOTIONS and intent in GOOD_INTENTS | {"nlu_fallback"}):
        return Verdict.BAD
    return Verdict.GOOD if intent in GOOD_INTENTS else Verdict.NEITHER


async def _brought_back(
    session: AsyncSession,
    row: ConversationRow,
    answer: TurnAnswer,
    asked: list[PromiseRow],
    said: tuple[tuple[str, ...], Language],
) -> TurnAnswer:
    """To a person, with what the old matter was about."""
    texts, language = said
    matter = {name: value for name, value in row.slots.items() if name in MATTER_SLOTS and name != "language"}
    complaints = [each.details["complaint"] for each in asked if each.details.get("complaint")]
    if complaints:
        matter["complaint_number"] = complaints[-1]
    own = answer.escalation
    before = await _last_escalation(session, asked)
    slots = {**matter, **(own.slots if own else {})}
    if before is not None:
        slots["follow_up_of"] = before.summary.replace("\n", "; ")
    escalation = Escalation(
        own.reason if own else EscalationReason.NOT_RESOLVED,
        own.evidence if own and own.evidence else texts,
        str(answer.understood.get("emotion") or (own.emotion if own else "neutral")),
        (own.skill if own else None) or (before.skill if before else None),
        slots,
    )
    return replace(answer, replies=(Reply(say("follow_up_bad", language)),), escalation=escalation)


async def _asked(session: AsyncSession, row: ConversationRow, now: datetime) -> list[PromiseRow]:
    statement = select(PromiseRow).where(
        PromiseRow.told_in == row.id,
        PromiseRow.kind == PromiseKind.FOLLOW_UP.value,
        PromiseRow.state == PromiseState.KEPT.value,
        PromiseRow.answered_at.is_(None),
        PromiseRow.kept_at > now - REMEMBERED,
    )
    return list((await session.execute(statement)).scalars())


async def _last_escalation(session: AsyncSession, asked: list[PromiseRow]) -> EscalationRow | None:
    statement = (
        select(EscalationRow)
        .where(EscalationRow.conversation_id.in_([each.conversation_id for each in asked]))
        .order_by(EscalationRow.at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()
