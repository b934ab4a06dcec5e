"""Puts the language of a message into the parse result."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.shared import LANGUAGE, code_fingerprint, examples_of, is_payload, shared_reader
from bot.understanding.language import LanguageIdentifier as Identifier
from bot.understanding.language import train_language
from bot.understanding.linear import LinearModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Tells Indonesian from English; the conversation's language stays where a message does not tell."""

    def __init__(self, storage: ModelStorage, resource: Resource, identifier: Identifier | None = None) -> None:
        """Holds the trained model, once there is one."""
        self._storage, self._resource, self._identifier = storage, resource, identifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """A component to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageIdentifier:
        """A component with its trained model."""
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load(folder)
        return cls(model_storage, resource, Identifier(model, shared_reader().finders.lexicon))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Trains anew when the code or the lexicon behind it changed."""
        return code_fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the folders of the sentences."""
        identifier = train_language(examples_of(training_data), shared_reader().finders.lexicon)
        with self._storage.write_to(self._resource) as folder:
            identifier.model.save(folder)
        return self._resource

    def process(
        self,
        messages: list[Message],
        tracker: Optional[DialogueStateTracker] = None,  # noqa: UP045 - Rasa's graph check does not know `X | None`
    ) -> list[Message]:
        """Adds `language: {code, confidence}`."""
        assert self._identifier is not None, "Rasa loads a component before it processes"
        for message in messages:
            text, previous = message.get(TEXT) or "", _language_so_far(message, tracker)
            guess = self._identifier.identify("" if is_payload(text) else text, previous)
            found = {"code": guess.code, "confidence": round(guess.confidence, 4)}
            message.set(LANGUAGE, found, add_to_output=True)
        return messages


def _language_so_far(message: Message, tracker: DialogueStateTracker | None) -> str | None:
    """The conversation's language: the bot's slot, else what the channel says."""
    spoken = tracker.get_slot(LANGUAGE) if tracker else None
    return spoken or (message.get("metadata") or {}).get(LANGUAGE)
