from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import reading
from crm.service_tables import ComplaintStep, PriceChoice, PriceDecision
from crm.tables import Complaint, ComplaintCategory, ComplaintState, Instrument, Order, Severity, WorkState
from tests.dialogue.conversation import Bubble


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


def handed_over(bubbles: list[Bubble]) -> dict[str, Any]:
    return next(bubble.custom["handoff"] for bubble in bubbles if bubble.custom)


async def saved(engine: AsyncEngine, number: str) -> Complaint:
    async with reading(engine) as session:
        return (await session.scalars(sa.select(Complaint).where(Complaint.number == number))).one()


async def test_that_a_complaint_is_heard_settled_by_the_procedure_and_followed_up(
    talk: Any, engine: AsyncEngine
) -> None:
    customer = talk()

    assert "Boleh ceritakan" in text(await customer.say("mau komplain", "report_complaint"))
    heard = text(
        await customer.say("sertifikat saya dijanjikan minggu lalu belum dikirim", "check_certificate", "disappointed")
    )
    assert heard.startswith("Kami mengerti kekecewaan Kakak")
    assert "pesanan nomor berapa" in heard
    assert "e-mail atau nomor HP" in text(await customer.say("ORD-2026-00105", "provide_info"))
    offer = await customer.say("pic105@example.com", "provide_info")
    assert "Rabu, 25 November 2026" in text(offer)
    assert "bisa diterima" in text(offer)
    done = text(await customer.tap(offer[-1], "Ya, setuju"))

    assert "CMP-2026-00109" in done
    assert "Senin, 30 November 2026" in done
    complaint = await saved(engine, "CMP-2026-00109")
    assert (complaint.category, complaint.severity) == (ComplaintCategory.LATE_CERTIFICATE, Severity.NORMAL)
    assert (complaint.state, complaint.accepted) == (ComplaintState.ACTING, True)
    assert complaint.offer is not None
    async with reading(engine) as session:
        order = await session.get_one(Order, complaint.order_id)
        steps = list(await session.scalars(sa.select(ComplaintStep.state)))
    assert order.number == "ORD-2026-00105"
    assert steps == [ComplaintState.ACTING]
    assert await customer.form() is None
    assert "CMP-2026-00109" in text(await customer.say("keluhan saya gimana", "check_complaint"))


async def test_that_a_complaint_without_a_number_is_taken_all_the_same(talk: Any, engine: AsyncEngine) -> None:
    customer = talk("en")

    first = text(await customer.say("your technician never came to our plant yesterday", "report_complaint"))
    offer = await customer.say("I don't have it", "deny")
    done = text(await customer.say("ok", "affirm"))

    assert first.startswith("Thank you for telling us")
    assert "priority" in text(offer)
    assert "CMP-2026-00109" in done
    assert (await saved(engine, "CMP-2026-00109")).order_id is None


async def test_that_a_proof_that_does_not_fit_stops_no_complaint_and_tells_nothing(
    talk: Any, engine: AsyncEngine
) -> None:
    answers = []
    for number in ("ORD-2026-00105", "ORD-2026-09999"):
        customer = talk()
        await customer.say(f"pengerjaan {number} molor terus dari jadwal", "report_complaint")
        answers.append(text(await customer.say("salah@example.com", "provide_info")).replace(number, "N"))

    assert answers[0] == answers[1]
    assert "tetap kami catat" in answers[0]
    await customer.say("ya", "affirm")
    assert "ORD-2026-09999" in (await saved(engine, "CMP-2026-00109")).description


async def test_that_a_known_customer_with_one_order_is_asked_for_nothing_known(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone="+628110000106")

    offer = await customer.say("teknisi kalian telat terus datangnya", "report_complaint")
    await customer.tap(offer[-1], "Ya, setuju")

    assert "bisa diterima" in text(offer)
    complaint = await saved(engine, "CMP-2026-00109")
    assert complaint.order_id is not None


async def test_that_an_unclear_complaint_is_sorted_by_a_button(talk: Any) -> None:
    customer = talk(phone="+628110000110")

    asked = await customer.say("saya kecewa berat dengan layanan kalian ini", "report_complaint", "disappointed")
    specifics = text(await customer.tap(asked[-1], "Tagihan atau pajak"))

    assert "ini soal apa" in text(asked)
    assert "bagian mana dari invoice" in specifics


async def test_that_refusing_the_offer_brings_a_person_who_knows_everything(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone="+628110000110")
    await customer.say("ada yang keliru sama tagihan saya", "report_complaint")
    offer = await customer.say("bagian jasanya dobel, ditagih dua kali", "check_invoice")

    answer = await customer.tap(offer[-1], "Belum sesuai")

    assert "CMP-2026-00109" in text(answer)
    handoff = handed_over(answer)
    assert (handoff["reason"], handoff["skill"]) == ("complaint", "finance")
    assert handoff["slots"]["complaint_number"] == "CMP-2026-00109"
    assert "keliru" in handoff["slots"]["complaint"]
    complaint = await saved(engine, "CMP-2026-00109")
    assert (complaint.accepted, complaint.state) == (False, ComplaintState.RECEIVED)
    assert "ditagih dua kali" in complaint.description


@pytest.mark.parametrize(
    ("said", "emotion", "category"),
    [
        ("alat saya rusak dan produksi berhenti gara-gara ini", "neutral", ComplaintCategory.DAMAGED_INSTRUMENT),
        ("sertifikat telat sebulan, auditor sudah marah", "anxious", ComplaintCategory.LATE_CERTIFICATE),
        ("kalian telat terus, kerja yang bener dong", "angry", ComplaintCategory.LATE_WORK),
        ("my lawyer will hear about this delay", "neutral", ComplaintCategory.LATE_WORK),
    ],
)
async def test_that_a_severe_complaint_goes_to_a_person_at_once_with_its_number(
    talk: Any, engine: AsyncEngine, said: str, emotion: str, category: ComplaintCategory
) -> None:
    answer = await talk().say(said, "report_complaint", emotion)

    assert "CMP-2026-00109" in text(answer)
    assert text(answer).startswith(("Mohon maaf", "Terima kasih", "Kami paham"))
    assert handed_over(answer)["slots"]["severity"] == "severe"
    complaint = await saved(engine, "CMP-2026-00109")
    assert (complaint.category, complaint.severity) == (category, Severity.SEVERE)


async def test_that_what_only_a_person_can_settle_is_asked_about_before_it_goes_there(talk: Any) -> None:
    customer = talk(phone="+628110000109")

    specifics = await customer.say("barang saya balik dalam kondisi retak", "report_complaint", "disappointed")
    answer = await customer.say("yang 1000 mikro, retak di ujung", "provide_info")

    assert "kerusakannya seperti apa" in text(specifics)
    assert handed_over(answer)["skill"] == "technician"


async def test_that_a_second_complaint_about_an_order_is_severe(talk: Any) -> None:
    customer = talk(phone="+628110000108")

    answer = await customer.say("timbangan lantai saya belum dikerjakan lagi", "report_complaint")

    assert handed_over(answer)["slots"]["severity"] == "severe"


@pytest.mark.parametrize(
    ("button", "work", "choice", "words"),
    [
        ("Batalkan item itu", WorkState.CANCELLED, PriceChoice.CANCEL, "keluarkan dari pesanan"),
        ("Bayar selisihnya", WorkState.IN_WORK, PriceChoice.PAY, "membayar selisih"),
    ],
)
async def test_that_a_price_difference_is_settled_by_the_customers_choice(
    talk: Any, engine: AsyncEngine, button: str, work: WorkState, choice: PriceChoice, words: str
) -> None:
    customer = talk(phone="+628110000107")

    offer = await customer.say("di PO mikrometer digital kok dibilang analog dan harganya lain", "report_complaint")
    done = text(await customer.tap(offer[-1], button))

    assert words in done
    assert "mikrometer" in done
    async with reading(engine) as session:
        instrument = (await session.scalars(sa.select(Instrument).where(Instrument.kind == "mikrometer"))).one()
        decision = (await session.scalars(sa.select(PriceDecision))).one()
    assert (instrument.work, decision.choice, decision.instrument_id) == (work, choice, instrument.id)


async def test_that_a_person_may_be_called_in_the_middle_and_gets_the_story(talk: Any) -> None:
    customer = talk()
    await customer.say("sertifikat saya salah nama perusahaan", "report_complaint")

    answer = await customer.say("sambungin ke orang aja", "request_human")

    assert "salah nama" in handed_over(answer)["slots"]["complaint"]
    assert "CMP-2026-00109" in text(answer)
    assert "complaint" not in await customer.slots()


async def test_that_a_question_in_the_middle_is_answered_and_the_complaint_goes_on(talk: Any) -> None:
    customer = talk()
    await customer.say("sertifikat saya salah nama perusahaan", "report_complaint")

    answer = text(await customer.say("jam bukanya sampai jam berapa?", "faq/opening_hours"))

    assert "08.00-17.00" in answer
    assert "pesanan nomor berapa" in answer


async def test_that_stop_forgets_the_complaint(talk: Any, engine: AsyncEngine) -> None:
    customer = talk()
    await customer.say("sertifikat saya salah nama perusahaan", "report_complaint")

    await customer.say("udahlah gak jadi", "stop")

    assert "complaint" not in await customer.slots()
    async with reading(engine) as session:
        assert await session.scalar(sa.select(sa.func.count(Complaint.id))) == 1


async def test_that_what_is_told_later_belongs_to_the_story_and_is_not_asked_for(
    talk: Any, engine: AsyncEngine
) -> None:
    customer = talk()
    await customer.say("sertifikat kami ada yang salah", "report_complaint")

    added = text(await customer.say("nomor serinya keliru, harusnya WK-88120", "report_complaint"))
    offer = text(await customer.say("gak ada nomornya", "deny"))
    await customer.say("ya", "affirm")

    assert "itu juga sudah saya catat" in added
    assert "sertifikat revisinya" in offer
    assert "harusnya WK-88120" in (await saved(engine, "CMP-2026-00109")).description


async def test_that_a_mere_yes_is_no_answer_to_what_has_to_be_known(talk: Any) -> None:
    customer = talk()
    await customer.say("sertifikat kami ada yang salah", "report_complaint")
    await customer.say("gak ada nomornya", "deny")

    assert "Data mana" in text(await customer.say("ya", "affirm"))


async def test_that_an_announcement_is_no_story_and_what_comes_between_is_part_of_it(
    talk: Any, engine: AsyncEngine
) -> None:
    customer = talk()

    asked = text(await customer.say("Selamat pagi, saya mau menyampaikan keluhan", "report_complaint"))
    order = text(await customer.say("sertifikat kami sampai sekarang belum dikirim", "check_certificate"))
    more = text(await customer.say("padahal invoice sudah kami bayar", "check_invoice"))
    await customer.say("gak ada nomornya", "deny")
    await customer.say("ya", "affirm")

    assert "apa yang terjadi" in asked
    assert "nomor berapa" in order
    assert "sudah saya catat" in more
    complaint = await saved(engine, "CMP-2026-00109")
    assert complaint.category is ComplaintCategory.LATE_CERTIFICATE
    assert "padahal invoice sudah kami bayar" in complaint.description


async def test_that_a_category_told_in_words_is_understood(talk: Any) -> None:
    customer = talk()
    await customer.say("saya kecewa berat sama kalian semua", "report_complaint")

    assert "nomor berapa" in text(await customer.say("teknisinya belum datang juga", "check_order_status"))
    assert (await customer.slots())["category"] == "late_work"


async def test_that_nothing_told_while_an_offer_stands_is_lost(talk: Any, engine: AsyncEngine) -> None:
    customer = talk()
    await customer.say("faktur pajak saya salah NPWP", "report_complaint")
    offer = text(await customer.say("gak ada nomornya", "deny"))

    more = text(await customer.say("NPWP yang benar 01.234.567.8-901.000", "provide_info"))
    await customer.say("oke setuju", "affirm")

    assert "Apakah ini bisa diterima" in offer
    assert more.startswith("Baik, Kak, itu juga sudah saya catat")
    assert "01.234.567.8-901.000" in (await saved(engine, "CMP-2026-00109")).description


@pytest.mark.parametrize("refusal", ["no, I need it today", "no that's too late", "not good enough"])
async def test_that_a_refusal_in_own_words_brings_a_person(talk: Any, refusal: str) -> None:
    customer = talk("en")
    await customer.say("my certificate has the wrong name, it should be PT Jaya", "report_complaint")
    await customer.say("I don't have it", "deny")

    assert handed_over(await customer.say(refusal, "provide_info"))["reason"] == "complaint"
