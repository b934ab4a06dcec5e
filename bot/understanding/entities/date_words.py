"""Gives every word of a message its part in a date: month, weekday, unit, "last", "next" ... one letter a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.tokens import Token

_FULL_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d|20\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)|ke-?\d{1,2}|first|second|third|kedua|ketiga|keempat|pertama|terakhir")
_YEAR = re.compile(r"20[12]\d")
_DAY = re.compile(r"[0-3]?\d")
_GLUED = re.compile(r"(?:tgl|tanggal)\d{1,2}")

_WORDS = {
    "t": ("tanggal", "tgl", "tggl", "tgll", "date"),
    "h": ("hari", "hr", "hri", "dinten", "dino"),
    "a": ("the",),
    "f": ("of", "in", "on"),
    "c": ("lagi", "lg", "from now", "ke depan", "kedepan"),
    "-": ("-", "sampai", "s/d", "sd", "to", "and", "dan", "atau", "or"),
}
"""The letters: t "tanggal", h "hari", a "the", f "of", c "lagi", - a range. Others: M month, m perhaps a month,
W weekday, w perhaps a weekday, D a phrase for a day (d: its further words), P part of a day, U unit, L past,
N next, T this, B "last" or "next" before a unit, S beginning or end, # day number, Y year, n number word, o ordinal,
X a whole date, . nothing."""


@dataclass(frozen=True)
class DateWords:
    """The tables of `date_words.yml` as look-ups."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    phrases: Mapping[tuple[str, ...], int]
    """Words for a day -> days from today."""
    units: Mapping[str, str]
    letters: Mapping[str, str]
    """Word -> its letter."""
    longest_phrase: int

    @classmethod
    def build(cls, tables: Mapping[str, Any], numbers: Iterable[str]) -> DateWords:
        """Turns the file's tables round."""
        months, weekdays = _turned(tables["months"]), _turned(tables["weekdays"])
        phrases = {tuple(word.split()): offset for word, offset in _turned(tables["days"]).items()}
        units = {word: unit for unit, words in tables["units"].items() for word in _lower(words)}
        letters = _letters(tables, months, weekdays, units, numbers)
        named = {tuple(word.split()) for word in _lower(tables["named"])}
        phrases |= {words: NAMED for words in named}
        return cls(months, weekdays, phrases, units, letters, max(len(words) for words in phrases))

    def spell(self, tokens: Sequence[Token]) -> str:
        """One letter for each word of the message."""
        words = [token.text for token in tokens]
        code: list[str] = []
        while len(code) < len(words):
            length = self._phrase_at(words, len(code))
            code += "D" + "d" * (length - 1) if length else self._letter(words[len(code)])
        return "".join(code)

    def _phrase_at(self, words: Sequence[str], start: int) -> int:
        for length in range(min(self.longest_phrase, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.phrases:
                return length
        return 0

    def _letter(self, word: str) -> str:
        found = self.letters.get(word) or self.letters.get(
            word.removesuffix("nya").removesuffix("'s").removesuffix("s")
        )
        if found:
            return found
        if not word[0].isdigit():
            return "o" if _ORDINAL.fullmatch(word) else "X" if _GLUED.fullmatch(word) else "."
        if _FULL_DATE.fullmatch(word):
            return "X"
        return (
            "Y" if _YEAR.fullmatch(word) else "#" if _DAY.fullmatch(word) else "o" if _ORDINAL.fullmatch(word) else "."
        )


NAMED = 10_000
"""Stands for "a day with a name" (Lebaran, hari libur), whose date the phrase itself does not tell."""


def _letters(
    tables: Mapping[str, Any],
    months: Mapping[str, int],
    weekdays: Mapping[str, int],
    units: Mapping[str, str],
    numbers: Iterable[str],
) -> dict[str, str]:
    letters = {word: "n" for word in numbers if " " not in word}
    letters |= {word: letter for letter, words in _WORDS.items() for word in words}
    groups = (("past", "L"), ("next", "N"), ("this", "T"), ("before_unit", "B"), ("spans", "S"), ("day_parts", "P"))
    for name, letter in groups:
        letters |= {word: letter for phrase in _lower(tables[name]) for word in [phrase] if " " not in word}
    letters |= dict.fromkeys(units, "U")
    letters |= dict.fromkeys(months, "M") | dict.fromkeys(weekdays, "W")
    letters |= dict.fromkeys(_lower(tables["ambiguous_months"]), "m")
    letters |= dict.fromkeys(_lower(tables["ambiguous_weekdays"]), "w")
    return letters | {"this": "B", "hari": "h", "hr": "h", "hri": "h", "minggu": "w"}


def _turned(table: Mapping[int, Iterable[object]]) -> dict[str, int]:
    return {str(word).lower(): int(number) for number, words in table.items() for word in words}


def _lower(words: Iterable[object]) -> list[str]:
    return [str(word).lower() for word in words]
