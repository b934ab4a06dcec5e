"""Reads the word lists of `data/lexicon`; what each file is for stands in its README."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from indoNLP.preprocessing.slang_data import SLANG_DATA

from bot.understanding.errors import BrokenLexiconError

LEXICON_FOLDER = Path(__file__).resolve().parents[2] / "data" / "lexicon"

SHORTEST_LIBRARY_WORD = 3
"""indoNLP reads "in", "so", "to" as Indonesian slang; where English is mixed in, its shortest words do harm."""


@dataclass(frozen=True)
class Lexicon:
    """All word lists, ready for look-ups; keys are lower case."""

    slang_id: Mapping[str, str]
    """Indonesian chat spelling or regional word -> standard Indonesian."""
    slang_en: Mapping[str, str]
    """English chat spelling -> standard English."""
    words_id: frozenset[str]
    """Words that only Indonesian or a regional language uses."""
    words_en: frozenset[str]
    words_neutral: frozenset[str]
    """Words that tell nothing about the language."""
    words_borrowed: frozenset[str]
    """Words that are said in conversations in the other language too, and do not change it."""
    gazetteers: Mapping[str, Mapping[str, str]]
    """Entity -> spelling -> canonical name."""
    numbers: Mapping[str, int]
    """Number word -> value."""
    dates: Mapping[str, Any]
    """The tables of date_words.yml."""
    concepts: Mapping[str, tuple[str, ...]]
    """Whole word or phrase -> the meanings that it carries."""
    concept_stems: tuple[tuple[str, str], ...]
    """(beginning of a word, meaning), for the entries that end with `*`."""


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = LEXICON_FOLDER) -> Lexicon:
    """Reads the whole folder; a missing or malformed file is named in the error."""
    try:
        return _read(folder)
    except FileNotFoundError as error:
        raise BrokenLexiconError(f"The lexicon file {error.filename} is missing.") from error
    except (yaml.YAMLError, KeyError, ValueError) as error:
        raise BrokenLexiconError(f"The lexicon in {folder} cannot be read: {error}") from error


def lexicon_files(folder: Path = LEXICON_FOLDER) -> list[Path]:
    """The files whose content changes what is understood, in a stable order."""
    return sorted(path for path in folder.glob("*") if path.suffix in {".csv", ".txt", ".yml"})


def _read(folder: Path) -> Lexicon:
    words_id, words_en = _read_words(folder / "function_words_id.txt"), _read_words(folder / "function_words_en.txt")
    concepts, stems = _read_concepts(folder / "concepts.yml")
    return Lexicon(
        slang_id=_indonesian_slang(folder),
        slang_en=dict(_read_pairs(folder / "english_short.csv")),
        words_id=words_id - words_en,
        words_en=words_en - words_id,
        words_neutral=_read_words(folder / "neutral_words.txt"),
        words_borrowed=_read_words(folder / "borrowed_words.txt"),
        gazetteers={
            "instrument": _read_names(folder / "instruments.txt"),
            "brand": _read_names(folder / "brands.txt"),
            "city": _read_names(folder / "cities.txt"),
            "service_type": _read_names(folder / "services.txt"),
            "display_type": _read_names(folder / "displays.txt"),
        },
        numbers={word: int(value) for word, value in _read_pairs(folder / "number_words.csv")},
        dates=yaml.safe_load((folder / "date_words.yml").read_text("utf-8")),
        concepts=concepts,
        concept_stems=stems,
    )


def _indonesian_slang(folder: Path) -> dict[str, str]:
    """The library's list, then the regional words, then our own; each later one wins."""
    slang = {word: meant for word, meant in SLANG_DATA.items() if len(word) >= SHORTEST_LIBRARY_WORD}
    slang |= dict(_read_pairs(folder / "regional.csv"))
    slang |= dict(_read_pairs(folder / "slang.csv"))
    english = _read_words(folder / "function_words_en.txt")
    own = {word for word, _ in _read_pairs(folder / "slang.csv")}
    return {word: meant for word, meant in slang.items() if meant and (word in own or word not in english)}


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    """The first two columns of a CSV file with a heading; comment lines are skipped."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    rows = list(csv.reader(lines))[1:]
    return [(row[0].strip().lower(), row[1].strip().lower()) for row in rows]


def _read_words(path: Path) -> frozenset[str]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return frozenset(word.lower() for line in lines for word in line.split())


def _read_names(path: Path) -> dict[str, str]:
    """`Name = spelling, spelling` lines as spelling -> name."""
    names: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, spellings = line.partition("=")
        for spelling in [name, *spellings.split(",")] if not spellings.strip() else spellings.split(","):
            names.setdefault(" ".join(spelling.lower().split()), name.strip())
    return names


def _read_concepts(path: Path) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    whole: dict[str, list[str]] = {}
    stems: list[tuple[str, str]] = []
    for meaning, words in _as_items(yaml.safe_load(path.read_text("utf-8"))):
        for word in words:
            if word.endswith("*"):
                stems.append((word[:-1], meaning))
            else:
                whole.setdefault(word, []).append(meaning)
    return {word: tuple(meanings) for word, meanings in whole.items()}, tuple(stems)


def _as_items(table: Any) -> Iterable[tuple[str, list[str]]]:
    for meaning, words in table.items():
        yield str(meaning), [str(word).lower() for word in words]
