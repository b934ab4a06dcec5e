"""The one shape of a found piece of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """`text[start:end]` is of kind `entity`; `normalised` is its standard value where there is one."""

    entity: str
    start: int
    end: int
    value: str
    """As the customer typed it."""
    normalised: Any = None
    confidence: float = 1.0
    extractor: str = "pattern"

    def overlaps(self, other: Entity) -> bool:
        """Whether both claim a character."""
        return self.start < other.end and other.start < self.end

    def to_json(self) -> dict[str, Any]:
        """The shape of Rasa's parse result."""
        found = {
            "entity": self.entity,
            "start": self.start,
            "end": self.end,
            "value": self.value,
            "confidence_entity": round(self.confidence, 4),
            "extractor": self.extractor,
        }
        return found if self.normalised is None else found | {"normalised": self.normalised}
