"""Asks for a day on which we can come, and explains kindly why one does not do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from actions.days import find_day
from actions.form_model import NOTHING, Message, Question, Reading
from actions.turn import Choice, Line
from actions.wording import format_day, format_short_day
from crm.numbers import without_numbers
from crm.working_days import add_working_days, holiday_name, is_working_day, next_working_day
from protocol.languages import Language

# People and instruments for a visit are arranged on the working day before; so the first free day is the second.
LEAD_WORKING_DAYS = 2
FARTHEST = timedelta(days=180)
"""Plans of technicians and vehicles are made half a year ahead."""
_OFFERED = 3
_SOONEST = re.compile(
    r"\b(?:secepatnya|secepat mungkin|segera|asap|soonest|as soon as|earliest|paling cepat|buruan)\b", re.IGNORECASE
)


def day_question(slot: str, response: str, first: Callable[[Message], tuple[Choice, ...]] | None = None) -> Question:
    """A question for a working day, with the next free ones as buttons.

    Args:
        first: buttons that come before the free days.
    """

    def ask(message: Message) -> Line:
        before = first(message) if first else ()
        free = free_days(message.today)[: _OFFERED - len(before)]
        choices = before + tuple(day_choice(day, message.turn.language) for day in free)
        return Line(response, {}, choices)

    def read(message: Message) -> Reading:
        return read_day(message, slot)

    return Question(slot, read, ask)


def read_day(message: Message, slot: str) -> Reading:
    """The day that a message names, or why it does not do."""
    said = message.turn.entity("date") if message.turn.is_button else message.turn.text
    if not said:
        return NOTHING
    if message.asked and _SOONEST.search(said):
        return Reading({slot: free_days(message.today)[0].isoformat()})
    day = find_day(without_numbers(said) if not message.turn.is_button else said, message.today)
    if day is None:
        return NOTHING
    problem = check_day(day, message.today, message.turn.language)
    return Reading(problem=problem) if problem else Reading({slot: day.isoformat()})


def check_day(day: date, today: date, language: Language) -> Line | None:
    """Why we cannot come on a day, None when we can."""
    earliest = free_days(today)[0]
    values = {"day": format_day(day, language), "earliest": format_day(earliest, language)}
    if day < today:
        return Line("utter_day_past", values)
    if not is_working_day(day):
        after = format_day(next_working_day(day), language)
        reason = "utter_day_holiday" if holiday_name(day) else "utter_day_weekend"
        return Line(reason, {**values, "holiday": holiday_name(day) or "", "next": after})
    if day < earliest:
        return Line("utter_day_too_soon", values)
    return Line("utter_day_too_far", values) if day > today + FARTHEST else None


def free_days(today: date) -> tuple[date, ...]:
    """The next days on which a visit can be arranged."""
    return tuple(add_working_days(today, LEAD_WORKING_DAYS + offset) for offset in range(_OFFERED))


def day_choice(day: date, language: Language) -> Choice:
    """A button for a day."""
    return Choice(format_short_day(day, language), f'/provide_info{{"date": "{day.isoformat()}"}}')


def day_in(draft_value: object) -> date:
    """The day kept in a slot."""
    return date.fromisoformat(str(draft_value))
