from __future__ import annotations

import pytest

from actions.complaint_triage import propose_category, propose_severity, tells_specifics
from actions.feedback_form import find_kind
from crm.complaints import ComplaintHistory
from crm.service_tables import FeedbackKind
from crm.tables import ComplaintCategory, Severity

C = ComplaintCategory


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("sertifikat saya sudah telat dua minggu", C.LATE_CERTIFICATE),
        ("kok sertifikatnya belum juga dikirim", C.LATE_CERTIFICATE),
        ("certificate still not received", C.LATE_CERTIFICATE),
        ("pengerjaannya molor dari jadwal", C.LATE_WORK),
        ("teknisi tidak datang padahal sudah janjian", C.LATE_WORK),
        ("nobody came, this is late again", C.LATE_WORK),
        ("sertifikat saya salah nama PT", C.WRONG_CERTIFICATE),
        ("there is a mistake on my certificate", C.WRONG_CERTIFICATE),
        ("nomor seri keliru di sertifikat kalibrasi", C.WRONG_CERTIFICATE),
        ("timbangan saya rusak setelah dikalibrasi", C.DAMAGED_INSTRUMENT),
        ("the gauge came back scratched", C.DAMAGED_INSTRUMENT),
        ("di PO analog ternyata dibilang digital", C.PRICE_DIFFERENCE),
        ("harganya beda dari penawaran", C.PRICE_DIFFERENCE),
        ("you overcharged us", C.PRICE_DIFFERENCE),
        ("faktur pajak saya salah NPWP", C.BILLING),
        ("invoice ditagih dua kali", C.BILLING),
        ("I was charged twice on the same bill", C.BILLING),
        ("petugasnya kasar dan tidak sopan", C.STAFF_CONDUCT),
        ("your technician was rude to my staff", C.STAFF_CONDUCT),
        ("saya kecewa sekali", C.OTHER),
    ],
)
def test_that_the_category_is_proposed_from_the_words(text: str, category: ComplaintCategory) -> None:
    assert propose_category(text) is category


@pytest.mark.parametrize(
    ("text", "emotion", "history", "severity"),
    [
        ("agak lambat ya", "neutral", ComplaintHistory(), Severity.NORMAL),
        ("agak lambat ya", "angry", ComplaintHistory(), Severity.SEVERE),
        ("produksi berhenti gara-gara ini", "neutral", ComplaintHistory(), Severity.SEVERE),
        ("we will take legal action", "neutral", ComplaintHistory(), Severity.SEVERE),
        ("agak lambat ya", "neutral", ComplaintHistory(1, 1), Severity.SEVERE),
        ("agak lambat ya", "neutral", ComplaintHistory(1, 0), Severity.NORMAL),
        ("agak lambat ya", "neutral", ComplaintHistory(2, 0), Severity.SEVERE),
    ],
)
def test_that_severity_follows_words_mood_and_history(
    text: str, emotion: str, history: ComplaintHistory, severity: Severity
) -> None:
    assert propose_severity(text, emotion, history) is severity


@pytest.mark.parametrize(
    ("text", "emotion", "kind"),
    [
        ("pelayanannya bagus", "neutral", FeedbackKind.APPRECIATION),
        ("tidak bagus", "neutral", FeedbackKind.CRITICISM),
        ("kurang ramah adminnya", "neutral", FeedbackKind.CRITICISM),
        ("bagus, tapi saya kecewa", "disappointed", FeedbackKind.CRITICISM),
        ("sarannya tolong ditambah parkir", "neutral", FeedbackKind.SUGGESTION),
        ("it would be nice to have live tracking", "neutral", FeedbackKind.SUGGESTION),
        ("five stars!", "happy", FeedbackKind.APPRECIATION),
    ],
)
def test_that_opinions_are_told_apart(text: str, emotion: str, kind: FeedbackKind) -> None:
    assert find_kind(text, emotion) is kind


@pytest.mark.parametrize(
    ("category", "story", "told"),
    [
        (ComplaintCategory.DAMAGED_INSTRUMENT, "timbangan digital layarnya pecah", True),
        (ComplaintCategory.DAMAGED_INSTRUMENT, "alat saya rusak", False),
        (ComplaintCategory.WRONG_CERTIFICATE, "nomor seri salah, harusnya 4471", True),
        (ComplaintCategory.WRONG_CERTIFICATE, "there's a mistake on our certificate", False),
        (ComplaintCategory.STAFF_CONDUCT, "teknisinya merokok kemarin siang", True),
        (ComplaintCategory.STAFF_CONDUCT, "your staff was rude", False),
        (ComplaintCategory.BILLING, "faktur pajak salah NPWP", True),
        (ComplaintCategory.BILLING, "invoice kami keliru", False),
    ],
)
def test_that_what_the_story_tells_is_not_asked_again(category: ComplaintCategory, story: str, told: bool) -> None:
    assert tells_specifics(category, story) is told
