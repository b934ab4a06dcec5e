from __future__ import annotations

from bot.understanding.intents import IntentGuess, Ranked, Verdict
from bot.understanding.requests import find_further_requests, split_requests


def guess(label: str, confidence: float = 0.9, verdict: Verdict = Verdict.SURE) -> IntentGuess:
    return IntentGuess(verdict, (Ranked(label, confidence), Ranked("greet", 1 - confidence)))


def test_that_a_message_is_cut_where_a_new_request_begins():
    assert split_requests("jam buka berapa sih? terus bayarnya lewat apa ya") == [
        "jam buka berapa sih?",
        "terus bayarnya lewat apa ya",
    ]


def test_that_numbers_and_amounts_are_not_cut():
    assert split_requests("harga Rp 2.500.000 per unit itu sudah final?") == [
        "harga Rp 2.500.000 per unit itu sudah final?"
    ]


def test_that_a_second_clear_request_is_found():
    answers = {
        "jam buka berapa sih?": guess("faq/opening_hours"),
        "terus bayarnya lewat apa ya": guess("faq/payment_methods"),
    }

    found = find_further_requests(
        "jam buka berapa sih? terus bayarnya lewat apa ya", "faq/opening_hours", answers.__getitem__
    )

    assert [each.label for each in found] == ["faq/payment_methods"]


def test_that_thanks_and_unsure_parts_are_no_requests():
    answers = {
        "jam buka berapa sih?": guess("faq/opening_hours"),
        "makasih banyak ya kak.": guess("thank"),
        "itu yang kemarin gimana?": guess("check_invoice", 0.3),
    }

    text = "jam buka berapa sih? makasih banyak ya kak. itu yang kemarin gimana?"

    assert not find_further_requests(text, "faq/opening_hours", answers.__getitem__)


def test_that_a_story_whose_parts_point_elsewhere_is_one_request():
    answers = {
        "kemarin teknisi datang pagi.": guess("give_feedback"),
        "sertifikatnya kok belum ada?": guess("check_certificate"),
    }

    text = "kemarin teknisi datang pagi. sertifikatnya kok belum ada?"

    assert not find_further_requests(text, "report_complaint", answers.__getitem__)
