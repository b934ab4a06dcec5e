"""The policy inside Rasa: it wins over rules and forms, speaks once a turn, is silent while a person is on the way."""

from __future__ import annotations

import os
from typing import Any

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.policy import PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.escalation_policy import EscalationPolicy

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, faq, request_human, check_order_status, nlu_fallback, change_language]
entities: [date]
slots:
  language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  emotion: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  emotion_curve: {type: list, influence_conversation: false, mappings: [{type: custom}]}
  not_understood: {type: float, influence_conversation: false, mappings: [{type: custom}]}
  not_resolved: {type: float, influence_conversation: false, mappings: [{type: custom}]}
  escalation_reason: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  order_lookup_form: {required_slots: []}
responses:
  utter_faq/payment_methods: [{text: "..."}]
actions: [action_handoff, utter_faq]
"""
)


@pytest.fixture
def policy(tmp_path: Any) -> EscalationPolicy:
    context = ExecutionContext(GraphSchema({}))
    return EscalationPolicy(
        EscalationPolicy.get_default_config(), LocalModelStorage(tmp_path), Resource("policy"), context
    )


def message(intent: str, emotion: str = "neutral", text: str = "...", **more: Any) -> UserUttered:
    parsed = {
        "intent": {"name": intent},
        "entities": [],
        "language": {"code": "id", "confidence": 0.99},
        "emotion": {"label": emotion, "confidence": 0.95},
        **{key: value for key, value in more.items() if key != "metadata"},
    }
    return UserUttered(text, {"name": intent, "confidence": 1.0}, [], parsed, metadata=more.get("metadata"))


def conversation(*events: Event) -> DialogueStateTracker:
    tracker = DialogueStateTracker("customer", DOMAIN.slots)
    for event in events:
        tracker.update(event, DOMAIN)
    return tracker


def predicted(policy: EscalationPolicy, *events: Event) -> tuple[str | None, dict[str, Any]]:
    prediction = policy.predict_action_probabilities(conversation(*events), DOMAIN)
    slots = {event.key: event.value for event in prediction.events if isinstance(event, SlotSet)}
    sure = prediction.max_confidence > 0
    return (DOMAIN.action_names_or_texts[prediction.max_confidence_index] if sure else None), slots


def test_that_a_message_is_remembered_in_slots(policy: EscalationPolicy):
    action, slots = predicted(policy, ActionExecuted("action_listen"), message("greet", "happy"))

    assert action is None
    assert slots == {
        "language": "id", "emotion": "happy", "emotion_curve": ["happy"], "not_understood": 0.0, "not_resolved": 0.0
    }  # fmt: skip


def test_that_what_stays_is_not_written_again(policy: EscalationPolicy):
    known = [
        SlotSet("language", "id"), SlotSet("emotion", "happy"), SlotSet("emotion_curve", ["happy"]),
        SlotSet("not_understood", 0.0), SlotSet("not_resolved", 0.0),
    ]  # fmt: skip

    _, slots = predicted(policy, *known, ActionExecuted("action_listen"), message("greet", "happy"))

    assert slots == {"emotion_curve": ["happy", "happy"]}


def test_that_a_wish_for_a_person_becomes_a_handoff_with_its_reason(policy: EscalationPolicy):
    action, slots = predicted(policy, ActionExecuted("action_listen"), message("request_human"))

    assert (action, slots["escalation_reason"]) == ("action_handoff", "asked")


def test_that_a_handoff_wins_over_a_form(policy: EscalationPolicy):
    tracker = conversation(
        ActionExecuted("action_listen"), message("check_order_status"), ActionExecuted("order_lookup_form"),
        ActiveLoop("order_lookup_form"), ActionExecuted("action_listen"), message("check_order_status", "angry"),
    )  # fmt: skip
    form = PolicyPrediction(
        confidence_scores_for("order_lookup_form", 1.0, DOMAIN), "RulePolicy", 6, is_no_user_prediction=True
    )

    ours = policy.predict_action_probabilities(tracker, DOMAIN)
    winner = DefaultPolicyPredictionEnsemble().combine_predictions([form, ours], tracker, DOMAIN)

    assert DOMAIN.action_names_or_texts[winner.max_confidence_index] == "action_handoff"


def test_that_nothing_is_handed_over_while_the_customer_waits(policy: EscalationPolicy):
    waiting = message("request_human", "angry", metadata={"queued": True})

    assert predicted(policy, ActionExecuted("action_listen"), waiting)[0] is None


def test_that_a_message_is_counted_once_when_rasa_asks_twice(policy: EscalationPolicy):
    heard = [ActionExecuted("action_listen"), message("nlu_fallback")]
    _, slots = predicted(policy, *heard)

    again = predicted(policy, *heard, *[SlotSet(key, value) for key, value in slots.items()])

    assert again == (None, {})


def test_that_nothing_is_said_after_an_action_or_before_a_message(policy: EscalationPolicy):
    answered = [ActionExecuted("action_listen"), message("faq", "angry"), ActionExecuted("utter_faq")]

    assert predicted(policy, ActionExecuted("action_listen")) == (None, {})
    assert predicted(policy, *answered) == (None, {})


def test_that_a_second_question_is_answered_after_the_first(policy: EscalationPolicy):
    asked = message("faq", also=[{"intent": "faq", "topic": "faq/payment_methods"}])
    first = [ActionExecuted("action_listen"), asked, ActionExecuted("utter_faq")]

    assert predicted(policy, *first)[0] == "utter_faq/payment_methods"
    assert predicted(policy, *first, ActionExecuted("utter_faq/payment_methods"))[0] == "action_listen"


def test_that_a_wished_language_outlasts_other_messages(policy: EscalationPolicy):
    wished = [
        ActionExecuted("action_listen"), message("change_language"), SlotSet("language", "en"),
        ActionExecuted("action_listen"), message("greet"),
    ]  # fmt: skip

    assert predicted(policy, *wished)[1].get("language", "en") == "en"
    assert predicted(policy, *wished[:1], *wished[3:])[1]["language"] == "id"
