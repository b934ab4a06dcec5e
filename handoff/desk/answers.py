"""The JSON that the desk's routes answer, as `views.py` and `customer.py` make it.

Nothing is made with these models: they are what the OpenAPI document says, and tests hold real answers against it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crm.stages import Party, Stage
from crm.tables import DisplayType, ServiceType, WorkState
from handoff.agent_queue.presence import PresenceState
from handoff.conversations.conversation import Channel, State
from handoff.conversations.resolve import Outcome
from handoff.desk.staff import Role
from protocol.escalation import EscalationReason
from protocol.languages import Language
from protocol.messages import Sender


class Answer(BaseModel):
    """Names every field; nothing else is answered."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Me(Answer):
    """The logged-in account."""

    id: str
    name: str
    email: str
    role: Role
    unit: str | None
    """The back-office unit of the account."""
    languages: list[Language]
    """The languages that the account serves."""
    capacity: int
    """Conversations held at once."""
    presence: PresenceState


class Colleague(Answer):
    """An account, with what it holds now."""

    id: str
    name: str
    role: Role
    unit: str | None
    presence: PresenceState
    load: int
    """Conversations held now."""
    capacity: int


class StaffList(Answer):
    """All active accounts, by name."""

    staff: list[Colleague]


class CustomerLine(Answer):
    """Who a conversation is with, as far as lists show it."""

    name: str | None
    phone_masked: str | None
    """The phone that the channel proved, all but the last three digits hidden."""
    verified: bool
    """Whether the customer was proved to be somebody."""


class AgentName(Answer):
    """The agent in whose hands a conversation is."""

    id: str
    name: str


class LastMessage(Answer):
    """The newest message of a conversation."""

    sender: Sender = Field(alias="from")
    text: str
    """Its first 160 characters."""
    at: AwareDatetime


class Summary(Answer):
    """A conversation in a list."""

    id: str
    state: State
    channel: Channel
    language: Language
    customer: CustomerLine
    reason: EscalationReason | None
    """Why it left the bot; null when it is with the bot."""
    emotion: str
    """The customer's emotion at the hand-over: neutral, happy, disappointed, angry, anxious."""
    urgency: int = Field(ge=0, le=3)
    """Each step is ranked as if the customer had come five minutes earlier."""
    why: list[str]
    """What makes its place in line: `emotion:...`, `reason:...`, `waiting`."""
    queued_at: AwareDatetime | None
    """Since when the customer waits, or waited before it was taken."""
    position: int | None
    """The place in line from 1; null when it does not wait, or when the line is not known."""
    agent: AgentName | None
    mine: bool
    """Whether it is in my hands."""
    skill: str | None
    """The back-office unit whose matter it is."""
    last_message: LastMessage | None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    last_seq: int
    """The number of the newest message."""


class ConversationList(Answer):
    """At most 200 conversations, the most urgent first, then the latest."""

    conversations: list[Summary]


class EstimateScore(Answer):
    """How honest the waits were that customers were first told."""

    count: int
    """Customers served last who were told a wait, at most 200."""
    right: int
    """Of them, those who were served within it."""


class Line(Answer):
    """The line at a glance."""

    waiting: int
    longest_seconds: int | None
    """How long the one has waited who waits longest; null when nobody waits."""
    free_places: int
    """Conversations that agents on duty could take now."""
    busy_places: int
    """Conversations that agents on duty hold."""
    estimates: EstimateScore


class OfferShown(Answer):
    """A waiting customer, offered to me for a while."""

    id: str
    seconds: int
    """How long the offer stands in all."""
    seconds_left: float
    conversation: Summary


class Offers(Answer):
    """What is offered to me."""

    offer: OfferShown | None


class CallBack(Answer):
    """How and by when a customer who waits wants to be reached."""

    channel: Literal["web", "whatsapp", "phone"]
    number: str | None
    """E.164; null where they wrote."""
    due_at: AwareDatetime


class ButtonView(Answer):
    """A choice that was offered to the customer."""

    title: str
    payload: str


class Attachment(Answer):
    """A file that the customer sent."""

    id: str
    name: str
    media_type: str
    """Pictures and PDFs; on WhatsApp also sounds and videos."""
    size: int
    """Bytes; 0 until the file is here."""
    url: str
    """Where the file is, on this service."""
    state: Literal["loading", "ready", "failed"] = "ready"
    """On WhatsApp a file comes some time after its message, or not at all."""


class Understood(Answer):
    """What the bot made of a turn of the customer."""

    model_config = ConfigDict(extra="allow")

    intent: str | None = None
    topic: str | None = None
    """The topic of a frequent question."""
    confidence: float | None = None
    language: str | None = None
    emotion: str | None = None


class MessageView(Answer):
    """Something said."""

    seq: int
    """Its number in the conversation, from 1 and without gaps."""
    id: str
    sender: Sender = Field(alias="from")
    name: str | None
    text: str
    payload: str | None
    """What a tapped button stands for; the text is its title."""
    buttons: list[ButtonView]
    attachment: Attachment | None
    at: AwareDatetime
    understood: Understood | None
    """On the last bubble of a turn that the bot has answered."""


class NoteView(Answer):
    """A private note; no customer ever sees it."""

    id: str
    author: str
    text: str
    at: AwareDatetime


class EscalationView(Answer):
    """A hand-over to the line."""

    reason: EscalationReason
    emotion: str
    at: AwareDatetime
    evidence: list[str]
    """The customer's own sentences that made the reason."""
    wait_low: float | None
    """Seconds, as told to the customer; null when no honest figure existed."""
    wait_high: float | None


class EmotionPoint(Answer):
    """The customer's emotion in one turn."""

    at: AwareDatetime
    label: str


class PreviousConversation(Answer):
    """An earlier conversation of the same customer."""

    id: str
    created_at: AwareDatetime
    reason: EscalationReason | None
    outcome: Outcome | None


class RatingView(Answer):
    """The customer's verdict."""

    score: int = Field(ge=1, le=5)
    comment: str | None


class Person(Answer):
    """Somebody of the CRM who the customer was proved to be."""

    name: str
    company: str


class InstrumentView(Answer):
    """Instruments of one kind in an order."""

    type: str
    brand: str
    model: str
    range: str
    serial: str
    service: ServiceType
    display: DisplayType | None
    display_found: DisplayType | None
    """What was found on site, where it is not what the order says: the commonest reason of a price difference."""
    quantity: int
    work: WorkState
    passed: bool | None
    """Null while nobody knows."""


class OrderView(Answer):
    """An order of the customer's company."""

    number: str
    company: str
    stage: Stage
    stage_since: date
    next_stage: Stage | None
    next_actor: Party
    """Who has to act for the order to go on."""
    expected: date | None
    """When the next step is expected; null where only the customer decides."""
    overdue: bool
    instruments: list[InstrumentView]


class Conversation(Summary):
    """One conversation with everything that was learnt."""

    messages: list[MessageView]
    """All, or those after the number that was asked for."""
    notes: list[NoteView]
    call_back: CallBack | None
    """Set when the customer would rather be called than wait."""
    summary: str | None
    """The latest hand-over in at most five lines."""
    escalations: list[EscalationView]
    emotions: list[EmotionPoint]
    slots: dict[str, Any]
    """What the bot has learnt and asked."""
    previous: list[PreviousConversation]
    """At most 10, the latest first."""
    rating: RatingView | None
    identity: list[Person] = []
    """Who the customer was proved to be; left out when only newer messages were asked for."""
    orders: list[OrderView] = []
    """At most 8, the open ones first; left out when only newer messages were asked for."""


class SentMessage(Answer):
    """What the server added to the agent's words."""

    seq: int
    id: str
    text: str
    at: AwareDatetime


class MessageSent(Answer):
    """The stored message; the same one when the id was sent before."""

    message: SentMessage
