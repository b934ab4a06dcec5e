from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from bot.understanding.emotion import EmotionClassifier, read_emotion_assets, train_emotion
from bot.understanding.entities.recogniser import Finders, Recogniser, load_recogniser, train_recogniser
from bot.understanding.examples import Example, read_nlu_folder
from bot.understanding.features import Reader
from bot.understanding.intents import IntentClassifier, IntentSettings, train_intents
from bot.understanding.language import LanguageIdentifier, train_language
from bot.understanding.lexicon import load_lexicon

DATA = Path(__file__).parents[3] / "data"
SOME = frozenset({"greet", "thank", "affirm", "faq/pricing", "faq/opening_hours", "check_order_status", "out_of_scope"})
"""Labels enough to show the classifier's behaviour; all of them would take a minute."""


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader.build(Finders.build(load_lexicon()))


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return read_nlu_folder(DATA / "nlu")


@pytest.fixture(scope="session")
def some_examples(examples: list[Example]) -> list[Example]:
    return [example for example in examples if example.label in SOME]


@pytest.fixture(scope="session")
def intents(some_examples: list[Example], reader: Reader) -> IntentClassifier:
    return train_intents(some_examples, reader, IntentSettings())


@pytest.fixture(scope="session")
def languages(examples: list[Example], reader: Reader) -> LanguageIdentifier:
    return train_language(examples[::4], reader.finders.lexicon)


@pytest.fixture(scope="session")
def emotions(reader: Reader) -> EmotionClassifier:
    return train_emotion(read_emotion_assets(DATA / "emotion" / "assets"), reader, StringIO())


@pytest.fixture(scope="session")
def recogniser(some_examples: list[Example], reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    folder = tmp_path_factory.mktemp("entities")
    train_recogniser(some_examples, reader.finders, folder)
    return load_recogniser(reader.finders, folder)
