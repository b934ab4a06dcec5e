"""Ends what is under way because the customer says so."""

from __future__ import annotations

from typing_extensions import override

from actions.edge import SapaAction
from actions.forms import DRAFT_SLOTS
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.unfinished import UNFINISHED


class Stop(SapaAction):
    """Leaves the form, if there is one, and forgets what it was about."""

    action_name = "action_stop"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if turn.form is None and not turn.slot(UNFINISHED):
            return Answer((Line("utter_nothing_to_stop"),))
        forgotten = {slot: None for slot in DRAFT_SLOTS if turn.slots.get(slot) is not None}
        return Answer((Line("utter_stopped"),), {**forgotten, UNFINISHED: None}, end_form=True)
