"""Cuts a message into words and signs that remember where they stood; the original text is never changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’.&/+-](?=[^\W_])[^\W_]+)*|([^\w\s]|_)\1*", re.UNICODE)
"""A word with inner apostrophes, dots and hyphens, or a run of one sign ("???", an emoji)."""
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a message."""

    text: str
    """Lower case, one kind of apostrophe, letters repeated three times or more written twice, a run of a sign once."""
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is more than punctuation or an emoji."""
        return self.text[0].isalnum()


def tokenise(text: str) -> list[Token]:
    """The words and signs of a message in order."""
    return [Token(_fold(match.group(), match.group(1)), match.start(), match.end()) for match in _WORD.finditer(text)]


def _fold(word: str, sign: str | None) -> str:
    if sign:
        return sign
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES)
    return _LONG_RUN.sub(r"\1\1", word.lower())


def fold_digits(word: str) -> str:
    """Every digit as 0, so that numbers of one shape count as one word."""
    return _DIGITS.sub("0", word)
