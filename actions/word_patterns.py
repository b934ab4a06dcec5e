"""Patterns of words, written as lists that can be read and added to."""

from __future__ import annotations

import re


def words(*lists: str) -> re.Pattern[str]:
    r"""Matches any of the words, anywhere; `_` stands for blanks, and patterns such as `rusak\w*` may be used."""
    return re.compile(rf"\b(?:{alternatives(*lists)})\b", re.IGNORECASE)


def only(*lists: str) -> re.Pattern[str]:
    """Matches a text in which nothing stands but these words."""
    return re.compile(rf"^\W*(?:(?:{alternatives(*lists)})\b\W*)+$", re.IGNORECASE)


def begins_with(*lists: str) -> re.Pattern[str]:
    """Matches a text that begins with one of these words."""
    return re.compile(rf"^\W*(?:{alternatives(*lists)})\b", re.IGNORECASE)


def alternatives(*lists: str) -> str:
    """The words of the lists as the alternatives of a pattern, the longer ones first."""
    every = {word.replace("_", r"\s+") for each in lists for word in each.split()}
    return "|".join(sorted(every, key=len, reverse=True))
