"""What Sapa itself says to customers - place in line, who joined, when people are back - in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date, format_time

from handoff.agent_queue.wait_estimate import WaitRange, as_told
from handoff.promise_texts import PROMISE_TEXTS
from protocol.languages import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    **PROMISE_TEXTS,
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
    "voice_received": {
        Language.ID: "Terima kasih voice note-nya, Kak. Mohon maaf, saat ini kami belum bisa mendengarkan voice note. "
        "Boleh dituliskan saja pesannya? Atau kalau lebih nyaman, kami sambungkan dengan rekan kami.",
        Language.EN: "Thank you for your voice note. We are sorry that we cannot listen to voice notes yet. Could you "
        "write it down? Or, if you prefer, we can connect you with a colleague.",
    },
    "for_colleague": {
        Language.ID: "Sudah kami terima, Kak, dan akan dilihat oleh rekan kami begitu Kakak terhubung.",
        Language.EN: "We have received it, and our colleague will look at it as soon as you are connected.",
    },
    "location_received": {
        Language.ID: "Lokasinya sudah kami catat, Kak. Boleh diceritakan, lokasi ini untuk keperluan apa?",
        Language.EN: "We have noted the location. Could you tell us what it is for?",
    },
    "contacts_received": {
        Language.ID: "Kontaknya sudah kami simpan, Kak. Boleh diceritakan, kontak ini untuk keperluan apa?",
        Language.EN: "We have noted the contact. Could you tell us what it is for?",
    },
    "sticker_received": {
        Language.ID: "Stikernya sudah sampai, Kak 😊 Ada yang bisa kami bantu?",
        Language.EN: "Your sticker has arrived 😊 Is there anything we can help you with?",
    },
    "not_readable": {
        Language.ID: "Mohon maaf, Kak, jenis pesan ini belum bisa kami buka di sini. Boleh dikirim sebagai teks, foto, "
        "atau PDF? Kalau lebih nyaman, kami sambungkan dengan rekan kami.",
        Language.EN: "We are sorry, this kind of message cannot be opened here. Could you send it as text, a photo "
        "or a PDF? Or, if you prefer, we can connect you with a colleague.",
    },
    "file_failed": {
        Language.ID: "Mohon maaf, Kak, file yang Kakak kirim belum berhasil kami terima. Boleh dikirim ulang sebagai "
        "foto atau PDF?",
        Language.EN: "We are sorry, the file you sent did not reach us. Could you send it again as a photo or a PDF?",
    },
    "talk_to_person": {Language.ID: "Bicara dgn petugas", Language.EN: "Talk to a person"},
    "follow_up": {
        Language.ID: "Halo, Kak {name}. Kami ingin memastikan urusan Kakak yang kemarin sudah beres. Apakah semuanya "
        "sudah sesuai harapan?",
        Language.EN: "Hello {name}. We would like to make sure that your recent matter has been settled. Is everything "
        "as you hoped?",
    },
    "kind_image": {Language.ID: "Foto", Language.EN: "Photo"},
    "kind_document": {Language.ID: "Dokumen", Language.EN: "Document"},
    "kind_audio": {Language.ID: "Audio", Language.EN: "Audio"},
    "kind_voice": {Language.ID: "Pesan suara", Language.EN: "Voice note"},
    "kind_video": {Language.ID: "Video", Language.EN: "Video"},
    "kind_sticker": {Language.ID: "Stiker", Language.EN: "Sticker"},
    "kind_location": {Language.ID: "📍 {text}", Language.EN: "📍 {text}"},
    "kind_contacts": {Language.ID: "👤 {text}", Language.EN: "👤 {text}"},
    "kind_order": {Language.ID: "🛒 {text}", Language.EN: "🛒 {text}"},
    "kind_reaction": {Language.ID: "Menanggapi dengan {text}", Language.EN: "Reacted with {text}"},
    "kind_unreaction": {Language.ID: "Menarik tanggapannya", Language.EN: "Took the reaction back"},
    "kind_deletion": {Language.ID: "🗑️ Menghapus sebuah pesan", Language.EN: "🗑️ Deleted a message"},
    "kind_identity": {
        Language.ID: "WhatsApp pelanggan dipasang ulang atau pindah perangkat",
        Language.EN: "The customer's WhatsApp was reinstalled or moved to another device",
    },
    "kind_unsupported": {Language.ID: "Pesan yang tidak didukung {text}", Language.EN: "An unsupported message {text}"},
    "left_line": {
        Language.ID: "Baik, Kak, antreannya sudah kami batalkan. Kalau nanti Kakak ingin bicara dengan tim kami, cukup "
        "tulis “bicara dengan orang”.",
        Language.EN: "All right, you have left the line. Whenever you would like to talk to our team, just write "
        "“talk to a person”.",
    },
    "call_back_phone": {
        Language.ID: "Baik, Kak. Rekan kami akan menelepon Kakak di {address}, paling lambat {due}. Kakak tidak perlu "
        "terus menunggu di sini; kalau giliran Kakak di chat tiba lebih dulu, kami sapa juga di sini.",
        Language.EN: "All right. A colleague will phone you at {address}, {due} at the latest. There is no need to "
        "keep waiting here; if your turn in chat comes sooner, we will write to you here as well.",
    },
    "call_back_whatsapp": {
        Language.ID: "Baik, Kak. Rekan kami akan menghubungi Kakak lewat WhatsApp di {address}, paling lambat {due}. "
        "Kakak tidak perlu menunggu di sini; kalau giliran Kakak di chat tiba lebih dulu, kami sapa juga di sini.",
        Language.EN: "All right. A colleague will write to you on WhatsApp at {address}, {due} at the latest. There is "
        "no need to keep waiting here; if your turn in chat comes sooner, we will write to you here as well.",
    },
    "call_back_email": {
        Language.ID: "Baik, Kak. Rekan kami akan mengirim email ke {address}, paling lambat {due}. Kakak tidak perlu "
        "terus menunggu di sini; kalau giliran Kakak di chat tiba lebih dulu, kami sapa juga di sini.",
        Language.EN: "All right. A colleague will send an e-mail to {address}, {due} at the latest. There is no need "
        "to keep waiting here; if your turn in chat comes sooner, we will write to you here as well.",
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
    "agent_lost": {
        Language.ID: "Mohon maaf, Kak, sambungan kami dengan {name} terputus. Kakak kami tempatkan di urutan terdepan, "
        "dan rekan kami yang lain akan segera melanjutkan. Semua catatan ikut diteruskan, jadi tidak perlu mengulang "
        "dari awal.",
        Language.EN: "We are sorry, the connection to {name} was lost. You are now at the front of the line, and "
        "another colleague will go on as soon as possible. All notes go along, so there is no need to start over.",
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
    "asked": {
        Language.ID: "Terima kasih sudah sabar menunggu, Kak. Sekarang Kakak di urutan ke-{position}, perkiraan "
        "menunggu {wait} lagi. Kalau lebih nyaman, kami juga bisa menghubungi Kakak nanti.",
        Language.EN: "Thank you for your patience. You are now number {position} in line; it should take {wait} more. "
        "If you prefer, we can also call you back later.",
    },
    "asked_nobody": {
        Language.ID: "Terima kasih sudah sabar menunggu, Kak. Kakak di urutan ke-{position}. Mohon maaf, saat ini "
        "belum ada rekan kami yang siap di chat, jadi kami belum bisa memberi perkiraan waktu. Kalau lebih nyaman, "
        "kami bisa menghubungi Kakak nanti.",
        Language.EN: "Thank you for your patience. You are number {position} in line. We are sorry, none of our "
        "colleagues is available in chat just now, so we cannot say how long it will take. If you prefer, we can call "
        "you back later.",
    },
    "asked_closed": {
        Language.ID: "Mohon maaf, Kak, tim kami sedang di luar jam kerja dan kembali {opening}. Tempat Kakak di "
        "antrean tetap kami simpan. Kalau lebih nyaman, kami bisa menghubungi Kakak setelah buka.",
        Language.EN: "We are sorry, our team is out of the office and back {opening}. Your place in line is kept. If "
        "you prefer, we can call you back once we are open.",
    },
    "wait_shorter": {
        Language.ID: "Kabar baik, Kak: antreannya lebih cepat dari perkiraan. Sekarang Kakak di urutan ke-{position}, "
        "perkiraan menunggu {wait} lagi.",
        Language.EN: "Good news: the line is moving faster than expected. You are now number {position}; it should "
        "take {wait} more.",
    },
    "wait_longer": {
        Language.ID: "Mohon maaf, Kak, menunggunya ternyata lebih lama dari perkiraan kami. Sekarang Kakak di urutan "
        "ke-{position}, perkiraan menunggu {wait} lagi. Kalau lebih nyaman, kami bisa menghubungi Kakak nanti.",
        Language.EN: "We are sorry, the wait is longer than we expected. You are now number {position} in line; it "
        "should take {wait} more. If you prefer, we can call you back later.",
    },
    "wait_known": {
        Language.ID: "Rekan kami sudah siap di chat, Kak. Kakak di urutan ke-{position}, perkiraan menunggu {wait}.",
        Language.EN: "Our colleagues are now available in chat. You are number {position} in line; the wait should be "
        "{wait}.",
    },
    "call_me_later": {Language.ID: "Hubungi saya nanti", Language.EN: "Call me back later"},
    "leave_line": {Language.ID: "Keluar antrean", Language.EN: "Leave the line"},
    "stay_in_line": {Language.ID: "Tetap menunggu", Language.EN: "Keep waiting"},
    "leave_sure": {
        Language.ID: "Maksud Kakak, keluar dari antrean? Kalau keluar, giliran Kakak tidak tersimpan.",
        Language.EN: "Would you like to leave the line? If you do, your place is not kept.",
    },
    "stays": {
        Language.ID: "Baik, Kak, giliran Kakak tetap kami simpan.",
        Language.EN: "All right, we are keeping your place.",
    },
    "not_in_line": {
        Language.ID: "Kakak sedang tidak di antrean. Kalau ingin bicara dengan tim kami, cukup tulis “bicara dengan "
        "orang”.",
        Language.EN: "You are not in the line at the moment. If you would like to talk to our team, just write “talk "
        "to a person”.",
    },
    "call_how": {
        Language.ID: "Tentu, Kak. Kakak lebih nyaman kami hubungi lewat apa?",
        Language.EN: "Of course. How would you like us to reach you?",
    },
    "by_whatsapp": {Language.ID: "WhatsApp", Language.EN: "WhatsApp"},
    "by_phone": {Language.ID: "Telepon", Language.EN: "Phone"},
    "by_web": {Language.ID: "Chat di sini", Language.EN: "In this chat"},
    "number_which": {
        Language.ID: "Baik, Kak, lewat {way}. Boleh minta nomornya? Contoh: 0812 3456 7890.",
        Language.EN: "All right, {way}. Which number may we use? For example: 0812 3456 7890, or with your country "
        "code.",
    },
    "number_wrong": {
        Language.ID: "Mohon maaf, Kak, nomornya belum bisa kami kenali. Boleh ditulis sekali lagi, lengkap dengan kode "
        "wilayah atau diawali 08? Contoh: 0812 3456 7890.",
        Language.EN: "We are sorry, we could not recognise that number. Could you write it once more, with the area or "
        "country code? For example: 0812 3456 7890.",
    },
    "call_promised": {
        Language.ID: "Siap, Kak. Tim kami menghubungi Kakak lewat {way} di nomor {number}, paling lambat {time}. Kakak "
        "tidak perlu menunggu di sini, giliran Kakak tetap kami simpan. Kalau nomornya lain, cukup tuliskan nomor yang "
        "benar.",
        Language.EN: "Done. Our team will reach you by {way} at {number} by {time} at the latest. You need not wait "
        "here; your turn is kept. If the number should be another one, just write it.",
    },
    "call_promised_here": {
        Language.ID: "Siap, Kak. Tim kami membalas Kakak di chat ini, paling lambat {time}. Kakak tidak perlu "
        "menunggu, giliran Kakak tetap kami simpan.",
        Language.EN: "Done. Our team will answer you in this chat by {time} at the latest. You need not wait; your "
        "turn is kept.",
    },
    "up_to": {Language.ID: "paling lama {high} menit", Language.EN: "up to {high} minutes"},
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
    told = as_told(wait)
    low, high = int(told.low // 60), int(told.high // 60)
    if high <= 1:
        return say("soon", language)
    if low >= 60:
        return say("hours", language)
    if low == 0:
        return say("up_to", language, high=high)
    return say("minutes", language, low=low, high=high)


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
