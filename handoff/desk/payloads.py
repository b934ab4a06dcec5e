"""The JSON that the desk's routes read. Pure; described in the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from handoff.aftercare.internal_requests import DUE_HOURS
from handoff.agent_queue.presence import PresenceState
from handoff.channels.web_payloads import ID_PATTERN
from handoff.conversations.resolve import Outcome

MAX_AGENT_TEXT = 4096
"""Characters; what WhatsApp takes in one message, so that an agent's words fit every channel."""
MAX_NOTE = 4000
MAX_FOR_CUSTOMER = 1000

Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_AGENT_TEXT, pattern=r"\S")]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE)]


class Unit(StrEnum):
    """A back-office department."""

    FINANCE = "finance"
    """Invoices, payments, tax."""
    TECHNICIAN = "technician"
    """The laboratory and the people on site."""
    ADMINISTRATION = "administration"
    """Quotations, orders, certificates, schedules."""
    IT = "it"
    """The company's systems."""
    HR = "hr"
    """Staff and applicants."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LogIn(_Body):
    """Body of `POST /api/desk/session`."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=1024)]


class PutPresence(_Body):
    """Body of `PUT /api/desk/presence`."""

    state: PresenceState


class PostMessage(_Body):
    """Body of `POST /api/desk/conversations/{id}/messages`; the id is the client's own and makes a retry harmless."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    text: Text


class PostTemplate(_Body):
    """Body of `POST /api/desk/conversations/{id}/templates`: the template's name, and what stands for its variables."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    name: Annotated[str, Field(max_length=64)]
    variables: dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=1000)]] = {}


class PostNote(_Body):
    """Body of `POST /api/desk/conversations/{id}/notes`."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_NOTE, pattern=r"\S")]


class PostTransfer(_Body):
    """Body of `POST /api/desk/conversations/{id}/transfer`: to a colleague, or to a unit."""

    to: Annotated[str, Field(max_length=36)] | None = None
    unit: Unit | None = None
    note: Note | None = None


class PostRelease(_Body):
    """Body of `POST /api/desk/conversations/{id}/release`."""

    note: Note | None = None


class PostResolve(_Body):
    """Body of `POST /api/desk/conversations/{id}/resolve`."""

    outcome: Outcome
    note: Note | None = None
    follow_up_at: AwareDatetime | None = None
    seen: Annotated[int, Field(ge=0)] | None = None
    """The number of the last message that the agent was shown: nothing is closed over the customer's newer words."""


class PostAttempt(_Body):
    """Body of `POST /api/desk/promises/{promise}/attempts`."""

    reached: bool
    note: Note = ""


class PostRequest(_Body):
    """Body of `POST /api/desk/requests`; the unit has so many office hours, or until the given time."""

    conversation: Annotated[str, Field(max_length=36)]
    unit: Unit
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_NOTE, pattern=r"\S")]
    office_hours: Annotated[int, Field(ge=1, le=200)] = DUE_HOURS
    due_at: AwareDatetime | None = None


class PostAnswer(_Body):
    """Body of `POST /api/desk/requests/{request}/answer`; only `for_customer` is ever told to the customer."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_NOTE, pattern=r"\S")]
    for_customer: Annotated[str, StringConstraints(max_length=MAX_FOR_CUSTOMER)] | None = None


class PostReview(_Body):
    """Body of `POST /api/desk/ratings/{rating}/review`."""

    reopen: bool = False


def iso(at: datetime | None) -> str | None:
    """A time as ISO 8601, or null."""
    return at.isoformat() if at else None
