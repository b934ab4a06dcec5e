from __future__ import annotations

import pytest

from actions.lookup_request import ASK_NUMBER, ASK_PROOF, Wanted, find_number, find_proof, is_aside, read_given
from actions.turn import Entity, Turn
from crm.identity import Proof

FORM = "order_lookup_form"
YEAR = 2026


def turn(text: str, intent: str = "provide_info", requested: str | None = None, **slots: str) -> Turn:
    return Turn("c", text, intent, slots=slots, form=FORM, requested=requested)


def test_that_number_and_proof_are_taken_from_one_sentence() -> None:
    given = read_given(turn("status ORD-2026-00107 ya, hp saya 0811 0000 107", "check_order_status"), YEAR)

    assert str(given.number) == "ORD-2026-00107"
    assert given.proof == Proof(phone="+628110000107")
    assert given.wanted is Wanted.ORDER


@pytest.mark.parametrize("text", ["ORD-2026-00107", "ord 2026 00107", "2026-00107"])
def test_that_a_document_number_is_never_taken_for_a_phone(text: str) -> None:
    assert find_proof(turn(text)) is None


def test_that_a_phone_number_is_never_taken_for_an_order() -> None:
    for requested in (ASK_NUMBER, ASK_PROOF, None):
        assert find_number(turn("0811 0000 107", requested=requested), YEAR) is None


def test_that_bare_digits_answer_the_question_for_the_number_only() -> None:
    assert str(find_number(turn("00107", requested=ASK_NUMBER), YEAR)) == "ORD-2026-00107"
    assert find_number(turn("00107", requested=ASK_PROOF), YEAR) is None


def test_that_a_tapped_order_is_read_from_its_button() -> None:
    tapped = Turn(
        "c",
        '/check_invoice{"order_number": "ORD-2026-00107"}',
        "check_invoice",
        (Entity("order_number", "ORD-2026-00107"),),
    )

    given = read_given(tapped, YEAR)

    assert (str(given.number), given.wanted) == ("ORD-2026-00107", Wanted.INVOICE)


def test_that_digits_marked_by_the_classifier_count_with_their_kind() -> None:
    marked = Turn("c", "inv yang 310 gimana", "check_invoice", (Entity("invoice_number", "310"),))

    assert str(find_number(marked, YEAR)) == "INV-2026-00310"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("INV-2026-00110", Wanted.INVOICE), ("CAL-2026-00111", Wanted.CERTIFICATE), ("QUO-2026-00102", Wanted.ORDER),
     ("CMP-2026-00108", Wanted.COMPLAINT)],
)  # fmt: skip
def test_that_a_number_without_a_question_asks_for_its_own_matter(text: str, wanted: Wanted) -> None:
    assert read_given(turn(text), YEAR).wanted is wanted


def test_that_the_number_is_kept_while_its_proof_is_asked_for_and_no_longer() -> None:
    asked = turn("apa ya", requested=ASK_PROOF, document_number="ORD-2026-00107", lookup="invoice")
    later = turn("cek pesanan", "check_order_status", document_number="ORD-2026-00107")

    assert str(read_given(asked, YEAR).number) == "ORD-2026-00107"
    assert read_given(asked, YEAR).wanted is Wanted.INVOICE
    assert read_given(later, YEAR).number is None


@pytest.mark.parametrize(
    ("text", "intent", "aside"),
    [
        ("jam buka?", "faq/opening_hours", True), ("halo", "greet", True), ("stop", "stop", True),
        ("gak tau", "deny", False), ("yang mana ya", "provide_info", False), ("invoice-nya?", "check_invoice", False),
        ("jam buka? oh ya ORD-2026-00107", "faq/opening_hours", False),
    ],
)  # fmt: skip
def test_that_what_is_not_meant_for_the_form_is_left_to_the_other_rules(text: str, intent: str, aside: bool) -> None:
    message = turn(text, intent, requested=ASK_NUMBER)

    assert is_aside(message, read_given(message, YEAR)) is aside
