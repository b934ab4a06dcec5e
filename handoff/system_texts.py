"""What Sapa itself says to customers - place in line, who joined, when people are back - in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil

from babel.dates import format_date, format_time

from handoff.agent_queue.wait_estimate import WaitRange
from protocol.languages import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "queued": {
        Language.ID: "Kakak sekarang ada di urutan ke-{position}, perkiraan menunggu {wait}. Sambil menunggu, silakan "
        "tuliskan hal lain yang perlu tim kami ketahui, atau tanyakan info umum di sini.",
        Language.EN: "You are number {position} in line; the wait should be {wait}. Meanwhile, feel "
        "free to add anything "
        "our team should know, or ask a general question here.",
    },
    "queued_nobody": {
        Language.ID: "Kakak sekarang ada di urutan ke-{position}. Mohon maaf, saat ini belum ada rekan kami yang siap "
        "di chat; begitu ada, Kakak langsung kami sambungkan. Pertanyaan umum tetap bisa dijawab di sini.",
        Language.EN: "You are number {position} in line. We are sorry, none of our colleagues is available in chat at "
        "the moment; you will be connected as soon as one is. General questions can still be answered here.",
    },
    "queued_closed": {
        Language.ID: "Mohon maaf, Kak, saat ini tim kami sedang di luar jam kerja. Kami kembali "
        "{opening}, dan pesan Kakak "
        "kami tangani lebih dulu. Pertanyaan umum tetap bisa dijawab di sini kapan saja.",
        Language.EN: "We are sorry, our team is out of the office right now. We are back {opening} and "
        "will take care of your "
        "message first. General questions can still be answered here at any time.",
    },
    "bot_failed": {
        Language.ID: "Mohon maaf, Kak, sistem kami sedang terkendala sehingga kami belum bisa menjawab "
        "langsung. Pesan Kakak "
        "sudah kami terima dan kami teruskan ke rekan kami.",
        Language.EN: "We are sorry, we have a technical problem and cannot answer right away. Your "
        "message has reached us and "
        "we are passing it to a colleague.",
    },
    "file_received": {
        Language.ID: "Filenya sudah kami terima, Kak, dan akan dilihat oleh tim kami. Boleh ceritakan sedikit, "
        "file ini tentang apa?",
        Language.EN: "Your file has reached us, and our team will look at it. Could you tell us briefly what "
        "it is about?",
    },
    "left_line": {
        Language.ID: "Baik, Kak, antreannya sudah kami batalkan. Kalau nanti Kakak ingin bicara dengan tim kami, cukup "
        "tulis “bicara dengan orang”.",
        Language.EN: "All right, you have left the line. Whenever you would like to talk to our team, just write "
        "“talk to a person”.",
    },
    "joined": {
        Language.ID: "Kakak sekarang terhubung dengan {name}.",
        Language.EN: "You are now talking to {name}.",
    },
    "released": {
        Language.ID: "Mohon maaf, Kak, {name} perlu menyerahkan percakapan ini kepada rekan lain. "
        "Giliran Kakak tetap kami "
        "dahulukan dan semua catatan ikut diteruskan, jadi tidak perlu mengulang dari awal.",
        Language.EN: "We are sorry, {name} has to pass this conversation to a colleague. You keep your "
        "place at the front, and "
        "all notes go along, so there is no need to start over.",
    },
    "resolved": {
        Language.ID: "Percakapan dengan {name} sudah selesai. Kalau masih ada yang ingin ditanyakan, "
        "tulis saja di sini, "
        "asisten kami siap membantu.",
        Language.EN: "Your conversation with {name} has ended. If there is anything else, just write "
        "here and our assistant "
        "will help.",
    },
    "rate": {
        Language.ID: "Bagaimana pelayanan kami barusan, Kak?",
        Language.EN: "How did we do just now?",
    },
    "rated": {
        Language.ID: "Terima kasih atas penilaiannya, Kak. Masukan Kakak membantu kami melayani lebih baik.",
        Language.EN: "Thank you for your rating. It helps us serve you better.",
    },
    "soon": {Language.ID: "kurang dari 1 menit", Language.EN: "less than a minute"},
    "minutes": {Language.ID: "{low}–{high} menit", Language.EN: "{low}–{high} minutes"},
    "hours": {Language.ID: "lebih dari 1 jam", Language.EN: "more than an hour"},
    "opening": {Language.ID: "hari {day} pukul {time} {zone}", Language.EN: "on {day} at {time} {zone}"},
}


def say(key: str, language: Language, **values: object) -> str:
    """A text of ours with its values; customers' words are only ever values, never the template."""
    return TEXTS[key][language].format(**values)


def describe_wait(wait: WaitRange, language: Language) -> str:
    """A wait in words: whole minutes, rounded outwards so that the promise holds."""
    low, high = int(wait.low // 60), ceil(wait.high / 60)
    if high <= 1:
        return say("soon", language)
    if low >= 60:
        return say("hours", language)
    return say("minutes", language, low=max(low, 1), high=high)


def describe_opening(opening: datetime, language: Language) -> str:
    """When people are back, in the office's own time zone (the time must carry it)."""
    pattern = "EEEE, d MMMM" if language is Language.ID else "EEEE d MMMM"
    clock = "HH.mm" if language is Language.ID else "HH:mm"
    return say(
        "opening", language,
        day=format_date(opening, pattern, locale=language.value),
        time=format_time(opening.timetz().replace(tzinfo=None), clock, locale=language.value),
        zone=opening.tzname() or "",
    )  # fmt: skip
