from __future__ import annotations

from typing import Any

import pytest

from bot.channels.turn_payloads import BadTurnError, answer_of, read_turn, turn_metadata, understood_of
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Button, Reply, TurnRequest

TURN = TurnRequest("t-1", "c-1", "halo", "whatsapp", "en", "+628110000101", True, "solved")


def test_that_a_turn_is_read_as_it_was_written() -> None:
    assert read_turn(TURN.to_json()) == TURN


def test_that_a_turn_needs_only_its_id_its_conversation_and_its_text() -> None:
    assert read_turn({"turn": "t", "sender": "c", "text": "halo"}) == TurnRequest("t", "c", "halo", "web")


@pytest.mark.parametrize("missing", ["turn", "sender", "text"])
@pytest.mark.parametrize("value", [None, "", 5, ["a"]])
def test_that_a_turn_without_one_of_them_is_refused_by_name(missing: str, value: Any) -> None:
    with pytest.raises(BadTurnError, match=missing):
        read_turn({**TURN.to_json(), missing: value})


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_that_what_is_no_object_is_no_turn(body: Any) -> None:
    with pytest.raises(BadTurnError):
        read_turn(body)


def test_that_only_a_plain_true_means_that_the_customer_waits() -> None:
    assert not read_turn({**TURN.to_json(), "queued": "yes"}).queued


def test_that_components_and_actions_are_told_the_turn() -> None:
    assert turn_metadata(TURN) == {
        "turn": "t-1",
        "channel": "whatsapp",
        "phone": "+628110000101",
        "language": "en",
        "queued": True,
    }


def test_that_what_rasa_says_becomes_bubbles_with_their_buttons() -> None:
    buttons = [{"title": "Ya", "payload": "/affirm"}, {"title": "Tidak"}]
    said = [{"text": "Halo"}, {"text": "Betul?", "buttons": buttons}, {"text": ""}, {"image": "x"}]

    answer = answer_of(said, {}, {"order": "105", "requested_slot": "email", "empty": None})

    assert answer.replies == (
        Reply("Halo"),
        Reply("Betul?", (Button("Ya", "/affirm"), Button("Tidak", "Tidak"))),
    )
    assert answer.slots == {"order": "105"}
    assert answer.escalation is None


def test_that_the_hand_over_travels_beside_the_words() -> None:
    escalation = Escalation(EscalationReason.EMOTION, ("lama!",), "angry")

    answer = answer_of([{"text": "Maaf, Kak."}, {"custom": {"handoff": escalation.to_json()}}], {}, {})

    assert (answer.replies, answer.escalation) == ((Reply("Maaf, Kak."),), escalation)


@pytest.mark.parametrize("custom", [None, "x", [], {"handoff": "now"}, {"other": {}}])
def test_that_other_custom_messages_hand_nobody_over(custom: Any) -> None:
    assert answer_of([{"text": "a", "custom": custom}], {}, {}).escalation is None


def test_that_what_was_understood_is_told_with_its_topic() -> None:
    parsed = {
        "intent": {"name": "faq", "confidence": 0.9},
        "response_selector": {"faq": {"response": {"intent_response_key": "faq/opening_hours"}}},
        "language": {"code": "id"},
        "emotion": {"label": "neutral"},
    }

    assert understood_of(parsed) == {
        "intent": "faq",
        "topic": "opening_hours",
        "confidence": 0.9,
        "language": "id",
        "emotion": "neutral",
    }


def test_that_a_topic_belongs_to_questions_only() -> None:
    parsed = {
        "intent": {"name": "greet"},
        "response_selector": {"faq": {"response": {"intent_response_key": "faq/opening_hours"}}},
    }

    assert understood_of(parsed)["topic"] is None


@pytest.mark.parametrize("parsed", [{}, {"intent": None, "language": None, "emotion": None, "response_selector": None}])
def test_that_nothing_understood_is_told_as_nothing(parsed: dict[str, Any]) -> None:
    assert set(understood_of(parsed).values()) == {None}
