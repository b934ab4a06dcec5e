"""The eleven demo orders, one per stage, with invented companies and people."""

from __future__ import annotations

from dataclasses import dataclass

from crm.service_tables import Unit
from crm.stages import Stage
from crm.tables import DisplayType, Place, ServiceType, WorkState


@dataclass(frozen=True)
class SampleInstrument:
    """An instrument of a demo order."""

    kind: str
    brand: str
    model: str
    measuring_range: str
    serial: str
    display: DisplayType
    service: ServiceType
    quantity: int = 1
    work: WorkState = WorkState.WAITING
    passed: bool | None = None
    display_found: DisplayType | None = None


@dataclass(frozen=True)
class SampleOrder:
    """A demo order; `path` is its history as (stage, working days ago, who did it, note)."""

    suffix: int
    company: str
    city: str
    address: str
    contact: str
    place: Place
    path: tuple[tuple[Stage, int, str, str], ...]
    instruments: tuple[SampleInstrument, ...]
    expected_in: int | None = None
    """Working days from today to the date agreed for the next step."""

    @property
    def stage(self) -> Stage:
        """Where the order stands now."""
        return self.path[-1][0]


_A, _D = DisplayType.ANALOG, DisplayType.DIGITAL
_KAL, _TERA, _ULANG = ServiceType.KALIBRASI, ServiceType.TERA, ServiceType.TERA_ULANG
_LAB, _SITE = Place.LABORATORY, Place.ON_SITE
_WORK, _DONE = WorkState.IN_WORK, WorkState.DONE
_CS, _LABO, _FIN = "Rina (layanan pelanggan)", "Dimas (laboratorium)", "Wulan (keuangan)"


def _asked(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.INQUIRY, ago, "pelanggan", "Permintaan masuk lewat WhatsApp")


def _offered(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.QUOTATION_SENT, ago, _CS, "Surat penawaran dikirim lewat e-mail")


def _agreed(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.AWAITING_PO, ago, "pelanggan", "Harga disetujui, menunggu PO")


def _planned(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.SCHEDULED, ago, _CS, "PO diterima, jadwal disepakati")


def _begun(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.IN_CALIBRATION, ago, _LABO, "Pengerjaan dimulai")


def _finished(ago: int) -> tuple[Stage, int, str, str]:
    return (Stage.COMPLETED_BA, ago, _LABO, "Pekerjaan selesai, Berita Acara diterbitkan")


SAMPLE_ORDERS = (
    SampleOrder(
        101,
        "PT Sentosa Graha Mandiri",
        "Surabaya",
        "Jl. Raya Darmo Permai 88, Surabaya",
        "Andi Pratama",
        _SITE,
        (_asked(1),),
        (
            SampleInstrument("timbangan duduk", "CAS", "DB-II", "150 kg", "DB2-30117", _D, _ULANG, 4),
            SampleInstrument("pressure gauge", "Wika", "213.53", "0-10 bar", "WK-88120", _A, _KAL, 6),
        ),
    ),
    SampleOrder(
        102,
        "RS Harapan Kasih",
        "Malang",
        "Jl. Kawi Atas 21, Malang",
        "Siti Rahmawati",
        _SITE,
        (_asked(4), _offered(2)),
        (
            SampleInstrument("tensimeter", "Riester", "Big Ben", "0-300 mmHg", "RB-55102", _A, _KAL, 12),
            SampleInstrument("termometer kulkas vaksin", "Testo", "174T", "-30 s.d. 70 °C", "T174-0921", _D, _KAL, 5),
        ),
    ),
    SampleOrder(
        103,
        "PT Bara Nusa Energi",
        "Samarinda",
        "Jl. Poros Loa Janan Km 9, Samarinda",
        "Yohanes Tandi",
        _SITE,
        (_asked(7), _offered(5), (Stage.NEGOTIATING, 1, "pelanggan", "Minta harga khusus untuk 24 unit")),
        (
            SampleInstrument(
                "jembatan timbang", "Avery Weigh-Tronix", "BridgeMont", "80 ton", "AW-70031", _D, _ULANG, 2
            ),
            SampleInstrument("pressure transmitter", "Yokogawa", "EJA530E", "0-50 bar", "YK-530-118", _D, _KAL, 22),
        ),
    ),
    SampleOrder(
        104,
        "PT Pangan Makmur Lestari",
        "Sidoarjo",
        "Kawasan Industri Rungkut Blok C-7, Sidoarjo",
        "Dewi Lestari",
        _LAB,
        (_asked(9), _offered(7), _agreed(3)),
        (
            SampleInstrument("timbangan analitik", "Mettler Toledo", "ME204", "220 g", "B714-5521", _D, _KAL, 2),
            SampleInstrument("pH meter", "Horiba", "LAQUA PH220", "0-14 pH", "HR-22019", _D, _KAL, 3),
        ),
    ),
    SampleOrder(
        105,
        "Apartemen Puri Kencana",
        "Jakarta",
        "Jl. Puri Indah Raya 12, Jakarta Barat",
        "Bambang Setiawan",
        _SITE,
        (_asked(12), _offered(10), _agreed(6), (Stage.SURVEY, 1, _LABO, "Survei meter air dan panel dijadwalkan")),
        (
            SampleInstrument("meter air", "Itron", "Flodis", "DN 15-50", "IT-FL-4410", _A, _TERA, 40),
            SampleInstrument("kWh meter", "Schlumberger", "M2XS", "5(60) A", "SB-M2-991", _A, _TERA, 36),
        ),
        expected_in=3,
    ),
    SampleOrder(
        106,
        "SPBU Jati Asih 34-171",
        "Bekasi",
        "Jl. Raya Jati Asih 45, Bekasi",
        "Hendra Gunawan",
        _SITE,
        (_asked(11), _offered(9), _agreed(6), _planned(2)),
        (
            SampleInstrument("pompa ukur BBM", "Tatsuno", "Sunny-XE", "5-90 L/min", "TS-XE-2207", _D, _ULANG, 6),
            SampleInstrument("bejana ukur", "Seraphin", "Series E", "20 L", "SE-20-114", _A, _ULANG, 1),
        ),
        expected_in=4,
    ),
    SampleOrder(
        107,
        "PT Mitra Presisi Otomotif",
        "Karawang",
        "Kawasan KIIC Lot 3, Karawang",
        "Fajar Nugroho",
        _LAB,
        (_asked(16), _offered(14), _agreed(11), _planned(8), _begun(3)),
        (
            SampleInstrument("jangka sorong", "Mitutoyo", "CD-15APX", "0-150 mm", "MT-20618", _D, _KAL, 8, _DONE, True),
            SampleInstrument("mikrometer", "Mitutoyo", "103-137", "0-25 mm", "MT-55041", _D, _KAL, 4, _WORK, None, _A),
            SampleInstrument("dial indicator", "Teclock", "TM-110", "0-10 mm", "TC-11033", _A, _KAL, 3),
        ),
        expected_in=5,
    ),
    SampleOrder(
        108,
        "PT Tirta Kemas Jaya",
        "Semarang",
        "Jl. Industri Candi Gatot Subroto 5, Semarang",
        "Maria Wijaya",
        _SITE,
        (_asked(24), _offered(22), _agreed(19), _planned(16), _begun(7), _finished(2)),
        (
            SampleInstrument(
                "flow meter", "Endress+Hauser", "Promag 50", "0-30 m3/h", "EH-P50-713", _D, _KAL, 2, _DONE, True
            ),
            SampleInstrument("timbangan lantai", "Sonic", "A12E", "1000 kg", "SN-A12-090", _D, _ULANG, 2, _DONE, True),
        ),
    ),
    SampleOrder(
        109,
        "CV Anugerah Laboratorium",
        "Bandung",
        "Jl. Soekarno Hatta 410, Bandung",
        "Rizky Maulana",
        _LAB,
        (
            _asked(23),
            _offered(21),
            _agreed(18),
            _planned(15),
            _begun(11),
            _finished(4),
            (Stage.RETURNING, 1, _CS, "Alat diserahkan ke kurir"),
        ),
        (
            SampleInstrument(
                "mikropipet", "Eppendorf", "Research plus", "100-1000 µL", "EP-K3391", _A, _KAL, 6, _DONE, True
            ),
            SampleInstrument("oven", "Memmert", "UN55", "20-300 °C", "MM-UN55-41", _D, _KAL, 1, _DONE, False),
        ),
        expected_in=2,
    ),
    SampleOrder(
        110,
        "Mal Cempaka Asri",
        "Yogyakarta",
        "Jl. Solo Km 7, Sleman, Yogyakarta",
        "Putri Ayuningtyas",
        _SITE,
        (
            _asked(30),
            _offered(28),
            _agreed(25),
            _planned(21),
            _begun(14),
            _finished(10),
            (Stage.INVOICED, 4, _FIN, "Invoice dan faktur pajak dikirim lewat e-mail"),
        ),
        (
            SampleInstrument("timbangan buah", "Ishida", "Uni-3", "15 kg", "IS-U3-7718", _D, _ULANG, 10, _DONE, True),
            SampleInstrument("termometer ruang", "Sanwa", "TH-100", "0-50 °C", "SW-TH-118", _D, _KAL, 4, _DONE, True),
        ),
    ),
    SampleOrder(
        111,
        "PT Logam Adhi Karsa",
        "Cilegon",
        "Kawasan Industri KIEC Blok F-2, Cilegon",
        "Agus Salim",
        _LAB,
        (
            _asked(45),
            _offered(43),
            _agreed(40),
            _planned(36),
            _begun(30),
            _finished(22),
            (Stage.RETURNING, 20, _CS, "Alat diambil sendiri oleh pelanggan"),
            (Stage.INVOICED, 17, _FIN, "Invoice dan faktur pajak dikirim lewat e-mail"),
            (Stage.CERTIFICATE_SENT, 8, _CS, "Sertifikat dikirim lewat e-mail"),
        ),
        (
            SampleInstrument("thermocouple", "Omega", "KMQSS", "0-1200 °C", "OM-K-6107", _D, _KAL, 1, _DONE, True),
            SampleInstrument("pressure gauge", "Ashcroft", "1279", "0-40 bar", "AC-1279-55", _A, _KAL, 1, _DONE, True),
        ),
    ),
)

# Colleagues who may write to the assistant from their own phones.
SAMPLE_STAFF = (
    ("Rina Kusuma", "+628110000901", Unit.ADMINISTRATION),
    ("Dimas Prakoso", "+628110000902", Unit.TECHNICIAN),
    ("Wulan Sari", "+628110000903", Unit.FINANCE),
)
