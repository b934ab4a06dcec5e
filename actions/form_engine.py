"""How a form takes one message: reads what it brings, corrects, asks the next question, sums up. Pure.

A form is a row of questions. Every question looks at every message, so several values may come in one, in any order,
and a later message corrects an earlier one. A message that brings nothing is an aside, which the other rules answer, or
an answer that did not help, after which the question is put again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from actions.lookup_request import Wanted
from actions.turn import Line, Turn
from crm.orders import OrderView

CONFIRMED = "confirmed"
"""The slot that stands requested while the customer looks at the summary."""
Draft = Mapping[str, Any]
"""What a form knows so far, by slot."""


@dataclass(frozen=True)
class Message:
    """A customer's message as a question sees it."""

    turn: Turn
    draft: Draft
    today: date
    order: OrderView | None = None
    """The order that the form is about, once it is known and may be seen."""
    asked: bool = False
    """True when this very question was put before the message."""
    any_matter: bool = False
    """True when the open question takes sentences about any matter; see `Question`."""


@dataclass(frozen=True)
class Reading:
    """What a question found in a message, or why what it found does not fit."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: Line | None = None

    def __bool__(self) -> bool:
        """True when the message brought something."""
        return bool(self.values) or self.problem is not None


NOTHING = Reading()


@dataclass(frozen=True)
class Question:
    """One thing that a form has to know, kept in a slot of the same name."""

    slot: str
    read: Callable[[Message], Reading]
    ask: Callable[[Message], Line]
    applies: Callable[[Draft], bool] = lambda _draft: True
    free_text: bool = False
    """True when any sentence can be the answer, whatever the classifier makes of it."""
    any_matter: bool = False
    """True when even a sentence about another matter is the answer: a complaint is about something, after all."""
    again: str | None = None
    """The response that puts the question once more, after an answer that did not help."""


@dataclass(frozen=True)
class Form:
    """What a customer can ask for by answering questions."""

    name: str
    intents: frozenset[str]
    """The intents that begin it, or go on with it."""
    questions: tuple[Question, ...]
    summarise: Callable[[Message], Line] = lambda _message: Line("utter_form_please_confirm")
    wanted: Wanted | None = None
    """Set for forms about an own order, which must be found and may be seen before anything else."""
    confirms: bool = True
    """False where nothing is at stake that a second question could save."""


@dataclass(frozen=True)
class Step:
    """What becomes of a message."""

    values: Mapping[str, Any]
    lines: tuple[Line, ...]
    requested: str | None
    """The question that is open now; None: the form is complete and confirmed."""


# Said inside a form, these are never the answer to a question.
_LEAVING = {"stop", "request_human", "help", "bot_challenge", "change_language", "goodbye"}
_ANSWERING = {"provide_info", "affirm", "deny"}
_SMALL_TALK = {"greet", "thank", "goodbye"}
# Names and free words are often taken for one of these.
_UNCLEAR = {"nlu_fallback", "out_of_scope", "chitchat", ""}
_YES = re.compile(
    r"^\W*(?:ya|iya|iy|y|yes|yep|yup|ok|oke|okay|okey|sip|siap|betul|benar|bener|setuju|lanjut|kirim|boleh|correct|right|"
    r"sure|sudah|udah|go ahead)\b",
    re.IGNORECASE,
)
_SHORT = 40
"""Characters up to which a sentence that begins with a yes is one."""


def read(form: Form, message: Message) -> Reading:
    """What a message brings to any of the questions, and the first thing in it that does not fit."""
    values: dict[str, Any] = {}
    problem = None
    elsewhere = is_about_something_else(form, message)
    if message.turn.resumed or _leaves(form, message.turn) or (elsewhere and message.turn.text.endswith("?")):
        return NOTHING
    any_matter = _takes_any_matter(form, message.turn)
    for question in form.questions:
        asked = message.turn.requested == question.slot
        if elsewhere and not asked:
            continue
        seen = replace(message, draft={**message.draft, **values}, asked=asked, any_matter=any_matter)
        reading = question.read(seen)
        values |= reading.values
        problem = problem or reading.problem
    return Reading(values, problem)


def is_about_something_else(form: Form, message: Message) -> bool:
    """True for a message that the classifier gives to another matter: only the open question looks at it."""
    turn = message.turn
    if turn.requested is None or turn.intent in _ANSWERING | _UNCLEAR | form.intents:
        return False
    return not _takes_any_matter(form, turn)


def is_aside(form: Form, message: Message) -> bool:
    """True for a message within a form that brings it nothing and is not meant for it."""
    turn = message.turn
    if turn.requested is None or turn.resumed:
        return False
    if _leaves(form, turn):
        return True
    if (
        _takes_any_matter(form, turn)
        or turn.intent in _ANSWERING | form.intents
        or (turn.requested == CONFIRMED and says_yes(turn))
    ):
        return False
    free = any(each.free_text for each in form.questions if each.slot == turn.requested)
    return not (free and turn.intent in _UNCLEAR)


def take(form: Form, message: Message, reading: Reading) -> Step:
    """Goes on with the form after a message that brought this."""
    after = replace(message, draft={**message.draft, **reading.values})
    question = next((each for each in form.questions if each.applies(after.draft) and _is_open(each, after)), None)
    if question is not None:
        return Step(reading.values, _lines(message, reading, _put(question, message, reading, after)), question.slot)
    if not form.confirms:
        return Step(reading.values, (), None)
    summary = form.summarise(after)
    if message.turn.requested == CONFIRMED and not message.turn.resumed and not reading:
        return _confirm(message.turn, summary)
    return Step(reading.values, _lines(message, reading, summary), CONFIRMED)


def asking(response: str) -> Callable[[Message], Line]:
    """A question that is always put in the same words."""
    return lambda _message: Line(response)


def says_yes(turn: Turn) -> bool:
    """True when the customer agrees."""
    return turn.intent == "affirm" or (len(turn.text) <= _SHORT and _YES.match(turn.text) is not None)


def says_text(message: Message) -> str | None:
    """The sentence, when this question was asked and the sentence can be its answer."""
    turn, text = message.turn, message.turn.text.strip()
    if not message.asked or turn.is_button:
        return None
    fits = message.any_matter or turn.intent in _ANSWERING | _UNCLEAR
    return text if fits and text else None


def _takes_any_matter(form: Form, turn: Turn) -> bool:
    is_own_matter = not turn.intent.startswith("faq") and turn.intent not in _SMALL_TALK
    return is_own_matter and any(each.any_matter for each in form.questions if each.slot == turn.requested)


def _leaves(form: Form, turn: Turn) -> bool:
    """True for what is never an answer; "still not solved" is one where a complaint is told."""
    if turn.intent == "not_resolved":
        return not _takes_any_matter(form, turn)
    return turn.intent in _LEAVING


def _put(question: Question, message: Message, reading: Reading, after: Message) -> Line:
    turn = message.turn
    if question.again and turn.requested == question.slot and not (turn.resumed or reading):
        return Line(question.again)
    return question.ask(after)


def _is_open(question: Question, message: Message) -> bool:
    return message.draft.get(question.slot) is None


def _lines(message: Message, reading: Reading, question: Line) -> tuple[Line, ...]:
    if message.turn.resumed:
        return (Line("utter_form_back"), question)
    return (reading.problem, question) if reading.problem else (question,)


def _confirm(turn: Turn, summary: Line) -> Step:
    if says_yes(turn):
        return Step({}, (), None)
    if turn.intent == "deny":
        return Step({}, (Line("utter_form_what_to_change"),), CONFIRMED)
    return Step({}, (Line("utter_form_please_confirm"), summary), CONFIRMED)
