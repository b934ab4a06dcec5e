"""Finds the order that a customer means and lets them to it, for every form that is about an own order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from actions import lookup_answers as answers
from actions.lookup_request import ASK_NUMBER, ASK_PROOF, Given
from actions.resources import Resources
from actions.turn import Answer, Turn
from crm.identity import Access, Grant, Outcome, Visitor, access_order, recognise
from crm.numbers import DocumentNumber, parse_number
from crm.orders import OrderView, list_own_orders


@dataclass(frozen=True)
class Found:
    """The order that is meant, and the right to act on it."""

    grant: Grant
    order: OrderView


async def identify(
    session: AsyncSession, visitor: Visitor, given: Given, turn: Turn, opened: Resources
) -> Found | Answer:
    """The order, or what to say instead: a question, a choice, a refusal."""
    number = given.number or await _meant_number(session, visitor, given, turn)
    if isinstance(number, Answer):
        return number
    access = await access_order(session, visitor, number, given.proof)
    if access.grant:
        return Found(access.grant, await opened.read_order(session, access.grant))
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
