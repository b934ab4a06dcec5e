"""The channel between handoff service and bot: a request is a turn; the same turn again is answered from memory.

The memory is the tracker: a turn's id travels in the metadata of the customer's message, and Rasa saves a turn's events
at once, at its end. After a crash in the middle nothing of the turn is there, and it is simply taken again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, json

from bot.channels.turn_payloads import BadTurnError, answer_of, read_turn, turn_metadata
from bot.trackers import CheckedTrackerStore
from bot.understanding.follow_up import another_instrument, asks_on
from bot.understanding.lexicon import load_lexicon
from bot.understanding.typed_choice import Offer, typed_choice
from protocol.messages import TurnAnswer, TurnRequest

FRESH_START: dict[str, Any] = {
    "not_understood": 0.0,
    "not_resolved": 0.0,
    "emotion_curve": [],
    "escalation_reason": None,
}
"""Slots that begin anew after a person has had the conversation: old trouble must not hand it over again."""


OUTCOME = "agent_outcome"
"""The slot that says how a person's work on the conversation ended."""
LOOKUP = "order_lookup_form"
"""The form that tells of an order."""
ORDER_PAYLOAD, INSTRUMENT_PAYLOAD = "/check_order_status", "/check_calibration_status"
UNFINISHED = "unfinished"
"""The slot that names a form which was left in the middle; `actions.unfinished` offers it again."""


class TurnNotKeptError(Exception):
    """A turn was handled, but is not in the tracker: the answer would be forgotten, so none is given."""


class TurnsInput(InputChannel):
    """`POST /webhooks/turns/webhook`: a turn in, its answer out.

    `DELETE /webhooks/turns/conversations/{id}` forgets a conversation: 204, whether or not there was one.
    """

    @classmethod
    def name(cls) -> str:
        """The channel's part of the address."""
        return "turns"

    def blueprint(self, _on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes. The agent is used directly, for the answer needs its tracker too."""
        routes = Blueprint("turns_webhook")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def take(request: Request) -> HTTPResponse:
            try:
                turn = read_turn(request.json)
            except BadTurnError as error:
                return json({"error": {"code": "invalid_input", "message": str(error)}}, status=400)
            answer = await take_turn(request.app.ctx.agent, turn)
            return json(answer.to_json())

        @routes.delete("/conversations/<conversation:str>")
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            await forget_conversation(request.app.ctx.agent, conversation)
            return empty()

        return routes


async def take_turn(agent: Agent, turn: TurnRequest) -> TurnAnswer:
    """Takes the turn, or repeats its answer if it was taken before; turns of one conversation never overlap."""
    async with agent.lock_store.lock(turn.conversation):
        tracker = await agent.tracker_store.retrieve(turn.conversation)
        if tracker is not None and is_taken(tracker, turn.turn):
            return answer_of(said_since_user(tracker), parse_data_of(tracker), tracker.current_slot_values())
        if tracker is not None and turn.returned:
            await _start_fresh(agent, tracker, turn.returned)
        if tracker is None and turn.known:
            await _remember(agent, turn)
        return await _take(agent, turn, meant_text(tracker, turn.text))


async def forget_conversation(agent: Agent, conversation: str) -> None:
    """Erases what the bot remembers of a conversation; waits for a turn that is being taken."""
    async with agent.lock_store.lock(conversation):
        # Rasa wraps its store in one that hides failures of the database; a failed erasure has to be heard of.
        wrapped = agent.tracker_store
        store = wrapped._tracker_store if isinstance(wrapped, FailSafeTrackerStore) else wrapped
        assert isinstance(store, CheckedTrackerStore), "the host keeps trackers in SQL"
        await store.forget(conversation)


async def _take(agent: Agent, turn: TurnRequest, text: str) -> TurnAnswer:
    output = CollectingOutputChannel()
    message = UserMessage(
        text=text,
        output_channel=output,
        sender_id=turn.conversation,
        input_channel=TurnsInput.name(),
        metadata=turn_metadata(turn),
    )
    assert agent.processor is not None, "the host loads a model before it serves"
    await agent.processor.handle_message(message)
    tracker = await agent.tracker_store.retrieve(turn.conversation)
    if tracker is None or not is_taken(tracker, turn.turn):
        raise TurnNotKeptError(f"turn {turn.turn} was not kept")
    # From memory here too: where another replica has taken the same turn and was faster, its answer is the one.
    return answer_of(said_since_user(tracker), parse_data_of(tracker), tracker.current_slot_values())


async def _start_fresh(agent: Agent, tracker: DialogueStateTracker, outcome: str) -> None:
    _set_slots(tracker, {**FRESH_START, OUTCOME: outcome})
    if tracker.active_loop is not None:
        # Nobody has asked its question lately; it is offered again instead of reading the next words as an answer.
        _set_slots(tracker, {UNFINISHED: tracker.active_loop.name, "requested_slot": None})
        tracker.update(ActiveLoop(None))
    await agent.tracker_store.save(tracker)


async def _remember(agent: Agent, turn: TurnRequest) -> None:
    assert agent.processor is not None, "the host loads a model before it serves"
    tracker = await agent.processor.fetch_tracker_and_update_session(turn.conversation)
    _set_slots(tracker, turn.known)
    await agent.tracker_store.save(tracker)


def _set_slots(tracker: DialogueStateTracker, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name in tracker.slots:
            tracker.update(SlotSet(name, value))


def meant_text(tracker: DialogueStateTracker | None, text: str) -> str:
    """What the customer wrote, or the payload of what it means after the bot's latest answer."""
    if tracker is None:
        return text
    offers = [
        Offer(str(said.get("text") or ""), tuple((each["title"], each["payload"]) for each in said["buttons"]))
        for said in said_since_user(tracker)
        if said.get("buttons")
    ]
    in_form = tracker.active_loop_name is not None
    if (choice := typed_choice(text, offers, in_form=in_form)) is not None:
        return choice
    if in_form or not _order_was_told(tracker):
        return text
    instruments = load_lexicon().gazetteers["instrument"]
    if tracker.get_slot("lookup") in {"calibration", "order"} and (named := another_instrument(text, instruments)):
        return f'{INSTRUMENT_PAYLOAD}{{"instrument": "{named}"}}'
    return ORDER_PAYLOAD if asks_on(text, instruments) else text


def _order_was_told(tracker: DialogueStateTracker) -> bool:
    """Whether the bot's latest answer was about an order that the customer may see."""
    if not tracker.get_slot("order_number"):
        return False
    done = (event.action_name for event in reversed(tracker.events) if isinstance(event, ActionExecuted))
    return next((name for name in done if name != ACTION_LISTEN_NAME), None) == LOOKUP


def is_taken(tracker: DialogueStateTracker, turn: str) -> bool:
    """Whether the tracker's latest message is this turn's."""
    return (tracker.latest_message.metadata or {}).get("turn") == turn if tracker.latest_message else False


def parse_data_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What was understood of the latest message."""
    return dict(tracker.latest_message.parse_data) if tracker.latest_message else {}


def said_since_user(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The bot's messages since the latest message, in the shape in which the output channel collects them."""
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.append({"text": event.text, **{key: value for key, value in (event.data or {}).items() if value}})
    return said[::-1]
