"""The form behind every question about an own order: which order, who asks, then the answer.

Rasa calls `validate_order_lookup_form` once per message; it does the whole turn, so that a turn costs one call. When
it remembers nothing, Rasa takes the message as not meant for the form, answers it by the other rules (an FAQ, say)
and calls again to put the question once more.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from actions import lookup_answers as answers
from actions.edge import SapaAction
from actions.lookup_request import ASK_NUMBER, ASK_PROOF, Given, is_aside, read_given
from actions.resources import Resources
from actions.turn import Answer, Turn
from crm.database import writing
from crm.identity import Access, Outcome, Visitor, access_order, recognise
from crm.numbers import DocumentNumber, parse_number
from crm.orders import list_own_orders, read_order

FORM = "order_lookup_form"


class ValidateOrderLookupForm(SapaAction):
    """Takes one message of a customer who asks about an order."""

    action_name = f"validate_{FORM}"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        now = opened.now()
        given = read_given(turn, now.astimezone(opened.zone).year)
        if is_aside(turn, given):
            return Answer()
        visitor = Visitor(turn.conversation, now, turn.phone)
        async with writing(opened.engine) as session:
            return await look_up(session, visitor, given, turn, opened)


async def look_up(session: AsyncSession, visitor: Visitor, given: Given, turn: Turn, opened: Resources) -> Answer:
    """Finds the order that is meant, lets the customer to it or not, and answers."""
    number = given.number or await _meant_number(session, visitor, given, turn)
    if isinstance(number, Answer):
        return number
    access = await access_order(session, visitor, number, given.proof)
    if access.grant:
        return answers.tell(await read_order(session, access.grant, visitor.now, opened.zone), given, turn)
    return await _refuse(session, visitor, access, number, given, turn, opened)


async def _meant_number(session: AsyncSession, visitor: Visitor, given: Given, turn: Turn) -> DocumentNumber | Answer:
    """The number that a message without one means, or the question for it."""
    again = turn.requested == ASK_NUMBER and not turn.resumed and not given.new
    if not await recognise(session, visitor):
        return answers.ask_number(given, turn, again=again)
    own = answers.pick_meant(await list_own_orders(session, visitor), given.wanted, turn)
    if len(own) == 1 and (only := parse_number(own[0].number, visitor.now.year)):
        return only
    return answers.ask_which(given, own) if own else answers.ask_number(given, turn, again=again)


async def _refuse(
    session: AsyncSession,
    visitor: Visitor,
    access: Access,
    number: DocumentNumber,
    given: Given,
    turn: Turn,
    opened: Resources,
) -> Answer:
    match access.outcome:
        case Outcome.LOCKED if access.locked_until:
            return answers.tell_locked(access.locked_until, opened.zone, turn)
        case Outcome.MISMATCH:
            return answers.tell_mismatch(given, number, access.tries_left)
        case Outcome.NOT_OWN:
            return answers.tell_not_own(given, number, await list_own_orders(session, visitor))
        case _:
            again = turn.requested == ASK_PROOF and not turn.resumed and not given.new
            return answers.ask_proof(given, number, turn, again=again)
