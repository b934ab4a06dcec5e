"""The action server is called without the domain, and its answers are judged as Rasa judges them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.action_calls import ENDPOINT_OPTIONS, make_action_calls_light

RASAS_CHECK, RASAS_CALL = RemoteAction._validate_action_result, RemoteAction._action_call_format
ANSWERS: tuple[Any, ...] = (
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "day", "value": "2026-11-24", "timestamp": None}], "responses": [{}]},
    {"events": [{"event": "slot", "value": 1}], "responses": []},
    {"events": [{"event": "no such event"}]},
    {"events": "none"},
    {"responses": ["text"]},
    {},
    [],
    None,
)


@pytest.fixture(autouse=True)
def light() -> Iterator[None]:
    make_action_calls_light()
    yield
    RemoteAction._validate_action_result, RemoteAction._action_call_format = RASAS_CHECK, RASAS_CALL


def accepts(check: Any, answer: Any) -> bool:
    try:
        return bool(check(RemoteAction("validate_quotation_form", None), answer))
    except ValidationError:
        return False


@pytest.mark.parametrize("answer", ANSWERS)
def test_that_the_verdict_is_rasas(answer: Any) -> None:
    assert accepts(RemoteAction._validate_action_result, answer) == accepts(RASAS_CHECK, answer)


def test_that_both_kinds_of_verdict_were_among_them() -> None:
    assert {accepts(RASAS_CHECK, answer) for answer in ANSWERS} == {True, False}


async def test_that_the_sdk_takes_a_call_without_the_domain() -> None:
    domain = Domain.load(Path(__file__).parents[2] / "domain.yml")
    tracker = DialogueStateTracker("c-1", domain.slots)
    action = RemoteAction("action_stop", EndpointConfig("http://actions.test/webhook", **ENDPOINT_OPTIONS))
    executor = ActionExecutor()
    executor.register_package("actions")

    call = action._action_call_format(tracker, domain)
    answer = await executor.run(call)

    assert call["domain"] == {}
    assert answer is not None
    assert {**call, "domain": domain.as_dict()} == RASAS_CALL(RemoteAction("action_stop", None), tracker, domain)


def test_that_actions_get_the_events_that_they_read() -> None:
    tracker = DialogueStateTracker("c-1", [])
    tracker.update(ActiveLoop("quotation_form"))
    tracker.update(SlotSet("day", "2026-11-24"))
    tracker.update(UserUttered("halo", {"name": "greet"}))
    tracker.update(BotUttered("Selamat pagi!"))

    call = RemoteAction("action_stop", None)._action_call_format(tracker, Domain.empty())

    assert [each["event"] for each in call["tracker"]["events"]] == ["active_loop", "user"]
