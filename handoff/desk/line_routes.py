"""`/api/desk/line` and `/api/desk/offers`: the line at a glance, and what is offered to me."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, json

from handoff.agent_queue.offers import OfferState, access_offer, end, open_offer
from handoff.conversations.assign import do_claim
from handoff.desk.line_views import line_view, offer_view
from handoff.desk.routes import Caller, announce_taken, detail, guard
from handoff.desk.staff import SERVES_CUSTOMERS

desk_line = Blueprint("desk_line", url_prefix="/api/desk")


@desk_line.get("/line")
@guard(*SERVES_CUSTOMERS)
async def line(_request: Request, caller: Caller) -> HTTPResponse:
    """How many wait and for how long, who could take them, and how honest our estimates are."""
    async with caller.parts.record.reading() as session:
        return json(await line_view(session, caller.parts.presence, caller.parts.clock()))


@desk_line.get("/offers")
@guard(*SERVES_CUSTOMERS)
async def offers(_request: Request, caller: Caller) -> HTTPResponse:
    """Who is offered to me now, at most one."""
    async with caller.parts.record.reading() as session:
        offer = await open_offer(session, caller.staff.id)
        view = await offer_view(session, caller.parts, caller.staff, offer) if offer else None
    return json({"offer": view})


@desk_line.post("/offers/<offer:str>/accept")
@guard(*SERVES_CUSTOMERS)
async def accept(_request: Request, caller: Caller, offer: str) -> HTTPResponse:
    """Takes who is offered to me; 409 when the offer has ended, or my hands are full."""
    async with caller.parts.record.writing() as session:
        conversation = (await access_offer(session, offer, caller.staff.id)).conversation_id
        await do_claim(session, conversation, caller.staff.id, caller.parts.clock())
    await announce_taken(caller.parts, conversation)
    return await detail(caller, conversation)


@desk_line.post("/offers/<offer:str>/decline")
@guard(*SERVES_CUSTOMERS)
async def decline(_request: Request, caller: Caller, offer: str) -> HTTPResponse:
    """Leaves who is offered to me to a colleague; the customer keeps the place."""
    async with caller.parts.record.writing() as session:
        row = await access_offer(session, offer, caller.staff.id, lock=True)
        end(row, OfferState.DECLINED, caller.parts.clock())
        conversation = row.conversation_id
    await caller.parts.dispatcher.follow_declined(conversation, caller.staff.id)
    await caller.parts.bells.ring_desk()
    return empty()
