"""What a waiting customer says of the wait itself: read in plain code, so that it is answered even without a bot. Pure.

Only sentences that are about nothing else count; everything else stays a question for the bot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from protocol.languages import Language


class Wish(StrEnum):
    """What the customer wants."""

    PLACE = "place"
    """To know how long it still takes."""
    LEAVE = "leave"
    """Out of the line."""
    MAYBE_LEAVE = "maybe_leave"
    """A bare "cancel", which may mean something else: asked about first."""
    STAY = "stay"
    """To go on waiting."""
    CALL_BACK = "call_back"
    """To be called later."""
    CHANNEL = "channel"
    """To be called over a channel that they name."""
    NUMBER = "number"
    """To be called at a number that they give."""


class By(StrEnum):
    """Ways to call somebody back, as promises keep them."""

    WEB = "web"
    """In this chat."""
    WHATSAPP = "whatsapp"
    """By WhatsApp."""
    PHONE = "phone"
    """By telephone."""


@dataclass(frozen=True)
class Wanted:
    """A wish, the language it was said in, and what was said with it."""

    wish: Wish
    language: Language | None = None
    by: By | None = None
    number: str | None = None
    """E.164; None with `Wish.NUMBER`: what was written is not a number that can be called."""


PREFIX = "/line_"
CALL_BACK, LEAVE, STAY = f"{PREFIX}call_back", f"{PREFIX}leave", f"{PREFIX}stay"
ASKED_LEAVE, ASKED_CHANNEL, ASKED_NUMBER = "leave", "channel", "number:"
"""Values of a conversation's `asking`; the last is followed by the channel."""
TAPPED: Mapping[str, Wanted] = {
    CALL_BACK: Wanted(Wish.CALL_BACK),
    LEAVE: Wanted(Wish.LEAVE),
    STAY: Wanted(Wish.STAY),
    **{f"{PREFIX}by_{by}": Wanted(Wish.CHANNEL, by=by) for by in By},
}

SLANG = {
    word: plain
    for plain, words in {
        "tidak": "gak ga nggak ngga enggak engga tdk kagak ndak gk tak",
        "jadi": "jd",
        "berapa": "brp brapa",
        "masih": "msh masi",
        "lagi": "lg",
        "menunggu": "nunggu tunggu nungguin menunggunya nunggunya antri ngantri ngantre mengantre antre",
        "antrean": "antrian antriannya antreannya queue",
        "sudah": "udah udh sdh dah",
        "saya": "sy aku gue gw ane ku",
        "telepon": "telpon telfon telp tlp tlpn tilpun ditelepon ditelpon",
        "hubungi": "hub kontak kontek kabari dihubungi dikabari",
        "sekali": "banget bgt amat",
        "dengan": "dgn sama ama",
        "batal": "batalin batalkan dibatalkan",
        "wa": "whatsapp whatsap wasap",
        "will": "ll",
        "not": "nt",
    }.items()
    for word in words.split()
}
FILLERS = frozenset({
    "kak", "kakak", "ya", "yaa", "yah", "dong", "deh", "sih", "aja", "saja", "min", "nih", "kok", "lho", "loh", "ah",
    "kah", "please", "pls", "tolong", "mas", "mbak", "pak", "bu", "bapak", "ibu", "admin", "gan", "halo", "hai", "maaf",
    "permisi", "oke", "ok", "mohon", "hi", "hello", "thanks", "so", "then", "well", "oh", "eh", "hmm", "kira", "apakah",
    "bisa",
})  # fmt: skip

PATTERNS: Mapping[Wish, Mapping[Language, tuple[str, ...]]] = {
    Wish.PLACE: {
        Language.ID: (
            r"masih lama( lagi)?( tidak)?( menunggu)?( antrean)?",
            r"(saya )?(masih )?(harus )?(menunggu )?berapa (lama|menit|jam)( lagi)?( saya)?( harus)?"
            r"( menunggu| dilayani)?",
            r"kapan (giliran saya|giliranku|(saya )?(dilayani|dibalas|dijawab|disambungkan|tersambung|terhubung))",
            r"(saya )?(sekarang )?(di )?(urutan|antrean|nomor)( antrean)?( saya)?( ke)? ?(ke)?berapa"
            r"( sekarang)?( saya)?",
            r"sudah (sampai )?(urutan|antrean|nomor) (ke ?)?berapa",
            r"(menunggu )?lama sekali( menunggu)?( antrean)?",
            r"sampai kapan( saya)?( harus)? menunggu",
            r"(estimasi|perkiraan)( waktu)? (menunggu|antrean)( berapa)?( lama)?",
        ),
        Language.EN: (
            r"how (much )?long(er)?( still| more| left| now)?( do i( have| need)? ?(to )?wait| must i wait| to wait"
            r"| is the (wait|line|antrean)| will (it|this) (take|be)| until .{1,40})?",
            r"(is it |will it be )?(still )?(going to be |much )?long(er)?",
            r"(what is|whats|what s|what) my (place|position|number)( in (the )?(line|antrean))?",
            r"(where|what number) am i( in (the )?(line|antrean))?( now)?",
            r"when (is it|will it be|is) my turn",
            r"when will (someone|somebody|an agent|a person|i be) .{1,30}",
        ),
    },
    Wish.LEAVE: {
        Language.ID: (
            r"(saya )?(tidak (jadi|usah|perlu|mau)|batal|cancel|stop|berhenti) (menunggu|antrean)( lagi)?",
            r"(saya )?(mau )?(keluar|mundur)( dari)? antrean",
            r"((batal|sudah) )?((lanjut|balik|kembali|pakai) (dengan |ke )?|dengan )bot",
            r"(saya )?(tidak jadi|batal) (bicara|ngobrol|chat)( dengan .{1,20})?",
            r"tidak (usah|perlu|jadi) disambungkan",
            r"nanti saya (hubungi|chat|kembali)( ke sini)? lagi",
        ),
        Language.EN: (
            r"(cancel|stop) (waiting|the (wait|antrean|line)|my place)",
            r"((cancel|never ?mind|no) )?(i will|i d rather|i would rather|let me|i want to) (rather )?"
            r"(wait for|use|talk to|ask|go (back )?to|go on with|continue with|stay with|try) (the )?bot",
            r"(i )?(want to |would like to |d like to |will )?(leave|quit|exit) (the )?(antrean|line)",
            r"(i )?(do not|don|dont|don t) (want|need) to wait( any ?more| any ?longer)?",
            r"(back to|just) (the )?bot|no need to wait",
        ),
    },
    Wish.MAYBE_LEAVE: {
        Language.ID: (r"batal|(saya )?tidak jadi|sudahlah|lupakan",),
        Language.EN: (r"cancel|never ?mind|forget it|stop",),
    },
    Wish.CALL_BACK: {
        Language.ID: (
            r"(minta )?(hubungi|telepon|wa)( balik)?( saya)?( nanti| balik| kembali| lagi)( saya)?",
            r"nanti (hubungi|telepon|wa)( balik| kembali)?( saya)?",
            r"(minta |mau )(hubungi|telepon)( balik| kembali| nanti)?",
        ),
        Language.EN: (
            r"(can you |could you |can someone |could someone )?(call|phone|ring) me( back)?( later)?|call ?back",
        ),
    },
}
YES = re.compile(r"(ya|iya|yes|yep|betul|benar|yakin|jadi|keluar)( keluar| leave)?")
NO = re.compile(r"(tidak|no|nope|jangan|tetap|lanjut|stay|wait)( menunggu| waiting| jadi)?")
CHANNELS = {
    By.WHATSAPP: re.compile(r"(lewat |by |via |on )?wa( ini)?"),
    By.PHONE: re.compile(r"(lewat |by |via )?(telepon|phone|call|by phone)"),
    By.WEB: re.compile(r"(lewat |di |in |the |this )*(chat|sini|here)( ini| saja)?"),
}
NUMBER = re.compile(r"(?<![\w-])\+?[\d][\d\s().-]{5,}\d")
FIGURES = re.compile(r"[\d ]{3,}")
"""Meant as a number, even if it is none that can be called."""
MAX_WORDS = 14
"""A longer text says more than a wish."""


def read_wish(text: str, payload: str | None, asking: str | None) -> Wanted | None:
    """What a waiting customer wants of the line; None when the words are about something else."""
    if payload is not None:
        return TAPPED.get(payload)
    words = plain_words(text)
    return _answer_to(asking, text, words) or _own_wish(words)


def plain_words(text: str) -> str:
    """The words that matter: small letters, no marks, letters not repeated, slang made plain, fillers left out."""
    lowered = re.sub(r"[^\w\s]|_", " ", text.lower().replace("'", " ").replace("’", " "))
    words = [re.sub(r"([a-z])\1{2,}", r"\1", word) for word in lowered.split()]
    kept = [SLANG.get(word, word) for word in words]
    return " ".join(word for word in kept if word not in FILLERS) or " ".join(kept)


def _own_wish(words: str) -> Wanted | None:
    if len(words.split()) > MAX_WORDS:
        return None
    for wish, languages in PATTERNS.items():
        for language, patterns in languages.items():
            if any(re.fullmatch(pattern, words) for pattern in patterns):
                return Wanted(wish, language)
    return None


def _answer_to(asking: str | None, text: str, words: str) -> Wanted | None:
    if asking == ASKED_LEAVE and (YES.fullmatch(words) or NO.fullmatch(words)):
        return Wanted(Wish.LEAVE if YES.fullmatch(words) else Wish.STAY)
    if asking is None or asking == ASKED_LEAVE:
        return None
    by = next((by for by, pattern in CHANNELS.items() if pattern.fullmatch(words)), None)
    if by is not None:
        return Wanted(Wish.CHANNEL, by=by)
    found = NUMBER.search(text) or FIGURES.fullmatch(words)
    if found is None:
        return None
    number = By(asking.removeprefix(ASKED_NUMBER)) if asking.startswith(ASKED_NUMBER) else By.PHONE
    return Wanted(Wish.NUMBER, by=number, number=read_number(found[0]))


def read_number(text: str) -> str | None:
    """A number as customers write it, Indonesian unless it says otherwise, in E.164; None when nobody has it."""
    try:
        parsed = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
