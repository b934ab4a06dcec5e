"""What is said in a conversation, and what the bot answers to one turn, as they cross from process to process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from protocol.escalation import Escalation


class Sender(StrEnum):
    """Who said a message."""

    CUSTOMER = "customer"
    """The person who came with a question."""
    BOT = "bot"
    """The software that answers the repetitive."""
    AGENT = "agent"
    """A person of the company."""
    SYSTEM = "system"
    """Sapa itself: place in line, who joined, what happens next."""


@dataclass(frozen=True)
class Button:
    """A choice offered to the customer; the payload is what the bot receives when it is tapped."""

    title: str
    payload: str

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Button:
        """Reads Rasa's button shape; a missing payload means that the title is the payload."""
        title = str(value.get("title", ""))
        return cls(title=title, payload=str(value.get("payload") or title))

    def to_json(self) -> dict[str, Any]:
        """The shape of the public protocol."""
        return {"title": self.title, "payload": self.payload}


@dataclass(frozen=True)
class Reply:
    """One bubble that the bot answers with."""

    text: str
    buttons: tuple[Button, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The shape kept in the record and sent between the bot host and the handoff service."""
        return {"text": self.text, "buttons": [button.to_json() for button in self.buttons]}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Reply:
        """Reads what `to_json` wrote."""
        buttons = tuple(Button.from_json(each) for each in value.get("buttons") or [])
        return cls(text=str(value.get("text") or ""), buttons=buttons)


@dataclass(frozen=True)
class TurnRequest:
    """A customer's turn, as the handoff service puts it to the bot.

    `turn` makes asking again harmless: the bot host answers a turn it has already handled from its tracker.
    """

    turn: str
    conversation: str
    text: str
    channel: str
    language: str | None = None
    phone: str | None = None
    """E.164, only where the channel itself proves it (WhatsApp)."""
    queued: bool = False
    """True while the customer waits for a person: facts are answered, nothing else is begun."""
    returned: str | None = None
    """The outcome of an agent's work on the first turn after it: counts of failures start anew."""
    known: dict[str, Any] = field(default_factory=dict)
    """What an earlier conversation about the same matter has learnt; slots that the bot begins with, if it is new."""

    def to_json(self) -> dict[str, Any]:
        """The body of `POST /webhooks/turns/webhook` on the bot host."""
        return {
            "turn": self.turn, "sender": self.conversation, "text": self.text, "channel": self.channel,
            "language": self.language, "phone": self.phone, "queued": self.queued,
            "returned": self.returned, "known": self.known,
        }  # fmt: skip


@dataclass(frozen=True)
class TurnAnswer:
    """What the bot made of a turn: its bubbles, what it understood, what it knows, and whether it hands over."""

    replies: tuple[Reply, ...]
    understood: dict[str, Any] = field(default_factory=dict)
    """`intent`, `topic`, `confidence`, `language`, `emotion`, as in the parse result; empty when unknown."""
    slots: dict[str, Any] = field(default_factory=dict)
    escalation: Escalation | None = None

    def to_json(self) -> dict[str, Any]:
        """The body of the bot host's answer."""
        return {
            "replies": [reply.to_json() for reply in self.replies],
            "understood": self.understood,
            "slots": self.slots,
            "escalation": self.escalation.to_json() if self.escalation else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TurnAnswer:
        """Reads what `to_json` wrote."""
        escalation = value.get("escalation")
        return cls(
            replies=tuple(Reply.from_json(each) for each in value["replies"]),
            understood=dict(value.get("understood") or {}),
            slots=dict(value.get("slots") or {}),
            escalation=Escalation.from_json(escalation) if escalation else None,
        )
