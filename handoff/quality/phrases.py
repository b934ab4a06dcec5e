"""Words by which courtesy is known, in Indonesian and English. Pure."""

from __future__ import annotations

import re

GREETING = re.compile(
    r"\b(halo|hai|hi|hello|hey|selamat (pagi|siang|sore|malam|datang)|assalamu\W?alaikum|good (morning|afternoon)"
    r"|good evening|dear|welcome|salam)\b"
)
APOLOGY = re.compile(r"\b(maaf|mohon maaf|maafkan|sorry|apolog(y|ies|i[sz]e)|regret)\b")
WAIT_TOLD = re.compile(
    r"\b(\d+ ?(menit|jam|hari|minutes?|mins?|hours?|days?)|mohon (di)?tunggu|tunggu sebentar|sebentar|one moment"
    r"|a moment|bear with|sekitar (jam|pukul)|(jam|pukul) \d|by \d|besok|tomorrow)\b"
)
COURTESY = re.compile(
    r"\b(terima kasih|terimakasih|makasih|silakan|mohon|dengan senang hati|ada lagi|bisa (kami|saya) bantu|thank|thanks"
    r"|please|happy to|glad to|anything else|may i help|can i help)\b"
)
BLAME = re.compile(
    r"\b((salah|kesalahan) (kakak|bapak|ibu|anda|kamu) sendiri|(kan|sudah) (saya|kami) bilang|masa (gitu|begitu) saja|"
    r"makanya|terserah|bukan urusan (kami|saya)|your (own )?fault|as i (already )?(said|told you)|not my problem|"
    r"calm down|you should have|obviously)\b"
)
TITLES = frozenset({"bapak", "ibu", "pak", "bu", "kak", "mr", "mrs", "ms", "pt", "cv"})
SHOUT_LETTERS = 15
"""Capitals alone from so many letters on are shouting; shorter ones are order numbers and abbreviations."""


def has(words: re.Pattern[str], text: str) -> bool:
    """Whether one of the words is in the text."""
    return words.search(text.casefold()) is not None


def calls_by_name(name: str, text: str) -> bool:
    """Whether a part of the name, titles aside, is said."""
    parts = set(re.findall(r"\w{2,}", name.casefold())) - TITLES
    return bool(parts & set(re.findall(r"\w+", text.casefold())))


def is_shouted(text: str) -> bool:
    """Whether it is written in capitals throughout."""
    letters = [each for each in text if each.isalpha()]
    return len(letters) >= SHOUT_LETTERS and all(each.isupper() for each in letters)
