"""The components in Rasa: a small bot is trained on a few real labels, loaded as the host loads it, and spoken to."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.model_training import train

ROOT = Path(__file__).parents[3]
FILES = ("greet", "faq_pricing", "faq_opening_hours", "check_order_status", "out_of_scope", "affirm")
DOMAIN = {
    "version": "3.1",
    "intents": ["greet", "faq", "check_order_status", "out_of_scope", "affirm", "nlu_fallback"],
    "entities": yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["entities"],
    "slots": {
        name: {"type": kind, "influence_conversation": False, "mappings": [{"type": "custom"}]}
        for name, kind in {
            "language": "text", "emotion": "text", "emotion_curve": "list", "not_understood": "float",
            "not_resolved": "float", "escalation_reason": "text",
        }.items()
    },
    "responses": {
        f"utter_faq/{topic}": [
            {"text": f"{topic} id"},
            {"text": f"{topic} en", "condition": [{"type": "slot", "name": "language", "value": "en"}]},
        ]
        for topic in ("pricing", "opening_hours")
    }
    | {"utter_greet": [{"text": "..."}]},
    "actions": ["utter_faq"],
}  # fmt: skip
RULES = {
    "version": "3.1",
    "rules": [
        {"rule": "answer a question", "steps": [{"intent": "faq"}, {"action": "utter_faq"}]},
        {"rule": "greet back", "steps": [{"intent": "greet"}, {"action": "utter_greet"}]},
    ],
}


def write_project(folder: Path) -> None:
    for language in ("id", "en"):
        (folder / "data" / "nlu" / language).mkdir(parents=True)
        for name in FILES:
            shutil.copy(ROOT / "data" / "nlu" / language / f"{name}.yml", folder / "data" / "nlu" / language)
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    (folder / "domain.yml").write_text(yaml.safe_dump(DOMAIN))
    (folder / "data" / "rules.yml").write_text(yaml.safe_dump(RULES, sort_keys=False))


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    made = train(str(folder / "domain.yml"), str(folder / "config.yml"), str(folder / "data"), output=str(folder))
    return Agent.load(made.model)


async def test_that_a_question_is_parsed_in_rasas_own_shape(agent: Agent):
    parsed = await agent.parse_message("brp harga kalibrasi 3 jangka sorong di bandung?")

    assert parsed["intent"]["name"] == "faq"
    assert parsed["intent_ranking"][0]["name"] == "faq"
    answer = parsed["response_selector"]["faq"]["response"]
    assert (answer["intent_response_key"], answer["utter_action"]) == ("faq/pricing", "utter_faq/pricing")
    assert [each["text"] for each in answer["responses"]] == ["pricing id", "pricing en"]
    assert parsed["language"]["code"] == "id"
    assert parsed["emotion"]["label"] == "neutral"
    found = {each["entity"]: (each["value"], each.get("normalised")) for each in parsed["entities"]}
    assert found["instrument"] == ("jangka sorong", "jangka sorong")
    assert found["city"] == ("bandung", "Bandung")


async def test_that_what_must_not_be_answered_says_so(agent: Agent):
    parsed = await agent.parse_message("resep opor ayam yang enak dong")

    assert parsed["intent"]["name"] in ("out_of_scope", "nlu_fallback")


async def test_that_a_tapped_topic_works_like_any_payload(agent: Agent):
    topic, intent = await agent.parse_message("/faq/opening_hours"), await agent.parse_message("/affirm")

    assert topic["intent"]["name"] == "faq"
    assert topic["response_selector"]["faq"]["response"]["intent_response_key"] == "faq/opening_hours"
    assert intent["intent"] == {"name": "affirm", "confidence": 1.0}


async def said(agent: Agent, sender: str, text: str, **metadata: Any) -> list[str]:
    output = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, output, sender, metadata=metadata))
    return [str(message.get("text")) for message in output.messages]


async def test_that_questions_are_answered_in_the_language_of_the_customer(agent: Agent):
    assert await said(agent, "a", "how much does calibrating a balance cost?") == ["pricing en"]
    assert await said(agent, "b", "berapa biaya kalibrasi timbangan?") == ["pricing id"]


async def test_that_a_tapped_topic_is_answered_in_the_language_of_the_conversation(agent: Agent):
    await said(agent, "c", "how much does calibrating a balance cost?")

    assert await said(agent, "c", "/faq/opening_hours") == ["opening_hours en"]


async def test_that_two_questions_in_one_message_are_both_answered(agent: Agent):
    answers = await said(agent, "d", "berapa harga kalibrasi timbangan? terus kantornya buka jam berapa aja?")

    assert sorted(answers) == ["opening_hours id", "pricing id"]


async def test_that_the_channels_language_counts_where_the_message_does_not_tell(agent: Agent):
    await said(agent, "e", "hi", language="en")

    tracker = await agent.tracker_store.retrieve("e")
    assert tracker is not None
    assert tracker.get_slot("language") == "en"
