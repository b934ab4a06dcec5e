"""Customers write what they could have tapped."""

from __future__ import annotations

import pytest

from bot.understanding.typed_choice import Offer, typed_choice

INVOICE = Offer(
    "INV-2026-00110: Rp2.900.000.", (("Kirim ulang invoice", '/check_invoice{"choice": "resend"}'),)
)  # fmt: skip
TERA = Offer("Mau tahu bedanya?", (("Kalibrasi atau tera", "Apa bedanya kalibrasi dan tera?"),))
UNFINISHED = Offer("Mau dilanjutkan?", (("Lanjut penawaran", "/request_quotation"), ("Nanti saja", "/stop")))
MENU = Offer("Ada lagi?", (("Status pesanan", "/check_order_status"), ("Menu lainnya", "/help")))


@pytest.mark.parametrize("text", ["kirim ulang dong", "Kirim ulang invoice", "tolong kirim ulang ya kak"])
def test_that_the_words_of_a_button_are_a_tap(text: str) -> None:
    assert typed_choice(text, [INVOICE], in_form=False) == '/check_invoice{"choice": "resend"}'


@pytest.mark.parametrize(
    ("text", "offer", "payload"),
    [
        ("iya tolong", INVOICE, '/check_invoice{"choice": "resend"}'),
        ("boleh kak", TERA, "Apa bedanya kalibrasi dan tera?"),
        ("oke", TERA, "Apa bedanya kalibrasi dan tera?"),
        ("lanjut yang tadi", UNFINISHED, "/request_quotation"),
        ("yes please", UNFINISHED, "/request_quotation"),
    ],
)
def test_that_a_yes_takes_the_one_thing_offered(text: str, offer: Offer, payload: str) -> None:
    assert typed_choice(text, [offer], in_form=False) == payload


@pytest.mark.parametrize(
    ("text", "offers", "in_form"),
    [
        ("iya", [MENU], False),  # which of the two?
        ("iya", [TERA], True),  # the yes belongs to the form's question
        ("oke", [INVOICE], False),  # read, no more
        ("iya tapi mahal", [INVOICE], False),
        ("berapa biayanya?", [MENU], False),
        ("invoice", [INVOICE], False),
        ("/check_invoice", [INVOICE], False),
        ("iya", [], False),
        ("!!!", [MENU], False),
    ],
)
def test_that_anything_else_is_left_to_the_classifier(text: str, offers: list[Offer], in_form: bool) -> None:
    assert typed_choice(text, offers, in_form=in_form) is None
