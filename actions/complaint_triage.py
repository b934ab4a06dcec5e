"""Proposes what a complaint is about and how bad it is, from the customer's words and what went before; pure."""

from __future__ import annotations

import re

from crm.complaints import ComplaintHistory
from crm.tables import ComplaintCategory, Severity

_LATE = r"(?:telat|terlambat|lambat|molor|lama(?: sekali| banget)?|belum (?:juga )?\w+|blm|late|delay\w*|overdue|still (?:not|no|waiting)|mundur)"
_CERTIFICATE = r"(?:sertifikat\w*|sertif\w*|certificate\w*|cert)"
# The first pattern that fits wins: what is special stands before what is general.
_CATEGORIES: tuple[tuple[ComplaintCategory, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for category, pattern in (
        (
            ComplaintCategory.DAMAGED_INSTRUMENT,
            r"\b(?:rusak\w*|pecah\w*|patah\w*|retak\w*|lecet\w*|penyok\w*|hilang|mati total|error setelah|gak nyala|tidak (?:nyala|berfungsi)"
            r"|damage\w*|broke\w*|crack\w*|scratch\w*|dent\w*|missing part\w*|stopped working|doesn'?t work|lost)\b",
        ),
        (
            ComplaintCategory.STAFF_CONDUCT,
            r"\b(?:kasar|tidak sopan|gak sopan|ga sopan|judes|jutek|membentak|dibentak|marah-?marah|cuek|ketus|merokok|tidak profesional"
            r"|rude|impolite|unprofessional|shout\w*|yell\w*|disrespect\w*|arrogant|ignored (?:me|us))\b",
        ),
        (
            ComplaintCategory.PRICE_DIFFERENCE,
            r"\b(?:selisih|beda (?:harga|dari penawaran|sama penawaran)|harga\w* (?:beda|naik|berubah|tidak sesuai)|lebih mahal|kemahalan"
            r"|tidak sesuai penawaran|overcharg\w*|price difference|more expensive|higher than (?:quoted|the quot\w*))\b"
            r"|\b(?:analog\b.*\bdigital|digital\b.*\banalog)",
        ),
        (
            ComplaintCategory.WRONG_CERTIFICATE,
            rf"\b{_CERTIFICATE}\b.*\b(?:salah\w*|keliru|typo|beda|tidak sesuai|tidak cocok|tertukar|wrong|incorrect|mistake|error|mismatch\w*)\b"
            rf"|\b(?:salah\w*|keliru|typo|wrong|incorrect|mistake)\b.*\b{_CERTIFICATE}",
        ),
        (
            ComplaintCategory.BILLING,
            r"\b(?:invoice|tagihan|faktur|pajak|npwp|ditagih|pembayaran|bayar dua kali|double|kwitansi|billing|billed|tax invoice|payment)\b",
        ),
        (ComplaintCategory.LATE_CERTIFICATE, rf"\b{_CERTIFICATE}\b.*\b{_LATE}|\b{_LATE}.*\b{_CERTIFICATE}"),
        (
            ComplaintCategory.LATE_WORK,
            rf"\b{_LATE}\b|\b(?:teknisi\w*|petugas\w*|tim\w*) (?:tidak|gak|ga|nggak|belum) (?:datang|dateng)|\bnot (?:come|shown|finished|done)\b"
            r"|\b(?:didn'?t|never) (?:come|show)",
        ),
    )
)
_SEVERE = re.compile(
    r"\b(?:lawyer|pengacara|somasi|lapor\w* (?:polisi|ylki|media|ke)|polisi|viral\w*|tuntut\w*|gugat\w*|ganti rugi|sue|legal action|compensat\w*"
    r"|produksi (?:berhenti|stop|mati)|pabrik berhenti|production (?:stopped|down|halted)|line stop|shutdown|kecelakaan|celaka|luka|terluka"
    r"|injur\w*|accident|pasien|patients?|bahaya|dangerous|unsafe|audit (?:besok|hari ini|lusa|tomorrow|today)|sudah \w+ kali (?:komplain|lapor)"
    r"|third time|berkali-?kali|sebulan|dua bulan|months?|putus kontrak|batalkan kontrak|cancel the contract)\b",
    re.IGNORECASE,
)
OPEN_BEFORE = 1
"""An open complaint about the same order makes the next one severe: the first was not settled."""
EARLIER_BEFORE = 2
"""So does the third complaint about an order, whatever became of the first two."""


def propose_category(text: str) -> ComplaintCategory:
    """What a complaint is about; `other` when the words do not say."""
    return next((category for category, pattern in _CATEGORIES if pattern.search(text)), ComplaintCategory.OTHER)


def propose_severity(text: str, emotion: str, history: ComplaintHistory) -> Severity:
    """How bad it is: by the words, the mood, and what went before."""
    repeated = history.open >= OPEN_BEFORE or history.earlier >= EARLIER_BEFORE
    return Severity.SEVERE if emotion == "angry" or repeated or _SEVERE.search(text) else Severity.NORMAL
