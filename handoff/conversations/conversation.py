"""What a conversation is: its states, the moves between them, and who speaks in each. Pure."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Who speaks in a conversation."""

    BOT = "bot"
    """The bot answers."""
    QUEUED = "queued"
    """Nobody yet: the customer waits for a person; the bot still answers facts."""
    AGENT = "agent"
    """One agent answers; the bot is silent."""
    CLOSED = "closed"
    """Nobody; the next message begins a new conversation that knows this one."""


class Channel(StrEnum):
    """Where a customer writes."""

    WEB = "web"
    """The widget on a web site."""
    WHATSAPP = "whatsapp"
    """WhatsApp, over Meta's Cloud API."""


LEGAL_MOVES: dict[State, frozenset[State]] = {
    State.BOT: frozenset({State.QUEUED, State.AGENT, State.CLOSED}),
    State.QUEUED: frozenset({State.AGENT, State.BOT, State.CLOSED}),
    State.AGENT: frozenset({State.BOT, State.QUEUED, State.AGENT, State.CLOSED}),
    State.CLOSED: frozenset(),
}

BOT_LISTENS = frozenset({State.BOT, State.QUEUED})
"""States in which the customer's messages become turns of the bot."""


def check_move(old: State, new: State) -> bool:
    """Whether a conversation may go from one state to the other."""
    return new in LEGAL_MOVES[old]
