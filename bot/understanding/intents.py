"""What a customer wants: one of the intents or FAQ topics, or that it cannot be told, or that it is nothing of ours."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedKFold

from bot.understanding.augment import Noise, add_noise
from bot.understanding.errors import BrokenModelError, BrokenTrainingDataError
from bot.understanding.examples import OUT_OF_SCOPE, Example
from bot.understanding.features import BLOCKS, Reader
from bot.understanding.linear import Features, Floats, LinearModel, score_all, train

DETAILS = "provide_info"
"""The intent of a message that only gives details."""


class Verdict(StrEnum):
    """What is done with the best label."""

    SURE = "sure"
    """It is answered."""
    UNSURE = "unsure"
    """Two labels are about equally likely: the customer is asked which one."""
    UNKNOWN = "unknown"
    """Nothing fits well enough to be answered."""
    FOREIGN = "foreign"
    """The company does not deal with this."""


@dataclass(frozen=True)
class IntentSettings:
    """The knobs of config.yml."""

    noise: float = 0.0
    """Share of the words that are misspelt in the noisy copy of every training sentence; 0 makes no copies."""
    out_of_scope_weight: float = 6.0
    """How much more an out-of-scope sentence counts than balance alone would make it; found by cross-validation."""
    refused_share: float = 0.015
    """Of sentences like the in-scope training sentences, how many may be refused."""
    clarify_gap: float = 0.03
    """Two labels whose probabilities are closer than this are both named to the customer ..."""
    clarify_below: float = 0.3
    """... unless the better one is at least this probable."""
    folds: int = 4
    """Sentences are cut into so many parts; one is held back to see how the model does on what it has not learnt."""


@dataclass(frozen=True)
class Calibration:
    """Numbers found on sentences that the model had not learnt."""

    temperature: float
    """Divides the scores before they become probabilities."""
    floor: float
    """A best score below this is refused."""


@dataclass(frozen=True)
class Ranked:
    """A label and how probable it is."""

    label: str
    confidence: float


@dataclass(frozen=True)
class IntentGuess:
    """All labels, likeliest first, and what to do with the first."""

    verdict: Verdict
    ranking: tuple[Ranked, ...]

    @property
    def best(self) -> Ranked:
        """The likeliest label."""
        return self.ranking[0]


@dataclass(frozen=True)
class IntentClassifier:
    """The trained model with its reader and calibration."""

    model: LinearModel
    reader: Reader
    calibration: Calibration
    settings: IntentSettings

    def classify(self, text: str, language: str) -> IntentGuess:
        """The intent or topic of a message."""
        if holds_only_figures(text):
            return IntentGuess(Verdict.SURE, (Ranked(DETAILS, 1.0), Ranked(OUT_OF_SCOPE, 0.0)))
        guess = self.classify_features(self.reader.read(text, language))
        return replace(guess, verdict=Verdict.UNKNOWN) if holds_only_punctuation(text) else guess

    def classify_features(self, features: Features) -> IntentGuess:
        """The same for a message already read."""
        scores = self.model.score(features)
        order = np.argsort(-scores)
        probabilities = _softmax(scores / self.calibration.temperature)
        ranking = tuple(Ranked(self.model.labels[place], float(probabilities[place])) for place in order)
        return IntentGuess(self._judge(ranking, float(scores[order[0]])), ranking)

    def _judge(self, ranking: Sequence[Ranked], best_score: float) -> Verdict:
        first, second = ranking[0], ranking[1]
        if first.label == OUT_OF_SCOPE:
            return Verdict.FOREIGN
        if best_score < self.calibration.floor:
            return Verdict.UNKNOWN
        close = first.confidence - second.confidence < self.settings.clarify_gap
        if close and first.confidence < self.settings.clarify_below and second.label != OUT_OF_SCOPE:
            return Verdict.UNSURE
        return Verdict.SURE

    def save(self, folder: Path) -> None:
        """Writes model and calibration into a folder."""
        self.model.save(folder)
        content = {"calibration": asdict(self.calibration), "settings": asdict(self.settings)}
        (folder / "intents.json").write_text(json.dumps(content), "utf-8")

    @classmethod
    def load(cls, folder: Path, reader: Reader) -> IntentClassifier:
        """Reads what `save` wrote."""
        try:
            content = json.loads((folder / "intents.json").read_text("utf-8"))
            calibration, settings = Calibration(**content["calibration"]), IntentSettings(**content["settings"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenModelError(f"The intent model in {folder} cannot be read: {error}") from error
        return cls(LinearModel.load(folder), reader, calibration, settings)


def holds_only_figures(text: str) -> bool:
    """True for a message without a letter that has a figure in it: a number, a date, a phone; it asks for nothing."""
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)


def holds_only_punctuation(text: str) -> bool:
    """True for "???" and the like, which say nothing at all."""
    return bool(text.strip()) and all(sign in string.punctuation or sign.isspace() for sign in text)


def train_intents(examples: Sequence[Example], reader: Reader, settings: IntentSettings) -> IntentClassifier:
    """Learns from the sentences and their noisy copies; calibrates on parts held back in turn."""
    check_examples(examples, settings)
    features = [reader.read(example.text, example.language) for example in examples]
    noisy = [reader.read(text, example.language) for text, example in _noisy_copies(examples, reader, settings)]
    labels = np.asarray([example.label for example in examples])
    calibration = _calibrate(features, labels, settings)
    model = _fit([*features, *noisy], np.concatenate([labels, labels[: len(noisy)]]), settings)
    return IntentClassifier(model, reader, calibration, settings)


def check_examples(examples: Sequence[Example], settings: IntentSettings) -> None:
    """Refuses data from which no classifier can be learnt, naming what is missing."""
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    if len(counts) < 2:
        raise BrokenTrainingDataError("The training data need sentences of at least two intents.")
    scarce = [label for label, count in counts.items() if count < settings.folds]
    if scarce:
        raise BrokenTrainingDataError(f"Too few sentences for {', '.join(sorted(scarce))}: at least {settings.folds}.")


def held_back_scores(
    features: Sequence[Features], labels: npt.NDArray[np.str_], settings: IntentSettings
) -> tuple[tuple[str, ...], Floats, npt.NDArray[np.str_]]:
    """The label names, and scores and true labels of the sentences that were held back."""
    parts = StratifiedKFold(settings.folds, shuffle=True, random_state=0)
    learnt, held_back = next(iter(parts.split(labels, labels)))
    model = _fit([features[place] for place in learnt], labels[learnt], settings)
    return model.labels, score_all(model, [features[place] for place in held_back]), labels[held_back]


def _fit(features: Sequence[Features], labels: npt.NDArray[np.str_], settings: IntentSettings) -> LinearModel:
    return train(features, labels.tolist(), BLOCKS, emphasis={OUT_OF_SCOPE: settings.out_of_scope_weight})


def _noisy_copies(examples: Sequence[Example], reader: Reader, settings: IntentSettings) -> list[tuple[str, Example]]:
    if not settings.noise:
        return []
    lexicon = reader.finders.lexicon
    dice = random.Random(1)  # noqa: S311 - the same noise every time, nothing secret
    noise = {
        "id": Noise.from_slang(lexicon.slang_id, settings.noise),
        "en": Noise.from_slang(lexicon.slang_en, settings.noise),
    }
    return [(add_noise(example.text, noise[example.language], dice), example) for example in examples]


def _calibrate(features: Sequence[Features], labels: npt.NDArray[np.str_], settings: IntentSettings) -> Calibration:
    names, scores, true = held_back_scores(features, labels, settings)
    truth = np.asarray([names.index(label) for label in true])
    best = scores[true != OUT_OF_SCOPE].max(axis=1)
    return Calibration(_temperature(scores, truth), float(np.quantile(best, settings.refused_share)))


def _temperature(scores: Floats, truth: npt.NDArray[np.int64]) -> float:
    """The divisor that makes the probabilities of the right labels largest."""
    candidates = np.geomspace(0.05, 2.0, 60)
    return float(min(candidates, key=lambda candidate: _surprise(scores / candidate, truth)))


def _surprise(logits: Floats, truth: npt.NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    chosen = shifted[np.arange(len(truth)), truth]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
