"""Ends what is under way because the customer says so."""

from __future__ import annotations

from typing_extensions import override

from actions.edge import SapaAction
from actions.resources import Resources
from actions.turn import Answer, Line, Turn


class Stop(SapaAction):
    """Leaves the form, if there is one, and forgets what it was about."""

    action_name = "action_stop"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if turn.form is None:
            return Answer((Line("utter_nothing_to_stop"),))
        forgotten = {"lookup": None, "document_number": None, "contact_proof": None, "unfinished": None}
        return Answer((Line("utter_stopped"),), forgotten, end_form=True)
