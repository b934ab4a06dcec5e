from __future__ import annotations

from datetime import datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.agent_queue.wait_estimate import WaitRange
from handoff.conversations.escalate import Place, describe_place
from handoff.conversations.summary import MAX_LINE, MAX_LINES, summarise
from handoff.system_texts import TEXTS, describe_opening, describe_wait, say
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language

ID, EN = Language.ID, Language.EN
OPENING = datetime(2026, 11, 25, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_that_every_text_exists_in_both_languages_with_the_same_values(key: str) -> None:
    fields = [{name for _, name, _, _ in Formatter().parse(TEXTS[key][language]) if name} for language in Language]

    assert fields[0] == fields[1]
    assert all(TEXTS[key][language].strip() for language in Language)


def test_that_a_name_is_never_read_as_a_template() -> None:
    assert "{0.__class__}" in say("joined", ID, name="{0.__class__}")


@pytest.mark.parametrize(
    ("low", "high", "indonesian", "english"),
    [
        (0, 60, "kurang dari 1 menit", "less than a minute"),
        (0, 61, "paling lama 2 menit", "up to 2 minutes"),
        (119, 241, "1–5 menit", "1–5 minutes"),
        (300, 900, "5–15 menit", "5–15 minutes"),
        (3600, 7200, "lebih dari 1 jam", "more than an hour"),
    ],
)
def test_that_a_wait_is_told_in_minutes(low: float, high: float, indonesian: str, english: str) -> None:
    assert describe_wait(WaitRange(low, high), ID) == indonesian
    assert describe_wait(WaitRange(low, high), EN) == english


@given(st.floats(0, 3599), st.floats(0, 3600))
def test_that_the_upper_end_that_is_told_is_never_too_short(low: float, longer: float) -> None:
    told = describe_wait(WaitRange(low, low + longer), ID)

    if "–" in told:
        assert int(told.removesuffix(" menit").split("–")[1]) * 60 >= low + longer


def test_that_an_opening_is_told_by_day_and_time_of_the_office() -> None:
    assert describe_opening(OPENING, ID) == "hari Rabu, 25 November pukul 08.00 WIB"
    assert describe_opening(OPENING, EN) == "on Wednesday 25 November at 08:00 WIB"


def test_that_a_customer_is_told_place_and_wait_or_that_nobody_is_free_or_when_people_are_back() -> None:
    assert "urutan ke-3" in describe_place(Place(3, WaitRange(300, 600), None), ID)
    assert "5–10 menit" in describe_place(Place(3, WaitRange(300, 600), None), ID)
    assert "number 3" in describe_place(Place(3, None, None), EN)
    assert "Rabu, 25 November" in describe_place(Place(3, None, OPENING), ID)


def test_that_a_summary_says_why_in_whose_words_and_what_is_known() -> None:
    escalation = Escalation(
        EscalationReason.NOT_RESOLVED,
        ("awal", "invoice saya\nmana?", "sudah seminggu!"),
        "angry",
        slots={"order": "105"},
    )

    assert summarise(escalation, ID).splitlines() == [
        "Alasan: Jawaban bot dua kali tidak membantu (marah)",
        "Kata pelanggan: “invoice saya mana?”",
        "Kata pelanggan: “sudah seminggu!”",
        "Sudah diketahui: order = 105",
    ]
    assert summarise(escalation, EN).startswith("Reason: The bot's answers did not help twice (angry)")


@given(
    st.sampled_from(EscalationReason),
    st.lists(st.text(), max_size=8),
    st.text(),
    st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))),
    st.sampled_from(Language),
)
def test_that_a_summary_has_at_most_five_lines_whatever_was_said(
    reason: EscalationReason, evidence: list[str], emotion: str, slots: dict[str, object], language: Language
) -> None:
    lines = summarise(Escalation(reason, tuple(evidence), emotion, slots=slots), language).splitlines()

    assert 1 <= len(lines) <= MAX_LINES
    assert all(len(line) <= MAX_LINE for line in lines)
