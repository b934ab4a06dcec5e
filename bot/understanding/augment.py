"""Adds typing errors and chat spellings to training sentences, so that the models have met them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """For every key the keys left and right of it."""
    return {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, key in enumerate(row)}


_NEIGHBOURS = _neighbours()
VOWELS = "aiueo"


@dataclass(frozen=True)
class Noise:
    """How often a word is changed, and the chat spellings of standard words."""

    share: float
    """Of the words, how many are changed."""
    spellings: Mapping[str, Sequence[str]]
    """Standard word -> how people also write it."""

    @classmethod
    def from_slang(cls, slang: Mapping[str, str], share: float) -> Noise:
        """Turns the slang lists round."""
        spellings: dict[str, list[str]] = {}
        for written, meant in slang.items():
            if written.isalpha() and " " not in meant:
                spellings.setdefault(meant, []).append(written)
        return cls(share, spellings)


def add_noise(text: str, noise: Noise, dice: random.Random) -> str:
    """A copy of a sentence as somebody in a hurry would have typed it."""
    words = [_changed(word, noise, dice) if dice.random() < noise.share else word for word in text.split(" ")]
    return " ".join(words)


def _changed(word: str, noise: Noise, dice: random.Random) -> str:
    known = noise.spellings.get(word.lower())
    if known and dice.random() < 0.5:
        return dice.choice(known)
    if len(word) < 4 or not word.isalpha():
        return word
    return dice.choice(_SLIPS)(word, dice)


def _drop_letter(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _swap_letters(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _hit_neighbour(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return word[:place] + dice.choice(_NEIGHBOURS.get(word[place].lower(), word[place])) + word[place + 1 :]


def _double_letter(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _drop_vowels(word: str, dice: random.Random) -> str:
    """Drops vowels as Indonesians do, "berapa" -> "brp": the usual Indonesian way to shorten."""
    inner = "".join(letter for letter in word[1:] if letter.lower() not in VOWELS or dice.random() < 0.3)
    return word[0] + inner if inner else word


_SLIPS = (_drop_letter, _swap_letters, _hit_neighbour, _double_letter, _drop_vowels, _drop_vowels)
