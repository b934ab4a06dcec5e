"""Contact data as they are shown to those who do not need them. Pure."""

from __future__ import annotations


def mask_phone(phone: str | None) -> str | None:
    """All but the last three digits hidden."""
    return None if phone is None else "•" * max(0, len(phone) - 3) + phone[-3:]
