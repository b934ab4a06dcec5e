"""What the classifiers look at: standard words, pairs of them, stems, letters, meanings, and kinds of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from bot.understanding.entities.recogniser import Finders
from bot.understanding.lexicon import Lexicon
from bot.understanding.linear import Block, Features
from bot.understanding.normalise import Speller
from bot.understanding.tokens import Token, tokenise

BLOCKS = (
    Block("words", 0.7),
    Block("stems", 0.7),
    Block("letters", 1.0, rarest=2),
    Block("meanings", 0.3),
    Block("pairs", 0.3, rarest=2),
    Block("edges", 0.25, rarest=2),
)
"""Weights chosen by cross-validation on data/nlu; see docs/understanding.md."""

_NAMED = frozenset({"instrument", "brand", "city"})
"""Which one of these is named does not change what is wanted, so the classifier sees only that one is."""
_PREFIXES_ID = ("meng", "meny", "mem", "men", "peng", "pem", "pen", "di", "ber", "ter", "me", "pe", "ke", "se")
_SUFFIXES_ID = ("nya", "kan", "an", "lah", "kah", "ku", "i")
_SUFFIXES_EN = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "ly", "ment", "er", "s")
SHORTEST_STEM = 4
REMEMBERED = 64
WORDS_PER_STEP, LONGEST_STEP = 3, 8
"""Lengths are told in steps of three words, up to eight steps."""
_ANY_DAY = date(2000, 1, 1)
"""Patterns are asked where numbers stand, not which year they mean."""


class Meanings:
    """Looks the lexicon's meanings up; remembers the answer for each word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.concepts
        self._stems = lexicon.concept_stems
        self._of_word = lru_cache(maxsize=50_000)(self._look_up)

    def of(self, words: Sequence[str]) -> list[str]:
        """The meanings in a message, each once, sorted."""
        found: set[str] = set()
        for word, following in zip(words, [*words[1:], ""], strict=True):
            found.update(self._of_word(word), self._phrases.get(f"{word} {following}", ()))
        return sorted(found)

    def _look_up(self, word: str) -> tuple[str, ...]:
        return (*self._phrases.get(word, ()), *(meaning for start, meaning in self._stems if word.startswith(start)))


@dataclass(frozen=True)
class Reader:
    """Turns messages into features; built once from the lexicon."""

    finders: Finders
    spellers: dict[str, Speller]
    meanings: Meanings

    @classmethod
    def build(cls, finders: Finders) -> Reader:
        """Prepares the spellers of both languages."""
        spellers = {code: Speller.for_language(finders.lexicon, code) for code in ("id", "en")}
        return cls(finders, spellers, Meanings(finders.lexicon))

    def words(self, text: str, language: str) -> list[str]:
        """The standard words of a message, names and numbers replaced by their kind."""
        return self.spellers[language].normalise(self._masked(text))

    def __post_init__(self) -> None:
        """Remembers the last messages read, for several classifiers look at the same one."""
        object.__setattr__(self, "_remembering", lru_cache(maxsize=REMEMBERED)(self._read))

    def read(self, text: str, language: str) -> Features:
        """All features of a message."""
        remembering: Callable[[str, str], Features] = getattr(self, "_remembering")  # noqa: B009 - set past the freeze
        return remembering(text, language)

    def _read(self, text: str, language: str) -> Features:
        return self.features(self.words(text, language), language)

    def features(self, words: Sequence[str], language: str) -> Features:
        """The features of standard words."""
        stems = [stem(word, language) for word in words]
        meanings = self.meanings.of(words)
        return {
            "words": _with_pairs(words),
            "stems": _with_pairs(stems),
            "letters": _letters(" ".join(words)),
            "meanings": meanings,
            "pairs": [f"{one}+{two}" for one, two in combinations(meanings, 2)],
            "edges": _edges(words),
        }

    def _masked(self, text: str) -> list[str]:
        tokens = tokenise(text)
        masks = self._masks(text, tokens)
        return [masks.get(place, token.text) for place, token in enumerate(tokens) if masks.get(place) != ""]

    def _masks(self, text: str, tokens: Sequence[Token]) -> dict[int, str]:
        """Place -> the word that stands for a name there; "" for a name's further words."""
        masks: dict[int, str] = {}
        for mention in self.finders.gazetteer.find(tokens, typos=False):
            if mention.entity in _NAMED:
                masks |= dict.fromkeys(range(mention.first, mention.last), "")
                masks[mention.first] = "x" + mention.entity
        for found in self.finders.patterns(text, _ANY_DAY):
            inside = [
                place for place, token in enumerate(tokens) if token.start < found.end and found.start < token.end
            ]
            masks |= dict.fromkeys(inside, "")
            masks[inside[0]] = "x" + found.entity.replace("_", "")
        return masks


def stem(word: str, language: str) -> str:
    """A word without its commonest endings and beginnings: crude, but the same for all forms of one word."""
    if language == "en":
        return _without(word, (), _SUFFIXES_EN)
    return _without(word, _PREFIXES_ID, _SUFFIXES_ID)


def _without(word: str, prefixes: Sequence[str], suffixes: Sequence[str]) -> str:
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST_STEM:
            word = word[len(prefix) :]
            break
    for suffix in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


def _edges(words: Sequence[str]) -> list[str]:
    """How a message begins and ends, how long it is, and whether it asks."""
    plain = [word for word in words if word[0].isalnum()]
    length = min(len(plain) // WORDS_PER_STEP, LONGEST_STEP)
    mark = "?" if "?" in words else "."
    return ["1=" + " ".join(plain[:1]), "2=" + " ".join(plain[:2]), "-1=" + " ".join(plain[-1:]), f"n{length}", mark]


def _with_pairs(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


@lru_cache(maxsize=20_000)
def _letters_of_word(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[start : start + size] for size in range(2, 6) for start in range(max(1, len(padded) - size + 1))
        if size <= len(padded)
    )  # fmt: skip


def _letters(text: str) -> list[str]:
    """Runs of two to five letters inside words, spaces counting at the edges."""
    return [run for word in text.split() for run in _letters_of_word(word)]
