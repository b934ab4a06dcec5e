"""Numbers of orders, quotations, certificates, invoices and complaints, in all the ways people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.understanding.entities.entity import Entity

PREFIXES = {
    "ord": "order_number",
    "quo": "quotation_number",
    "cal": "certificate_number",
    "inv": "invoice_number",
    "cmp": "complaint_number",
}
_STANDARD = {entity: prefix.upper() for prefix, entity in PREFIXES.items()}
DIGITS = 5
"""A running number has five digits: ORD-2026-00155."""

_WORDS_BEFORE = {
    "order_number": "order|orders|ordr|orderan|ordernya|pesanan|pesenan|psnan|orderku|po",
    "quotation_number": "quotation|quotations|quote|quot|quo|penawaran|penawarannya|pnawaran|sph|offer",
    "certificate_number": "certificate|certificates|cert|certs|sertifikat|sertifikatnya|sertif|sertipikat|sertfikat",
    "invoice_number": "invoice|invoices|inv|invoce|tagihan|tagihannya|faktur|bill",
    "complaint_number": "complaint|complaints|complain|komplain|komplen|keluhan|pengaduan|aduan|aduannya|tiket|ticket"
    "|case|laporan|laporannya|kasus",
}
_WITH_PREFIX = re.compile(
    r"(?<![^\W_])(?P<prefix>ord|quo|cal|inv|cmp)[\s./_#:-]{0,3}(?:(?P<year>20\d\d)[\s./_-]{0,3}(?P<number>\d{1,5})"
    r"|(?P<bare>\d{3,6}))(?![\d])(?!\s?(?:rb|ribu|jt|juta|unit|pcs|buah|biji)\b)",
    re.IGNORECASE,
)
_AFTER_WORD = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{entity}>{words})" for entity, words in _WORDS_BEFORE.items()) + r")"
    r"(?:\s+(?:saya|kami|kita|my|our|ku|yg|yang|dgn|dengan|with))?"
    r"(?:\s*(?:no|nomor|nomer|nmr|number|num|nr|id|#|:|\.|nya)\s*){0,3}[\s.:#]*"
    r"(?P<digits>20\d\d[-/ ]\d{2,5}|0\d{4}|0\d{3}|\d{3,5})"
    r"(?![\d.,]\d|\d|\s?(?:rb|ribu|jt|juta|unit|pcs|buah|biji|alat|%|x)\b)",
    re.IGNORECASE,
)


def find_document_numbers(text: str, today: date) -> Iterator[Entity]:
    """The numbers in a text; only the digits are marked where a separate word says what they count."""
    taken: list[tuple[int, int]] = []
    for match in _WITH_PREFIX.finditer(text):
        entity = PREFIXES[match["prefix"].lower()]
        start = match.start("bare") if _is_plain_word(match) else match.start()
        number = match["number"] or match["bare"]
        taken.append(match.span())
        yield _entity(text, entity, start, match.end(), match["year"], number, today)
    for match in _AFTER_WORD.finditer(text):
        start, end = match.span("digits")
        if any(start < last and first < end for first, last in taken):
            continue
        year, _, number = match["digits"].replace("/", "-").replace(" ", "-").rpartition("-")
        yield _entity(text, _kind(match), start, end, year or None, number, today)


def _is_plain_word(match: re.Match[str]) -> bool:
    """Whether the abbreviation is a word of its own ("inv 00245") and not part of the number ("CMP 00039")."""
    return bool(match["bare"]) and match["prefix"].islower() and match["prefix"] == "inv" and " " in match.group()


def _kind(match: re.Match[str]) -> str:
    return next(entity for entity in _WORDS_BEFORE if match[entity])


def _entity(text: str, entity: str, start: int, end: int, year: str | None, number: str, today: date) -> Entity:
    standard = f"{_STANDARD[entity]}-{year or today.year}-{int(number):0{DIGITS}d}"
    return Entity(entity, start, end, text[start:end], standard)
