"""Greets by the time of day, and by name where the name is known."""

from __future__ import annotations

from typing_extensions import override

from actions.edge import SapaAction
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.unfinished import offer_unfinished
from actions.wording import address, first_name
from crm.database import reading
from crm.identity import Visitor, recognise
from crm.staff import recognise_staff
from protocol.languages import Language

# Where a part of the day begins, as the words are used in Java: "siang" from about ten, "sore" from three, "malam"
# from half past six, rounded. English keeps "afternoon" until six.
_PARTS = {
    Language.ID: ((4, "Selamat pagi"), (10, "Selamat siang"), (15, "Selamat sore"), (18, "Selamat malam")),
    Language.EN: ((4, "Good morning"), (12, "Good afternoon"), (18, "Good evening")),
}


def greeting(hour: int, language: Language, name: str | None) -> str:
    """`Selamat pagi, Kak Andi` or `Good morning, Andi`."""
    parts = _PARTS[language]
    words = next((words for start, words in reversed(parts) if hour >= start), parts[-1][1])
    called = address(name, language)
    return f"{words}, {called}" if called else words


class Greet(SapaAction):
    """Answers a greeting."""

    action_name = "action_greet"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        async with reading(opened.engine) as session:
            visitor = Visitor(turn.conversation, opened.now(), turn.phone)
            colleague = await recognise_staff(session, visitor)
            people = await recognise(session, visitor)
        hour = opened.now().astimezone(opened.zone).hour
        if colleague and not turn.queued:
            return Answer((Line("utter_greet_staff", {"greeting": greeting(hour, turn.language, colleague.name)}),))
        name = turn.entity("person_name") or turn.slot("person_name")
        name = name or (first_name(people[0].name) if people else None)
        words = greeting(hour, turn.language, name)
        response = "utter_greet_queued" if turn.queued else "utter_greet"
        said = {"person_name": name, "company_name": turn.entity("company_name")}
        slots = {slot: value for slot, value in said.items() if value}
        return Answer((Line(response, {"greeting": words}), *offer_unfinished(turn)), slots)
