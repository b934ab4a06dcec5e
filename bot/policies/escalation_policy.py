"""Hands the emotional and the unresolved to a person: a thin Rasa policy over `bot/understanding/escalation.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.shared import code_fingerprint
from bot.policies.tracker_payloads import heard_from, mood_from, mood_slots, second_answer
from bot.understanding.escalation import EscalationSettings, Mood, hear

HANDOFF = "action_handoff"
REASON_SLOT, CURVE_SLOT = "escalation_reason", "emotion_curve"
PRIORITY = 7
"""One above the RulePolicy, so that a person is fetched where a rule or a form has an answer too."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class EscalationPolicy(Policy):
    """Keeps language, mood and counts in slots and decides when `action_handoff` comes next."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> None:
        """Reads the thresholds."""
        super().__init__(config, model_storage, resource, execution_context, **kwargs)
        self._settings = EscalationSettings(**{each.name: config[each.name] for each in fields(EscalationSettings)})

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds; what each means stands in bot/understanding/escalation.py."""
        return {"priority": PRIORITY} | {each.name: each.default for each in fields(EscalationSettings)}

    @staticmethod
    def supported_data() -> SupportedData:
        """It looks at no training data; rules are the fewest to be handed."""
        return SupportedData.RULE_DATA

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code behind it."""
        return code_fingerprint()

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing is learnt: the rules are in the code, the thresholds in config.yml."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EscalationPolicy:
        """The policy is its configuration."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """After a message: takes it into account. After an answer: gives the second one that was asked for."""
        since = _events_since_message(tracker)
        if since is None:
            return self._prediction(self._default_predictions(domain))
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            return self._after_message(tracker, domain, since)
        return self._after_answer(tracker, domain, since)

    def _after_message(self, tracker: DialogueStateTracker, domain: Domain, since: list[Event]) -> PolicyPrediction:
        decision = hear(mood_from(tracker), heard_from(tracker), self._settings)
        counted = any(isinstance(event, SlotSet) and event.key == CURVE_SLOT for event in since)
        events: list[Event] = (
            [] if counted else [SlotSet(key, value) for key, value in _changes(tracker, decision.mood)]
        )
        if counted or decision.reason is None or HANDOFF not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain), events=events)
        events.append(SlotSet(REASON_SLOT, decision.reason.value))
        # `is_no_user_prediction`: Rasa lets a form's own prediction overrule all others that do not say so.
        return self._certain(HANDOFF, domain, events=events, is_no_user_prediction=True)

    def _after_answer(self, tracker: DialogueStateTracker, domain: Domain, since: list[Event]) -> PolicyPrediction:
        if tracker.latest_action_name == HANDOFF:
            # No rule knows a hand-over that this policy decided on; Rasa would take the turn back.
            return self._certain(ACTION_LISTEN_NAME, domain)
        second = second_answer(tracker)
        if second is None or second not in domain.action_names_or_texts or tracker.active_loop_name:
            return self._prediction(self._default_predictions(domain))
        done = [event.action_name for event in since if isinstance(event, ActionExecuted)]
        if done == ["utter_faq"]:
            return self._certain(second, domain)
        if done == ["utter_faq", second]:
            return self._certain(ACTION_LISTEN_NAME, domain)
        return self._prediction(self._default_predictions(domain))

    def _certain(self, action: str, domain: Domain, **kwargs: Any) -> PolicyPrediction:
        return self._prediction(confidence_scores_for(action, 1.0, domain), **kwargs)


def _changes(tracker: DialogueStateTracker, mood: Mood) -> Iterator[tuple[str, Any]]:
    """The slots that a mood changes, and the curve always: it is the sign that the message was taken into account."""
    for key, value in mood_slots(mood).items():
        if key == CURVE_SLOT or tracker.get_slot(key) != value:
            yield key, value


def _events_since_message(tracker: DialogueStateTracker) -> list[Event] | None:
    """What happened since the customer's latest message; nothing before the first one."""
    since: list[Event] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            return since[::-1]
        since.append(event)
    return None
