from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.numbers import Document, DocumentNumber, parse_number, without_numbers

YEAR = 2026
NUMBERS = st.builds(DocumentNumber, st.sampled_from(Document), st.integers(2020, 2039), st.integers(1, 99999))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ORD-2026-00155", "ORD-2026-00155"),
        ("ord 2026 155", "ORD-2026-00155"),
        ("status ord2026-00155 dong kak", "ORD-2026-00155"),
        ("ORD/2026/00155?", "ORD-2026-00155"),
        ("ord.2026.155", "ORD-2026-00155"),
        ("no order 00155", "ORD-2026-00155"),
        ("nomor pesanan: 00155", "ORD-2026-00155"),
        ("pesanan no. 155", "ORD-2026-00155"),
        ("order number 2026-00155", "ORD-2026-00155"),
        ("orderan nomor 2025 00155 gimana", "ORD-2025-00155"),
        ("cek inv 00310", "INV-2026-00310"),
        ("invoice number INV-2026-00310", "INV-2026-00310"),
        ("sertifikat CAL/2026/1109", "CAL-2026-01109"),
        ("penawaran no 45000", "QUO-2026-45000"),
        ("komplain cmp 2026 12", "CMP-2026-00012"),
    ],
)
def test_that_a_number_is_found_however_it_is_typed(text: str, number: str) -> None:
    assert str(parse_number(text, YEAR)) == number


@pytest.mark.parametrize("text", ["00155", "yang 00155 kak", "2026-155", "nomornya 155", "#00155"])
def test_that_bare_digits_count_only_when_a_number_was_asked_for(text: str) -> None:
    assert parse_number(text, YEAR) is None
    assert str(parse_number(text, YEAR, Document.ORDER)) == "ORD-2026-00155"


@pytest.mark.parametrize(
    "text",
    [
        "order 5 timbangan", "mau order 150 unit", "invoice tahun 2026", "harga 155.000",
        "08110000101", "tanggal 12-11-2026", "pic155@example.com", "5 unit saja", "jam 09.30",
    ],
)  # fmt: skip
def test_that_other_figures_are_no_document_number(text: str) -> None:
    assert parse_number(text, YEAR) is None
    assert parse_number(text, YEAR, Document.ORDER) is None


def test_that_a_spelled_out_kind_wins_over_the_expected_one() -> None:
    assert str(parse_number("INV-2026-00110", YEAR, Document.ORDER)) == "INV-2026-00110"


@given(NUMBERS)
def test_that_every_printed_number_is_read_back(number: DocumentNumber) -> None:
    assert parse_number(f"mohon info {number} ya", YEAR) == number


@given(NUMBERS, st.text(max_size=40))
def test_that_any_text_is_read_without_failing(number: DocumentNumber, text: str) -> None:
    assert parse_number(text + " " + str(number), YEAR, Document.ORDER) is not None
    assert str(number) not in without_numbers(f"{text} {number}")


def test_that_a_prefix_within_a_word_is_none() -> None:
    assert parse_number("record 00155", YEAR) is None
