/** The desk's texts about WhatsApp, and about files, in Indonesian. */

/** @type {Record<string, import("../../common/i18n.js").Text>} */
export const WHATSAPP_ID = {
  "window.hours": ({ hours, minutes }) => (minutes > 0 ? `sisa ${hours} j ${minutes} mnt` : `sisa ${hours} jam`),
  "window.minutes": ({ minutes }) => `sisa ${minutes} mnt`,
  "window.closed": "Lewat 24 jam",
  "window.title.open": "WhatsApp: bisa menulis bebas sampai {at}",
  "window.title.closing": "WhatsApp: hanya bisa menulis bebas sampai {at}",
  "window.title.closed": "WhatsApp: menulis bebas hanya sampai {at}; sekarang hanya templat yang sampai ke pelanggan",
  "window.notice.closing": "Waktu menulis bebas di WhatsApp hampir habis: {left}.",
  "window.notice.closed":
    "Sudah lewat 24 jam sejak pesan terakhir pelanggan. Tulisan Anda disimpan dan terkirim saat pelanggan menulis lagi; templat langsung sampai.",
  "delivery.queued": "Menunggu dikirim",
  "delivery.sending": "Mengirim…",
  "delivery.held": "Ditahan",
  "delivery.sent": "Terkirim",
  "delivery.delivered": "Sampai",
  "delivery.read": "Dibaca",
  "delivery.failed": "Tidak sampai",
  "delivery.template": "Templat",
  "template.choose": "Pilih templat",
  "template.question": "Templat mana?",
  "template.what": "Teks ini sudah disetujui Meta dan sampai ke pelanggan walau sudah lewat 24 jam.",
  "template.reading": "Memuat templat…",
  "template.opted_out": "Pelanggan ini tidak ingin dihubungi lebih dulu. Tunggu sampai pelanggan menulis.",
  "template.example": "misalnya: {example}",
  "template.preview": "Yang dibaca pelanggan",
  "template.send": "Kirim templat",
  "template.sent": "Templat terkirim.",
  "attach.action": "Kirim foto atau PDF",
  "attach.too_large": "File terlalu besar; paling besar 10 MB.",
  "mark.forwarded": "Diteruskan",
  "mark.about.quote": "Membalas:",
  "mark.about.reaction": "Menanggapi:",
  "mark.about.edit": "Diubah dari:",
  "mark.about.deletion": "Pesan yang dihapus:",
  "mark.reaction": "Tanggapan pelanggan",
  "mark.edited": "Diubah pelanggan",
  "mark.deleted": "Dihapus pelanggan",
  "mark.late": "Terlambat masuk; dikirim {at}",
  "error.opted_out": "Pelanggan ini tidak ingin dihubungi lebih dulu.",
  "error.upload_refused": "Hanya foto (JPEG, PNG, WebP) dan PDF yang bisa dikirim.",
  "error.upload_too_large": "File terlalu besar; paling besar 10 MB.",
  "notify.closing": "WhatsApp: waktu untuk menulis ke {name} hampir habis",
};

/** @type {import("./labels.js").Labels} */
export const WHATSAPP_ID_LABELS = {
  templates: { lanjut_percakapan: "Lanjutkan percakapan", kabar_pesanan: "Kabar tentang pesanan" },
  variables: { customer: "Nama pelanggan", company: "Perusahaan kita", matter: "Tentang apa", order: "Nomor pesanan", news: "Kabarnya" },
};
