"""Puts intent, FAQ topic and further requests of a message into the parse result."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import partial
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import RESPONSE_SELECTOR_PROPERTY_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_payloads import (
    Responses,
    also_payload,
    clarify_payload,
    intent_payload,
    payload_selector,
    ranking_payload,
    selector_payload,
)
from bot.components.shared import code_fingerprint, examples_of, is_payload, language_of, shared_reader
from bot.understanding.examples import FAQ
from bot.understanding.intents import IntentClassifier as Classifier
from bot.understanding.intents import IntentSettings, Verdict, train_intents
from bot.understanding.requests import find_further_requests

TOPIC_PAYLOAD = f"/{FAQ}/"
RESPONSES_FILE = "responses.json"
CLARIFY, ALSO = "clarify", "also"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Tells intents and FAQ topics apart, refuses what it does not know, and stands in for Rasa's response selector."""

    def __init__(
        self,
        settings: IntentSettings,
        storage: ModelStorage,
        resource: Resource,
        classifier: Classifier | None = None,
        responses: Responses | None = None,
    ) -> None:
        """Holds the trained model, once there is one."""
        self._settings, self._storage, self._resource = settings, storage, resource
        self._classifier, self._responses = classifier, responses or {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of the classifier; what each means stands in bot/understanding/intents.py."""
        return {field.name: field.default for field in fields(IntentSettings)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """A component to be trained."""
        return cls(_settings(config), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """A component with its trained model."""
        with model_storage.read_from(resource) as folder:
            classifier = Classifier.load(folder, shared_reader())
            responses = json.loads((folder / RESPONSES_FILE).read_text("utf-8"))
        return cls(_settings(config), model_storage, resource, classifier, responses)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Trains anew when the code or the lexicon behind it changed."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all sentences and keeps the topics' responses."""
        classifier = train_intents(examples_of(training_data), shared_reader(), self._settings)
        responses = {key: value for key, value in training_data.responses.items() if key.startswith(f"utter_{FAQ}/")}
        with self._storage.write_to(self._resource) as folder:
            classifier.save(folder)
            (folder / RESPONSES_FILE).write_text(json.dumps(responses, ensure_ascii=False), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `intent`, `intent_ranking`, `response_selector`; and sometimes `clarify` and `also`."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith(TOPIC_PAYLOAD):
                self._take_topic(message, text)
            elif not is_payload(text):
                self._classify(message, text)
        return messages

    def _classify(self, message: Message, text: str) -> None:
        assert self._classifier is not None, "Rasa loads a component before it processes"
        classify = partial(self._classifier.classify, language=language_of(message))
        guess = classify(text)
        message.set(INTENT, intent_payload(guess), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking_payload(guess), add_to_output=True)
        message.set(RESPONSE_SELECTOR_PROPERTY_NAME, selector_payload(guess, self._responses), add_to_output=True)
        if guess.verdict is Verdict.UNSURE:
            message.set(CLARIFY, clarify_payload(guess), add_to_output=True)
        if guess.verdict is Verdict.SURE:
            further = find_further_requests(text, guess.best.label, classify)
            if further:
                message.set(ALSO, also_payload(further), add_to_output=True)

    def _take_topic(self, message: Message, text: str) -> None:
        """A tapped topic: Rasa's handler of payloads knows intents only and, without the slash, leaves it alone."""
        topic = text.removeprefix("/").partition("{")[0].strip()
        intent = {"name": FAQ, "confidence": 1.0}
        message.set(TEXT, topic, add_to_output=True)
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        message.set(RESPONSE_SELECTOR_PROPERTY_NAME, payload_selector(topic, self._responses), add_to_output=True)


def _settings(config: dict[str, Any]) -> IntentSettings:
    return IntentSettings(**{field.name: config[field.name] for field in fields(IntentSettings)})
