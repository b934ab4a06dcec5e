"""Leaves a bot alone that has failed several times running, so that customers need not wait for it in vain.

After a pause one turn is let through; when it is answered, the bot is asked as before. Pure, but for the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5
"""Failures running, of any conversations, after which the bot is left alone: not yet at a single dropped connection."""
PAUSE_SECONDS = 5.0
"""About what a bot host takes to start again."""


class Breaker:
    """Knows whether the bot may be asked now."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._retry_at = 0.0

    def lets_through(self) -> bool:
        """Whether a turn may be put to the bot; while it is left alone, one after each pause."""
        if self._failures < FAILURES:
            return True
        if self._now() < self._retry_at:
            return False
        self._retry_at = self._now() + PAUSE_SECONDS  # whoever comes while this one tries must not wait as well
        return True

    def succeeded(self) -> None:
        """The bot has answered."""
        self._failures = 0

    def failed(self) -> None:
        """The bot was down, slow, or broken."""
        self._failures += 1
        self._retry_at = self._now() + PAUSE_SECONDS
