/** Words for codes, in Indonesian. The codes are those of taxonomy, crm/stages.py and protocol/escalation.py. */

/** @type {import("./labels.js").Labels} */
export const ID_LABELS = {
  channels: { web: "Web", whatsapp: "WhatsApp" },
  call_back_channels: { web: "Chat ini", whatsapp: "WhatsApp", phone: "Telepon" },
  languages: { id: "Indonesia", en: "Inggris" },
  roles: { agent: "Agen", unit: "Unit", supervisor: "Supervisor", admin: "Admin" },
  emotions: { neutral: "Netral", happy: "Senang", disappointed: "Kecewa", angry: "Marah", anxious: "Cemas" },
  reasons: {
    asked: "Minta bicara dengan orang", emotion: "Emosi pelanggan", not_understood: "Bot tidak paham", not_resolved: "Belum terbantu",
    complaint: "Keluhan serius", verification: "Verifikasi gagal", bot_failure: "Gangguan bot", rating: "Penilaian rendah",
  },
  reason_tags: {
    asked: "Minta orang", emotion: "Emosi", not_understood: "Bot tidak paham", not_resolved: "Belum terbantu", complaint: "Keluhan serius",
    verification: "Verifikasi gagal", bot_failure: "Gangguan bot", rating: "Penilaian rendah",
  },
  why: { whatsapp_window: "Jendela WhatsApp hampir tutup", returned: "Dikembalikan", released: "Dikembalikan" },
  outcomes: { solved: "Tuntas", answered: "Terjawab", call_back: "Akan dihubungi lagi", no_reply: "Tidak ada balasan", other: "Lainnya" },
  units: {
    finance: "Keuangan", technician: "Teknisi", laboratory: "Laboratorium", administration: "Administrasi", it: "TI", hr: "SDM",
    sales: "Penjualan",
  },
  actors: { company: "Kami", customer: "Pelanggan", either: "Kami atau pelanggan", nobody: "–" },
  works: { waiting: "Menunggu", in_work: "Dikerjakan", done: "Selesai" },
  stages: {
    inquiry: "Permintaan masuk", quotation_sent: "Penawaran dikirim", negotiating: "Negosiasi", awaiting_po: "Menunggu PO/SPK",
    survey: "Survei", scheduled: "Terjadwal", in_calibration: "Sedang dikalibrasi", completed_ba: "Berita Acara terbit",
    returning: "Pengembalian alat", invoiced: "Ditagih", certificate_sent: "Sertifikat terkirim",
  },
  slots: {
    order_number: "Nomor pesanan", quotation_number: "Nomor penawaran", certificate_number: "Nomor sertifikat",
    invoice_number: "Nomor invoice", complaint_number: "Nomor keluhan", company_name: "Perusahaan", person_name: "Nama",
    email: "E-mail", phone: "Telepon", service_type: "Layanan", instrument: "Alat", brand: "Merek", display_type: "Tampilan alat",
    quantity: "Jumlah", date: "Tanggal", city: "Kota",
  },
  intents: {
    greet: "sapaan", goodbye: "pamit", thank: "terima kasih", affirm: "setuju", deny: "menolak", help: "minta bantuan",
    bot_challenge: "bertanya apakah ini bot", change_language: "ganti bahasa", stop: "berhenti", provide_info: "memberi data",
    chitchat: "obrolan ringan", out_of_scope: "di luar layanan", nlu_fallback: "tidak paham", faq: "pertanyaan umum",
    check_order_status: "cek status pesanan", check_calibration_status: "cek status kalibrasi", check_certificate: "cek sertifikat",
    check_invoice: "cek invoice", check_complaint: "cek keluhan", request_quotation: "minta penawaran",
    negotiate_quotation: "negosiasi penawaran", request_schedule: "minta jadwal", request_pickup: "minta antar atau jemput alat",
    report_complaint: "menyampaikan keluhan", give_feedback: "memberi masukan", request_human: "minta bicara dengan orang",
    not_resolved: "belum terbantu", opt_out: "berhenti dihubungi", delete_data: "hapus data",
  },
  topics: {
    what_is_calibration: "apa itu kalibrasi", calibration_vs_tera: "kalibrasi atau tera", services_offered: "layanan",
    instruments_supported: "alat yang bisa dikalibrasi", accreditation: "akreditasi", opening_hours: "jam buka", location: "lokasi",
    contact: "kontak", coverage_area: "wilayah layanan", onsite_service: "layanan di lokasi", pricing: "harga",
    price_difference: "selisih harga", discount: "diskon", order_process: "alur pesanan", po_spk: "PO atau SPK", site_survey: "survei lokasi",
    scheduling: "penjadwalan", turnaround_time: "lama pengerjaan", express_service: "layanan kilat", pickup_delivery: "antar jemput alat",
    berita_acara: "Berita Acara", certificate_format: "bentuk sertifikat", certificate_validity: "masa berlaku sertifikat",
    certificate_verification: "keaslian sertifikat", certificate_correction: "koreksi sertifikat", failed_calibration: "alat tidak lulus",
    payment_methods: "cara bayar", invoice_tax: "invoice dan pajak", cancellation: "pembatalan", warranty: "garansi",
    complaint_procedure: "prosedur keluhan", privacy: "privasi", agent_hours: "jam layanan agen", training: "pelatihan",
    partnership: "kemitraan", careers: "lowongan",
  },
};
