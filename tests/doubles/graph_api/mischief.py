"""How the double misbehaves, as the real one does on bad days."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass
class Mischief:
    """Chances are from 0 to 1, times in seconds; nothing happens unless it is asked for."""

    duplicate: float = 0.0
    """A webhook comes again, at the same time or later."""
    delay: float = 0.0
    """A webhook comes late."""
    delay_seconds: float = 0.3
    drop: float = 0.0
    """A webhook is lost on the way and sent again, as Meta does until it is answered with 200."""
    batch: float = 0.0
    """A webhook waits for the next one and comes together with it."""
    fail: float = 0.0
    """Sending is answered with 503."""
    hang_up: float = 0.0
    """A message is taken, and the connection ends without an answer."""
    rate_limit: float = 0.0
    """Sending is answered with 130429."""
    pair_limit: float = 0.0
    """Sending is answered with 131056."""
    lose_media: bool = False
    """Files are not there any more."""
    fail_media: int = 0
    """So many downloads fail before one works."""
    seed: int = 1
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def happens(self, chance: float) -> bool:
        """Throws the dice."""
        return self.dice.random() < chance

    def lateness(self) -> float:
        """How late a webhook comes."""
        return self.dice.random() * self.delay_seconds if self.happens(self.delay) else 0.0
