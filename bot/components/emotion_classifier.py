"""Puts the customer's feeling into the parse result."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.shared import EMOTION, code_fingerprint, examples_of, is_payload, language_of, shared_reader
from bot.understanding.emotion import CONFIG, read_emotion_assets, train_emotion
from bot.understanding.emotion import EmotionClassifier as Classifier
from bot.understanding.examples import NEUTRAL

ASSETS = "assets"
"""The folder with sentences that are marked with an emotion only."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmotionClassifier(GraphComponent):
    """Tells neutral, happy, disappointed, angry and anxious messages apart."""

    def __init__(
        self, folder: str, storage: ModelStorage, resource: Resource, classifier: Classifier | None = None
    ) -> None:
        """Holds the trained models, once there are some."""
        self._folder, self._storage, self._resource, self._classifier = folder, storage, resource, classifier

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The folder of the emotion project."""
        return {ASSETS: "data/emotion/assets"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmotionClassifier:
        """A component to be trained."""
        return cls(config[ASSETS], model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EmotionClassifier:
        """A component with its trained models."""
        with model_storage.read_from(resource) as folder:
            classifier = Classifier.load(folder, shared_reader())
        return cls(config[ASSETS], model_storage, resource, classifier)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Trains anew when the code, the lexicon, spaCy's settings or the emotion sentences changed."""
        digest = hashlib.sha256(code_fingerprint().encode())
        folder = Path(config.get(ASSETS) or cls.get_default_config()[ASSETS])
        for path in [CONFIG, *sorted(folder.glob("*/*.txt"))]:
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the emotion project's sentences and from the marked blocks of the intents' sentences."""
        examples = examples_of(training_data) + read_emotion_assets(Path(self._folder))
        log = Path("var/log/train_emotion.log")
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8") as progress, self._storage.write_to(self._resource) as folder:
            train_emotion(examples, shared_reader(), progress).save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `emotion: {label, confidence}`."""
        assert self._classifier is not None, "Rasa loads a component before it processes"
        for message in messages:
            message.set(EMOTION, self._feel(message), add_to_output=True)
        return messages

    def _feel(self, message: Message) -> dict[str, Any]:
        text = message.get(TEXT) or ""
        if self._classifier is None or is_payload(text) or not text.strip():
            return {"label": NEUTRAL, "confidence": 1.0}
        guess = self._classifier.classify(text, language_of(message))
        return {"label": guess.label, "confidence": round(guess.confidence, 4)}
