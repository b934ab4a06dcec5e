"""Proposes what a complaint is about and how bad it is, from the customer's words and what went before; pure."""

from __future__ import annotations

import re

from actions.instrument_names import find_instruments
from actions.word_patterns import alternatives, words
from crm.complaints import ComplaintHistory
from crm.tables import ComplaintCategory, Severity

OPEN_BEFORE = 1
"""An open complaint about the same order makes the next one severe: the first was not settled."""
EARLIER_BEFORE = 2
"""So does the third complaint about an order, whatever became of the first two."""

_LATE = alternatives(
    "telat terlambat lambat molor mundur lama_sekali lama_banget belum blm kapan_selesai ditunda",
    "late delay\\w* overdue still_not still_no still_waiting",
)
_WRONG = alternatives(
    "salah\\w* keliru typo beda tidak_sesuai gak_sesuai tidak_cocok tertukar",
    "wrong incorrect mistakes? errors? mismatch\\w* misspelled",
)
_CERTIFICATE = alternatives("sertifikat\\w* sertif\\w* certificates? certs?")
_DAMAGED = words(
    "rusak\\w* pecah\\w* patah\\w* retak\\w* lecet\\w*",
    "penyok\\w* hilang mati_total gak_nyala tidak_nyala tidak_berfungsi",
    "damage\\w* broke\\w* crack\\w* scratch\\w* dent\\w* stopped_working doesn'?t_work lost missing_parts?",
)
_CONDUCT = words(
    "kasar tidak_sopan gak_sopan ga_sopan judes jutek",
    "membentak dibentak marah-?marah cuek ketus merokok tidak_profesional",
    "rude impolite unprofessional shout\\w* yell\\w* disrespect\\w* arrogant ignored_me ignored_us",
)
_PRICE = words(
    "selisih beda_harga beda_dari_penawaran beda_sama_penawaran",
    "harga\\w*_beda harga\\w*_naik harga\\w*_berubah lebih_mahal",
    "harga\\w*_tidak_sesuai tidak_sesuai_penawaran overcharg\\w* price_differ\\w* more_expensive higher_than_quoted",
    "higher_than_the_quot\\w*",
)
_OTHER_DISPLAY = re.compile(r"\banalog\b.*\bdigital\b|\bdigital\b.*\banalog\b", re.IGNORECASE | re.DOTALL)
_BILLING = words(
    "invoice tagihan faktur pajak npwp ditagih pembayaran bayar_dua_kali dobel kwitansi",
    "billing billed bill tax_invoice payments? charged_twice",
)
_ABSENT = words(
    "teknisi\\w*_tidak_datang teknisi\\w*_belum_datang teknisi\\w*_gak_dateng",
    "petugas\\w*_tidak_datang tidak_datang gak_datang",
    "not_come not_shown not_finished didn'?t_come didn'?t_show never_came never_showed no_show",
)
_SEVERE = words(
    "pengacara somasi lapor_polisi polisi ylki",
    "viral\\w* tuntut\\w* gugat\\w* ganti_rugi produksi_berhenti produksi_stop",
    "pabrik_berhenti kecelakaan celaka luka terluka pasien bahaya audit_besok audit_hari_ini audit_lusa berkali-?kali",
    "sebulan dua_bulan tiga_bulan putus_kontrak batalkan_kontrak",
    "lawyers? sue legal_action compensat\\w* production_stopped",
    "production_down line_stop shutdown injur\\w* accident patients?",
    "dangerous unsafe audit_tomorrow audit_today third_time months cancel_the_contract",
)


def _together(one: str, other: str) -> re.Pattern[str]:
    """Matches a text that has both, in either order."""
    pattern = rf"\b(?:{one})\b.*\b(?:{other})\b|\b(?:{other})\b.*\b(?:{one})\b"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


# The first that fits wins: what is special stands before what is general.
_CATEGORIES: tuple[tuple[ComplaintCategory, tuple[re.Pattern[str], ...]], ...] = (
    (ComplaintCategory.DAMAGED_INSTRUMENT, (_DAMAGED,)),
    (ComplaintCategory.STAFF_CONDUCT, (_CONDUCT,)),
    (ComplaintCategory.PRICE_DIFFERENCE, (_PRICE, _OTHER_DISPLAY)),
    (ComplaintCategory.WRONG_CERTIFICATE, (_together(_CERTIFICATE, _WRONG),)),
    (ComplaintCategory.BILLING, (_BILLING,)),
    (ComplaintCategory.LATE_CERTIFICATE, (_together(_CERTIFICATE, _LATE),)),
    (ComplaintCategory.LATE_WORK, (re.compile(rf"\b(?:{_LATE})\b", re.IGNORECASE), _ABSENT)),
)

_SHOULD_BE = words(
    "harusnya seharusnya mestinya semestinya yang_benar yg_benar yang_bener bukan",
    "should instead_of rather_than correct_is the_right_one ought",
)
_WHEN_OR_WHERE = words(
    "kemarin kmrn tadi hari_ini semalam minggu_lalu senin selasa rabu kamis jumat sabtu pagi siang sore malam jam",
    "pukul waktu pas saat di_kantor di_lokasi di_lab di_pabrik di_tempat di_telepon telepon resepsionis",
    "yesterday today this_morning last_week last_night monday tuesday wednesday thursday friday saturday when at_our",
    "on_the_phone on_site",
)
_BILL_PART = words(
    "npwp nama alamat tanggal nominal angka ppn pph dpp dobel double dua_kali diskon transport ongkir",
    "name address date amount number vat twice duplicate\\w* double discount fee freight quantity",
)


def tells_specifics(category: ComplaintCategory, story: str) -> bool:
    """True when a story already says what we would ask about next: which instrument, what is right, when, which part.

    Nobody should have to say twice what the first message said.
    """
    match category:
        case ComplaintCategory.DAMAGED_INSTRUMENT:
            return bool(find_instruments(story)) and _DAMAGED.search(story) is not None
        case ComplaintCategory.WRONG_CERTIFICATE:
            return _SHOULD_BE.search(story) is not None
        case ComplaintCategory.STAFF_CONDUCT:
            return _WHEN_OR_WHERE.search(story) is not None
        case ComplaintCategory.BILLING:
            return _BILL_PART.search(story) is not None
        case _:
            return True


def propose_category(text: str) -> ComplaintCategory:
    """What a complaint is about; `other` when the words do not say."""
    for category, patterns in _CATEGORIES:
        if any(pattern.search(text) for pattern in patterns):
            return category
    return ComplaintCategory.OTHER


def propose_severity(text: str, emotion: str, history: ComplaintHistory) -> Severity:
    """How bad it is: by the words, the mood, and what went before."""
    repeated = history.open >= OPEN_BEFORE or history.earlier >= EARLIER_BEFORE
    return Severity.SEVERE if emotion == "angry" or repeated or _SEVERE.search(text) else Severity.NORMAL
