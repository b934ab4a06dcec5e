"""What customers read when a promise is kept, a person comes back, or a rating was low; part of `system_texts`."""

from __future__ import annotations

from collections.abc import Mapping

from protocol.languages import Language

PROMISE_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "follow_up_nameless": {
        Language.ID: "Halo, Kak. Kami ingin memastikan urusan Kakak yang kemarin sudah beres. Apakah semuanya sudah "
        "sesuai harapan?",
        Language.EN: "Hello. We would like to make sure that your recent matter has been settled. Is everything as "
        "you hoped?",
    },
    "follow_up_complaint": {
        Language.ID: "Halo, Kak. Kami ingin memastikan keluhan {complaint} sudah tertangani dengan baik. Apakah "
        "semuanya sudah sesuai harapan?",
        Language.EN: "Hello. We would like to make sure that your complaint {complaint} has been taken care of. Is "
        "everything as you hoped?",
    },
    "all_well": {Language.ID: "Sudah beres", Language.EN: "Yes, all is well"},
    "not_yet": {Language.ID: "Belum beres", Language.EN: "Not yet"},
    "follow_up_good": {
        Language.ID: "Syukurlah, terima kasih kabarnya, Kak. Kalau nanti ada yang bisa kami bantu lagi, tulis saja di "
        "sini, ya.",
        Language.EN: "We are glad to hear that, thank you for letting us know. Whenever we can help again, just write "
        "here.",
    },
    "follow_up_bad": {
        Language.ID: "Terima kasih sudah memberi tahu, Kak. Mohon maaf urusannya belum beres. Kami teruskan ke rekan "
        "kami lengkap dengan catatan sebelumnya, jadi Kakak tidak perlu menjelaskan dari awal.",
        Language.EN: "Thank you for telling us, and we are sorry that it is not settled yet. We are passing it to a "
        "colleague with all earlier notes, so there is no need to explain it again.",
    },
    "call_back_now": {
        Language.ID: "Halo, Kak. Sesuai janji kami, percakapan ini kami lanjutkan sekarang. Rekan kami segera membalas "
        "di sini.",
        Language.EN: "Hello. As promised, we are continuing this conversation now. A colleague will answer here "
        "shortly.",
    },
    "call_back_missed": {
        Language.ID: "Kak, tadi kami menelepon ke nomor Kakak yang berakhiran {digits} tetapi belum tersambung. Kami "
        "coba lagi {time}. Kalau lebih nyaman lewat chat, silakan tulis di sini kapan saja.",
        Language.EN: "We have just called your number ending in {digits} but could not reach you. We will try again "
        "{time}. If you prefer to chat, feel free to write here at any time.",
    },
    "call_back_given_up": {
        Language.ID: "Kak, kami sudah beberapa kali menelepon ke nomor Kakak yang berakhiran {digits} tetapi belum "
        "tersambung. Kabari kami di sini kapan waktu yang pas, ya, nanti kami hubungi kembali.",
        Language.EN: "We have called your number ending in {digits} several times but could not reach you. Please let "
        "us know here when it suits you, and we will get back to you.",
    },
    "reminder": {
        Language.ID: "Halo, Kak {name}. Masa berlaku kalibrasi {instrument} akan berakhir pada {due}. Mau kami bantu "
        "menjadwalkan kalibrasi ulangnya?",
        Language.EN: "Hello {name}. The calibration of {instrument} is due on {due}. Would you like us to schedule the "
        "recalibration?",
    },
    "book": {Language.ID: "Ya, jadwalkan", Language.EN: "Yes, please"},
    "no_reminders": {Language.ID: "Stop pengingat", Language.EN: "Stop reminders"},
    "and_others": {Language.ID: "{first} dan {count} alat lain", Language.EN: "{first} and {count} other instruments"},
    "request_answered": {
        Language.ID: "Halo, Kak. Kabar dari bagian {unit} untuk pertanyaan Kakak: {text}",
        Language.EN: "Hello. News from our {unit} team about your question: {text}",
    },
    "request_answered_ask": {
        Language.ID: "Halo, Kak. Bagian {unit} sudah memberi jawaban untuk pertanyaan Kakak. Mau kami sambungkan "
        "dengan rekan kami untuk penjelasannya?",
        Language.EN: "Hello. Our {unit} team has answered your question. Shall we connect you with a colleague who can "
        "explain?",
    },
    "unit_has_answered": {
        Language.ID: "bagian {unit} sudah memberi jawaban",
        Language.EN: "our {unit} team has answered",
    },
    "unit_finance": {Language.ID: "Keuangan", Language.EN: "Finance"},
    "unit_technician": {Language.ID: "Teknisi", Language.EN: "technicians'"},
    "unit_administration": {Language.ID: "Administrasi", Language.EN: "Administration"},
    "unit_it": {Language.ID: "TI", Language.EN: "IT"},
    "unit_hr": {Language.ID: "SDM", Language.EN: "HR"},
    "resume_form": {
        Language.ID: "Tadi ada {form} yang belum selesai diisi. Mau dilanjutkan, Kak?",
        Language.EN: "You had begun {form} before. Would you like to go on with it?",
    },
    "resume": {Language.ID: "Lanjutkan", Language.EN: "Go on"},
    "not_now": {Language.ID: "Nanti saja", Language.EN: "Not now"},
    "form_order_lookup_form": {Language.ID: "pengecekan pesanan", Language.EN: "checking an order"},
    "form_quotation_form": {Language.ID: "permintaan penawaran", Language.EN: "a request for a quotation"},
    "form_revision_form": {Language.ID: "permintaan revisi penawaran", Language.EN: "a request to revise an offer"},
    "form_schedule_form": {Language.ID: "permintaan jadwal", Language.EN: "a request for a date"},
    "form_pickup_form": {Language.ID: "permintaan antar jemput alat", Language.EN: "a request for pick-up or return"},
    "form_complaint_form": {Language.ID: "laporan keluhan", Language.EN: "a complaint"},
    "form_opt_out_form": {Language.ID: "permintaan berhenti dikirimi pesan", Language.EN: "a request to stop messages"},
    "form_feedback_form": {Language.ID: "masukan", Language.EN: "your feedback"},
    "form_personal_data_form": {
        Language.ID: "permintaan soal data pribadi",
        Language.EN: "a request about your personal data",
    },
    "rated_low": {
        Language.ID: "Terima kasih sudah menyampaikan apa adanya, Kak. Mohon maaf pelayanan kami belum memuaskan. "
        "Supervisor kami akan membaca penilaian ini. Kalau masih ada yang perlu dibereskan, kami siap menyambungkan "
        "Kakak kembali.",
        Language.EN: "Thank you for being open with us, and we are sorry that our service was not good enough. Our "
        "supervisor will read your rating. If anything is still to be settled, we are ready to connect you again.",
    },
    "reopened": {
        Language.ID: "Halo, Kak. Mohon maaf pelayanan kami sebelumnya belum memuaskan. Kami ingin membereskannya, dan "
        "rekan kami akan melanjutkan percakapan ini.",
        Language.EN: "Hello. We are sorry that our service was not good enough. We would like to put it right, and a "
        "colleague will continue this conversation.",
    },
}
