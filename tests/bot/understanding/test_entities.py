from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.entities.contacts import find_emails, find_phones
from bot.understanding.entities.dates import find_dates, resolve_date
from bot.understanding.entities.document_numbers import find_document_numbers
from bot.understanding.entities.quantities import count_of
from bot.understanding.entities.recogniser import Finders
from bot.understanding.lexicon import load_lexicon
from bot.understanding.tokens import tokenise

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.fixture(scope="module")
def finders() -> Finders:
    return Finders.build(load_lexicon())


@pytest.mark.parametrize(
    ("text", "entity", "typed", "standard"),
    [
        ("status ORD-2026-00123?", "order_number", "ORD-2026-00123", "ORD-2026-00123"),
        ("ord 2026 155 gimana", "order_number", "ord 2026 155", "ORD-2026-00155"),
        ("ORD202600417 udah?", "order_number", "ORD202600417", "ORD-2026-00417"),
        ("ord-2025/318", "order_number", "ord-2025/318", "ORD-2025-00318"),
        ("no order 00417 kak", "order_number", "00417", "ORD-2026-00417"),
        ("pesanan saya nomor 0417", "order_number", "0417", "ORD-2026-00417"),
        ("CAL/2026/1109 asli?", "certificate_number", "CAL/2026/1109", "CAL-2026-01109"),
        ("inv 00388 lunas", "invoice_number", "00388", "INV-2026-00388"),
        ("tiket CMP 00052", "complaint_number", "CMP 00052", "CMP-2026-00052"),
        ("quo2026-00371", "quotation_number", "quo2026-00371", "QUO-2026-00371"),
    ],
)
def test_that_document_numbers_are_found_in_sloppy_forms(text: str, entity: str, typed: str, standard: str):
    found = list(find_document_numbers(text, TODAY))

    assert [(each.entity, each.value, each.normalised) for each in found] == [(entity, typed, standard)]


@pytest.mark.parametrize(
    "text", ["order 500 unit", "invoice 250.000 rupiah", "kalibrasi 12 timbangan", "order 2 jt", "kalori 300"]
)
def test_that_amounts_are_not_taken_for_document_numbers(text: str):
    assert list(find_document_numbers(text, TODAY)) == []


def test_that_two_numbers_in_one_message_are_both_found():
    found = list(find_document_numbers("order 00462, invoice 00471", TODAY))

    assert [each.normalised for each in found] == ["ORD-2026-00462", "INV-2026-00471"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hub 0812-3456-7890 ya", "+6281234567890"),
        ("wa saya +62 811 2233 445", "+628112233445"),
        ("kantor (021) 5551234", "+62215551234"),
    ],
)
def test_that_telephone_numbers_are_read_as_indonesian(text: str, number: str):
    assert [each.normalised for each in find_phones(text)] == [number]


@pytest.mark.parametrize("text", ["tanggal 12-03-2026", "harga 12.500.000", "no seri 998877665544332211"])
def test_that_dates_and_amounts_are_no_telephone_numbers(text: str):
    assert list(find_phones(text)) == []


def test_that_an_email_address_is_found_as_typed():
    found = list(find_emails("kirim ke Budi.S@Contoh.co.id ya"))

    assert [(each.value, each.normalised) for each in found] == [("Budi.S@Contoh.co.id", "budi.s@contoh.co.id")]


@pytest.mark.parametrize(
    ("text", "phrase", "day"),
    [
        ("bisa besok pagi?", "besok pagi", "2026-11-25"),
        ("dua minggu lalu dikirim", "dua minggu lalu", "2026-11-10"),
        ("senin depan ya", "senin depan", "2026-11-30"),
        ("we came last friday", "last friday", "2026-11-20"),
        ("deadline 12 Maret 2027 kak", "12 Maret 2027", "2027-03-12"),
        ("dijadwalkan tanggal 3", "tanggal 3", "2026-12-03"),
        ("before the 22nd", "the 22nd", "2026-12-22"),
        ("bulan depan aja", "bulan depan", "2026-12-01/2026-12-31"),
        ("17/04/2027 oke", "17/04/2027", "2027-04-17"),
    ],
)
def test_that_days_are_found_and_told_in_both_languages(finders: Finders, text: str, phrase: str, day: str):
    tokens, words = tokenise(text), finders.clues.dates

    found = [text[tokens[each.first].start : tokens[each.last - 1].end] for each in find_dates(tokens, words)]

    assert found == [phrase]
    assert resolve_date(phrase, words, finders.lexicon.numbers, TODAY) == day


@pytest.mark.parametrize("text", ["butuh 3 hari", "durasi dua minggu", "jam 9 pagi-pagi sekali buka", "may I ask"])
def test_that_durations_and_hours_are_no_days(finders: Finders, text: str):
    tokens = tokenise(text)

    found = [
        text[tokens[each.first].start : tokens[each.last - 1].end] for each in find_dates(tokens, finders.clues.dates)
    ]

    assert not [phrase for phrase in found if phrase in text and phrase != "pagi-pagi"]


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("12", 12),
        ("1.250", 1250),
        ("lima", 5),
        ("selusin", 12),
        ("dua puluh lima", 25),
        ("sepuluhan", 10),
        ("40an", 40),
    ],
)
def test_that_numbers_in_words_count(finders: Finders, phrase: str, count: int):
    assert count_of(phrase, finders.lexicon.numbers) == count


@pytest.mark.parametrize(
    ("text", "entity", "name"),
    [
        ("jangka sorong kami", "instrument", "jangka sorong"),
        ("tensimetr puskesmas", "instrument", "tensimeter"),
        ("merek mitutoyoo", "brand", "Mitutoyo"),
        ("ada di balikpapn", "city", "Balikpapan"),
    ],
)
def test_that_listed_names_are_found_with_typing_errors(finders: Finders, text: str, entity: str, name: str):
    found = finders.gazetteer.find(tokenise(text))

    assert (entity, name) in [(each.entity, each.canonical) for each in found]


def test_that_the_longer_name_wins(finders: Finders):
    found = finders.gazetteer.find(tokenise("timbangan gantung 2 ton"))

    assert [(each.canonical, each.last) for each in found] == [("timbangan gantung", 2)]
