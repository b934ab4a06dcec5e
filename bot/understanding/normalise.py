"""Makes the many spellings of chat one: slang, abbreviations, regional words, endings glued to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.lexicon import Lexicon
from bot.understanding.tokens import fold_digits

ENDINGS = ("nya", "ny", "kah", "lah", "pun", "ku", "mu", "ne")
"""Endings that slang words take too ("tgl nya", "hrgnya", "bayare"); without them the word may be in the lexicon."""


@dataclass(frozen=True)
class Speller:
    """Reads spellings as one language first and as the other where the first knows nothing."""

    first: Mapping[str, str]
    second: Mapping[str, str]
    own: frozenset[str]
    other: frozenset[str]

    @classmethod
    def for_language(cls, lexicon: Lexicon, language: str) -> Speller:
        """The reader of messages whose sentence is in this language."""
        if language == "en":
            return cls(lexicon.slang_en, lexicon.slang_id, lexicon.words_en, lexicon.words_id)
        return cls(lexicon.slang_id, lexicon.slang_en, lexicon.words_id, lexicon.words_en)

    def normalise(self, words: Iterable[str]) -> list[str]:
        """The standard words of folded ones; one spelling can stand for several words."""
        standard: list[str] = []
        for word in words:
            standard.extend(self._read(fold_digits(word)).split(" "))
        return standard

    def _read(self, word: str) -> str:
        meant = self.first.get(word)
        if meant or word in self.own:
            return meant or word
        if word in self.other:
            return self.second.get(word, word)
        return self._without_ending(word) or self.second.get(word, word)

    def _without_ending(self, word: str) -> str | None:
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                root = word[: -len(ending)]
                meant = self.first.get(root) or (root if root in self.own else None)
                if meant:
                    return meant
        return None
