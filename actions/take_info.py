"""Takes what a customer gives without being asked: a number, instruments to count, a name."""

from __future__ import annotations

from typing_extensions import override

from actions.edge import SapaAction
from actions.items import read_items
from actions.lookup_answers import FORM
from actions.lookup_request import find_number
from actions.quotation_form import FORM as QUOTATION_FORM
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.wording import address

QUOTATION = QUOTATION_FORM.name


class TakeInfo(SapaAction):
    """Answers a message that only gives details."""

    action_name = "action_take_info"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if find_number(turn, opened.now().astimezone(opened.zone).year):
            return Answer(follow_up=FORM)
        if not turn.queued and any(item.quantity for item in read_items(turn, asked=False)):
            return Answer(follow_up=QUOTATION)  # whoever counts instruments wants an offer for them
        if name := turn.entity("person_name"):
            line = Line("utter_nice_to_meet", {"name": address(name, turn.language)})
            return Answer((line,), {"person_name": name})
        return Answer((Line("utter_what_about_it_queued" if turn.queued else "utter_what_about_it"),))
