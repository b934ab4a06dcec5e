"""Order, quotation, certificate, invoice and complaint numbers, in the many ways in which people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Document(StrEnum):
    """A kind of numbered document; the value is its prefix."""

    ORDER = "ORD"
    """An order."""
    QUOTATION = "QUO"
    """An offer."""
    CERTIFICATE = "CAL"
    """A calibration certificate."""
    INVOICE = "INV"
    """An invoice."""
    COMPLAINT = "CMP"
    """A complaint."""


@dataclass(frozen=True)
class DocumentNumber:
    """A number in its one true form, such as `ORD-2026-00101`."""

    kind: Document
    year: int
    sequence: int

    def __str__(self) -> str:
        """The form that is printed on documents."""
        return f"{self.kind}-{self.year}-{self.sequence:05d}"


# What people write for each prefix. Longer words first, so that "order" is not read as "ord" + "er".
_WORDS = {
    Document.ORDER: "pesanan|orderan|order|ordr|ord",
    Document.QUOTATION: "quotation|penawaran|quote|quot|quo",
    Document.CERTIFICATE: "sertifikat|certificate|sertif|cert|cal",
    Document.INVOICE: "invoice|tagihan|inv",
    Document.COMPLAINT: "complaint|keluhan|komplain|cmp",
}
_GAP = r"[\s\-_/.,:#]*"
_NUMBER_WORD = r"(?:(?:nomor|number|nomer|no|nmr|nr)\b\.?)?"
_SEQUENCE = r"(\d{1,5})(?!\d)"
_YEAR = r"(20\d\d)"
_WITH_YEAR = {
    kind: re.compile(rf"(?<![a-z])(?:{words}){_GAP}{_NUMBER_WORD}{_GAP}{_YEAR}{_GAP}{_SEQUENCE}", re.IGNORECASE)
    for kind, words in _WORDS.items()
}
# Without a year, three digits at least and no year itself: "order 2 unit" and "invoice 2026" name no document.
_SHORT = r"(?!20\d\d\b)(\d{3,5})(?![\w@]|[.,/-]\d)(?!\s*(?:unit|buah|pcs|biji|alat|hari|days?|pieces?)\b)"
_WITHOUT_YEAR = {
    kind: re.compile(rf"(?<![a-z])(?:{words}){_GAP}{_NUMBER_WORD}{_GAP}{_SHORT}", re.IGNORECASE)
    for kind, words in _WORDS.items()
}
_BARE_WITH_YEAR = re.compile(rf"(?<![\w+]){_YEAR}{_GAP}{_SEQUENCE}")
_BARE = re.compile(rf"(?<![\w+\-/.@]){_SHORT}", re.IGNORECASE)


def parse_number(text: str, this_year: int, expected: Document | None = None) -> DocumentNumber | None:
    """Finds the first document number in a text.

    Args:
        this_year: the year of a number that was written without one.
        expected: the kind that was asked for; with it, bare digits ("00101") count as a number of that kind.
    """
    for kind in _kinds(expected):
        if found := _WITH_YEAR[kind].search(text):
            return DocumentNumber(kind, int(found[1]), int(found[2]))
    for kind in _kinds(expected):
        if found := _WITHOUT_YEAR[kind].search(text):
            return DocumentNumber(kind, this_year, int(found[1]))
    return _parse_bare(text, this_year, expected) if expected else None


def without_numbers(text: str) -> str:
    """The text with its document numbers taken out, so that their digits are not read as something else."""
    for pattern in (*_WITH_YEAR.values(), _BARE_WITH_YEAR):
        text = pattern.sub(", ", text)
    return text


def _kinds(expected: Document | None) -> list[Document]:
    return sorted(Document, key=lambda kind: kind != expected)


def _parse_bare(text: str, this_year: int, kind: Document) -> DocumentNumber | None:
    if found := _BARE_WITH_YEAR.search(text):
        return DocumentNumber(kind, int(found[1]), int(found[2]))
    if found := _BARE.search(text):
        return DocumentNumber(kind, this_year, int(found[1]))
    return None
