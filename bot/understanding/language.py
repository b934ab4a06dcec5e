"""Which of the two languages a message is in; its own words decide, or the conversation where it has none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.examples import Example
from bot.understanding.lexicon import Lexicon
from bot.understanding.linear import Block, Features, LinearModel, train
from bot.understanding.tokens import Token, fold_digits, tokenise

BLOCKS = (Block("words", 1.0), Block("letters", 1.0, rarest=2))
SHARPNESS = 2.5
"""Turns the distance from the boundary into a probability; of answers with 0.9, nine in ten are right."""
HISTORY_WEIGHT = 0.35
"""How far the conversation's language moves the boundary; a clear sentence of three words overrules it."""
DEFAULT = "id"


@dataclass(frozen=True)
class LanguageGuess:
    """A language code and how sure it is."""

    code: str
    confidence: float


@dataclass(frozen=True)
class LanguageIdentifier:
    """Tells Indonesian (with its regional languages and slang) from English."""

    model: LinearModel
    lexicon: Lexicon

    def identify(self, text: str, previous: str | None = None) -> LanguageGuess:
        """The language of a message; `previous` is the conversation's.

        It stays for numbers, names, and what people of either language say ("ok thanks").
        """
        return self.identify_tokens(tokenise(text), previous)

    def identify_tokens(self, tokens: Sequence[Token], previous: str | None = None) -> LanguageGuess:
        """The same for words already cut."""
        words = [token.text for token in _without_addresses(tokens) if token.text[0].isalpha()]
        if previous and words and all(word in self.lexicon.words_borrowed for word in words):
            return LanguageGuess(previous, 0.5)
        telling = [word for word in words if word not in self.lexicon.words_neutral]
        if not telling or (len(words) == 1 and previous and not self._is_clear(words[0])):
            return LanguageGuess(previous or DEFAULT, 0.5)
        scores = self.model.score(_features(words))
        leaning = float(scores[self.model.labels.index("en")] - scores[self.model.labels.index("id")]) / 2
        leaning += {"en": HISTORY_WEIGHT, "id": -HISTORY_WEIGHT}.get(previous or "", 0.0)
        sureness = 1.0 / (1.0 + math.exp(-SHARPNESS * abs(leaning)))
        return LanguageGuess("en" if leaning > 0 else "id", sureness)

    def _is_clear(self, word: str) -> bool:
        """Whether one word alone is enough to leave the conversation's language."""
        return word in self.lexicon.words_id or word in self.lexicon.words_en


def _without_addresses(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words outside e-mail addresses, which are in no language."""
    places = [place for place, token in enumerate(tokens) if token.text == "@"]
    beside = {place + step for place in places for step in (-1, 1)}
    return (token for place, token in enumerate(tokens) if place not in beside)


def train_language(examples: Sequence[Example], lexicon: Lexicon) -> LanguageIdentifier:
    """Learns from the folders in which the sentences stand, and from the lexicon's function words."""
    features = [_features([token.text for token in tokenise(example.text)]) for example in examples]
    languages = [example.language for example in examples]
    for language, words in (("id", lexicon.words_id), ("en", lexicon.words_en)):
        features += [_features([word]) for word in sorted(words)]
        languages += [language] * len(words)
    return LanguageIdentifier(train(features, languages, BLOCKS), lexicon)


def _features(words: Sequence[str]) -> Features:
    folded = [fold_digits(word) for word in words if word[0].isalpha()]
    letters = [
        gram for word in folded for size in (2, 3, 4) for padded in [f" {word} "]
        for gram in (padded[start : start + size] for start in range(len(padded) - size + 1))
    ]  # fmt: skip
    first = ["1=" + word for word in folded[:2]]
    return {
        "words": [*folded, *first, *(f"{one} {two}" for one, two in pairwise(folded))],
        "letters": letters,
    }
