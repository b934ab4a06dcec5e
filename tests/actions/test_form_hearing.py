"""Within a form the classifier is believed only where it is sure, or where the words say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.form_hearing import hear, hear_lookup, waits
from actions.form_model import Message
from actions.quotation_form import FORM
from actions.turn import Turn

TODAY = date(2026, 11, 24)


def said(text: str, intent: str, confidence: float = 1.0, requested: str = "person_name") -> Turn:
    return Turn("c", text, intent, confidence=confidence, requested=requested, form=FORM.name)


def heard(turn: Turn) -> Turn:
    return hear(FORM, Message(turn, {"items": [{"kind": "oven", "quantity": 1}]}, TODAY)).turn


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("rina", "request_human", 0.35),
        ("Acme Precision Indonesia", "change_language", 0.83),
        ("dari oktober", "opt_out", 0.17),
        ("kalibrasi lah", "check_calibration_status", 0.49),
        ("ongkirnya dihapus", "delete_data", 0.71),
    ],
)
def test_that_a_doubtful_intent_is_left_to_the_open_question(text: str, intent: str, confidence: float) -> None:
    assert heard(said(text, intent, confidence)).doubted


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("mau bicara sama orang", "request_human", 0.99),
        ("batal aja", "stop", 0.5),
        ("bisa pakai bahasa Inggris?", "change_language", 0.8),
        ("jam bukanya?", "faq/opening_hours", 0.3),
        ("status pesanan saya", "check_order_status", 0.9),
        ("makasih", "thank", 0.9),
    ],
)
def test_that_a_plain_wish_is_believed(text: str, intent: str, confidence: float) -> None:
    assert heard(said(text, intent, confidence)).intent == intent


def test_that_taking_an_instrument_off_is_not_the_wish_to_stop() -> None:
    assert heard(said("eh ovennya gak jadi", "stop")).intent == "provide_info"


def test_that_an_instruments_name_alone_is_an_answer() -> None:
    assert heard(said("pressure gauge nya kak", "check_calibration_status", 0.95)).intent == "provide_info"


def test_that_buttons_and_other_turns_are_taken_as_they_are() -> None:
    button = said("/request_human", "request_human", 0.1)

    assert heard(button) == button
    assert heard(replace(button, text="rina", resumed=True)).intent == "request_human"


@pytest.mark.parametrize("text", ["bentar ya", "sebentar saya cari dulu", "hold on", "one moment please", "tunggu kak"])
def test_that_a_customer_who_asks_us_to_wait_is_waited_for(text: str) -> None:
    assert waits(said(text, "greet", 0.3))


@pytest.mark.parametrize("text", ["tunggu berapa lama?", "bentar, ORD-2026-00105", "Budi"])
def test_that_an_answer_is_no_wish_to_wait(text: str) -> None:
    assert not waits(said(text, "provide_info"))


def test_that_asking_why_the_proof_is_needed_stays_in_the_look_up() -> None:
    assert hear_lookup(said("why do you need that?", "faq/onsite_service", 0.9, "contact_proof")).doubted
