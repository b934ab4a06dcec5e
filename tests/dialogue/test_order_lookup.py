from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.resources import Resources, resources, set_resources
from crm.database import writing
from crm.tables import Contact, Customer, FailedAttempt, Order
from tests.dialogue.conversation import Bubble, Conversation, InProcessActions

FORM = "order_lookup_form"


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


async def test_that_an_order_is_told_after_number_and_registered_email(talk: Any) -> None:
    customer = talk()

    assert "nomor pesanannya" in text(await customer.say("pesanan saya sampai mana ya", "check_order_status"))
    assert "ORD-2026-00105" in text(await customer.say("ord 2026 105", "provide_info"))
    answer = text(await customer.say("pic105@example.com", "provide_info"))

    assert "survei" in answer
    assert "sejak Senin, 23 November 2026" in answer
    assert "mengatur jadwal" in answer
    assert "Jumat, 27 November 2026" in answer
    assert await customer.form() is None


async def test_that_all_given_at_once_is_answered_at_once_in_english(talk: Any, actions: InProcessActions) -> None:
    customer, before = talk("en"), actions.calls

    answer = text(await customer.say("where is ORD-2026-00106? my phone is 0811-0000-106", "check_order_status"))

    assert "has been settled since" in answer
    assert "next step by Monday, 30 November 2026" in answer
    assert actions.calls == before + 1


@pytest.mark.parametrize(
    ("suffix", "intent", "language", "words"),
    [
        (101, "check_order_status", "id", "surat penawaran"),
        (102, "check_order_status", "id", "persetujuan"),
        (103, "check_order_status", "id", "revisi"),
        (104, "check_order_status", "id", "PO atau SPK"),
        (107, "check_order_status", "id", "kalibrasi"),
        (108, "check_order_status", "id", "Berita Acara"),
        (109, "check_order_status", "id", "pengembalian"),
        (110, "check_order_status", "id", "faktur pajak"),
        (111, "check_order_status", "id", "sudah selesai"),
        (101, "check_order_status", "en", "quotation"),
        (102, "check_order_status", "en", "go-ahead"),
        (103, "check_order_status", "en", "revision"),
        (104, "check_order_status", "en", "PO or SPK"),
        (107, "check_order_status", "en", "in calibration"),
        (108, "check_order_status", "en", "signature"),
        (109, "check_order_status", "en", "way back"),
        (110, "check_order_status", "en", "payment"),
        (111, "check_order_status", "en", "complete"),
        (107, "check_calibration_status", "id", "jangka sorong Mitutoyo CD-15APX (8 unit): selesai, memenuhi syarat"),
        (107, "check_calibration_status", "en", "mikrometer Mitutoyo 103-137 (4 units): in progress"),
        (109, "check_calibration_status", "id", "di luar batas toleransi"),
        (101, "check_calibration_status", "id", "menunggu giliran"),
        (111, "check_certificate", "id", "CAL-2026-00111 dan CAL-2026-00112"),
        (111, "check_certificate", "en", "spam folder"),
        (106, "check_certificate", "id", "belum terbit"),
        (110, "check_invoice", "id", "Rp2.900.000"),
        (110, "check_invoice", "en", "IDR 2,900,000"),
        (111, "check_invoice", "id", "sudah lunas"),
        (105, "check_invoice", "id", "belum terbit"),
        (108, "check_complaint", "id", "CMP-2026-00108"),
        (108, "check_complaint", "en", "looking into the cause"),
        (105, "check_complaint", "id", "tidak ada keluhan"),
    ],
)
async def test_that_every_matter_of_an_order_is_told(
    talk: Any, suffix: int, intent: str, language: str, words: str
) -> None:
    answer = await talk(language).say(f"ORD-2026-00{suffix}, pic{suffix}@example.com", intent)

    assert words in text(answer)


async def test_that_an_instrument_that_is_named_is_told_alone(talk: Any) -> None:
    customer = talk(phone="+628110000107")

    answer = text(await customer.say("mikrometernya udah kelar?", "check_calibration_status", instrument="mikrometer"))

    assert "mikrometer Mitutoyo" in answer
    assert "jangka sorong" not in answer


async def test_that_a_customer_on_a_known_whatsapp_number_needs_no_proof(talk: Any) -> None:
    customer = talk(phone="+628110000110")

    assert "Selamat pagi, Kak Putri" in text(await customer.say("pagi", "greet"))
    assert "INV-2026-00110" in text(await customer.say("tagihan saya?", "check_invoice"))


async def test_that_an_unknown_number_brings_the_own_orders_and_a_tap_opens_one(talk: Any) -> None:
    customer = talk(phone="+628110000110")

    (answer,) = await customer.say("cek ORD-2026-00101", "check_order_status")

    assert [title for title, _ in answer.buttons] == ["ORD-2026-00110"]
    assert "Invoice dan faktur pajak" in text(await customer.tap(answer, "ORD-2026-00110"))


async def test_that_several_orders_become_a_choice_and_the_instrument_narrows_it(
    talk: Any, engine: AsyncEngine
) -> None:
    await give_order(engine, "ORD-2026-00107", to="pic106@example.com")
    customer = talk(phone="+628110000106")

    (answer,) = await customer.say("pesanan saya gimana", "check_order_status")
    narrowed = text(await customer.say("jangka sorong saya", "check_calibration_status", instrument="jangka sorong"))

    assert {title for title, _ in answer.buttons} == {"ORD-2026-00106", "ORD-2026-00107"}
    assert "ORD-2026-00107" in narrowed


async def give_order(engine: AsyncEngine, number: str, to: str) -> None:
    async with writing(engine) as session:
        owner = (await session.scalars(sa.select(Contact).where(Contact.email == to))).one()
        order = (await session.scalars(sa.select(Order).where(Order.number == number))).one()
        order.customer_id, order.contact_id = owner.customer_id, owner.id


async def test_that_a_question_in_the_middle_is_answered_and_the_form_goes_on(talk: Any) -> None:
    customer = talk()
    await customer.say("cek pesanan dong", "check_order_status")

    answer = text(await customer.say("eh jam bukanya?", "faq/opening_hours"))
    await customer.say("ORD-2026-00105", "provide_info")
    again = text(await customer.say("berapa biaya kalibrasi?", "faq/pricing"))
    done = text(await customer.say("0811 0000 105", "provide_info"))

    assert "08.00-17.00" in answer
    assert "nomor pesanannya" in answer
    assert "surat penawaran" in again
    assert "ORD-2026-00105" in again
    assert "survei" in done


async def test_that_stop_ends_the_look_up(talk: Any) -> None:
    customer = talk()
    await customer.say("cek ORD-2026-00105", "check_order_status")

    answer = text(await customer.say("gajadi deh", "stop"))

    assert "tidak kita lanjutkan" in answer
    assert await customer.form() is None
    assert "nomor pesanannya" in text(await customer.say("cek pesanan", "check_order_status"))


async def test_that_a_customer_without_the_number_is_told_where_it_is(talk: Any) -> None:
    customer = talk()
    await customer.say("cek pesanan", "check_order_status")

    answer = await customer.say("gak ada", "deny")

    assert "diawali ORD" in text(answer)
    assert ("Bicara dgn petugas", "/request_human") in answer[0].buttons


async def test_that_another_matter_of_the_same_order_needs_no_second_proof(talk: Any) -> None:
    customer = talk()
    await customer.say("ORD-2026-00110 pic110@example.com", "check_order_status")

    assert "Rp2.900.000" in text(await customer.say("invoicenya berapa", "check_invoice"))


async def test_that_a_number_said_without_a_question_starts_its_look_up(talk: Any) -> None:
    customer = talk()

    await customer.say("INV-2026-00110", "provide_info")
    answer = text(await customer.say("pic110@example.com", "provide_info"))

    assert "jatuh tempo" in answer


async def test_that_a_proof_given_first_waits_for_its_number(talk: Any) -> None:
    customer = talk()

    await customer.say("cek pesanan, email saya pic105@example.com", "check_order_status")
    answer = text(await customer.say("00105", "provide_info"))

    assert "survei" in answer


async def test_that_three_failures_offer_a_person_and_end_the_tries_for_a_quarter_of_an_hour(
    talk: Any, clock: Any
) -> None:
    customer = talk()
    await customer.say("cek ORD-2026-00105", "check_order_status")

    first = text(await customer.say("a@example.com", "provide_info"))
    second = text(await customer.say("b@example.com", "provide_info"))
    third = await customer.say("c@example.com", "provide_info")
    clock.advance(minutes=14)
    right = text(await customer.say("ORD-2026-00105 pic105@example.com", "check_order_status"))
    clock.advance(minutes=1)
    open_again = text(await customer.say("ORD-2026-00105 pic105@example.com", "check_order_status"))

    assert "2 kali" in first
    assert "1 kali" in second
    assert "pukul 09.15 WIB" in text(third)
    assert "jeda" in right
    assert "survei" in open_again
    bubbles = await customer.tap(third[0], "Bicara dgn petugas")
    assert bubbles[-1].custom is not None


async def test_that_a_person_called_after_the_lock_knows_why_and_which_order(talk: Any) -> None:
    customer = talk()
    await customer.say("cek ORD-2026-00105", "check_order_status")
    for each in "abc":
        last = await customer.say(f"{each}@example.com", "provide_info")

    bubbles = await customer.tap(last[0], "Bicara dgn petugas")

    handoff = bubbles[-1].custom["handoff"]
    assert handoff["reason"] == "verification"
    assert handoff["slots"]["document_number"] == "ORD-2026-00105"


async def test_that_an_order_that_does_not_exist_is_answered_like_one_that_does(talk: Any) -> None:
    answers = []
    for number in ("ORD-2026-00105", "ORD-2026-09999"):
        customer = talk()
        said = [await customer.say(f"cek {number}", "check_order_status")]
        said += [await customer.say(f"{each}@example.org", "provide_info") for each in "abc"]
        answers.append([text(each).replace(number, "N") for each in said])

    assert answers[0] == answers[1]


async def test_that_a_waiting_customer_still_gets_facts(talk: Any) -> None:
    customer = talk(phone="+628110000106", queued=True)

    assert "Jadwal" in text(await customer.say("pesanan saya", "check_order_status"))


async def test_that_a_broken_database_is_said_kindly_and_the_number_is_kept(talk: Any, engine: AsyncEngine) -> None:
    customer, working = talk(), resources()
    await customer.say("cek ORD-2026-00105", "check_order_status")
    set_resources(Resources(None, working.zone, working.now))  # type: ignore[arg-type]

    answer = await customer.say("pic105@example.com", "provide_info")
    set_resources(working)
    retried = text(await customer.tap(answer[0], "Coba lagi"))

    assert "sistem kami sedang terganggu" in text(answer)
    assert ("Bicara dgn petugas", "/request_human") in answer[0].buttons
    assert "ORD-2026-00105" in retried
    assert "survei" in text(await customer.say("pic105@example.com", "provide_info"))


SAYINGS = [
    ("cek ORD-2026-00105", "check_order_status"),
    ("ORD-2026-00107", "provide_info"),
    ("00106", "provide_info"),
    ("INV-2026-00110", "provide_info"),
    ("sertifikat CAL-2026-00111", "check_certificate"),
    ("invoice saya", "check_invoice"),
    ("keluhan CMP-2026-00108", "check_complaint"),
    ("alat saya", "check_calibration_status"),
    ("halo", "greet"),
    ("jam buka", "faq/opening_hours"),
    ("ya", "affirm"),
    ("bukan", "deny"),
    ("stop", "stop"),
    ("orang", "request_human"),
    ("apa", "nlu_fallback"),
    ("saya direktur PT Mitra Presisi Otomotif", "provide_info"),
    ("x@example.com", "provide_info"),
    ("08119999999", "provide_info"),
    ("pic999@example.com", "provide_info"),
    ("please", "change_language"),
    ('/check_order_status{"order_number": "ORD-2026-00105"}', "check_order_status"),
    ("mau komplain", "report_complaint"),
    ("jadwalkan ORD-2026-00106", "request_schedule"),
    ("jemput alat ORD-2026-00109", "request_pickup"),
    ("nego QUO-2026-00102", "negotiate_quotation"),
    ("hapus data saya, ORD-2026-00105", "delete_data"),
    ("sertifikat ORD-2026-00110 saya telat", "report_complaint"),
    ("stop kirim pesan", "opt_out"),
    ("3 desember", "provide_info"),
]
# Whatever belongs to a customer: companies, people, instruments, dates of stages, sums.
SECRETS = (
    "PT ",
    "RS Harapan",
    "CV ",
    "SPBU",
    "Mal Cempaka",
    "Apartemen",
    "Mitutoyo",
    "Itron",
    "sejak",
    "since",
    "Rp",
    "IDR",
    "Andi",
    "Putri",
    "Fajar",
    "Bambang",
    "@example.com",
    "Jl.",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sayings=st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=8), language=st.sampled_from(["id", "en"]))
async def test_that_no_sequence_of_messages_reveals_an_order_to_a_stranger(
    talk: Any, engine: AsyncEngine, sayings: list[tuple[str, str]], language: str
) -> None:
    async with writing(engine) as session:
        await session.execute(sa.delete(FailedAttempt))
    stranger: Conversation = talk(language)

    told = ""
    for said, intent in sayings:
        told += f"\n{said}"
        answer = text(await stranger.say(said, intent))
        assert not [secret for secret in SECRETS if secret in answer and secret not in told]

    assert not {"order_number", "company_name", "person_name"} & set(await stranger.slots())


async def test_that_the_secrets_of_that_test_are_what_a_customer_is_told(talk: Any, engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        companies = list(await session.scalars(sa.select(Customer.name)))

    answer = text(await talk().say("ORD-2026-00107 pic107@example.com", "check_calibration_status"))

    assert all(any(secret in company for secret in SECRETS) for company in companies)
    assert "Mitutoyo" in answer


async def test_that_more_about_the_same_matter_does_not_change_the_matter(talk: Any) -> None:
    customer = talk()
    await customer.say("sertifikat kami belum dikirim", "check_certificate")
    await customer.say("padahal invoice sudah kami bayar", "check_invoice")
    await customer.say("ORD-2026-00111", "provide_info", order_number="ORD-2026-00111")

    assert "Sertifikat untuk ORD-2026-00111" in text(await customer.say("pic111@example.com", "provide_info"))


async def test_that_the_instrument_asked_about_is_kept_until_the_answer(talk: Any) -> None:
    customer = talk()
    await customer.say("mikrometer saya sudah selesai?", "check_calibration_status", instrument="mikrometer")
    await customer.say("ORD-2026-00107", "provide_info", order_number="ORD-2026-00107")

    told = text(await customer.say("pic107@example.com", "provide_info"))

    assert "mikrometer" in told
    assert "jangka sorong" not in told
    assert "asked_instrument" not in await customer.slots()


async def test_that_a_short_question_after_the_answer_is_about_the_same_order(talk: Any) -> None:
    customer = talk(phone="+628110000106")
    await customer.say("pesanan saya gimana", "check_order_status")

    assert "Perkiraan langkah berikutnya" in text(await customer.write("kapan selesainya?"))


@pytest.mark.parametrize(
    ("asked", "intent"),
    [("pesanan saya gimana", "check_order_status"), ("alat saya sudah selesai?", "check_calibration_status")],
)
async def test_that_the_next_instrument_may_be_asked_for_in_two_words(talk: Any, asked: str, intent: str) -> None:
    customer = talk(phone="+628110000107")
    await customer.say(asked, intent)

    told = text(await customer.write("yang mikrometer?"))

    assert "mikrometer Mitutoyo" in told
    assert "jangka sorong" not in told
