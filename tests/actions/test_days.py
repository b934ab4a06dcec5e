from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.days import find_day

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("besok pagi", date(2026, 11, 25)),
        ("lusa ya", date(2026, 11, 26)),
        ("hari ini", TODAY),
        ("tomorrow", date(2026, 11, 25)),
        ("day after tomorrow", date(2026, 11, 26)),
        ("3 hari lagi", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("senin depan", date(2026, 11, 30)),
        ("hari jumat", date(2026, 11, 27)),
        ("Jum'at", date(2026, 11, 27)),
        ("kamis minggu depan", date(2026, 12, 3)),
        ("next Friday", date(2026, 11, 27)),
        ("selasa", date(2026, 12, 1)),
        ("minggu depan", date(2026, 11, 30)),
        ("next week", date(2026, 11, 30)),
        ("hari minggu", date(2026, 11, 29)),
        ("tanggal 3", date(2026, 12, 3)),
        ("tgl 28", date(2026, 11, 28)),
        ("the 30th", date(2026, 11, 30)),
        ("12 Desember", date(2026, 12, 12)),
        ("5 jan", date(2027, 1, 5)),
        ("12 des 2026", date(2026, 12, 12)),
        ("December 3rd", date(2026, 12, 3)),
        ("3rd of December", date(2026, 12, 3)),
        ("1/12", date(2026, 12, 1)),
        ("01-12-2026", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("1.12.26", date(2026, 12, 1)),
        ("akhir bulan", date(2026, 11, 30)),
        ("end of the month", date(2026, 11, 30)),
        ("20 november", date(2026, 11, 20)),
    ],
)
def test_that_a_day_is_understood_as_it_is_said(text: str, day: date) -> None:
    assert find_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "secepatnya", "31 februari", "5 unit", "satu minggu", "ORD-2026-00105", "terserah", "99/99"]
)
def test_that_what_names_no_day_is_none(text: str) -> None:
    assert find_day(text, TODAY) is None


@given(st.text(max_size=60), st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_that_any_text_is_read_without_failing(text: str, today: date) -> None:
    assert find_day(text, today) is None or isinstance(find_day(text, today), date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("eh jangan senin, rabu aja", date(2026, 11, 25)),
        ("bukan Kamis, Jumat ya", date(2026, 11, 27)),
        ("senin ga bisa, selasa gimana", date(2026, 12, 1)),
        ("dari senin ke kamis", date(2026, 11, 26)),
        ("not Monday, Thursday please", date(2026, 11, 26)),
        ("move it from 30 November to 2 December", date(2026, 12, 2)),
        ("jangan tanggal 30, tanggal 2 aja", date(2026, 12, 2)),
        ("jangan senin", None),
    ],
)
def test_that_a_day_that_is_refused_is_not_the_day_that_is_meant(text: str, day: date | None) -> None:
    assert find_day(text, date(2026, 11, 24)) == day
