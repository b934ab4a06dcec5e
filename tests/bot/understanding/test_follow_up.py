"""Which short questions go on about the order that was just told."""

from __future__ import annotations

import pytest

from bot.understanding.follow_up import another_instrument, asks_on


@pytest.mark.parametrize(
    "text",
    [
        "kapan jadwalnya?",
        "kapan selesainya", "kapan?", "terus kapan ya kak", "kira-kira kapan jadi", "masih lama ga", "berapa hari lagi",
        "when will it be done?", "and when is that?", "how much longer", "what's next", "terus apa",
        "selanjutnya gimana",
    ],
)  # fmt: skip
def test_that_a_question_which_needs_the_order_goes_on_about_it(text: str) -> None:
    assert asks_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "biasanya kapan selesai kalibrasi timbangan", "kalau kirim besok kapan jadinya", "berapa biayanya", "halo", "",
        "ok terima kasih",
        "mikrometernya kapan beres", "kapan flow meter saya selesai", "sertifikatnya kapan dikirim",
        "when do you usually finish", "kapan kantor buka", "jam berapa tutup", "kapan ada pelatihan",
        "apa itu tera", "kapan " + "x" * 80,
    ],
)  # fmt: skip
def test_that_a_question_in_general_or_with_a_name_stays_one(text: str) -> None:
    assert not asks_on(text, {"mikrometer", "flow meter"})


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("yang mikrometer?", "mikrometer"),
        ("kalau timbangannya gimana", "timbangan"),
        ("what about the caliper?", "caliper"),
        ("and the caliper", "caliper"),
        ("yang sabtu?", None),
        ("kalau invoicenya gimana", None),
        ("mikrometer", None),
    ],
)
def test_that_the_next_instrument_is_told_from_other_matters(text: str, instrument: str | None) -> None:
    assert another_instrument(text, {"mikrometer", "timbangan", "caliper"}) == instrument
