"""Labelled sentences, which the models learn from; reads Rasa's NLU files without Rasa, for tests and comparisons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.errors import BrokenTrainingDataError

FAQ = "faq"
"""The retrieval intent; its topics are labelled `faq/<topic>`."""
OUT_OF_SCOPE = "out_of_scope"
NEUTRAL = "neutral"
_ANNOTATION = re.compile(r"\[([^\]]+)\]\(([a-z_]+)\)|\[([^\]]+)\](\{[^}]+\})")


@dataclass(frozen=True)
class Span:
    """A marked piece of a text: `text[start:end]` is of kind `entity`."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True)
class Example:
    """One labelled sentence; `label` is the intent, or `faq/<topic>`."""

    text: str
    label: str
    language: str
    emotion: str = NEUTRAL
    spans: tuple[Span, ...] = field(default=())


def read_nlu_folder(folder: Path) -> list[Example]:
    """All sentences under `folder/{id,en}`; the folder is the language."""
    examples: list[Example] = []
    for path in sorted(folder.glob("*/*.yml")):
        examples.extend(read_nlu_file(path, language=path.parent.name))
    if not examples:
        raise BrokenTrainingDataError(f"There are no training sentences in {folder}.")
    return examples


def read_nlu_file(path: Path, language: str) -> Iterator[Example]:
    """The sentences of one Rasa NLU file."""
    try:
        blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise BrokenTrainingDataError(f"{path} is not a Rasa NLU file: {error}") from error
    for block in blocks:
        emotion = (block.get("metadata") or {}).get("emotion", NEUTRAL)
        for line in _sentences(block, path):
            text, spans = read_annotations(line)
            yield Example(text, block["intent"], language, emotion, spans)


def _sentences(block: dict[str, Any], path: Path) -> Iterator[str]:
    for line in block["examples"].splitlines():
        if not line.strip():
            continue
        if not line.startswith("- "):
            raise BrokenTrainingDataError(f"{path}: every sentence begins with '- ', this one does not: {line}")
        yield line[2:].strip()


def read_annotations(line: str) -> tuple[str, tuple[Span, ...]]:
    """Takes `[words](entity)` marks out of a line and returns the plain text with the spans."""
    text, spans, read = "", [], 0
    for mark in _ANNOTATION.finditer(line):
        text += line[read : mark.start()]
        words = mark.group(1) or mark.group(3)
        entity = mark.group(2) or json.loads(mark.group(4))["entity"]
        spans.append(Span(entity, len(text), len(text) + len(words)))
        text, read = text + words, mark.end()
    return text + line[read:], tuple(spans)
