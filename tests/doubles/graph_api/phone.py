"""A customer's phone: what its owner does, and what they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doubles.graph_api.graph import GraphDouble


@dataclass
class Seen:
    """A message of the company on the phone."""

    id: str
    type: str
    text: str
    choices: list[dict[str, str]]
    """Buttons or rows: `id` and `title`."""
    body: dict[str, Any]
    at: datetime


@dataclass
class Phone:
    """One customer with a number, a user id, or both."""

    double: GraphDouble
    number: str | None
    name: str = "Budi"
    user_id: str | None = None
    seen: list[Seen] = field(default_factory=list)
    typing: int = 0
    """How often somebody was shown typing."""
    typing_at: datetime | None = None
    """When it was shown last."""
    read: set[str] = field(default_factory=set)
    """Own messages that were marked as read."""
    last_sent_at: datetime | None = None
    reads_at_once: bool = True
    sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """What the company said, in the order of its coming."""
        return [each.text for each in self.seen]

    def say(self, text: str, sent_at: datetime | None = None, reply_to: str | None = None) -> str:
        """Writes something; gives Meta's id of it."""
        return self.send("text", {"body": text}, sent_at, reply_to)

    def tap(self, title: str) -> str:
        """Taps a button or a row of the newest message that has it."""
        for seen in reversed(self.seen):
            for choice in seen.choices:
                if choice["title"] == title:
                    return self.choose(seen, choice)
        raise AssertionError(f"nothing to tap is called {title!r}")

    def choose(self, seen: Seen, choice: dict[str, str]) -> str:
        """Taps a button or a row of a message."""
        kind = "list_reply" if seen.body["interactive"]["type"] == "list" else "button_reply"
        content = {"type": kind, kind: {"id": choice["id"], "title": choice["title"]}}
        return self.send("interactive", content, reply_to=seen.id)

    def send_file(self, kind: str, content: bytes, media_type: str, **more: Any) -> str:
        """Sends a photo, a file, a sound or a video."""
        return self.send(kind, {**self.double.media_of(content, media_type), **more})

    def send(self, kind: str, content: Any, sent_at: datetime | None = None, reply_to: str | None = None) -> str:
        """Sends anything."""
        return self.double.receive(self, kind, content, sent_at, reply_to)
