"""The thin side of every request form: slots in, one step of the engine, slots and bubbles out, saved at the end."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from actions.edge import SapaAction
from actions.form_engine import read, take
from actions.form_hearing import hear, waits
from actions.form_model import CONFIRMED, Form, Message
from actions.form_relevance import is_aside
from actions.identification import Found, identify
from actions.lookup_request import ASK_NUMBER, ASK_PROOF, Given, read_given
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from actions.unfinished import UNFINISHED, offer_unfinished, part, says_goodbye, still_unfinished
from actions.wording import first_name
from crm.database import writing
from crm.identity import Person, Visitor, recognise
from crm.orders import OrderView


@dataclass(frozen=True)
class Saving:
    """All that a form has when it is confirmed."""

    session: AsyncSession
    visitor: Visitor
    message: Message
    person: Person | None
    """The contact that the conversation is proved to be, if it is."""
    found: Found | None
    """The order, for forms that are about one."""

    @property
    def order(self) -> Found:
        """The order of a form that is about one."""
        assert self.found is not None
        return self.found


class FormAction(SapaAction):
    """Takes one message of a customer who is in a form."""

    form: ClassVar[Form]

    @override
    def name(self) -> str:
        return f"validate_{self.form.name}"

    @abstractmethod
    async def go_on(
        self, session: AsyncSession, visitor: Visitor, message: Message, given: Given | None, opened: Resources
    ) -> Answer:
        """What to say and to remember of a message that is meant for the form."""

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if turn.queued:
            return Answer((Line("utter_form_queued"),), {UNFINISHED: still_unfinished(turn)}, end_form=True)
        visitor = Visitor(turn.conversation, opened.now(), turn.phone)
        message = Message(turn, self.draft_of(turn), visitor.now.astimezone(opened.zone).date())
        if waits(turn):
            return Answer(
                (Line("utter_form_wait"),),
                {REQUESTED_SLOT: turn.requested, UNFINISHED: still_unfinished(turn, self.form.name)},
            )
        message = hear(self.form, message)
        turn = message.turn
        if says_goodbye(turn):
            return part(turn)
        given = read_given(turn, message.today.year, self.form.wanted) if self.form.wanted else None
        if is_aside(self.form, message) and not (given and given.new) and not read(self.form, message):
            return Answer()
        async with writing(opened.engine) as session:
            return await self.go_on(session, visitor, message, given, opened)

    def draft_of(self, turn: Turn) -> dict[str, Any]:
        """What the form knows so far."""
        slots = (question.slot for question in self.form.questions)
        return {slot: turn.slots[slot] for slot in slots if turn.slots.get(slot) is not None}

    def finish(self, lines: tuple[Line, ...], slots: Mapping[str, Any], turn: Turn) -> Answer:
        """The end of the form: what is said, what stays known, and the offer of what was left in the middle."""
        cleared = {question.slot: None for question in self.form.questions if question.slot not in REMEMBERED}
        cleared |= {CONFIRMED: None, REQUESTED_SLOT: None}
        if self.form.wanted:  # other forms leave the number alone, which may be that of the one they interrupted
            cleared |= {ASK_NUMBER: None, ASK_PROOF: None}
        return Answer((*lines, *offer_unfinished(turn, self.form.name)), {**slots, **cleared})


class RequestForm(FormAction):
    """A form at whose end a request is written down; subclasses say how."""

    @abstractmethod
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        """Writes the request down and says what happens next."""

    def known(self, _people: tuple[Person, ...]) -> Mapping[str, Any]:
        """What need not be asked because it is known of a verified customer."""
        return {}

    def forgotten(self, _saving: Saving) -> tuple[str, ...]:
        """Slots that are emptied besides the form's own once it is saved."""
        return ()

    def refuse(self, _order: OrderView) -> Line | None:
        """Why the order is not at a stage at which this can be asked, None when it is."""
        return None

    @override
    async def go_on(
        self, session: AsyncSession, visitor: Visitor, message: Message, given: Given | None, opened: Resources
    ) -> Answer:
        people = await recognise(session, visitor)
        message = replace(message, draft={**self.known(people), **message.draft})
        found = await identify(session, visitor, given, message.turn, opened) if given else None
        if isinstance(found, Answer):
            return self._ask_who(found, message)
        message = replace(message, order=found.order if found else None)
        if found and (refusal := self.refuse(found.order)):
            return self.finish((refusal,), {**message.draft, **_found_slots(found, message.turn)}, message.turn)
        step = take(self.form, message, read(self.form, message))
        message = replace(message, draft={**message.draft, **step.values})
        slots = {**message.draft, **_found_slots(found, message.turn)}
        slots[UNFINISHED] = still_unfinished(message.turn, self.form.name)
        if step.requested is not None:
            return Answer(step.lines, {**slots, REQUESTED_SLOT: step.requested})
        saving = Saving(session, visitor, message, people[0] if people else None, found)
        lines = await self.save(saving)
        return self.finish(lines, {**slots, **dict.fromkeys(self.forgotten(saving))}, message.turn)

    def _ask_who(self, question: Answer, message: Message) -> Answer:
        """The question for number or proof, with what the message has brought for later."""
        kept = {**message.draft, **read(self.form, message).values}
        left = still_unfinished(message.turn, self.form.name)
        return replace(question, slots={**kept, **question.slots, UNFINISHED: left})


REMEMBERED = frozenset({"person_name", "company_name"})
"""Slots that outlive their form, because they say who the customer is."""


def _found_slots(found: Found | None, turn: Turn) -> dict[str, Any]:
    if found is None:
        return {}
    name = turn.slot("person_name") or first_name(found.order.contact_name)
    return {
        ASK_NUMBER: found.order.number,
        ASK_PROOF: None,
        "order_number": found.order.number,
        "company_name": found.order.company,
        "person_name": name,
    }
