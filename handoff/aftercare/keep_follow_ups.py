"""Asks customers at the promised time whether all is well: once for all that is due, and not while they are served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.matter import MATTER_SLOTS
from handoff.aftercare.promises import PromiseKind, PromiseState, claim_due, may_write, only_due
from handoff.aftercare.speak_first import Opening, Ways, has_opted_out
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.conversation import State
from handoff.conversations.receive import open_conversation
from handoff.conversations.tables import ContactRow, ConversationRow, PromiseRow
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Button

NEWS = 300
"""Characters of news in a message that has to be a template; longer news is cut."""


async def due_follow_ups(
    session: AsyncSession, calendar: BusinessCalendar, now: datetime
) -> Mapping[str, Sequence[str]]:
    """The promises that may be kept now, by contact."""
    promised = select(PromiseRow.id, PromiseRow.due_at, ConversationRow.contact_id)
    promised = promised.join(ConversationRow, ConversationRow.id == PromiseRow.conversation_id)
    by_contact: dict[str, list[str]] = defaultdict(list)
    for row in await session.execute(only_due(promised, PromiseKind.FOLLOW_UP, now)):
        if may_write(row.due_at, now, calendar):
            by_contact[row.contact_id].append(row.id)
    return by_contact


async def keep_follow_ups(
    session: AsyncSession, contact_id: str, promises: Sequence[str], ways: Ways, now: datetime
) -> str | None:
    """Keeps a contact's due follow-ups with one message; returns the conversation in which it was said.

    Saying and marking are one transaction: whoever dies in between has done neither.
    """
    contact = await session.get_one(ContactRow, contact_id)
    row = await open_conversation(session, contact, now)
    # Somebody who waits for a person or talks with one is not asked whether all is well; it is asked afterwards.
    if row.state != State.BOT:
        return None
    await session.flush()
    due = await claim_due(session, list(promises))
    if not due:
        return None
    if await has_opted_out(session, row.id, contact, now):
        for each in filter(_is_ours, due):
            each.state = PromiseState.WAIVED.value
        due = [each for each in due if not _is_ours(each)]
    if not due:
        return None
    if row.channel not in ways:
        for each in due:
            each.state = PromiseState.DUE.value  # the channel is switched off: a person finds a way
        return None
    await _remember_matter(session, row, due)
    await ways[row.channel](session, row, opening_of(due, contact.name, Language(row.language)), now)
    for each in due:
        each.state, each.kept_at, each.told_in = PromiseState.KEPT.value, now, row.id
    return row.id


def opening_of(due: Sequence[PromiseRow], name: str | None, language: Language) -> Opening:
    """The one question for all that is due. Pure."""
    written: list[str] = [each.details["text"] for each in due if each.details.get("text")]
    complaints = [each.details["complaint"] for each in due if each.details.get("complaint")]
    if written:
        text = "\n\n".join(written)
    elif complaints:
        text = say("follow_up_complaint", language, complaint=", ".join(complaints))
    else:
        text = say("follow_up", language, name=name) if name else say("follow_up_nameless", language)
    if written and complaints:
        text += "\n\n" + say("follow_up_complaint", language, complaint=", ".join(complaints))
    person = (Button(say("talk_to_person", language), "/request_human"),)
    asks = (Button(say("all_well", language), "/affirm"), Button(say("not_yet", language), "/not_resolved"))
    values = {"customer": name} if name else {}
    if written:
        return Opening(text, f"promise:{due[0].id}", person, "news", {**values, "news": _short(due)})
    return Opening(text, f"promise:{due[0].id}", asks, "follow_up", values)


def _is_ours(promise: PromiseRow) -> bool:
    """Whether it is our own idea to write; an answer to the customer's own question is not. Pure."""
    return "text" not in promise.details


def _short(due: Sequence[PromiseRow]) -> str:
    """What fits into a template. Pure."""
    return " ".join(str(each.details.get("news") or each.details["text"]) for each in due if not _is_ours(each))[:NEWS]


async def _remember_matter(session: AsyncSession, row: ConversationRow, due: Sequence[PromiseRow]) -> None:
    """What the old conversation knew stands in the new one from the start."""
    old = [await session.get(ConversationRow, each.conversation_id) for each in due if each.conversation_id]
    slots = {
        name: value
        for conversation in old
        if conversation is not None and conversation.id != row.id
        for name, value in conversation.slots.items()
        if name in MATTER_SLOTS
    }
    complaints = [each.details["complaint"] for each in due if each.details.get("complaint")]
    if complaints:
        slots["complaint_number"] = complaints[-1]
    row.slots = {**slots, **row.slots}
