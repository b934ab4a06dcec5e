"""How many: figures and number words of both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.understanding.tokens import tokenise

_TENS = {
    "puluh": 10,
    "puluhan": 10,
    "ratus": 100,
    "ratusan": 100,
    "ribu": 1000,
    "hundred": 100,
    "thousand": 1000,
    "lusin": 12,
    "dozen": 12,
}
_TEEN = "belas"


def count_of(phrase: str, numbers: Mapping[str, int]) -> int | None:
    """The number that a phrase says ("dua puluh lima", "selusin", "40an"), or nothing."""
    figures = re.search(r"\d[\d.]*", phrase)
    if figures:
        return int(figures.group().replace(".", ""))
    known = numbers.get(" ".join(phrase.lower().split()))
    return known if known is not None else _spelt_out([token.text for token in tokenise(phrase)], numbers)


def _spelt_out(words: list[str], numbers: Mapping[str, int]) -> int | None:
    total, part, found = 0, 0, False
    for word in words:
        if word == _TEEN:
            part += 10
        elif word in _TENS:
            total, part = total + (part or 1) * _TENS[word], 0
        elif word in numbers:
            part += numbers[word]
        else:
            continue
        found = True
    return total + part if found else None
