"""Tells whoever has something to do after an update was taken in; should we crash before it, the sweeps find it."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.channels.whatsapp_inbound import Taken
from handoff.channels.whatsapp_media import MediaFetcher
from handoff.channels.whatsapp_outbound import Sender
from handoff.clock import Clock
from handoff.conversations.conversation import Channel
from handoff.conversations.lanes import Lanes, when_due
from handoff.doorbells import NOTHING_TO_SAY, Doorbells
from handoff.metrics import DUPLICATES, MESSAGES
from protocol import messages
from protocol.settings import Settings


@dataclass(frozen=True)
class Announcer:
    """Rings."""

    settings: Settings
    bells: Doorbells
    turns: Lanes
    """Over conversations: when the bot is asked."""
    sender: Sender
    media: MediaFetcher
    clock: Clock

    async def announce(self, taken: Taken) -> None:
        """Counts, and wakes."""
        _count(taken)
        quiet, cap = self.settings.quiet_seconds(Channel.WHATSAPP), self.settings.turn_cap_ms / 1000
        for received in taken.received:
            await self.bells.ring(received.conversation, NOTHING_TO_SAY)
            if received.awaits_bot:
                due_at = when_due(self.clock(), received.pending_since, quiet, cap)
                await self.turns.schedule(received.conversation, due_at)
        for conversation in taken.conversations:
            await self.bells.ring(conversation, NOTHING_TO_SAY)
        for contact in taken.contacts:
            await self.sender.wake(contact)
        if taken.has_media:
            self.media.wake()


def _count(taken: Taken) -> None:
    if taken.stored:
        MESSAGES.labels(Channel.WHATSAPP.value, messages.Sender.CUSTOMER.value).inc(taken.stored)
    if taken.repeated:
        DUPLICATES.labels(Channel.WHATSAPP.value).inc(taken.repeated)
