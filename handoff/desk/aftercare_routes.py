"""`/api/desk/{promises,requests,ratings}`: what is done after and behind conversations."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from redis.exceptions import RedisError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from handoff.aftercare.attempts import do_attempt, do_take
from handoff.aftercare.internal_requests import do_answer, do_ask_unit, do_withdraw
from handoff.aftercare.reviews import do_reopen, do_review
from handoff.conversations.tables import ConversationRow
from handoff.desk.aftercare_views import (
    list_low_ratings,
    list_promises,
    list_requests,
    promise_view,
    request_view,
)
from handoff.desk.payloads import PostAnswer, PostAttempt, PostRequest, PostReview
from handoff.desk.routes import Caller, guard, read_body
from handoff.desk.staff import SERVES_CUSTOMERS, SUPERVISES, Role
from handoff.errors import InvalidInputError
from handoff.parts import Parts

aftercare = Blueprint("desk_aftercare", url_prefix="/api/desk")

STATES = ("open", "answered", "withdrawn")
ANSWERS_REQUESTS = frozenset({Role.UNIT, Role.SUPERVISOR, Role.ADMIN})


@aftercare.get("/promises")
@guard(*SERVES_CUSTOMERS)
async def promises(_request: Request, caller: Caller) -> HTTPResponse:
    """What people have promised and must do, due now or within a day."""
    async with caller.parts.record.reading() as session:
        return json({"promises": await list_promises(session, caller.staff, caller.parts.clock())})


@aftercare.post("/promises/<promise:str>/take")
@guard(*SERVES_CUSTOMERS)
async def take_promise(_request: Request, caller: Caller, promise: str) -> HTTPResponse:
    """Takes a promise on; shows the number to call."""
    async with caller.parts.record.writing() as session:
        row = await do_take(session, caller.staff.id, promise)
    return await _promise_answer(caller, row.id, row.conversation_id)


@aftercare.post("/promises/<promise:str>/attempts")
@guard(*SERVES_CUSTOMERS)
async def post_attempt(request: Request, caller: Caller, promise: str) -> HTTPResponse:
    """Writes down a try to keep a promise; reached keeps it, not reached plans the next try and tells the customer."""
    body, parts = read_body(request, PostAttempt), caller.parts
    async with parts.record.writing() as session:
        row = await do_attempt(
            session, caller.staff.id, promise, (body.reached, body.note), parts.calendar, parts.promises.ways,
            parts.clock(),
        )  # fmt: skip
    return await _promise_answer(caller, row.id, row.conversation_id)


@aftercare.get("/requests")
@guard()
async def requests(request: Request, caller: Caller) -> HTTPResponse:
    """Internal requests; a unit sees its own, everybody else all."""
    states = [name for value in request.args.getlist("state") or ["open"] for name in value.split(",") if name]
    if not set(states) <= set(STATES):
        raise InvalidInputError("state: must be open, answered or withdrawn.")
    async with caller.parts.record.reading() as session:
        return json({"requests": await list_requests(session, caller.staff, states, caller.parts.clock())})


@aftercare.post("/requests")
@guard(*SERVES_CUSTOMERS)
async def post_request(request: Request, caller: Caller) -> HTTPResponse:
    """Asks a unit for something that a customer waits for."""
    body, now = read_body(request, PostRequest), caller.parts.clock()
    due_at = body.due_at or caller.parts.calendar.add_open_time(now, timedelta(hours=body.office_hours))
    if due_at <= now:
        raise InvalidInputError("due_at: must be in the future.")
    async with caller.parts.record.writing() as session:
        row = await do_ask_unit(session, caller.staff, body.conversation, body.unit.value, body.text, due_at, now)
    return await _request_answer(caller, row.id, row.conversation_id)


@aftercare.post("/requests/<request_id:str>/answer")
@guard(*ANSWERS_REQUESTS)
async def answer_request(request: Request, caller: Caller, request_id: str) -> HTTPResponse:
    """Answers a request of my unit: a note in the conversation; where no agent has it, the customer is told."""
    body = read_body(request, PostAnswer)
    for_customer = (body.for_customer or "").strip() or None
    async with caller.parts.record.writing() as session:
        row = await do_answer(session, caller.staff, request_id, body.text, for_customer, caller.parts.clock())
    return await _request_answer(caller, row.id, row.conversation_id)


@aftercare.post("/requests/<request_id:str>/withdraw")
@guard(*SERVES_CUSTOMERS)
async def withdraw_request(_request: Request, caller: Caller, request_id: str) -> HTTPResponse:
    """Takes a request back that is needed no more."""
    async with caller.parts.record.writing() as session:
        row = await do_withdraw(session, caller.staff, request_id, caller.parts.clock())
    return await _request_answer(caller, row.id, row.conversation_id)


@aftercare.get("/ratings")
@guard(*SUPERVISES)
async def ratings(_request: Request, caller: Caller) -> HTTPResponse:
    """Low ratings that no supervisor has seen to."""
    async with caller.parts.record.reading() as session:
        return json({"ratings": await list_low_ratings(session)})


@aftercare.post("/ratings/<rating:str>/review")
@guard(*SUPERVISES)
async def review_rating(request: Request, caller: Caller, rating: str) -> HTTPResponse:
    """Marks a low rating as seen to; `reopen` puts the customer back before the agents."""
    body, parts = read_body(request, PostReview), caller.parts
    reopened: ConversationRow | None = None
    async with parts.record.writing() as session:
        row = await do_review(session, caller.staff.id, rating, parts.clock())
        if body.reopen:
            reopened = await do_reopen(session, row, parts.queueing, parts.promises.ways, parts.clock())
    if reopened is not None:
        await _announce_waiting(parts, reopened)
    async with parts.record.reading() as session:
        return json({"ratings": await list_low_ratings(session)})


async def _announce_waiting(parts: Parts, row: ConversationRow) -> None:
    if row.queued_at is not None:
        with suppress(RedisError):  # the repair puts it in line otherwise
            await parts.line.enter(row.id, row.queued_at, row.urgency)
    await parts.bells.ring(row.id)
    await parts.bells.ring_desk(row.id)


async def _promise_answer(caller: Caller, promise: str, conversation: str | None) -> HTTPResponse:
    await _ring(caller.parts, conversation)
    async with caller.parts.record.reading() as session:
        return json(await promise_view(session, promise, caller.staff, caller.parts.clock()))


async def _request_answer(caller: Caller, request: str, conversation: str) -> HTTPResponse:
    await _ring(caller.parts, conversation)
    async with caller.parts.record.reading() as session:
        return json(await request_view(session, request, caller.parts.clock()))


async def _ring(parts: Parts, conversation: str | None) -> None:
    if conversation is not None:
        await parts.bells.ring(conversation)
    await parts.bells.ring_desk(conversation or "")
