"""The captured shapes of Meta's webhooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "captured" / "whatsapp"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
OURS = "106540352242922"
"""The phone number id in the captured shapes."""


def captured(name: str) -> dict[str, Any]:
    """The payload of one shape."""
    payload: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())["payload"]
    return payload


def as_bytes(payload: dict[str, Any]) -> bytes:
    """The body as Meta would send it."""
    return json.dumps(payload, separators=(",", ":")).encode()
