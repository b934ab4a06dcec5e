"""Values of Meta's JSON, whatever stands there, as what every database can keep. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

MAX_ID = 128
"""Characters kept of ids; the longest, a business-scoped user id, has two letters, a dot and up to 128."""
MAX_USER_ID = 135
MAX_NAME = 120
MAX_TEXT = 20_000
"""Far above the 4,096 that WhatsApp lets anybody write."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def as_dict(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_int(value: Any) -> int | None:
    """A whole number that every database can keep."""
    return value if isinstance(value, int) and abs(value) < 2**31 else None


def as_word(value: Any, limit: int = 256) -> str | None:
    """A text that every database can keep: without U+0000 and half surrogates, cut at the limit; None when empty."""
    if not isinstance(value, str):
        return None
    clean = value.replace("\x00", "").encode("utf-8", "replace").decode()
    return clean[:limit] or None if clean.strip() else None


def as_digits(value: Any) -> str | None:
    """A phone number in WhatsApp's form: 5 to 15 digits (E.164 without the plus)."""
    number = value.removeprefix("+") if isinstance(value, str) else ""
    return number if number.isascii() and number.isdecimal() and 5 <= len(number) <= 15 else None


def as_instant(value: Any) -> datetime | None:
    """Seconds since 1970 as a time; None for anything else."""
    try:
        at = datetime.fromtimestamp(int(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return at if at < LATEST else None
