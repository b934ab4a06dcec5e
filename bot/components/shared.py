"""What the components have in common: the lexicon's look-ups, opened once, and the hash of the code behind them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.entities.recogniser import Finders
from bot.understanding.examples import FAQ, NEUTRAL, Example, Span
from bot.understanding.features import Reader
from bot.understanding.lexicon import lexicon_files, load_lexicon

UNDERSTANDING = Path(__file__).resolve().parents[1] / "understanding"
LANGUAGE = "language"
EMOTION = "emotion"
NORMALISED = "normalised"


@lru_cache(maxsize=1)
def shared_reader() -> Reader:
    """The look-ups of the lexicon, built on first use and shared by all components of the process."""
    return Reader.build(Finders.build(load_lexicon()))


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Changes with the understanding's code and with the lexicon, which Rasa's own training cache does not look at."""
    digest = hashlib.sha256()
    for path in [*sorted(UNDERSTANDING.rglob("*.py")), *lexicon_files()]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def examples_of(training_data: TrainingData) -> list[Example]:
    """Rasa's training messages as our examples; messages without a text (from stories) are left out."""
    return [_example(message) for message in training_data.intent_examples if message.get(TEXT)]


def _example(message: Message) -> Example:
    intent_metadata = (message.get(METADATA) or {}).get("intent") or {}
    spans = tuple(Span(each["entity"], each["start"], each["end"]) for each in message.get("entities") or ())
    label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
    emotion = intent_metadata.get(EMOTION, NEUTRAL)
    return Example(message.get(TEXT), label, message.get(LANGUAGE) or "id", emotion, spans)


def split_label(label: str) -> tuple[str, str | None]:
    """`faq/pricing` as ("faq", "faq/pricing"); any other label is an intent without topic."""
    return (FAQ, label) if label.startswith(FAQ + "/") else (label, None)


def language_of(message: Message) -> str:
    """The language that the identifier found."""
    return str((message.get(LANGUAGE) or {}).get("code") or "id")


def is_payload(text: str) -> bool:
    """Whether a text is a tapped button's payload ("/affirm") and not something a customer wrote."""
    return text.startswith("/") and text[1:2].isalpha()
