from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from actions.greet import greeting
from actions.wording import address, format_day, format_rupiah, format_time, join_words
from protocol.languages import Language

ID, EN = Language.ID, Language.EN


def test_that_days_times_and_sums_are_written_as_each_language_does() -> None:
    day, moment = date(2026, 11, 24), datetime(2026, 11, 24, 7, 35, tzinfo=UTC)
    zone = ZoneInfo("Asia/Jakarta")

    assert format_day(day, ID) == "Selasa, 24 November 2026"
    assert format_day(day, EN) == "Tuesday, 24 November 2026"
    assert format_time(moment, zone, ID) == "14.35 WIB"
    assert format_time(moment, zone, EN) == "14:35 WIB"
    assert format_rupiah(Decimal("2900000.00"), ID) == "Rp2.900.000"
    assert format_rupiah(Decimal("2900000.00"), EN) == "IDR 2,900,000"


def test_that_people_are_addressed_by_their_first_name() -> None:
    assert address("Andi Pratama", ID) == "Kak Andi"
    assert address(None, ID) == "Kak"
    assert address("Andi Pratama", EN) == "Andi"
    assert address(None, EN) == ""


@pytest.mark.parametrize(
    ("words", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a dan b"), (("a", "b", "c"), "a, b dan c")]
)
def test_that_lists_read_as_sentences(words: tuple[str, ...], text: str) -> None:
    assert join_words(words, ID) == text


@pytest.mark.parametrize(
    ("hour", "indonesian", "english"),
    [
        (0, "Selamat malam, Kak", "Good evening"), (4, "Selamat pagi, Kak", "Good morning"),
        (9, "Selamat pagi, Kak", "Good morning"), (11, "Selamat siang, Kak", "Good morning"),
        (12, "Selamat siang, Kak", "Good afternoon"), (15, "Selamat sore, Kak", "Good afternoon"),
        (18, "Selamat malam, Kak", "Good evening"), (23, "Selamat malam, Kak", "Good evening"),
    ],
)  # fmt: skip
def test_that_the_greeting_fits_the_time_of_day(hour: int, indonesian: str, english: str) -> None:
    assert greeting(hour, ID, None) == indonesian
    assert greeting(hour, EN, None) == english


def test_that_a_known_customer_is_greeted_by_name() -> None:
    assert greeting(9, ID, "Andi Pratama") == "Selamat pagi, Kak Andi"
    assert greeting(9, EN, "Andi Pratama") == "Good morning, Andi"
