"""How a form takes one message: reads what it brings, corrects, asks the next question, sums up. Pure.

A form is a row of questions. Every question looks at every message, so several values may come in one, in any order,
and a later message corrects an earlier one. A message that brings nothing is an aside, which the other rules answer, or
an answer that did not help, after which the question is put again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.form_model import CONFIRMED, NOTHING, Form, Message, Question, Reading, Step
from actions.form_relevance import (
    asks_something,
    is_about_something_else,
    is_taken_as_said,
    leaves,
    says_no,
    says_plain_yes,
    says_yes,
)
from actions.turn import Line, Turn


def read(form: Form, message: Message) -> Reading:
    """What a message brings to any of the questions, and the first thing in it that does not fit."""
    turn = message.turn
    elsewhere = is_about_something_else(form, message)
    if turn.resumed or leaves(form, turn) or (elsewhere and asks_something(turn.text)):
        return NOTHING
    values: dict[str, Any] = {}
    problem = None
    as_said = is_taken_as_said(form, turn)
    # Names first: what is a name is nothing else.
    for question in sorted(form.questions, key=lambda each: not each.is_name):
        asked = turn.requested == question.slot
        if elsewhere and not asked:
            continue
        seen = replace(message, turn=turn, draft={**message.draft, **values}, asked=asked, as_said=as_said)
        reading = question.read(seen)
        values |= reading.values
        problem = problem or reading.problem
        if question.is_name and reading.values:
            turn = _without(turn, str(reading.values[question.slot]))
    return Reading(values, problem)


def _without(turn: Turn, name: str) -> Turn:
    """The turn with a name blanked out; everything else keeps its place."""
    return replace(turn, text=turn.text.replace(name, " " * len(name)))


def take(form: Form, message: Message, reading: Reading) -> Step:
    """Goes on with the form after a message that brought this."""
    after = replace(message, draft={**message.draft, **reading.values})
    question = next((each for each in form.questions if each.applies(after.draft) and _is_open(each, after)), None)
    if question is not None:
        lines = _lines(message, reading, _put(question, message, reading, after))
        again = not question.again and _did_not_help(form, question, message.turn, reading)
        return Step(reading.values, (Line("utter_form_once_more"), *lines) if again else lines, question.slot)
    if not form.confirms:
        return Step(reading.values, (), None)
    summary = form.summarise(after)
    if message.turn.requested == CONFIRMED and not message.turn.resumed and not reading:
        return _confirm(form, message.turn, summary)
    return Step(reading.values, _lines(message, reading, summary), CONFIRMED)


def _put(question: Question, message: Message, reading: Reading, after: Message) -> Line:
    turn = message.turn
    if question.again and turn.requested == question.slot and not (turn.resumed or reading):
        return Line(question.again)
    return question.ask(after)


def _did_not_help(form: Form, question: Question, turn: Turn, reading: Reading) -> bool:
    """True for an answer to the open question from which nothing could be taken."""
    answered = turn.requested == question.slot and not (turn.resumed or turn.is_button)
    return answered and not reading and turn.intent not in form.intents


def _is_open(question: Question, message: Message) -> bool:
    return message.draft.get(question.slot) is None


def _lines(message: Message, reading: Reading, question: Line) -> tuple[Line, ...]:
    if message.turn.resumed:
        return (Line("utter_form_back"), question)
    return (reading.problem, question) if reading.problem else (question,)


def _confirm(form: Form, turn: Turn, summary: Line) -> Step:
    # A no first: "ya tapi salah alamatnya" begins with a yes and is none.
    if says_no(turn):
        return Step({}, (Line("utter_form_what_to_change"),), CONFIRMED)
    if says_plain_yes(turn) if form.only_plain_yes else says_yes(turn):
        return Step({}, (), None)
    return Step({}, (Line("utter_form_please_confirm"), summary), CONFIRMED)
