from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language
from protocol.messages import Button, Reply, TurnAnswer, TurnRequest

TEXT = st.text(max_size=40)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
SLOTS = st.dictionaries(TEXT, JSON_VALUES, max_size=4)
BUTTONS = st.builds(Button, TEXT, st.text(min_size=1, max_size=40))
REPLIES = st.builds(Reply, TEXT, st.lists(BUTTONS, max_size=3).map(tuple))
ESCALATIONS = st.builds(
    Escalation,
    st.sampled_from(EscalationReason),
    st.lists(TEXT, max_size=3).map(tuple),
    st.text(min_size=1, max_size=16),
    st.none() | st.text(min_size=1, max_size=16),
    SLOTS,
)
ANSWERS = st.builds(TurnAnswer, st.lists(REPLIES, max_size=3).map(tuple), SLOTS, SLOTS, st.none() | ESCALATIONS)


def over_the_wire(value: dict[str, Any]) -> Any:
    return json.loads(json.dumps(value))


@given(ANSWERS)
def test_that_an_answer_survives_the_way_between_the_processes(answer: TurnAnswer) -> None:
    assert TurnAnswer.from_json(over_the_wire(answer.to_json())) == answer


@given(ESCALATIONS)
def test_that_a_hand_over_survives_the_way_between_the_processes(escalation: Escalation) -> None:
    assert Escalation.from_json(over_the_wire(escalation.to_json())) == escalation


def test_that_a_turn_names_its_conversation_as_rasa_names_a_sender() -> None:
    turn = TurnRequest("t", "c", "halo", "web", "id", "+628110000101", True, "solved")

    assert turn.to_json() == {
        "turn": "t",
        "sender": "c",
        "text": "halo",
        "channel": "web",
        "language": "id",
        "phone": "+628110000101",
        "queued": True,
        "returned": "solved",
        "known": {},
    }


@pytest.mark.parametrize("payload", [{}, {"payload": None}, {"payload": ""}])
def test_that_a_button_without_a_payload_means_its_title(payload: dict[str, Any]) -> None:
    assert Button.from_json({"title": "Ya", **payload}) == Button("Ya", "Ya")


@pytest.mark.parametrize("reason", ["a reason of tomorrow", "", None, 5])
def test_that_a_reason_nobody_knows_counts_as_asked_for(reason: Any) -> None:
    assert Escalation.from_json({"reason": reason}) == Escalation(EscalationReason.ASKED)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("id", Language.ID),
        ("EN", Language.EN),
        ("en-GB", Language.EN),
        ("en_US", Language.EN),
        ("fr", Language.ID),
        ("", Language.ID),
        (None, Language.ID),
        (["en"], Language.ID),
    ],
)
def test_that_a_language_is_read_from_any_code_and_is_indonesian_otherwise(code: object, language: Language) -> None:
    assert Language.from_code(code) is language


def test_that_a_language_nobody_knows_leaves_the_one_spoken_so_far() -> None:
    assert Language.from_code("fr", Language.EN) is Language.EN
