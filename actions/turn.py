"""A customer's turn as the actions see it, and what an action answers; plain data, no Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from protocol.languages import Language

PAYLOAD_MARK = "/"
"""A text that begins so is a tapped button (`/stop`), not a sentence."""


@dataclass(frozen=True)
class Entity:
    """Something found in the customer's text."""

    name: str
    value: str
    start: int = -1
    """Where it begins in the text; -1 when it came with a button."""


@dataclass(frozen=True)
class Turn:
    """What the customer just did, and what the conversation knows."""

    conversation: str
    text: str = ""
    intent: str = ""
    entities: tuple[Entity, ...] = ()
    language: Language = Language.ID
    emotion: str = "neutral"
    slots: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    """The customer's sentences, oldest first, this one included, buttons left out."""
    earlier_intents: tuple[str, ...] = ()
    """The intents before this one, the latest first."""
    clarify: tuple[str, ...] = ()
    """Labels between which the classifier could not decide."""
    confidence: float = 1.0
    """How sure the classifier is of the intent."""
    doubted: bool = False
    """Within a form: the classifier's intent was not believed, so no other rule may answer by it."""
    turn_id: str | None = None
    channel: str = ""
    phone: str | None = None
    """E.164, only where the channel itself proves it."""
    queued: bool = False
    """The customer waits for a person: facts are answered, nothing else is begun."""
    form: str | None = None
    requested: str | None = None
    left: str | None = None
    """The form that was under way when this one began."""
    resumed: bool = False
    """The form is called again after something else was answered; the text is not meant for it."""

    @property
    def is_button(self) -> bool:
        """True for a tapped button."""
        return self.text.startswith(PAYLOAD_MARK)

    def slot(self, name: str) -> str | None:
        """A text slot, None when empty."""
        return str(self.slots.get(name) or "") or None

    def entity(self, *names: str) -> str | None:
        """The first value found for any of the entities."""
        return next((each.value for each in self.entities if each.name in names), None)


@dataclass(frozen=True)
class Choice:
    """A button that an action offers beside a response's own."""

    title: str
    payload: str


@dataclass(frozen=True)
class Line:
    """One bubble: a response of the domain with the values to fill in; the language is chosen by the slot."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What an action says and remembers."""

    lines: tuple[Line, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    custom: Mapping[str, Any] | None = None
    """A message for the handoff service, not for the customer."""
    end_form: bool = False
    follow_up: str | None = None
    """The action that runs next, past the policies."""
