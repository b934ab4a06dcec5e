"""domain.yml, the rules and the actions name the same things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.form_model import CONFIRMED, Form
from actions.forms import DRAFT_SLOTS, FORMS
from actions.lookup_answers import FORM as LOOKUP
from actions.lookup_request import ASK_NUMBER, ASK_PROOF
from actions.unfinished import _TITLES as OFFERED
from handoff.system_texts import TEXTS
from protocol.forms import FORM_INTENTS

ROOT = Path(__file__).parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RULES = [
    rule
    for file in sorted((ROOT / "data" / "rules").glob("*.yml"))
    for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_that_the_domain_knows_the_questions_of_every_form(form: Form) -> None:
    identity = [ASK_NUMBER, ASK_PROOF] if form.wanted else []
    questions = [question.slot for question in form.questions]
    confirmed = [CONFIRMED] if form.confirms else []

    assert DOMAIN["forms"][form.name]["required_slots"] == [*identity, *questions, *confirmed]


def test_that_every_slot_an_action_keeps_is_declared() -> None:
    assert set(DRAFT_SLOTS) <= set(DOMAIN["slots"])


def test_that_every_form_can_be_offered_again() -> None:
    assert set(OFFERED) == set(FORM_INTENTS) == {LOOKUP, *(form.name for form in FORMS)} == set(DOMAIN["forms"])
    assert {f"form_{form}" for form in FORM_INTENTS} <= set(TEXTS)
    assert set(FORM_INTENTS.values()) <= {
        each if isinstance(each, str) else next(iter(each)) for each in DOMAIN["intents"]
    }


def test_that_every_action_of_the_domain_is_served_and_every_served_one_is_declared() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    served = {name for name in executor.actions if not name.startswith("test_")}

    assert served == {name for name in DOMAIN["actions"] if not name.startswith("utter_")}


def test_that_every_intent_has_a_rule() -> None:
    answered = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}

    assert answered == set(DOMAIN["intents"])


def test_that_no_slot_bends_the_dialogue() -> None:
    bending = {name for name, slot in DOMAIN["slots"].items() if slot.get("influence_conversation", True)}

    # Slots of type `any` never do, and Rasa refuses to be told so.
    assert all(DOMAIN["slots"][name]["type"] == "any" for name in bending)
