"""The channel on Rasa's own trackers and locks, with a processor that answers from a script."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from sqlalchemy.exc import OperationalError

from bot.channels.turns import FRESH_START, forget_conversation, take_turn
from bot.trackers import CheckedTrackerStore
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Button, Reply, TurnRequest

TURN = TurnRequest("t-1", "c-1", "halo", "web", "id")
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {
            "order": {"type": "text", "mappings": [{"type": "custom"}]},
            "not_resolved": {"type": "float", "mappings": [{"type": "custom"}]},
            "agent_outcome": {"type": "text", "mappings": [{"type": "custom"}]},
            "unfinished": {"type": "text", "mappings": [{"type": "custom"}]},
        },
        "forms": {"quotation_form": {"required_slots": []}},
    }
)
HAND_OVER = Escalation(EscalationReason.ASKED, ("orang dong",))


@dataclass
class Processor:
    """Writes a turn into the tracker as Rasa's does, and saves it at the end."""

    trackers: TrackerStore
    handled: list[str] = field(default_factory=list)
    slots_seen: list[dict[str, Any]] = field(default_factory=list)
    breaks: bool = False
    overlapping: bool = False
    _busy: bool = False

    async def fetch_tracker_and_update_session(self, sender: str) -> Any:
        return await self.trackers.get_or_create_tracker(sender)

    async def handle_message(self, message: UserMessage) -> None:
        self.overlapping |= self._busy
        self._busy = True
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        self.handled.append(message.text)
        self.slots_seen.append(tracker.current_slot_values())
        await asyncio.sleep(0.01)
        self._busy = False
        if self.breaks:
            raise RuntimeError("the pipeline broke")
        parsed = {"intent": {"name": "greet", "confidence": 1.0}}
        tracker.update(UserUttered(message.text, parsed["intent"], parse_data=parsed, metadata=message.metadata))
        tracker.update(SlotSet("order", "105"))
        await self._say(message, tracker, text=f"Jawaban: {message.text}", buttons=[{"title": "Ya", "payload": "/ya"}])
        if "orang" in message.text:
            await self._say(message, tracker, custom={"handoff": HAND_OVER.to_json()})
        await self.trackers.save(tracker)

    async def _say(self, message: UserMessage, tracker: Any, text: str | None = None, **data: Any) -> None:
        if text is not None:
            await message.output_channel.send_text_with_buttons(message.sender_id, text, data["buttons"])
        else:
            await message.output_channel.send_custom_json(message.sender_id, data["custom"])
        tracker.update(BotUttered(text, {"buttons": None, "custom": None, **data}))


@dataclass
class Agent:
    """What the channel uses of Rasa's agent."""

    processor: Processor
    tracker_store: TrackerStore
    lock_store: InMemoryLockStore


@pytest.fixture
def agent() -> Agent:
    trackers = InMemoryTrackerStore(DOMAIN)
    return Agent(Processor(trackers), trackers, InMemoryLockStore())


async def test_that_a_turn_is_answered_with_words_slots_and_what_was_understood(agent: Agent) -> None:
    answer = await take_turn(agent, TURN)

    assert answer.replies == (Reply("Jawaban: halo", (Button("Ya", "/ya"),)),)
    assert answer.slots == {"order": "105"}
    assert answer.understood["intent"] == "greet"


@pytest.mark.parametrize("text", ["halo", "orang dong"])
async def test_that_the_same_turn_again_is_answered_alike_without_being_taken_again(agent: Agent, text: str) -> None:
    turn = replace(TURN, text=text)
    first = await take_turn(agent, turn)

    again = await take_turn(agent, turn)

    assert again == first
    assert agent.processor.handled == [text]
    assert (first.escalation == HAND_OVER) is ("orang" in text)


async def test_that_the_same_words_in_another_turn_are_a_turn_of_their_own(agent: Agent) -> None:
    await take_turn(agent, TURN)

    await take_turn(agent, replace(TURN, turn="t-2"))

    assert agent.processor.handled == ["halo", "halo"]


async def test_that_a_turn_that_broke_is_taken_again(agent: Agent) -> None:
    agent.processor.breaks = True
    with pytest.raises(RuntimeError):
        await take_turn(agent, TURN)
    agent.processor.breaks = False

    answer = await take_turn(agent, TURN)

    assert answer.replies
    assert agent.processor.handled == ["halo", "halo"]


async def test_that_turns_of_one_conversation_never_overlap(agent: Agent) -> None:
    turns = [TURN, replace(TURN, turn="t-2")]  # Rasa looks at its locks once a second: more only take longer

    await asyncio.gather(*(take_turn(agent, turn) for turn in turns))

    assert not agent.processor.overlapping


async def test_that_old_trouble_is_forgotten_after_a_person_has_served(agent: Agent) -> None:
    await take_turn(agent, TURN)
    await remember(agent, not_resolved=2.0)

    await take_turn(agent, replace(TURN, turn="t-2"))
    await take_turn(agent, replace(TURN, turn="t-3", returned="solved"))

    assert [slots["not_resolved"] for slots in agent.processor.slots_seen[1:]] == [2.0, FRESH_START["not_resolved"]]
    assert agent.processor.slots_seen[-1]["order"] == "105"


async def test_that_a_customer_whom_the_bot_never_met_can_come_back_from_a_person(agent: Agent) -> None:
    assert (await take_turn(agent, replace(TURN, returned="solved"))).replies


async def test_that_how_a_person_ended_the_matter_is_known_and_a_form_left_open_is_not_gone_on_with(
    agent: Agent,
) -> None:
    await take_turn(agent, TURN)
    tracker = await agent.tracker_store.retrieve(TURN.conversation)
    assert tracker is not None
    tracker.update(ActiveLoop("quotation_form"))
    await agent.tracker_store.save(tracker)

    await take_turn(agent, replace(TURN, turn="t-2", returned="solved"))

    seen = agent.processor.slots_seen[-1]
    assert (seen["agent_outcome"], seen["unfinished"]) == ("solved", "quotation_form")
    tracker = await agent.tracker_store.retrieve(TURN.conversation)
    assert tracker is not None
    assert tracker.active_loop is None


async def test_that_the_bot_begins_with_what_an_earlier_conversation_has_learnt_and_only_begins(agent: Agent) -> None:
    known = {"order": "108", "nothing_we_know": "x"}

    await take_turn(agent, replace(TURN, known=known))
    await take_turn(agent, replace(TURN, turn="t-2", known={"order": "109"}))

    assert [slots["order"] for slots in agent.processor.slots_seen] == ["108", "105"]


async def remember(agent: Agent, **slots: Any) -> None:
    tracker = await agent.tracker_store.retrieve(TURN.conversation)
    assert tracker is not None
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    await agent.tracker_store.save(tracker)


async def test_that_a_forgotten_conversation_begins_anew_and_others_stay(tmp_path: Path) -> None:
    store = CheckedTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'tracker.db'}")
    host: Any = Agent(Processor(store), FailSafeTrackerStore(store), InMemoryLockStore())
    await take_turn(host, TURN)
    await take_turn(host, replace(TURN, conversation="c-2"))

    for _ in range(2):
        await forget_conversation(host, "c-1")

    assert list(await store.keys()) == ["c-2"]
    await take_turn(host, TURN)
    assert host.processor.handled == ["halo", "halo", "halo"]


async def test_that_an_erasure_that_fails_is_heard_of(tmp_path: Path) -> None:
    store = CheckedTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'tracker.db'}")
    host: Any = Agent(Processor(store), FailSafeTrackerStore(store), InMemoryLockStore())
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")

    with pytest.raises(OperationalError):
        await forget_conversation(host, "c-1")
