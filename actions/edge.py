"""The outer edge of every action: reads the turn, keeps the time, and turns any failure into a clear answer."""

from __future__ import annotations

import asyncio
import traceback
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import structlog
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from typing_extensions import override

from actions.resources import Resources, resources
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import as_events, read_turn, speak
from actions.unfinished import UNFINISHED, try_again

# The handoff service gives a whole turn eight seconds; an action that is slower than this would be cut off there
# without a word.
LIMIT_SECONDS = 4.0

FRAMES = 5
"""Calls of a failure that are logged, the innermost last."""

logger = structlog.get_logger()


class SapaAction(ABC, Action):
    """An action that answers a turn; subclasses say what, this class sees that something is always answered."""

    action_name: ClassVar[str]
    limit_seconds: ClassVar[float] = LIMIT_SECONDS

    @override
    def name(self) -> str:
        return self.action_name

    @abstractmethod
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        """What to say and to remember."""

    @override
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = read_turn(tracker)
        try:
            async with asyncio.timeout(self.limit_seconds):
                answer = await self.answer(turn, resources())
        except Exception as error:  # the edge: whatever it was, the customer gets an answer and nothing is lost
            # The names of what failed and the lines of code, but no values: they hold what customers write.
            logger.error(
                "action.failed", action=self.action_name, conversation=turn.conversation, error=type(error).__name__,
                where="".join(traceback.format_tb(error.__traceback__)[-FRAMES:]),
            )  # fmt: skip
            answer = failure(turn)
        speak(dispatcher, answer)
        return as_events(answer, turn)


def failure(turn: Turn) -> Answer:
    """Says that something is wrong on our side and offers a person; what the customer gave stays in the slots."""
    waits = Line("utter_action_failed_queued")
    line = waits if turn.queued else Line("utter_action_failed", {}, try_again(turn))
    if turn.form is None:
        return Answer(lines=(line,))
    return Answer(lines=(line,), end_form=True, slots={UNFINISHED: turn.form})
