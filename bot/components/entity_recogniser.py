"""Puts the names, numbers and days of a message into the parse result."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.shared import code_fingerprint, examples_of, is_payload, shared_reader
from bot.understanding.entities.recogniser import Recogniser, load_recogniser, train_recogniser

TIMEZONE = "timezone"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityRecogniser(GraphComponent):
    """Finds entities by patterns, lists, a date grammar and a trained recogniser."""

    def __init__(
        self, zone: str, storage: ModelStorage, resource: Resource, recogniser: Recogniser | None = None
    ) -> None:
        """Holds the trained model, once there is one."""
        self._zone, self._storage, self._resource, self._recogniser = ZoneInfo(zone), storage, resource, recogniser

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where "today" is told from."""
        return {TIMEZONE: "Asia/Jakarta"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityRecogniser:
        """A component to be trained."""
        return cls(config[TIMEZONE], model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EntityRecogniser:
        """A component with its trained model."""
        with model_storage.read_from(resource) as folder:
            recogniser = load_recogniser(shared_reader().finders, folder)
        return cls(config[TIMEZONE], model_storage, resource, recogniser)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Trains anew when the code or the lexicon behind it changed."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the marked sentences."""
        with self._storage.write_to(self._resource) as folder:
            train_recogniser(examples_of(training_data), shared_reader().finders, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `entities`; each keeps its `value` as typed, with a `normalised` one beside it where there is one."""
        assert self._recogniser is not None, "Rasa loads a component before it processes"
        for message in messages:
            text = message.get(TEXT) or ""
            found = [] if is_payload(text) else self._recogniser.find(text, datetime.now(self._zone).date())
            message.set(ENTITIES, [entity.to_json() for entity in found], add_to_output=True)
        return messages
