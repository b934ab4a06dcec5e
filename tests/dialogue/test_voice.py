"""How the bot's texts must be: in both languages, alike in what they fill in and offer, and in the company's voice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.labels import LABELS

ROOT = Path(__file__).parents[2]
ENGLISH = [{"type": "slot", "name": "language", "value": "en"}]
# Whoever reads these on a phone must not feel blamed, mocked, brushed off or talked down to.
FORBIDDEN_ID = re.compile(
    r"salah (?:input|ketik|memasukkan|isi)|kesalahan anda|anda (?:salah|harus|wajib|keliru)|seharusnya (?:anda|kakak)"
    r"|sudah (?:saya|kami) (?:bilang|jelaskan|katakan)|input tidak valid|format salah|tidak valid|masa sih|ya sudahlah"
    r"|terserah|jangan (?:marah|emosi)|tolong baca|harap maklum|bukan (?:urusan|salah) kami|makanya",
    re.IGNORECASE,
)
FORBIDDEN_EN = re.compile(
    r"invalid (?:input|number|format|e-?mail|date)|wrong input|your (?:mistake|fault|error)|as (?:i|we) (?:said|told)"
    r"|you (?:must|failed|should have|need to calm)|obviously|calm down|whatever|not our (?:problem|fault)|incorrect"
    r"|read (?:it )?(?:again|carefully)",
    re.IGNORECASE,
)
# "Anda" keeps customers at a distance; the company says "Kak".
STIFF = re.compile(r"\b(?:anda|saudara|pelanggan yth)\b", re.IGNORECASE)
LONGEST = 460
"""Characters of a bubble: about ten lines on a phone."""


def _load() -> dict[str, list[dict[str, Any]]]:
    files = [ROOT / "domain.yml", *sorted((ROOT / "data" / "faq").glob("*.yml"))]
    responses: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        for name, variations in yaml.safe_load(file.read_text(encoding="utf-8"))["responses"].items():
            assert name not in responses, f"{name} stands twice"
            responses[name] = variations
    return responses


RESPONSES = _load()
PAIRS = [
    pytest.param(
        next(each for each in variations if "condition" not in each),
        next((each for each in variations if each.get("condition") == ENGLISH), None),
        id=name,
    )
    for name, variations in RESPONSES.items()
]
Variation = dict[str, Any]


@pytest.mark.parametrize("name", RESPONSES)
def test_that_every_response_is_one_indonesian_and_one_english_text(name: str) -> None:
    conditions = [variation.get("condition") for variation in RESPONSES[name]]

    assert conditions == [None, ENGLISH]


@pytest.mark.parametrize(("indonesian", "english"), PAIRS)
def test_that_both_languages_fill_in_and_offer_the_same(indonesian: Variation, english: Variation) -> None:
    assert set(re.findall(r"{(\w+)}", indonesian["text"])) == set(re.findall(r"{(\w+)}", english["text"]))
    assert len(indonesian.get("buttons", ())) == len(english.get("buttons", ()))
    intents = [
        [each["payload"] for each in side.get("buttons", ()) if each["payload"][0] == "/"]
        for side in (indonesian, english)
    ]
    assert intents[0] == intents[1]


@pytest.mark.parametrize(("indonesian", "english"), PAIRS)
def test_that_no_text_blames_mocks_or_brushes_off(indonesian: Variation, english: Variation) -> None:
    assert not FORBIDDEN_ID.search(indonesian["text"])
    assert not FORBIDDEN_EN.search(english["text"])
    assert not STIFF.search(indonesian["text"])


@pytest.mark.parametrize(("indonesian", "english"), PAIRS)
def test_that_a_text_fits_on_a_phone_and_its_buttons_on_whatsapp(indonesian: Variation, english: Variation) -> None:
    for side in (indonesian, english):
        assert len(side["text"]) <= LONGEST
        assert all(len(button["title"]) <= 20 for button in side.get("buttons", ()))
        assert len(side.get("buttons", ())) <= 10


@pytest.mark.parametrize(("indonesian", "english"), PAIRS)
def test_that_every_button_leads_somewhere(indonesian: Variation, english: Variation) -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    questions = {question for label in LABELS.values() for question in label.questions or ()}
    for button in (*indonesian.get("buttons", ()), *english.get("buttons", ())):
        payload = button["payload"]
        assert payload[1:].split("{")[0] in intents if payload.startswith("/") else payload in questions


CODE = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "actions").glob("*.py")))
SAID = set(re.findall(r'"(utter_[a-z_]+[a-z])"', CODE))
BEGINNINGS = tuple(re.findall(r'f"(utter_[a-z_]+_){', CODE))
RULES = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "data" / "rules").glob("*.yml"))


def test_that_every_text_an_action_says_is_there() -> None:
    assert set(RESPONSES) >= SAID


@pytest.mark.parametrize("name", [name for name in RESPONSES if not name.startswith("utter_faq/")])
def test_that_every_text_is_said_by_something(name: str) -> None:
    assert name in SAID or name.startswith(BEGINNINGS) or name in RULES
