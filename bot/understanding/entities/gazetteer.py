"""Names from the lexicon's lists - instruments, makers, places, services, displays - also with typing errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.understanding.tokens import Token, tokenise

LONGEST_NAME = 6
"""In words; longer phrases are not looked up."""
SHORTEST_WITH_TYPO = 5
"""Letters; shorter words are too easily another word with a typing error."""
MOST_REMEMBERED = 50_000
SECOND_TYPO_FROM = 9
"""Letters from which two slips are forgiven instead of one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`tokens[first:last]` names `canonical`, of kind `entity`."""

    entity: str
    first: int
    last: int
    canonical: str
    exact: bool


@dataclass(frozen=True)
class Gazetteer:
    """All lists as one look-up from words to (entity, canonical name)."""

    names: Mapping[str, tuple[str, str]]
    first_words: frozenset[str]
    spellings: Mapping[int, tuple[str, ...]]
    """Single-word names by length, for the search with typing errors."""
    common: frozenset[str]
    """Words of the languages, never read as a misspelt name."""
    remembered: dict[str, str | None] = field(default_factory=dict, compare=False)
    """Word -> the name that it misspells, so that each word is searched once."""

    @classmethod
    def build(cls, lists: Mapping[str, Mapping[str, str]], common: frozenset[str]) -> Gazetteer:
        """Makes the look-up; where two lists hold a name, the earlier list keeps it."""
        names: dict[str, tuple[str, str]] = {}
        for entity, spellings in lists.items():
            for spelling, canonical in spellings.items():
                key = " ".join(token.text for token in tokenise(spelling))
                names.setdefault(key, (entity, canonical))
        single: dict[int, list[str]] = {}
        for name in names:
            if " " not in name and len(name) >= SHORTEST_WITH_TYPO:
                single.setdefault(len(name), []).append(name)
        by_length = {length: tuple(sorted(words)) for length, words in single.items()}
        return cls(names, frozenset(name.split(" ")[0] for name in names), by_length, common)

    def find(self, tokens: Sequence[Token], *, typos: bool = True) -> list[Mention]:
        """The names in a message, the longest first at each place, without overlaps."""
        words = [token.text for token in tokens]
        mentions: list[Mention] = []
        position = 0
        while position < len(words):
            mention = self._longest_at(words, position) or (self._misspelt(words, position) if typos else None)
            if mention:
                mentions.append(mention)
            position = mention.last if mention else position + 1
        return mentions

    def _longest_at(self, words: Sequence[str], position: int) -> Mention | None:
        if words[position] not in self.first_words:
            return None
        for length in range(min(LONGEST_NAME, len(words) - position), 0, -1):
            found = self.names.get(" ".join(words[position : position + length]))
            if found:
                return Mention(found[0], position, position + length, found[1], exact=True)
        return None

    def _misspelt(self, words: Sequence[str], position: int) -> Mention | None:
        word = words[position]
        if len(word) < SHORTEST_WITH_TYPO or word in self.common or not word.isalpha():
            return None
        if word not in self.remembered:
            if len(self.remembered) >= MOST_REMEMBERED:
                self.remembered.clear()
            self.remembered[word] = self._nearest(word)
        name = self.remembered[word]
        if name is None:
            return None
        entity, canonical = self.names[name]
        return Mention(entity, position, position + 1, canonical, exact=False)

    def _nearest(self, word: str) -> str | None:
        """The single-word name that differs by no more than the forgiven slips, beginning with the same letter."""
        slips = 2 if len(word) >= SECOND_TYPO_FROM else 1
        sizes = range(len(word) - slips, len(word) + slips + 1)
        candidates = [name for size in sizes for name in self.spellings.get(size, ()) if name[0] == word[0]]
        found = process.extractOne(word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
        return found[0] if found else None
