"""`/api/desk/...`: the HTTP edge towards agents. Who may do what is decided in `guard`, for every route alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from redis.exceptions import RedisError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, json
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.presence import PresenceState
from handoff.conversations.assign import do_claim, do_note, do_release, do_transfer
from handoff.conversations.conversation import State
from handoff.conversations.reply import do_reply
from handoff.conversations.resolve import Resolution, do_resolve
from handoff.conversations.tables import ConversationRow
from handoff.desk.customer import customer_view
from handoff.desk.heard_out import check_heard_out
from handoff.desk.payloads import (
    LogIn,
    PostMessage,
    PostNote,
    PostRelease,
    PostResolve,
    PostTransfer,
    PutPresence,
    iso,
)
from handoff.desk.sessions import COOKIE, LIFETIME, check_password, end_session, start_session
from handoff.desk.staff import SERVES_CUSTOMERS, Role, Staff
from handoff.desk.take_next import take_next
from handoff.desk.touch import touch_session
from handoff.desk.views import conversation_view, list_conversations, me_view, staff_view
from handoff.errors import ForbiddenError, InvalidInputError, MessageTooLongError, TooManyTriesError, WrongPasswordError
from handoff.ids import ConversationId, StaffId
from handoff.metrics import MESSAGES
from handoff.parts import Parts
from protocol.messages import Sender

desk = Blueprint("desk_api", url_prefix="/api/desk")

MARK = "X-Sapa-Desk"
"""A header that only our own page's script can set: with SameSite cookies, the defence against forged requests."""
MAX_JSON = 64_000
"""Bytes; the longest note in four-byte characters, and room around it."""
LOGINS_PER_MINUTE = 20
"""By address; the account's own lock-out is the stricter one."""

Body = TypeVar("Body", bound=BaseModel)
Handler = Callable[..., Awaitable[HTTPResponse]]


@dataclass(frozen=True)
class Caller:
    """The parts and the account of one request."""

    parts: Parts
    staff: Staff


def guard(*roles: Role) -> Callable[[Handler], Handler]:
    """Lets only logged-in accounts of the given roles through, and no forged changes.

    Raises:
        NotLoggedInError: no session.
        ForbiddenError: another role, or a change without our header.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            parts: Parts = request.app.ctx.parts
            if request.method not in {"GET", "HEAD"}:
                check_mark(request)
            staff = await touch_session(parts, request.cookies.get(COOKIE))
            if roles and staff.role not in roles:
                raise ForbiddenError("Your account may not do this.")
            return await handler(request, Caller(parts, staff), *args, **kwargs)

        return guarded

    return decorate


def check_mark(request: Request) -> None:
    """Refuses changes that another site's page could have sent."""
    if request.headers.get(MARK) != "1":
        raise ForbiddenError(f"The header {MARK} is missing.")


def read_body(request: Request, model: type[Body]) -> Body:
    """Reads the JSON body.

    Raises:
        InvalidInputError: it is not JSON or has another shape; the text says where.
    """
    if len(request.body or b"") > MAX_JSON:
        raise MessageTooLongError(f"The body may have at most {MAX_JSON} bytes.")
    try:
        return model.model_validate_json(request.body or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise InvalidInputError(f"{where}: {first['msg']}") from error


@desk.post("/session")
async def log_in(request: Request) -> HTTPResponse:
    """Logs in; the cookie is HttpOnly and SameSite=Strict."""
    parts: Parts = request.app.ctx.parts
    check_mark(request)
    await parts.rates.check("login", request.remote_addr or request.ip, LOGINS_PER_MINUTE)
    body = read_body(request, LogIn)
    async with parts.record.writing() as session:
        found = await check_password(session, body.email, body.password, parts.clock())
        token = start_session(session, found, parts.clock()) if isinstance(found, Staff) else ""
    if found is None:
        raise WrongPasswordError("E-mail and password do not belong together.")
    if not isinstance(found, Staff):
        raise TooManyTriesError(int((found - parts.clock()).total_seconds()) + 1)
    response = json(me_view(found, await parts.presence.of(found.id)))
    response.add_cookie(
        COOKIE, token, httponly=True, samesite="Strict", secure=request.scheme == "https", path="/",
        max_age=int(LIFETIME.total_seconds()),
    )  # fmt: skip
    return response


@desk.delete("/session")
@guard()
async def log_out(request: Request, caller: Caller) -> HTTPResponse:
    """Logs out, and off duty; whom I serve goes back to the front of the line."""
    async with caller.parts.record.writing() as session:
        await end_session(session, request.cookies.get(COOKIE) or "")
    with suppress(RedisError):  # the lease ends by itself
        await caller.parts.presence.put(caller.staff.id, PresenceState.OFFLINE)
    await caller.parts.attendance.give_back(caller.staff.id, "logged_out")
    response = empty()
    response.delete_cookie(COOKIE, path="/")
    await caller.parts.bells.ring_desk()
    return response


@desk.get("/me")
@guard()
async def me(_request: Request, caller: Caller) -> HTTPResponse:
    """Who am I, and am I on duty?"""
    return json(me_view(caller.staff, await caller.parts.presence.of(caller.staff.id)))


@desk.put("/presence")
@guard()
async def put_presence(request: Request, caller: Caller) -> HTTPResponse:
    """Sets whether I take conversations."""
    state = read_body(request, PutPresence).state
    if caller.staff.role not in SERVES_CUSTOMERS:
        raise ForbiddenError("Your account does not serve customers.")
    await caller.parts.presence.put(caller.staff.id, state)
    await caller.parts.bells.ring_desk()
    return json(me_view(caller.staff, state))


@desk.get("/staff")
@guard()
async def staff(_request: Request, caller: Caller) -> HTTPResponse:
    """My colleagues, whether they are there, and their load."""
    async with caller.parts.record.reading() as session:
        return json({"staff": await staff_view(session, caller.parts.presence)})


@desk.get("/conversations")
@guard(*SERVES_CUSTOMERS)
async def conversations(request: Request, caller: Caller) -> HTTPResponse:
    """Queue and inbox; `state` may be given several times or by commas, `mine=true` keeps to my own."""
    states = _states(request.args.getlist("state") or [])
    mine = _flag(request.args.get("mine"))
    async with caller.parts.record.reading() as session:
        found = await list_conversations(session, caller.parts.line, caller.staff, states, mine, caller.parts.clock())
    return json({"conversations": found})


@desk.post("/conversations/next")
@guard(*SERVES_CUSTOMERS)
async def post_next(_request: Request, caller: Caller) -> HTTPResponse:
    """Takes the most urgent conversation that I can serve; 204 when there is none."""
    taken = await take_next(caller.parts, caller.staff)
    if taken is None:
        return empty()
    await announce_taken(caller.parts, taken)
    return await detail(caller, taken)


@desk.get("/conversations/<conversation:str>")
@guard(*SERVES_CUSTOMERS)
async def conversation(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """One conversation with everything that was learnt; with `after`, of its messages only the newer ones."""
    after = request.args.get("after") or "0"
    if not after.isdecimal() or len(after) > 9:
        raise InvalidInputError("after: must be the number of a message.")
    return await detail(caller, conversation, int(after))


@desk.post("/conversations/<conversation:str>/claim")
@guard(*SERVES_CUSTOMERS)
async def claim(_request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Takes this one; 409 when somebody has it or my hands are full."""
    async with caller.parts.record.writing() as session:
        await do_claim(session, conversation, caller.staff.id, caller.parts.clock())
    await announce_taken(caller.parts, conversation)
    return await detail(caller, conversation)


@desk.post("/conversations/<conversation:str>/messages")
@guard(*SERVES_CUSTOMERS)
async def post_message(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Says something to the customer."""
    body = read_body(request, PostMessage)
    async with caller.parts.record.writing() as session:
        message = await do_reply(session, conversation, caller.staff.id, body.id, body.text, caller.parts.clock())
    MESSAGES.labels("desk", Sender.AGENT.value).inc()
    await caller.parts.bells.ring(conversation)
    return json({"message": {"seq": message.seq, "id": message.id, "text": message.text, "at": iso(message.at)}})


@desk.post("/conversations/<conversation:str>/notes")
@guard(*SERVES_CUSTOMERS)
async def post_note(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Keeps a private note."""
    body = read_body(request, PostNote)
    async with caller.parts.record.writing() as session:
        await do_note(session, conversation, caller.staff.id, body.text, caller.parts.clock())
    await caller.parts.bells.ring(conversation)
    return await detail(caller, conversation)


@desk.post("/conversations/<conversation:str>/transfer")
@guard(*SERVES_CUSTOMERS)
async def transfer(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Passes my conversation to a colleague, or to a unit's place in line."""
    body = read_body(request, PostTransfer)
    if (body.to is None) == (body.unit is None):
        raise InvalidInputError("to, unit: exactly one of them must be given.")
    if body.to == caller.staff.id:
        raise InvalidInputError("to: is yourself.")
    now = caller.parts.clock()
    async with caller.parts.record.writing() as session:
        await _note_along(session, caller, conversation, body.note)
        to = StaffId(body.to) if body.to else None
        row = await do_transfer(session, conversation, caller.staff.id, to, body.unit, now)
    await _announce_moved(caller.parts, row)
    return await detail(caller, conversation)


@desk.post("/conversations/<conversation:str>/release")
@guard(*SERVES_CUSTOMERS)
async def release(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Puts my conversation back in line, in its old place."""
    body = read_body(request, PostRelease)
    async with caller.parts.record.writing() as session:
        await _note_along(session, caller, conversation, body.note)
        row = await do_release(session, conversation, caller.staff.id, caller.parts.clock())
    await _announce_moved(caller.parts, row)
    return await detail(caller, conversation)


@desk.post("/conversations/<conversation:str>/resolve")
@guard(*SERVES_CUSTOMERS)
async def resolve(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Closes the matter with an outcome: back to the bot, and the customer is asked for the rating."""
    body = read_body(request, PostResolve)
    if body.follow_up_at is not None and body.follow_up_at <= caller.parts.clock():
        raise InvalidInputError("follow_up_at: must be in the future.")
    resolution = Resolution(body.outcome, body.follow_up_at)
    async with caller.parts.record.writing() as session:
        await check_heard_out(session, conversation, body.seen)
        await _note_along(session, caller, conversation, body.note)
        row = await do_resolve(session, conversation, caller.staff.id, resolution, caller.parts.clock())
    await _announce_moved(caller.parts, row)
    return await detail(caller, conversation)


async def _note_along(session: AsyncSession, caller: Caller, conversation: str, note: str | None) -> None:
    if note and note.strip():
        await do_note(session, conversation, caller.staff.id, note, caller.parts.clock())


async def detail(caller: Caller, conversation: str, after: int = 0) -> HTTPResponse:
    """The conversation, as the desk shows it."""
    async with caller.parts.record.reading() as session:
        view = await conversation_view(
            session, caller.parts.line, caller.staff, ConversationId(conversation), caller.parts.clock(), after
        )
    if after == 0:  # the customer's data are read, and the reading audited, when the desk opens the conversation
        view.update(await customer_view(caller.parts, conversation))
    return json(view)


async def announce_taken(parts: Parts, conversation: str) -> None:
    """Tells everybody that somebody has the conversation now."""
    with suppress(RedisError):  # the repair takes it out of the line otherwise
        await parts.line.leave(conversation)
    await parts.bells.ring(conversation)
    await parts.bells.ring_desk(conversation)


async def _announce_moved(parts: Parts, row: ConversationRow) -> None:
    if row.state == State.QUEUED and row.queued_at is not None:
        with suppress(RedisError):  # the repair puts it in line otherwise
            await parts.line.enter(row.id, row.queued_at, row.urgency)
    await parts.bells.ring(row.id)
    await parts.bells.ring_desk(row.id)


def _flag(value: str | None) -> bool:
    if value not in {None, "true", "false"}:
        raise InvalidInputError("mine: must be true or false.")
    return value == "true"


def _states(values: list[str]) -> list[State]:
    names = [name for value in values for name in value.split(",") if name]
    try:
        return [State(name) for name in names] or [State.QUEUED, State.AGENT]
    except ValueError as error:
        raise InvalidInputError("state: must be bot, queued, agent or closed.") from error
