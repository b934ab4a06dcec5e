"""Scores worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handoff.quality.phrases import calls_by_name, is_shouted
from handoff.quality.scorecard import Dimension, Line, Part, average, score

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
R, E, L, A = Dimension


def said(seq: int, who: str, text: str, after: float, **more: str) -> Line:
    return Line(seq, who == "us", text, NOON + timedelta(seconds=after), **more)


def values(part: Part) -> dict[str, float]:
    verdict = score(part)
    assert verdict is not None
    return {check.name: check.value for check in verdict.checks}


GOOD = Part(
    "c", customer="Ibu Sari Dewi", emotion="angry", began_at=NOON, promises=(True, False), reopened=False, rating=5,
    lines=(
        said(1, "customer", "sertifikat saya mana?!", 0, emotion="angry"),
        said(2, "us", "Selamat siang, Bu Sari. Mohon maaf atas keterlambatannya, kami cek 10 menit ya.", 30),
        said(3, "customer", "ok", 40),
        said(4, "us", "Terima kasih sudah menunggu, sertifikatnya sudah terbit.", 640),
    ),
)  # fmt: skip


def test_that_a_good_conversation_scores_as_worked_out_by_hand() -> None:
    verdict = score(GOOD)

    assert verdict is not None
    # Responsiveness: first reply 1, pace 0 (600 s), wait told 1; reliability: promises 0.5, stays resolved 1.
    assert verdict.dimensions == {R: 66.7, E: 100.0, L: 75.0, A: 100.0}
    assert verdict.total == 85.4


def test_that_the_sentences_that_made_the_score_are_named() -> None:
    verdict = score(GOOD)

    assert verdict is not None
    sentences = {check.name: check.sentences for check in verdict.checks}
    assert (sentences["apologises"], sentences["by_name"], sentences["pace"]) == ((2,), (2,), (4,))


def test_that_a_cold_late_and_blaming_answer_scores_nothing() -> None:
    lines = (
        said(1, "customer", "kapan jadinya", 0, emotion="disappointed"),
        said(2, "us", "Itu kesalahan Bapak sendiri.", 181),
    )
    part = Part("c", lines, NOON, customer="Budi", promises=(False,), reopened=True, rating=1)

    verdict = score(part)

    assert verdict is not None
    assert (verdict.total, set(verdict.dimensions.values())) == (0.0, {0.0})


def test_that_what_cannot_be_judged_counts_neither_way() -> None:
    part = Part("c", (said(1, "us", "Halo, ada yang bisa kami bantu?", 10),), NOON)

    assert values(part) == {"first_reply": 1.0, "greets": 1.0, "courteous": 1.0, "no_blame": 1.0}


def test_that_a_silence_that_was_not_announced_counts() -> None:
    lines = tuple(said(n, who, "baik", at) for n, who, at in ((1, "us", 1), (2, "customer", 5), (3, "us", 400)))

    assert values(Part("c", lines, NOON))["wait_told"] == 0.0


def test_that_the_bot_is_held_to_its_own_pace_and_to_what_it_understood() -> None:
    lines = (
        said(1, "customer", "jam buka?", 0, intent="faq"),
        said(2, "us", "Halo, kami buka pukul 8.", 11),
        said(3, "customer", "xyzzy", 20, intent="nlu_fallback"),
    )

    found = values(Part("c", lines, NOON, by_bot=True, customer="Budi"))

    assert (found["first_reply"], found["understands"]) == (0.5, 0.5)
    assert "by_name" not in found


def test_that_a_silent_part_has_no_score() -> None:
    assert score(Part("c", (said(1, "customer", "halo?", 0),), NOON)) is None


def test_that_averages_leave_out_dimensions_that_were_not_judged() -> None:
    first, second = score(GOOD), score(Part("c", (said(1, "us", "Halo", 10),), NOON))
    assert first is not None
    assert second is not None

    total, dimensions = average([first, second])

    assert dimensions == {R: pytest.approx(83.3, abs=0.1), E: 100.0, L: 75.0, A: 75.0}
    assert total == pytest.approx((first.total + second.total) / 2, abs=0.06)
    assert average([]) == (None, {})


def test_that_titles_are_no_names_and_numbers_no_shouting() -> None:
    assert calls_by_name("Ibu Sari", "Baik, Ibu.") is False
    assert is_shouted("ORD-2026-00101") is False
    assert is_shouted("BACA DULU SYARATNYA") is True
