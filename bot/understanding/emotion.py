"""How a customer feels: a spaCy text classifier over words and a linear one; their probabilities are averaged.

On the judging sentences either alone is two to three points worse than both together (docs/understanding.md).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np
import spacy
from spacy.cli.train import train as train_spacy
from spacy.language import Language as SpacyPipeline
from spacy.tokens import DocBin

from bot.understanding.errors import BrokenModelError, BrokenTrainingDataError
from bot.understanding.examples import NEUTRAL, Example
from bot.understanding.features import Reader
from bot.understanding.linear import Block, Features, LinearModel, train
from bot.understanding.tokens import tokenise

EMOTIONS = ("angry", "anxious", "disappointed", "happy", "neutral")
BLOCKS = (Block("words", 0.7), Block("letters", 1.0, rarest=2), Block("signs", 0.3))
NEUTRAL_PER_FEELING = 1.3
"""So many neutral sentences for each one with feeling are shown to spaCy; all of them would only cost time."""
TEMPERATURE = 0.5
SPACY_SHARE = 0.5
HELD_BACK = 200
"""Sentences on which spaCy picks nothing but reports its progress."""
UNSETTLED = frozenset({"report_complaint", "not_resolved"})
"""Intents whose neutral sentences are not learnt from: a plainly stated fault is often felt, if not marked so."""
PROJECT = Path(__file__).resolve().parents[2] / "data" / "emotion"
CONFIG = PROJECT / "configs" / "bow.cfg"
SHOUTED_SHARE = 0.6
SHORTEST_SHOUT = 9


@dataclass(frozen=True)
class EmotionGuess:
    """A feeling and how probable it is."""

    label: str
    confidence: float


@dataclass(frozen=True)
class EmotionClassifier:
    """Both trained models and the reader that prepares messages for them."""

    pipeline: SpacyPipeline
    linear: LinearModel
    reader: Reader

    def classify(self, text: str, language: str) -> EmotionGuess:
        """The feeling of a message."""
        features = read_feeling(text, language, self.reader)
        scores = self.linear.score(features) / TEMPERATURE
        powers = np.exp(scores - scores.max())
        shares = (powers / powers.sum()).tolist()
        cats = self.pipeline(as_spacy_text(features)).cats
        mixed = {
            label: SPACY_SHARE * cats[label] + (1 - SPACY_SHARE) * share
            for label, share in zip(self.linear.labels, shares, strict=True)
        }
        best = max(mixed, key=lambda label: mixed[label])
        return EmotionGuess(best, mixed[best])

    def save(self, folder: Path) -> None:
        """Writes both models into a folder."""
        self.linear.save(folder / "linear")
        self.pipeline.to_disk(folder / "spacy")

    @classmethod
    def load(cls, folder: Path, reader: Reader) -> EmotionClassifier:
        """Reads what `save` wrote."""
        try:
            pipeline = spacy.load(folder / "spacy")
        except (OSError, ValueError) as error:
            raise BrokenModelError(f"The emotion model in {folder} cannot be read: {error}") from error
        return cls(pipeline, LinearModel.load(folder / "linear"), reader)


def read_feeling(text: str, language: str, reader: Reader) -> Features:
    """What both models look at."""
    return {**reader.read(text, language), "signs": signs_of(text)}


def as_spacy_text(features: Features) -> str:
    """The words and signs as one text for spaCy's tokeniser."""
    return " ".join([*(word for word in features["words"] if " " not in word), *features["signs"]])


def signs_of(text: str) -> list[str]:
    """What shows feeling beside words: shouting, rows of marks, emojis."""
    letters = [letter for letter in text if letter.isalpha()]
    shouted = len(letters) >= SHORTEST_SHOUT and sum(map(str.isupper, letters)) / len(letters) > SHOUTED_SHARE
    marks = [mark * times for mark in "!?" for times in (1, 2) if mark * times in text]
    emojis = [token.text for token in tokenise(text) if not token.is_word and ord(token.text[0]) > 0x2000]
    both = ["shouted!"] if shouted and "!" in text else []
    return [*(["shouted"] if shouted else []), *both, *marks, *(["..."] if ".." in text else []), *emojis]


def read_emotion_assets(folder: Path) -> list[Example]:
    """The sentences of `assets/{id,en}/{emotion}.txt`, one a line; they have no intent."""
    examples: list[Example] = []
    for path in sorted(folder.glob("*/*.txt")):
        if path.stem not in EMOTIONS:
            raise BrokenTrainingDataError(
                f"{path}: there is no emotion {path.stem}; it is one of {', '.join(EMOTIONS)}."
            )
        lines = path.read_text("utf-8").splitlines()
        examples += [Example(line.strip(), "", path.parent.name, path.stem) for line in lines if line.strip()]
    return examples


def usable_examples(examples: Sequence[Example]) -> list[Example]:
    """The sentences whose emotion mark can be trusted."""
    return [each for each in examples if each.emotion != NEUTRAL or each.label not in UNSETTLED]


def train_emotion(examples: Sequence[Example], reader: Reader, log: IO[str]) -> EmotionClassifier:
    """Trains both models; spaCy's own progress goes to `log`."""
    usable = usable_examples(examples)
    if {each.emotion for each in usable} != set(EMOTIONS):
        raise BrokenTrainingDataError(f"Every emotion needs sentences: {', '.join(EMOTIONS)}.")
    features = [read_feeling(each.text, each.language, reader) for each in usable]
    emotions = [each.emotion for each in usable]
    linear = train(features, emotions, BLOCKS)
    sentences = list(zip((as_spacy_text(each) for each in features), emotions, strict=True))
    pipeline = _train_pipeline(sample(sentences), log)
    return EmotionClassifier(pipeline, linear, reader)


def sample(sentences: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All sentences with feeling and about as many neutral ones, mixed."""
    dice = random.Random(0)  # noqa: S311 - the same sample every time, nothing secret
    dice.shuffle(sentences)
    felt = [sentence for sentence in sentences if sentence[1] != NEUTRAL]
    plain = [sentence for sentence in sentences if sentence[1] == NEUTRAL]
    sample = felt + plain[: int(len(felt) * NEUTRAL_PER_FEELING)]
    dice.shuffle(sample)
    return sample


def _train_pipeline(sentences: list[tuple[str, str]], log: IO[str]) -> SpacyPipeline:
    with TemporaryDirectory() as folder, redirect_stdout(log):
        held_back = min(HELD_BACK, len(sentences) // 5)
        write_corpus(sentences[held_back:], Path(folder) / "train.spacy")
        write_corpus(sentences[:held_back], Path(folder) / "dev.spacy")
        paths = {"paths.train": f"{folder}/train.spacy", "paths.dev": f"{folder}/dev.spacy"}
        train_spacy(CONFIG, Path(folder) / "model", overrides=paths)
        return spacy.load(Path(folder) / "model" / "model-last")


def write_corpus(sentences: Sequence[tuple[str, str]], path: Path) -> None:
    """Writes (prepared text, emotion) pairs as spaCy training data."""
    blank = spacy.blank("xx")
    corpus = DocBin()
    for text, emotion in sentences:
        doc = blank.make_doc(text)
        doc.cats = {label: float(label == emotion) for label in EMOTIONS}
        corpus.add(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    corpus.to_disk(path)
