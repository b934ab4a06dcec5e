"""What a form is made of: questions, what they find in a message, and what becomes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    as_said: bool = False
    """True when the open question takes the sentence as it is; see `actions.form_relevance`."""


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
    is_name: bool = False
    """True when the answer is a name, in which no other question looks for anything ("PT Kalibrasi Nusantara")."""
    any_matter: bool = False
    """True when even a sentence about another matter is the answer: a complaint is about something, after all."""
    claims: Callable[[Message], bool] = lambda _message: False
    """Whether a message is for this question although the classifier makes something else of it."""
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
    only_plain_yes: bool = False
    """True where a wrong guess could not be undone: nothing but a plain yes confirms."""
    confirms: bool = True
    """False where nothing is at stake that a second question could save."""


@dataclass(frozen=True)
class Step:
    """What becomes of a message."""

    values: Mapping[str, Any]
    lines: tuple[Line, ...]
    requested: str | None
    """The question that is open now; None: the form is complete and confirmed."""


def asking(response: str) -> Callable[[Message], Line]:
    """A question that is always put in the same words."""
    return lambda _message: Line(response)
