"""Leads a conversation through the real rules, forms, actions and CRM; only the understanding is given by hand.

Every sentence comes with the intent it means, so these tests stand apart from the classifier; the stories in
`tests/dialogue/stories` go through the trained classifier as well.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.channels.turns import meant_text

_COUNTER = itertools.count(1)


class InProcessActions(EndpointConfig):
    """Rasa's action endpoint, answered by our actions without a socket."""

    def __init__(self) -> None:
        super().__init__("http://actions.test/webhook")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")
        self.calls = 0

    async def request(self, *_args: Any, json: dict[str, Any] | None = None, **_options: Any) -> Any:
        self.calls += 1
        try:
            result = await self.executor.run(json)
        except ActionExecutionRejection as rejection:
            raise AssertionError(f"an action must not reject: {rejection}") from rejection
        return result.model_dump() if result else None


@dataclass(frozen=True)
class Bubble:
    """One message of the bot."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    custom: dict[str, Any] | None = None


@dataclass
class Conversation:
    """A customer's conversation with the bot."""

    agent: Agent
    language: str = "id"
    phone: str | None = None
    queued: bool = False
    sender: str = field(default_factory=lambda: f"conversation-{next(_COUNTER)}")

    async def say(self, text: str, intent: str, emotion: str = "neutral", **entities: str) -> list[Bubble]:
        """The customer writes; returns what the bot answers."""
        await self.remember(language=self.language, emotion=emotion)
        return await self._handle(text, self._parse(text, intent, emotion, entities))

    def _parse(self, text: str, intent: str, emotion: str, entities: dict[str, str]) -> dict[str, Any]:
        parse: dict[str, Any] = {
            "text": text,
            "intent": {"name": intent.split("/", maxsplit=1)[0], "confidence": 1.0},
            "entities": [_entity(text, name, value) for name, value in entities.items()],
            "emotion": {"label": emotion, "confidence": 1.0},
        }
        if intent.startswith("faq/"):
            parse["intent"]["full_retrieval_intent_name"] = intent
            parse["response_selector"] = {"faq": {"response": {"utter_action": f"utter_{intent}"}}}
        return parse

    async def write(self, text: str) -> list[Bubble]:
        """The customer writes, and the model has to understand by itself."""
        tracker = await self.agent.tracker_store.retrieve(self.sender)
        return await self._handle(meant_text(tracker, text), None)

    async def clarify(self, text: str, *labels: str) -> list[Bubble]:
        """The customer writes what the classifier cannot decide on."""
        await self.remember(language=self.language)
        parse = {"text": text, "intent": {"name": "nlu_fallback", "confidence": 0.3}, "entities": [], "clarify": labels}
        return await self._handle(text, {**parse, "clarify": list(labels)})

    async def tap(self, bubble: Bubble, title: str) -> list[Bubble]:
        """The customer taps a button."""
        payload = dict(bubble.buttons)[title]
        assert payload.startswith("/"), f"{payload} is a sentence and needs the classifier"
        await self.remember(language=self.language)
        return await self._handle(payload, None)

    async def slots(self) -> dict[str, Any]:
        """What the conversation remembers."""
        tracker = await self.agent.tracker_store.get_or_create_tracker(self.sender)
        return {name: value for name, value in tracker.current_slot_values().items() if value is not None}

    async def form(self) -> str | None:
        """The form that is active."""
        tracker = await self.agent.tracker_store.get_or_create_tracker(self.sender)
        return tracker.active_loop_name

    async def remember(self, **slots: Any) -> None:
        """Sets slots, as the policy does."""
        tracker = await self.agent.tracker_store.get_or_create_tracker(self.sender)
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        await self.agent.tracker_store.save(tracker)

    async def _handle(self, text: str, parse: dict[str, Any] | None) -> list[Bubble]:
        channel = CollectingOutputChannel()
        metadata = {
            "turn": f"{self.sender}-{next(_COUNTER)}",
            "channel": "whatsapp" if self.phone else "web",
            "phone": self.phone,
            "queued": self.queued,
            "language": None,
        }
        message = UserMessage(text, channel, self.sender, parse_data=parse, input_channel="test", metadata=metadata)
        await self.agent.handle_message(message)
        return [_bubble(each) for each in channel.messages]


def _entity(text: str, name: str, value: str) -> dict[str, Any]:
    start = text.find(value)
    return {"entity": name, "value": value, **({"start": start, "end": start + len(value)} if start >= 0 else {})}


def _bubble(message: dict[str, Any]) -> Bubble:
    buttons = tuple((each["title"], each["payload"]) for each in message.get("buttons") or ())
    return Bubble(message.get("text") or "", buttons, message.get("custom"))
