"""The languages Sapa speaks."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language customers and agents write in; values are ISO 639-1 codes."""

    ID = "id"
    """Indonesian, in any register."""
    EN = "en"
    """English."""

    @classmethod
    def from_code(cls, code: object, default: Language | None = None) -> Language:
        """Reads a code such as `en` or `en-GB`; anything unknown is the default, Indonesian unless told otherwise."""
        fallback = default or cls.ID
        if not isinstance(code, str):
            return fallback
        try:
            return cls(code[:2].lower())
        except ValueError:
            return fallback
