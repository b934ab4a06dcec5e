/** Everything the widget itself says, in both languages. What the server says comes from the server. */

/** @import { Lang, Texts } from "../common/i18n.js" */

/** @typedef {keyof typeof TEXTS.id} TextKey */
/** @typedef {(key: TextKey, values?: Record<string, any>) => string} Translate */

/** @satisfies {Record<Lang, Texts>} */
export const TEXTS = {
  id: {
    "title": "Layanan Pelanggan",
    "greeting.morning": "Selamat pagi, Kak!",
    "greeting.midday": "Selamat siang, Kak!",
    "greeting.afternoon": "Selamat sore, Kak!",
    "greeting.evening": "Selamat malam, Kak!",
    "greeting.text":
      "Ada yang bisa kami bantu? Tulis saja pertanyaannya, asisten kami langsung menjawab. Kalau perlu, Kakak " +
        "bisa bicara dengan tim kami.",
    "starter.order": "Cek status pesanan",
    "starter.quotation": "Minta penawaran kalibrasi",
    "starter.certificate": "Cek sertifikat saya",
    "starter.person": "Bicara dengan petugas",
    "starters.label": "Pertanyaan yang sering diajukan",

    "status.connecting": "Menyambungkan…",
    "status.offline": "Sedang tidak tersambung",
    "status.bot": "Asisten virtual",
    "status.queued": "Menunggu tim kami",
    "status.agent": "Terhubung dengan {name}",
    "status.agent_unnamed": "Terhubung dengan tim kami",
    "status.closed": "Percakapan selesai",

    "from.bot": "Asisten virtual",
    "from.agent": "Tim kami",
    "from.me": "Anda",
    "from.system": "Info",

    "offline.banner": "Koneksi terputus. Kami coba sambungkan lagi; pesan Kakak tersimpan dan akan terkirim sendiri.",
    "offline.no_network":
      "Perangkat sedang tidak terhubung ke internet. Pesan Kakak tersimpan dan terkirim begitu tersambung.",
    "offline.retry": "Coba sekarang",

    "wait.next": "Giliran berikutnya: Kakak",
    "wait.place": "Antrean ke-{place}",
    "wait.waiting": "Dalam antrean",
    "wait.soon": "Perkiraan menunggu kurang dari 1 menit",
    "wait.under": "Perkiraan menunggu kurang dari {high} menit",
    "wait.minutes": "Perkiraan menunggu {low}–{high} menit",
    "wait.hours": "Perkiraan menunggu lebih dari 1 jam",
    "wait.unknown": "Begitu ada anggota tim yang siap, Kakak langsung kami sambungkan",
    "wait.closed": "Di luar jam kerja",
    "wait.opens": "Tim kami kembali {day} pukul {time}. Pesan Kakak kami tangani lebih dulu.",
    "wait.closed_unknown": "Pesan Kakak kami tangani lebih dulu begitu tim kami kembali.",
    "wait.meanwhile": "Sambil menunggu, Kakak tetap bisa menulis atau bertanya hal umum.",
    "wait.leave": "Keluar dari antrean",

    "wait.call_back": "Minta dihubungi",
    "wait.call_back_change": "Ubah nomor atau email",
    "wait.called_back": "Kami hubungi Kakak paling lambat {day} pukul {time}.",

    "call.title": "Tidak sempat menunggu, Kak?",
    "call.text": "Tinggalkan nomor atau email, nanti rekan kami yang menghubungi Kakak.",
    "call.channel": "Dihubungi lewat",
    "call.phone": "Telepon",
    "call.whatsapp": "WhatsApp",
    "call.email": "Email",
    "call.number": "Nomor yang bisa dihubungi",
    "call.address": "Alamat email",
    "call.note": "Waktu yang nyaman atau catatan lain (boleh dikosongkan)",
    "call.send": "Minta dihubungi",
    "call.sending": "Mengirim…",
    "call.invalid_number": "Nomornya sepertinya belum lengkap, Kak. Contoh: 0812 3456 7890.",
    "call.invalid_address": "Alamat emailnya sepertinya belum lengkap, Kak. Contoh: nama@perusahaan.co.id.",
    "call.failed": "Mohon maaf, permintaan Kakak belum terkirim. Silakan coba sekali lagi, ya Kak.",

    "notice.forgotten": "Semua yang Kakak tulis dan kirim di chat ini sudah kami hapus.",

    "send.sending": "Mengirim…",
    "send.waiting": "Menunggu koneksi",
    "send.sent": "Terkirim",
    "send.failed": "Belum terkirim",
    "send.retry": "Kirim ulang",
    "send.discard": "Hapus",
    "send.too_long": "Pesan ini terlalu panjang untuk dikirim. Mohon dibagi menjadi beberapa pesan, ya Kak.",
    "send.refused": "Pesan ini belum bisa kami terima.",

    "error.rate_limited": "Pesannya masuk cepat sekali, Kak. Berikutnya kami kirim otomatis dalam {seconds} detik.",
    "error.unavailable": "Sistem kami sedang terkendala. Pesan Kakak aman dan kami kirim ulang otomatis.",
    "error.other": "Maaf, ada kendala di sistem kami. Silakan coba lagi sebentar lagi, ya Kak.",
    "error.close": "Tutup pemberitahuan",

    "composer.label": "Tulis pesan",
    "composer.placeholder": "Tulis pesan…",
    "composer.send": "Kirim pesan",
    "composer.left": "Sisa {shown} karakter",
    "composer.over": "Kelebihan {shown} karakter. Mohon dibagi menjadi dua pesan, ya Kak.",
    "composer.emoji": "Pilih emoji",

    "files.pick": "Kirim foto atau PDF",
    "files.drop": "Lepaskan foto atau PDF di sini",
    "files.remove": "Batal kirim {name}",
    "files.tray": "File yang akan dikirim",
    "files.wrong_kind": "{name} belum bisa kami terima. Silakan kirim foto (JPEG, PNG, WebP) atau PDF, ya Kak.",
    "files.too_large": "{name} terlalu besar. Ukuran file paling besar 10 MB, ya Kak.",
    "files.too_many": "Sekali kirim paling banyak {limit} file, ya Kak.",
    "files.progress": "Mengunggah {name}",
    "files.open": "Lihat foto {name}",
    "files.save": "Simpan {name}",
    "files.missing": "Foto belum bisa ditampilkan",
    "files.close": "Tutup foto",

    "typing.bot": "Asisten sedang mengetik",
    "typing.agent": "{name} sedang mengetik",

    "list.label": "Isi percakapan",
    "list.newest": "Ke pesan terbaru",
    "list.new": ({ count }) => `${count} pesan baru`,
    "list.more": "Tampilkan semua",
    "list.less": "Ringkas lagi",
    "list.copy": "Salin pesan",
    "list.copied": "Tersalin",
    "choices.label": "Pilihan jawaban",

    "rate.score": ({ score }) =>
      `${score} dari 5 bintang: ${["sangat kurang", "kurang", "cukup", "baik", "sangat baik"][score - 1]}`,
    "rate.word": ({ score }) => ["Sangat kurang", "Kurang", "Cukup", "Baik", "Sangat baik"][score - 1],
    "rate.comment": "Ceritakan sedikit, Kak (boleh dikosongkan)",
    "rate.comment_low": "Mohon maaf atas pengalaman Kakak. Apa yang perlu kami perbaiki?",
    "rate.send": "Kirim penilaian",
    "rate.later": "Nanti saja",
    "rate.sending": "Mengirim penilaian…",

    "closed.text": "Percakapan ini sudah selesai. Terima kasih sudah menghubungi kami, Kak.",
    "closed.fresh": "Mulai percakapan baru",

    "menu.label": "Menu percakapan",
    "menu.download": "Unduh percakapan",
    "menu.sound_on": "Bunyi notifikasi: hidup",
    "menu.sound_off": "Bunyi notifikasi: mati",
    "menu.fresh": "Mulai percakapan baru",
    "menu.leave": "Keluar dari antrean",
    "menu.privacy": "Kebijakan privasi",
    "menu.forget": "Hapus percakapan saya",
    "panel.close": "Tutup chat",
    "lang.label": "Bahasa",
    "lang.id": "ID, Bahasa Indonesia",
    "lang.en": "EN, bahasa Inggris",

    "confirm.cancel": "Batal",
    "confirm.leave.title": "Keluar dari antrean?",
    "confirm.leave.text":
      "Giliran Kakak akan dilepas, lalu Kakak kembali dibantu asisten virtual. Kakak bisa minta disambungkan " +
        "lagi kapan saja.",
    "confirm.leave.yes": "Ya, keluar",
    "confirm.fresh.title": "Mulai percakapan baru?",
    "confirm.fresh.text": "Percakapan yang sekarang akan diakhiri. Kalau perlu disimpan, unduh dulu lewat menu.",
    "confirm.fresh.yes": "Ya, mulai baru",
    "confirm.forget.title": "Hapus percakapan Kakak?",
    "confirm.forget.text":
      'Semua yang Kakak tulis dan kirim di chat ini kami hapus, dari perangkat ini dan dari sistem kami. Kalau data ' +
        'pelanggan Kakak juga ingin dihapus, tulis "hapus data saya" di chat terlebih dahulu.',
    "confirm.forget.yes": "Ya, hapus",

    "privacy.text":
      "Percakapan ini kami simpan agar dapat membantu Kakak. Dengan mengirim pesan, Kakak menyetujui cara kami " +
        "mengelola data.",
    "privacy.link": "Kebijakan privasi",

    "transcript.title": "Riwayat percakapan – {title}",
    "transcript.saved": "Disimpan {at}",
    "transcript.file": "percakapan",
    "unread": ({ count }) => `${count} pesan belum dibaca`,
    "announce.said": "{name}: {text}",
    "crash.text": "Maaf, chat ini mengalami kendala.",
    "crash.reload": "Muat ulang chat",
  },
  en: {
    "title": "Customer service",
    "greeting.morning": "Good morning!",
    "greeting.midday": "Good afternoon!",
    "greeting.afternoon": "Good afternoon!",
    "greeting.evening": "Good evening!",
    "greeting.text":
      "How can we help? Just write your question and our assistant will answer right away. If you need one of " +
        "our team, simply ask.",
    "starter.order": "Check my order status",
    "starter.quotation": "Request a quotation",
    "starter.certificate": "Check my certificate",
    "starter.person": "Talk to a person",
    "starters.label": "Frequent questions",

    "status.connecting": "Connecting…",
    "status.offline": "Not connected",
    "status.bot": "Virtual assistant",
    "status.queued": "Waiting for our team",
    "status.agent": "Talking to {name}",
    "status.agent_unnamed": "Talking to our team",
    "status.closed": "Conversation ended",

    "from.bot": "Virtual assistant",
    "from.agent": "Our team",
    "from.me": "You",
    "from.system": "Info",

    "offline.banner":
      "The connection was lost. We are reconnecting; your messages are kept and will be sent by themselves.",
    "offline.no_network":
      "This device is not connected to the internet. Your messages are kept and will be sent once it is.",
    "offline.retry": "Try now",

    "wait.next": "You are next",
    "wait.place": "Number {place} in line",
    "wait.waiting": "In line",
    "wait.soon": "Expected wait: less than a minute",
    "wait.under": "Expected wait: less than {high} minutes",
    "wait.minutes": "Expected wait: {low}–{high} minutes",
    "wait.hours": "Expected wait: more than an hour",
    "wait.unknown": "You will be connected as soon as somebody is free",
    "wait.closed": "Outside office hours",
    "wait.opens": "Our team is back {day} at {time}. Your message comes first.",
    "wait.closed_unknown": "Your message comes first when our team is back.",
    "wait.meanwhile": "Meanwhile you can keep writing or ask general questions.",
    "wait.leave": "Leave the line",

    "wait.call_back": "Ask us to contact you",
    "wait.call_back_change": "Change number or e-mail",
    "wait.called_back": "We will contact you {day}, by {time} at the latest.",

    "call.title": "No time to wait?",
    "call.text": "Leave a number or an e-mail address, and one of our team will contact you.",
    "call.channel": "Contact me by",
    "call.phone": "Phone",
    "call.whatsapp": "WhatsApp",
    "call.email": "E-mail",
    "call.number": "Your number",
    "call.address": "Your e-mail address",
    "call.note": "A good time, or anything else we should know (optional)",
    "call.send": "Contact me",
    "call.sending": "Sending…",
    "call.invalid_number": "This number looks incomplete. Example: 0812 3456 7890.",
    "call.invalid_address": "This address looks incomplete. Example: name@company.com.",
    "call.failed": "Sorry, your request did not go through. Please try once more.",

    "notice.forgotten": "Everything you wrote and sent in this chat has been erased.",

    "send.sending": "Sending…",
    "send.waiting": "Waiting for a connection",
    "send.sent": "Sent",
    "send.failed": "Not sent",
    "send.retry": "Try again",
    "send.discard": "Remove",
    "send.too_long": "This message is too long to send. Please split it into several.",
    "send.refused": "We could not take this message.",

    "error.rate_limited": "That was quick! The next message will be sent by itself in {seconds} seconds.",
    "error.unavailable": "We are having a technical problem. Your message is safe and will be sent again by itself.",
    "error.other": "Sorry, something went wrong on our side. Please try again in a moment.",
    "error.close": "Close this notice",

    "composer.label": "Write a message",
    "composer.placeholder": "Write a message…",
    "composer.send": "Send message",
    "composer.left": ({ count, shown }) => (count === 1 ? "1 character left" : `${shown} characters left`),
    "composer.over": ({ count, shown }) =>
      `${shown} ${count === 1 ? "character" : "characters"} too many. Please split this into two messages.`,
    "composer.emoji": "Choose an emoji",

    "files.pick": "Send a photo or PDF",
    "files.drop": "Drop the photo or PDF here",
    "files.remove": "Do not send {name}",
    "files.tray": "Files to be sent",
    "files.wrong_kind": "We cannot take {name}. Please send a photo (JPEG, PNG, WebP) or a PDF.",
    "files.too_large": "{name} is too large. A file may have at most 10 MB.",
    "files.too_many": "Please send at most {limit} files at once.",
    "files.progress": "Uploading {name}",
    "files.open": "View photo {name}",
    "files.save": "Save {name}",
    "files.missing": "The photo cannot be shown just now",
    "files.close": "Close photo",

    "typing.bot": "The assistant is typing",
    "typing.agent": "{name} is typing",

    "list.label": "Conversation",
    "list.newest": "Go to the newest message",
    "list.new": ({ count }) => (count === 1 ? "1 new message" : `${count} new messages`),
    "list.more": "Show all",
    "list.less": "Show less",
    "list.copy": "Copy message",
    "list.copied": "Copied",
    "choices.label": "Suggested answers",

    "rate.score": ({ score }) =>
      `${score} of 5 stars: ${["very poor", "poor", "fair", "good", "very good"][score - 1]}`,
    "rate.word": ({ score }) => ["Very poor", "Poor", "Fair", "Good", "Very good"][score - 1],
    "rate.comment": "Tell us a little more (optional)",
    "rate.comment_low": "We are sorry about that. What should we do better?",
    "rate.send": "Send rating",
    "rate.later": "Not now",
    "rate.sending": "Sending your rating…",

    "closed.text": "This conversation has ended. Thank you for contacting us.",
    "closed.fresh": "Start a new conversation",

    "menu.label": "Conversation menu",
    "menu.download": "Download conversation",
    "menu.sound_on": "Notification sound: on",
    "menu.sound_off": "Notification sound: off",
    "menu.fresh": "Start a new conversation",
    "menu.leave": "Leave the line",
    "menu.privacy": "Privacy policy",
    "menu.forget": "Erase my conversation",
    "panel.close": "Close chat",
    "lang.label": "Language",
    "lang.id": "ID, Indonesian",
    "lang.en": "EN, English",

    "confirm.cancel": "Cancel",
    "confirm.leave.title": "Leave the line?",
    "confirm.leave.text":
      "You will lose your place and go on with the virtual assistant. You can ask for a person again at any time.",
    "confirm.leave.yes": "Yes, leave",
    "confirm.fresh.title": "Start a new conversation?",
    "confirm.fresh.text": "The current one will end. If you want to keep it, download it first from the menu.",
    "confirm.fresh.yes": "Yes, start anew",
    "confirm.forget.title": "Erase your conversation?",
    "confirm.forget.text":
      'Everything you wrote and sent in this chat will be erased, from this device and from our systems. To have ' +
        'your customer data erased too, first write "delete my data" in the chat.',
    "confirm.forget.yes": "Yes, erase",

    "privacy.text":
      "We keep this conversation so that we can help you. By sending a message you agree to how we handle your data.",
    "privacy.link": "Privacy policy",

    "transcript.title": "Conversation – {title}",
    "transcript.saved": "Saved {at}",
    "transcript.file": "conversation",
    "unread": ({ count }) => (count === 1 ? "1 unread message" : `${count} unread messages`),
    "announce.said": "{name}: {text}",
    "crash.text": "Sorry, this chat ran into a problem.",
    "crash.reload": "Reload the chat",
  },
};
