"""What a failed sending means and when it is tried again, by Meta's error codes. Pure.

Codes by Meta's "Cloud API error codes" (v26.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocol.languages import Language


class FailureKind(StrEnum):
    """What can be done about a failure."""

    PAIR = "pair"
    """Too many messages to this one customer."""
    RATE = "rate"
    """Too many messages altogether."""
    TRANSIENT = "transient"
    """Meta's servers, or the way there."""
    UNSURE = "unsure"
    """No answer came; the message may have left all the same."""
    ACCESS = "access"
    """Token, permission or account: an operator has to act, and then everything leaves."""
    WINDOW = "window"
    """The customer's 24 hours are over: held until they write, or a template is sent."""
    PERMANENT = "permanent"
    """This message will never reach this customer."""


@dataclass(frozen=True)
class Failure:
    """Why a message did not leave."""

    kind: FailureKind
    code: int | None = None
    text: str = ""


PAIR_LIMIT = 131056
WINDOW_CLOSED = 131047
_RATE = frozenset({4, 80007, 130429, 131048, 131064, 133016})
_TRANSIENT = frozenset({1, 2, 131000, 131016, 131057, 133004, 135000})
_KINDS = {
    FailureKind.PAIR: frozenset({PAIR_LIMIT}),
    FailureKind.WINDOW: frozenset({WINDOW_CLOSED}),
    FailureKind.RATE: _RATE,
    FailureKind.TRANSIENT: _TRANSIENT,
}
_ACCESS = frozenset({0, 3, 10, 190, 368, 131005, 131031, 131042, 131045}) | frozenset(range(200, 300))

BASES: Mapping[FailureKind, tuple[float, float, float]] = {
    # first pause, factor, longest pause; seconds
    FailureKind.PAIR: (1.0, 4.0, 1024.0),  # Meta's own advice: 4^n seconds
    FailureKind.RATE: (1.0, 2.0, 60.0),
    FailureKind.TRANSIENT: (0.5, 2.0, 300.0),
    FailureKind.UNSURE: (20.0, 2.0, 300.0),  # long enough for the status that tells that it did leave
    FailureKind.ACCESS: (30.0, 2.0, 600.0),
}

WORDS: Mapping[int, Mapping[Language, str]] = {
    130429: {
        Language.ID: "Terlalu banyak pesan sekaligus; dicoba lagi otomatis",
        Language.EN: "Too many messages at once; tried again automatically",
    },
    PAIR_LIMIT: {
        Language.ID: "Terlalu banyak pesan ke pelanggan ini; dicoba lagi otomatis",
        Language.EN: "Too many messages to this customer; tried again automatically",
    },
    WINDOW_CLOSED: {
        Language.ID: "Sudah lewat 24 jam sejak pesan terakhir pelanggan; gunakan templat",
        Language.EN: "More than 24 hours since the customer's last message; use a template",
    },
    131026: {
        Language.ID: "Nomor ini tidak dapat menerima pesan WhatsApp",
        Language.EN: "This number cannot receive WhatsApp messages",
    },
    131049: {
        Language.ID: "WhatsApp membatasi pesan ke pelanggan ini; coba lagi nanti",
        Language.EN: "WhatsApp limits messages to this customer; try again later",
    },
    131050: {
        Language.ID: "Pelanggan tidak ingin menerima pesan promosi",
        Language.EN: "The customer does not want marketing messages",
    },
    131051: {
        Language.ID: "Jenis pesan ini tidak didukung WhatsApp",
        Language.EN: "WhatsApp does not support this kind of message",
    },
    131052: {
        Language.ID: "File dari pelanggan tidak dapat diunduh",
        Language.EN: "The customer's file could not be fetched",
    },
    131053: {
        Language.ID: "File tidak dapat dikirim: jenis atau ukurannya tidak diterima WhatsApp",
        Language.EN: "The file could not be sent: WhatsApp does not take its type or size",
    },
    130472: {
        Language.ID: "WhatsApp tidak mengirim pesan ini karena pelanggan ikut uji coba Meta",
        Language.EN: "WhatsApp did not send this because the customer is part of an experiment",
    },
    132001: {
        Language.ID: "Templat tidak ada atau belum disetujui dalam bahasa ini",
        Language.EN: "The template does not exist or is not approved in this language",
    },
    132000: {
        Language.ID: "Jumlah isian templat tidak cocok",
        Language.EN: "The number of the template's variables does not fit",
    },
    132015: {
        Language.ID: "Templat sedang dijeda Meta karena mutunya rendah",
        Language.EN: "Meta has paused the template for low quality",
    },
    190: {
        Language.ID: "Token akses WhatsApp kedaluwarsa; hubungi admin",
        Language.EN: "The WhatsApp access token has expired; tell an administrator",
    },
    131042: {
        Language.ID: "Ada masalah pembayaran pada akun WhatsApp; hubungi admin",
        Language.EN: "There is a payment problem with the WhatsApp account; tell an administrator",
    },
}
UNKNOWN = {
    Language.ID: "Pesan tidak sampai ke pelanggan",
    Language.EN: "The message did not reach the customer",
}


def classify(code: int | None, http_status: int | None, text: str = "") -> Failure:
    """A failure from Meta's error code, or from the HTTP status where there is none of Meta's."""
    return Failure(_kind(code, http_status), code, text[:400])


def _kind(code: int | None, http_status: int | None) -> FailureKind:
    for kind, codes in _KINDS.items():
        if code in codes:
            return kind
    # pywa gives the HTTP status as the code where the body is not Meta's own: something on the way has failed, and
    # nobody knows whether before or after Meta took the message.
    if code == http_status and http_status in {500, 502, 504}:
        return FailureKind.UNSURE
    if (http_status or 0) >= 500 or http_status in {408, 429}:
        return FailureKind.RATE if http_status == 429 else FailureKind.TRANSIENT
    if code in _ACCESS or http_status == 401:
        return FailureKind.ACCESS
    return FailureKind.PERMANENT


def pause_before(kind: FailureKind, attempts: int) -> float | None:
    """Seconds until the next try after so many; None where another would change nothing."""
    if kind not in BASES:
        return None
    first, factor, longest = BASES[kind]
    return min(longest, first * factor ** min(max(attempts - 1, 0), 20))


def explain(code: int | None, language: Language) -> str:
    """Meta's code in words that an agent understands, with the code for whoever wants to look it up."""
    words = WORDS.get(code or 0, UNKNOWN)[language]
    return f"{words} ({code})" if code else words
