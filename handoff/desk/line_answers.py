"""What the desk is answered about the line: its state at a glance, and who is offered to an agent."""

from __future__ import annotations

from handoff.desk.answer import Answer
from handoff.desk.answers import Summary


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
