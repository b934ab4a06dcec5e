from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.contact_details import find_email, find_phone, parse_phone


@pytest.mark.parametrize(
    "text",
    ["0811-0000-101", "0811 0000 101", "08110000101", "+62 811 0000101", "62811 0000 101", "628110000101",
     "+62-811-0000-101", "(0811) 0000101", "811 0000 101"],
)  # fmt: skip
def test_that_a_phone_number_is_understood_in_every_usual_form(text: str) -> None:
    assert find_phone(f"nomor saya {text} ya") == "+628110000101"


@pytest.mark.parametrize("text", ["", "halo", "0811", "ORD 00101", "12 November 2026", "110 volt"])
def test_that_other_texts_hold_no_phone_number(text: str) -> None:
    assert find_phone(text) is None


def test_that_a_foreign_number_keeps_its_country() -> None:
    assert parse_phone("+65 6123 4567") == "+6561234567"


@pytest.mark.parametrize(
    "text",
    ["pic101@example.com", "PIC101@Example.com.", "email saya pic101@example.com, kak", "pic101 @ example.com",
     "<pic101@example.com>"],
)  # fmt: skip
def test_that_an_email_address_is_found_and_normalised(text: str) -> None:
    assert find_email(text) == "pic101@example.com"


@given(st.text(max_size=80))
def test_that_any_text_is_read_without_failing(text: str) -> None:
    phone, email = find_phone(text), find_email(text)

    assert phone is None or phone.startswith("+")
    assert email is None or "@" in email
