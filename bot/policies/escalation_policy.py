"""Hands a conversation to a person, and keeps language and mood in slots; decided in `bot.understanding.escalation`."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.understanding.escalation import Heard, Mood, Thresholds, choose_language, decide_escalation, remember

HANDOFF = "action_handoff"
PRIORITY = 7
"""One above RulePolicy's 6: no rule and no form keeps a customer from a person."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EscalationPolicy(Policy):
    """Predicts `action_handoff` when the bot should give up, and otherwise nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds of `Thresholds`, and the priority over RulePolicy."""
        return {"priority": PRIORITY, **Thresholds().__dict__}

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns from no stories, but must be asked beside RulePolicy."""
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Any = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self._limits = Thresholds(**{name: config[name] for name in Thresholds().__dict__})

    def train(self, training_trackers: Any, domain: Domain, **_kwargs: Any) -> Resource:  # noqa: ARG002 - Rasa names them
        """Has nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Any = None,  # noqa: ARG002 - Rasa names it
        **_kwargs: Any,
    ) -> PolicyPrediction:
        """After a customer's message: its language and mood into slots, and the hand-over where it is due."""
        nothing = self._default_predictions(domain)
        if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
            return self._prediction(nothing)
        message = tracker.latest_message
        heard = heard_in(message)
        mood = remember(mood_of(tracker), heard)
        events = [*self._language_events(tracker, message), *mood_events(mood, heard)]
        reason = None if message.metadata.get("queued") else decide_escalation(mood, heard, self._limits)
        if reason is None:
            return self._prediction(nothing, events=events)
        probabilities = list(nothing)
        probabilities[domain.index_for_action(HANDOFF)] = 1.0
        return self._prediction(probabilities, events=[*events, SlotSet("escalation_reason", reason.value)])

    def _language_events(self, tracker: DialogueStateTracker, message: UserUttered) -> list[Event]:
        found = message.parse_data.get("language") or {}
        current = tracker.get_slot("language") or message.metadata.get("language")
        wished = any(
            isinstance(event, UserUttered) and event.intent_name == "change_language" for event in tracker.events
        )
        chosen = choose_language(current, found.get("code"), float(found.get("confidence") or 0.0), wished=wished)
        return [SlotSet("language", chosen)] if chosen else []


def heard_in(message: UserUttered) -> Heard:
    """What the policy needs of a parsed message."""
    emotion = message.parse_data.get("emotion") or {}
    return Heard(
        text=message.text or "",
        intent=message.intent_name,
        emotion=str(emotion.get("label") or "neutral"),
        confidence=float(emotion.get("confidence") or 0.0),
        has_date=any(entity.get("entity") == "date" for entity in message.entities),
        can_clarify=bool(message.parse_data.get("clarify")),
    )


def mood_of(tracker: DialogueStateTracker) -> Mood:
    """The mood that the slots remember."""
    return Mood(
        curve=tuple(tracker.get_slot("emotion_curve") or ()),
        not_understood=int(tracker.get_slot("not_understood") or 0),
        not_resolved=int(tracker.get_slot("not_resolved") or 0),
    )


def mood_events(mood: Mood, heard: Heard) -> list[Event]:
    """The slots that remember a mood."""
    return [
        SlotSet("emotion", heard.emotion),
        SlotSet("emotion_curve", list(mood.curve)),
        SlotSet("not_understood", float(mood.not_understood)),
        SlotSet("not_resolved", float(mood.not_resolved)),
    ]
