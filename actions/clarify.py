"""Answers what was not understood: with two buttons when two meanings are near, else by asking for other words."""

from __future__ import annotations

from typing_extensions import override

from actions.edge import SapaAction
from actions.labels import LABELS
from actions.resources import Resources
from actions.turn import Answer, Choice, Line, Turn
from protocol.languages import Language


class Clarify(SapaAction):
    """Answers a message that the classifier did not understand."""

    action_name = "action_clarify"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        choices = offer(turn.clarify, turn.language)
        if len(choices) > 1:
            return Answer((Line("utter_clarify", {}, choices),))
        return Answer((Line("utter_not_understood_queued" if turn.queued else "utter_not_understood"),))


def offer(labels: tuple[str, ...], language: Language) -> tuple[Choice, ...]:
    """A button for each label that customers can mean."""
    known = (LABELS[label] for label in labels if label in LABELS)
    return tuple(Choice(label.title(language), label.payload(language)) for label in known)
