"""Counts as customers write them: figures, words in both languages, dozens."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = {
    "satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "lapan": 8,
    "sembilan": 9, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_WORDS = {
    **{word: value for word, value in _ONES.items() if word != "se"},
    "sebuah": 1, "seunit": 1, "sebiji": 1, "sepasang": 2, "sepuluh": 10, "sebelas": 11, "selusin": 12, "sekodi": 20,
    "seratus": 100, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "hundred": 100, "dozen": 12, "couple": 2, "pair": 2,
}  # fmt: skip
_TIMES_AND_PLUS = {"belas": (1, 10), "puluh": (10, 0), "lusin": (12, 0)}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
# What follows a figure that measures and does not count ("150 kg", "0-10 bar"), or makes it a date or a time.
_MEASURE = (
    r"(?!\s*(?:kg|g|gr|gram|mg|ton|t|bar|mbar|psi|k?pa|mpa|mm|cm|m|km|inch|inci|ml|l|lt|ltr|liter|litre|%|°|derajat"
    r"|celcius|celsius|volt|v|ampere|a|watt|w|hz|khz|ohm|mmhg|ph|rpm|lux|db|persen|juta|jt|ribu|rb|jam|hari|minggu|bulan"
    r"|tahun|days?|weeks?|months?|years?|hours?|am|pm|wib)\b)(?!\s*[°%])"
)
_FIGURE = re.compile(
    rf"(?<![\w.,/:@\-])(?<!\d\s)(?:x\s*)?([1-9]\d{{0,3}})(?![\w]*\d)(?:x\b)?{_MEASURE}(?![.,/:\-]\d)(?=\b|[a-z])",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"\b(?:(?P<compound>(?:{_ONE}))\s+(?P<unit>belas|puluh|lusin)(?:\s+(?P<rest>{_ONE})\b)?|(?P<word>{_WORD}))\b{_MEASURE}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Count:
    """A count and where it stands in the text."""

    value: int
    start: int
    end: int


def find_counts(text: str) -> tuple[Count, ...]:
    """Every count in a text, from left to right."""
    found = [Count(int(each[1]), each.start(1), each.end()) for each in _FIGURE.finditer(text)]
    found += [Count(_spelled_value(each), each.start(), each.end()) for each in _SPELLED.finditer(text)]
    return tuple(sorted((each for each in found if each.value > 0), key=lambda each: each.start))


def _spelled_value(found: re.Match[str]) -> int:
    if found["word"]:
        return _WORDS[found["word"].lower()]
    times, plus = _TIMES_AND_PLUS[found["unit"].lower()]
    return _ONES[found["compound"].lower()] * times + plus + (_ONES[found["rest"].lower()] if found["rest"] else 0)
