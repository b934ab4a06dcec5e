"""The map of Redis: every key, what it holds, when it goes and why. Nothing here is the only copy of anything.

Only commands of Redis 6.2 are used, and no command touches two keys, so that a cluster may spread them.
"""

from __future__ import annotations

from dataclasses import dataclass

LANE_LEASE_SECONDS = 6.0
"""A worker renews the lane it works on every third of this; after a crash the lane is free again this soon."""


@dataclass(frozen=True)
class Keys:
    """Names of keys and channels under one prefix."""

    prefix: str = "sapa:"

    @property
    def line(self) -> str:
        """Sorted set, no expiry: conversation id by rank in the waiting line; rebuilt from the record."""
        return f"{self.prefix}line"

    @property
    def turns_due(self) -> str:
        """Sorted set, no expiry: conversation id by when (ms) the bot shall answer; rebuilt from the record."""
        return f"{self.prefix}turns:due"

    def lane(self, conversation: str) -> str:
        """Lock, expires by `LANE_LEASE_SECONDS`: which worker works on the conversation."""
        return f"{self.prefix}lane:{conversation}"

    def presence(self, staff: str) -> str:
        """String, expires by `SAPA_PRESENCE_SECONDS`: `online`, `away` or `offline`; no key means offline."""
        return f"{self.prefix}presence:{staff}"

    @property
    def heard(self) -> str:
        """Sorted set, no expiry: staff id by when (s) anything was heard of them; who is missing counts from now."""
        return f"{self.prefix}heard"

    @property
    def watching(self) -> str:
        """Sorted set, no expiry: staff id by when (s) their open desk was last heard of; only these see an offer."""
        return f"{self.prefix}watching"

    def bell(self, conversation: str) -> str:
        """Channel, nothing kept: "look at this conversation", or who is typing in it."""
        return f"{self.prefix}bell:{conversation}"

    @property
    def desk_bell(self) -> str:
        """Channel, nothing kept: "look at the line"; the message is a conversation id or empty."""
        return f"{self.prefix}bell-desk"

    def rate(self, what: str, who: str, window: int) -> str:
        """Counter, expires with its window: how often somebody did something in it."""
        return f"{self.prefix}rate:{what}:{who}:{window}"

    @property
    def sends_due(self) -> str:
        """Sorted set, no expiry: contact id by when (ms) something is to be sent to them; rebuilt from the record."""
        return f"{self.prefix}sends:due"

    def sender(self, contact: str) -> str:
        """Lock, expires by `LANE_LEASE_SECONDS`: which worker sends to the contact, so that their order is kept."""
        return f"{self.prefix}sender:{contact}"

    @property
    def bells(self) -> str:
        """Pattern of the channels of all conversations' bells."""
        return f"{self.prefix}bell:*"

    def pace(self, number: str, window: int) -> str:
        """Counter, expires with its window: messages sent from one number in a tenth of a second."""
        return f"{self.prefix}pace:{number}:{window}"

    def pair(self, contact: str) -> str:
        """String, expires when it is used up: how far ahead of the pair limit a contact was sent to (ms since 1970)."""
        return f"{self.prefix}pair:{contact}"

    def shown_typing(self, contact: str) -> str:
        """Mark, expires with the indicator: the customer sees that somebody is typing."""
        return f"{self.prefix}typing:{contact}"

    def runner(self, what: str) -> str:
        """Lock, expires by itself: which worker does something that only one may do."""
        return f"{self.prefix}runner:{what}"
