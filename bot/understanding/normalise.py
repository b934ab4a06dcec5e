"""Makes the many spellings of chat one: case, repeated letters, slang, abbreviations. The original text is never changed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.understanding.lexicon import Lexicon

WORD = re.compile(r"[^\W_]+(?:['’.&/+-](?=[^\W_])[^\W_]+)*|[^\w\s]", re.UNICODE)
"""A word with inner apostrophes and hyphens, or one sign (emoji, question mark)."""
_LONG_RUN = re.compile(r"(\w)\1{2,}")
_SIGN_RUN = re.compile(r"([^\w\s])\1+")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
_ENDINGS = ("nya", "ny", "kah", "lah", "ku", "mu", "ne", "na")
"""Indonesian endings that slang words take too ("alamtnya", "tgl nya"); the ending is kept as a word of its own."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, one kind of quote, digits as 0, three or more of a letter as two, one space."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("`", "'")
    text = _SIGN_RUN.sub(r"\1", _LONG_RUN.sub(r"\1\1", text))
    return _SPACES.sub(" ", _DIGIT.sub("0", text)).strip()


def words_of(text: str) -> list[str]:
    """The words and signs of a folded text."""
    return WORD.findall(text)


def normalise(folded: str, lexicon: Lexicon, language: str) -> list[str]:
    """The standard words of a folded text; the language decides which reading of a spelling comes first."""
    first, second = (lexicon.slang_en, lexicon.slang_id) if language == "en" else (lexicon.slang_id, lexicon.slang_en)
    own, other = (lexicon.words_en, lexicon.words_id) if language == "en" else (lexicon.words_id, lexicon.words_en)
    words: list[str] = []
    for word in words_of(folded):
        words.extend(_standard(word, first, second, own, other))
    return words


def _standard(
    word: str,
    first: object,
    second: object,
    own: frozenset[str],
    other: frozenset[str],
) -> list[str]:
    raise NotImplementedError
