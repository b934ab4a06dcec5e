"""What the bot's labels are called on buttons, in both languages, and what a tap on them says."""

from __future__ import annotations

from dataclasses import dataclass

from protocol.languages import Language


@dataclass(frozen=True)
class Label:
    """An intent or FAQ topic on a button. Titles have at most 20 characters: WhatsApp cuts longer ones."""

    name: str
    indonesian: str
    english: str
    questions: tuple[str, str] | None = None
    """For FAQ topics: the question that a tap asks, Indonesian and English."""

    def title(self, language: Language) -> str:
        """The words on the button."""
        return self.english if language is Language.EN else self.indonesian

    def payload(self, language: Language) -> str:
        """What a tap sends: the intent itself, or a topic's question in plain words."""
        if self.questions is None:
            return f"/{self.name}"
        return self.questions[language is Language.EN]


def _intent(name: str, indonesian: str, english: str) -> Label:
    return Label(name, indonesian, english)


def _topic(name: str, indonesian: str, english: str, question: str, question_in_english: str) -> Label:
    return Label(f"faq/{name}", indonesian, english, (question, question_in_english))


_ALL = (
    _intent("check_order_status", "Status pesanan", "Order status"),
    _intent("check_calibration_status", "Progres kalibrasi", "Calibration progress"),
    _intent("check_certificate", "Sertifikat saya", "My certificate"),
    _intent("check_invoice", "Invoice saya", "My invoice"),
    _intent("check_complaint", "Status keluhan", "Complaint status"),
    _intent("request_quotation", "Minta penawaran", "Ask for a quotation"),
    _intent("negotiate_quotation", "Nego penawaran", "Revise a quotation"),
    _intent("request_schedule", "Atur jadwal", "Set a date"),
    _intent("request_pickup", "Ambil/antar alat", "Pickup or return"),
    _intent("report_complaint", "Sampaikan keluhan", "Report a problem"),
    _intent("give_feedback", "Beri masukan", "Give feedback"),
    _intent("request_human", "Bicara dgn petugas", "Talk to a person"),
    _intent("not_resolved", "Belum terjawab", "Not solved yet"),
    _intent("opt_out", "Stop pesan info", "Stop messages"),
    _intent("delete_data", "Data pribadi saya", "My personal data"),
    _intent("change_language", "Ganti bahasa", "Change language"),
    _intent("help", "Menu bantuan", "Help menu"),
    _intent("greet", "Menyapa", "Say hello"),
    _intent("goodbye", "Selesai dulu", "Say goodbye"),
    _intent("thank", "Terima kasih", "Say thanks"),
    _intent("affirm", "Ya, betul", "Yes, correct"),
    _intent("deny", "Bukan", "No"),
    _intent("bot_challenge", "Tanya soal bot", "About the bot"),
    _intent("stop", "Batalkan", "Cancel this"),
    _topic(
        "what_is_calibration", "Apa itu kalibrasi", "What is calibration", "Apa itu kalibrasi?", "What is calibration?"
    ),
    _topic(
        "calibration_vs_tera",
        "Kalibrasi atau tera",
        "Calibration or tera",
        "Apa bedanya kalibrasi, tera, dan tera ulang?",
        "What is the difference between calibration, tera and tera ulang?",
    ),
    _topic(
        "services_offered",
        "Layanan kami",
        "Our services",
        "Layanan apa saja yang tersedia?",
        "What services do you offer?",
    ),
    _topic(
        "instruments_supported",
        "Alat yang dilayani",
        "Instruments we take",
        "Alat apa saja yang bisa dikalibrasi?",
        "Which instruments can you calibrate?",
    ),
    _topic(
        "accreditation", "Akreditasi", "Accreditation", "Apakah sudah terakreditasi KAN?", "Are you accredited by KAN?"
    ),
    _topic(
        "opening_hours",
        "Jam kerja kantor",
        "Office hours",
        "Jam buka kantornya jam berapa?",
        "What are your office hours?",
    ),
    _topic("location", "Alamat kantor", "Our address", "Alamat kantornya di mana?", "Where is your office?"),
    _topic(
        "contact",
        "Nomor kontak",
        "Contact details",
        "Berapa nomor telepon dan e-mail kantornya?",
        "What is your phone number and e-mail?",
    ),
    _topic(
        "coverage_area", "Wilayah layanan", "Areas we serve", "Melayani daerah mana saja?", "Which areas do you serve?"
    ),
    _topic(
        "onsite_service",
        "Kalibrasi di lokasi",
        "On-site service",
        "Apakah teknisi bisa datang ke lokasi?",
        "Can your technicians come to our site?",
    ),
    _topic("pricing", "Biaya kalibrasi", "Prices", "Berapa biaya kalibrasi?", "How much does calibration cost?"),
    _topic(
        "price_difference",
        "Selisih harga",
        "Price difference",
        "Kenapa harga di invoice beda dengan penawaran?",
        "Why does the invoice differ from the quotation?",
    ),
    _topic("discount", "Diskon", "Discounts", "Apakah ada diskon?", "Do you give discounts?"),
    _topic(
        "order_process",
        "Alur pemesanan",
        "How to order",
        "Bagaimana alur pemesanan dari awal sampai sertifikat?",
        "What are the steps from order to certificate?",
    ),
    _topic("po_spk", "PO / SPK", "PO / SPK", "PO atau SPK itu harus berisi apa saja?", "What must a PO contain?"),
    _topic(
        "site_survey",
        "Survei lokasi",
        "Site survey",
        "Kapan survei lokasi diperlukan?",
        "When is a site survey needed?",
    ),
    _topic(
        "scheduling",
        "Cara atur jadwal",
        "How dates are set",
        "Bagaimana cara menentukan jadwal kalibrasi?",
        "How are calibration dates set?",
    ),
    _topic(
        "turnaround_time",
        "Lama pengerjaan",
        "How long it takes",
        "Berapa lama proses kalibrasinya?",
        "How long does calibration take?",
    ),
    _topic(
        "express_service", "Layanan kilat", "Rush service", "Apakah ada layanan kilat?", "Do you have a rush service?"
    ),
    _topic(
        "pickup_delivery",
        "Antar jemput alat",
        "Shipping instruments",
        "Bagaimana cara kirim dan ambil alatnya?",
        "How do I send in and collect instruments?",
    ),
    _topic("berita_acara", "Berita Acara", "Berita Acara", "Apa itu Berita Acara?", "What is the Berita Acara?"),
    _topic(
        "certificate_format",
        "Bentuk sertifikat",
        "Certificate format",
        "Bentuk sertifikatnya digital atau cetak?",
        "Is the certificate digital or on paper?",
    ),
    _topic(
        "certificate_validity",
        "Masa berlaku",
        "Validity",
        "Berapa lama sertifikat kalibrasi berlaku?",
        "How long is a calibration certificate valid?",
    ),
    _topic(
        "certificate_verification",
        "Cek keaslian",
        "Check authenticity",
        "Bagaimana cara cek keaslian sertifikat?",
        "How do I check that a certificate is genuine?",
    ),
    _topic(
        "certificate_correction",
        "Koreksi sertifikat",
        "Fix a certificate",
        "Bagaimana kalau ada kesalahan di sertifikat?",
        "How is a mistake on a certificate corrected?",
    ),
    _topic(
        "failed_calibration",
        "Hasil tidak lolos",
        "Failed calibration",
        "Bagaimana kalau alat tidak lolos kalibrasi?",
        "What happens if an instrument fails calibration?",
    ),
    _topic("payment_methods", "Cara pembayaran", "How to pay", "Bagaimana cara pembayarannya?", "How can I pay?"),
    _topic(
        "invoice_tax",
        "Invoice dan pajak",
        "Invoices and tax",
        "Bagaimana soal invoice dan faktur pajak?",
        "How do invoices and tax invoices work?",
    ),
    _topic(
        "cancellation",
        "Batal atau tunda",
        "Cancel or postpone",
        "Bagaimana kalau mau batal atau menunda?",
        "How do I cancel or postpone?",
    ),
    _topic("warranty", "Garansi", "Warranty", "Apakah ada garansi pekerjaan?", "Is there a guarantee on the work?"),
    _topic(
        "complaint_procedure",
        "Alur keluhan",
        "Complaint procedure",
        "Bagaimana prosedur penanganan keluhan?",
        "How are complaints handled?",
    ),
    _topic(
        "privacy",
        "Kerahasiaan data",
        "Privacy",
        "Bagaimana kerahasiaan data pelanggan?",
        "How is customer data kept confidential?",
    ),
    _topic(
        "agent_hours",
        "Jam petugas",
        "Agents' hours",
        "Petugasnya bisa dihubungi jam berapa?",
        "When can I reach a person in chat?",
    ),
    _topic("training", "Pelatihan", "Training", "Apakah ada pelatihan kalibrasi?", "Do you offer training?"),
    _topic("partnership", "Kerja sama", "Partnership", "Bagaimana cara menjadi mitra?", "How do we become a partner?"),
    _topic("careers", "Lowongan kerja", "Careers", "Apakah ada lowongan kerja?", "Do you have job openings?"),
)
LABELS = {label.name: label for label in _ALL}
