"""The JSON that the desk's routes answer of promises, internal requests and low ratings."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from handoff.aftercare.promises import PromiseKind, PromiseState
from handoff.desk.answer import Answer
from protocol.escalation import EscalationReason
from protocol.languages import Language


class Taker(Answer):
    """Who has taken a promise on."""

    id: str
    name: str


class AttemptView(Answer):
    """One try to keep a promise."""

    by: str
    reached: bool
    note: str
    at: AwareDatetime


class PromiseView(Answer):
    """Something that a customer was promised."""

    id: str
    kind: PromiseKind
    state: PromiseState
    due_at: AwareDatetime
    overdue: bool
    conversation: str | None
    """Null where the CRM promised it to somebody who has not written to us."""
    customer: str | None
    reason: EscalationReason | None
    """Why the customer waits for a person."""
    channel: str | None
    """How to reach them: `web`, `whatsapp`, `phone`; null: where they wrote."""
    number: str | None
    """To call; all but the last three digits hidden until I have taken it on."""
    complaint: str | None
    """The number of the complaint."""
    instrument: str | None
    """What is to be calibrated again."""
    taken_by: Taker | None
    mine: bool
    attempts: list[AttemptView]


class PromiseList(Answer):
    """At most 200, the earliest first."""

    promises: list[PromiseView]


class RequestView(Answer):
    """Something that a back-office unit was asked."""

    id: str
    conversation: str
    customer: str | None
    language: Language
    """The customer's."""
    unit: str
    text: str
    state: Literal["open", "answered", "withdrawn"]
    asked_by: str
    asked_at: AwareDatetime
    due_at: AwareDatetime
    overdue: bool
    due_soon: bool
    """Whether the unit has been reminded."""
    answer: str | None
    """For the team only."""
    for_customer: str | None
    """What the customer may be told."""
    answered_by: str | None
    answered_at: AwareDatetime | None


class RequestList(Answer):
    """At most 200, the open ones first, by due time."""

    requests: list[RequestView]


class LowRating(Answer):
    """A verdict that a supervisor has to read."""

    id: str
    conversation: str
    customer: str | None
    agent: str
    score: int = Field(ge=1, le=2)
    comment: str | None
    at: AwareDatetime


class LowRatingList(Answer):
    """At most 100, the newest first."""

    ratings: list[LowRating]
