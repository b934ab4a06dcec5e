"""The form behind every question about an own order: which order, who asks, then the answer.

Rasa calls `validate_order_lookup_form` once per message; it does the whole turn, so that a turn costs one call. When
it remembers nothing, Rasa takes the message as not meant for the form, answers it by the other rules (an FAQ, say)
and calls again to put the question once more.
"""

from __future__ import annotations

from dataclasses import replace

from typing_extensions import override

from actions.edge import SapaAction
from actions.form_hearing import hear_lookup, waits
from actions.identification import identify
from actions.lookup_answers import ASKED_INSTRUMENT, FORM, asked_instrument, tell
from actions.lookup_request import is_aside, read_given
from actions.resend import ask_for_resend, wants_it_again
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from actions.unfinished import UNFINISHED, part, says_goodbye, still_unfinished
from crm.database import writing
from crm.identity import Visitor


class ValidateOrderLookupForm(SapaAction):
    """Takes one message of a customer who asks about an order."""

    action_name = f"validate_{FORM}"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if waits(turn):
            return Answer(
                (Line("utter_form_wait"),), {REQUESTED_SLOT: turn.requested, UNFINISHED: still_unfinished(turn, FORM)}
            )
        now = opened.now()
        turn = hear_lookup(turn)
        if says_goodbye(turn):
            return part(turn)
        given = read_given(turn, now.astimezone(opened.zone).year)
        if is_aside(turn, given):
            return Answer()
        visitor = Visitor(turn.conversation, now, turn.phone)
        async with writing(opened.engine) as session:
            found = await identify(session, visitor, given, turn, opened)
            if isinstance(found, Answer):
                kept = {ASKED_INSTRUMENT: asked_instrument(turn), UNFINISHED: still_unfinished(turn, FORM)}
                return replace(found, slots={**found.slots, **kept})
            if not wants_it_again(turn):
                return tell(found.order, given, turn)
            today = now.astimezone(opened.zone).date()
            sent_again = await ask_for_resend(session, visitor, found, given.wanted, turn, today)
        told = tell(found.order, given, turn)
        return replace(told, lines=sent_again or told.lines)
