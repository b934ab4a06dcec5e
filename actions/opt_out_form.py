"""Stops reminders and other messages of our own accord, when a customer wishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from actions.form_model import NOTHING, Form, Message, Question, Reading, asking
from actions.request_form import RequestForm, Saving
from actions.turn import Line
from crm.contact_details import find_email, find_phone
from crm.identity import Person
from crm.opt_outs import opt_out


def _read_address(message: Message) -> Reading:
    """Where the messages come to: the number the customer writes from, or what they say."""
    said = find_email(message.turn.text) or find_phone(message.turn.text)
    address = said or message.draft.get("opt_out_address") or message.turn.phone
    return Reading({"opt_out_address": address}) if address != message.draft.get("opt_out_address") else NOTHING


def _summarise(message: Message) -> Line:
    return Line("utter_opt_out_summary", {"address": str(message.draft["opt_out_address"])})


FORM = Form(
    name="opt_out_form",
    intents=frozenset({"opt_out"}),
    questions=(Question("opt_out_address", _read_address, asking("utter_opt_out_ask_address")),),
    summarise=_summarise,
)


class ValidateOptOutForm(RequestForm):
    """Writes the address down as one that is not written to any more."""

    form = FORM

    @override
    def known(self, people: tuple[Person, ...]) -> Mapping[str, Any]:
        return {"opt_out_address": people[0].email} if people else {}

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        await opt_out(saving.session, saving.visitor, (str(saving.message.draft["opt_out_address"]),))
        return (Line("utter_opt_out_saved"),)
