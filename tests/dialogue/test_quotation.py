from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import reading
from crm.service_tables import Request
from crm.stages import Stage
from crm.tables import Contact, DisplayType, Instrument, Order, Place, ServiceType
from tests.dialogue.conversation import Bubble, Conversation


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


async def rows(engine: AsyncEngine, number: str) -> tuple[Order, list[Instrument]]:
    async with reading(engine) as session:
        order = (await session.scalars(sa.select(Order).where(Order.number == number))).one()
        query = sa.select(Instrument).where(Instrument.order_id == order.id).order_by(Instrument.id)
        return order, list(await session.scalars(query))


async def test_that_a_request_is_asked_for_step_by_step_summed_up_and_saved(talk: Any, engine: AsyncEngine) -> None:
    customer = talk()

    assert "Alat apa saja" in text(await customer.say("mau minta penawaran dong", "request_quotation"))
    assert "pressure gauge, berapa unit" in text(
        await customer.say("timbangan 5 unit sama pressure gauge", "provide_info")
    )
    service = await customer.say("3", "provide_info")
    display = await customer.tap(service[0], "Tera ulang")
    place = await customer.tap(display[0], "Digital")
    assert "di kota mana" in text(await customer.tap(place[0], "Di lokasi kami"))
    assert "perusahaan" in text(await customer.say("Bekasi", "provide_info", city="Bekasi"))
    assert "Dengan siapa" in text(await customer.say("PT Maju Jaya", "nlu_fallback"))
    assert "e-mail" in text(await customer.say("nama saya Budi", "provide_info"))
    summary = await customer.say("budi@majujaya.example", "provide_info")
    assert "5 unit timbangan (digital)" in text(summary)
    assert "3 unit pressure gauge (digital)" in text(summary)
    assert "tera ulang" in text(summary)
    assert "lokasi Kakak (Bekasi)" in text(summary)
    saved = text(await customer.tap(summary[0], "Ya, kirim"))

    assert "ORD-2026-00112" in saved
    assert "budi@majujaya.example" in saved
    assert "Kamis, 26 November 2026" in saved
    order, instruments = await rows(engine, "ORD-2026-00112")
    assert (order.stage, order.place) == (Stage.INQUIRY, Place.ON_SITE)
    assert [(each.kind, each.quantity, each.display, each.service) for each in instruments] == [
        ("timbangan", 5, DisplayType.DIGITAL, ServiceType.TERA_ULANG),
        ("pressure gauge", 3, DisplayType.DIGITAL, ServiceType.TERA_ULANG),
    ]
    assert await customer.form() is None
    assert "items" not in await customer.slots()


FULL = (
    "please quote calibration of 2 digital thermometers and one digital oven in your lab for PT Maju, my name is Ann, "
    "ann@maju.example"
)


async def full(customer: Conversation) -> list[Bubble]:
    return await customer.say(FULL, "request_quotation", company_name="PT Maju", person_name="Ann")


async def test_that_everything_in_one_message_goes_straight_to_the_summary(talk: Any) -> None:
    summary = text(await full(talk("en")))

    assert "2 x thermometers (digital)" in summary
    assert "1 x oven (digital)" in summary
    assert "our laboratory" in summary
    assert "Ann, ann@maju.example" in summary


@pytest.mark.parametrize(
    ("said", "intent", "entities", "words"),
    [
        ("eh bukan 2, 7 unit", "deny", {}, "7 x thermometers"),
        ("the oven should be 3", "provide_info", {}, "3 x oven"),
        ("ganti emailnya ke ann@baru.example", "provide_info", {}, "ann@baru.example"),
        ("jadi tera ulang ya", "provide_info", {}, "tera ulang"),
        ("perusahaannya PT Baru", "deny", {"company_name": "PT Baru"}, "Company: PT Baru"),
        ("ovennya gak jadi", "deny", {}, "thermometers"),
        ("tambah 4 tensimeter digital", "request_quotation", {}, "4 x tensimeter"),
        ("on site please, in Bekasi", "provide_info", {"city": "Bekasi"}, "your site (Bekasi)"),
    ],
)
async def test_that_the_summary_is_corrected_by_a_plain_sentence(
    talk: Any, said: str, intent: str, entities: dict[str, str], words: str
) -> None:
    customer = talk("en")
    await full(customer)

    corrected = text(await customer.say(said, intent, **entities))

    assert words in corrected
    assert "Is that right?" in corrected
    assert ("oven" in corrected) == (said != "ovennya gak jadi")


async def test_that_a_no_asks_what_to_change_and_something_else_asks_to_confirm(talk: Any) -> None:
    customer = talk("en")
    await full(customer)

    assert "what would you like to change" in text(await customer.say("no", "deny"))
    assert "one more look" in text(await customer.say("hmm I see", "provide_info"))


async def test_that_a_question_in_the_middle_is_answered_and_the_form_goes_on(talk: Any) -> None:
    customer = talk()
    await customer.say("minta penawaran 5 timbangan digital", "request_quotation")

    aside = text(await customer.say("kalibrasi itu apa sih?", "faq/what_is_calibration"))

    assert "standar acuan" in aside
    assert "Layanannya yang mana" in aside


async def test_that_an_incomplete_address_is_explained_kindly(talk: Any) -> None:
    customer = talk()
    words = "minta penawaran kalibrasi 5 timbangan digital di lab"
    await customer.say(words, "request_quotation", company_name="PT Maju", person_name="Budi")

    answer = text(await customer.say("budi@maju", "provide_info"))
    again = await customer.say("gak punya", "deny")

    assert "belum lengkap" in answer
    assert ("Bicara dgn petugas", "/request_human") in again[0].buttons


async def test_that_a_slip_of_the_finger_is_asked_about(talk: Any) -> None:
    assert "besar sekali" in text(await talk().say("penawaran kalibrasi 9000 timbangan", "request_quotation"))


async def test_that_a_verified_customer_is_not_asked_what_is_known(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone="+628110000106")

    summary = await customer.say("minta penawaran kalibrasi 2 oven digital di lab", "request_quotation")
    await customer.tap(summary[0], "Ya, kirim")

    assert "SPBU Jati Asih 34-171" in text(summary)
    order, _ = await rows(engine, "ORD-2026-00112")
    assert order.contact.email == "pic106@example.com"


async def test_that_asking_in_anothers_name_opens_none_of_their_orders(talk: Any, engine: AsyncEngine) -> None:
    customer = talk("en")
    said = FULL.replace("ann@maju.example", "pic105@example.com")
    summary = await customer.say(said, "request_quotation", company_name="Apartemen Puri Kencana", person_name="Ann")
    await customer.tap(summary[0], "Yes, send it")

    own = text(await customer.say("ORD-2026-00112 pic105@example.com", "check_order_status"))
    other = text(await customer.say("and ORD-2026-00105?", "check_order_status"))

    assert "received your request ORD-2026-00112" in own
    assert "isn't among your orders" in other
    async with reading(engine) as session:
        assert len(list(await session.scalars(sa.select(Contact).where(Contact.email == "pic105@example.com")))) == 2


async def test_that_stop_forgets_the_request(talk: Any, engine: AsyncEngine) -> None:
    customer = talk("en")
    summary = await full(customer)

    await customer.tap(summary[0], "Cancel")

    assert await customer.form() is None
    assert not {"items", "service", "email", "place"} & set(await customer.slots())
    assert "Which instruments" in text(await customer.say("quotation please", "request_quotation"))
    async with reading(engine) as session:
        assert await session.scalar(sa.select(sa.func.count(Request.id))) == 0


async def test_that_a_request_is_kept_while_a_person_helps_and_offered_afterwards(talk: Any) -> None:
    customer = talk()
    await customer.say("minta penawaran kalibrasi 5 timbangan digital", "request_quotation")
    await customer.say("sama orang dulu deh", "request_human")

    greeting = await customer.say("halo lagi", "greet")
    resumed = text(await customer.tap(greeting[-1], "Lanjut penawaran"))

    assert "belum selesai" in text(greeting)
    assert "laboratorium kami, atau tim kami" in resumed


async def test_that_a_waiting_customer_begins_no_form(talk: Any) -> None:
    customer = talk(queued=True)

    assert "tetap di antrean" in text(await customer.say("minta penawaran 5 oven", "request_quotation"))
    assert await customer.form() is None


async def test_that_a_status_question_in_the_middle_leads_there_and_back(talk: Any) -> None:
    customer = talk(phone="+628110000106")
    await customer.say("minta penawaran 2 oven digital", "request_quotation")

    answer = await customer.say("eh pesanan saya yang lama gimana", "check_order_status")
    resumed = text(await customer.tap(answer[-1], "Lanjut penawaran"))

    assert "Jadwal untuk ORD-2026-00106" in text(answer)
    assert "Layanannya yang mana" in resumed


async def test_that_the_display_of_an_added_instrument_is_asked_for(talk: Any) -> None:
    customer = talk("en")
    await full(customer)

    asked = await customer.say("add 4 tensimeter", "request_quotation")
    summary = text(await customer.tap(asked[0], "Analog"))

    assert "analog or digital" in text(asked)
    assert "4 x tensimeter (analog)" in summary
    assert "1 x oven (digital)" in summary


async def test_that_who_asked_for_an_offer_may_ask_after_it_and_after_nothing_else(talk: Any) -> None:
    customer = talk()
    await customer.say("minta penawaran kalibrasi timbangan digital 5 unit", "request_quotation")
    for answer in ("di lab", "PT Maju Jaya", "Budi", "pic105@example.com"):
        await customer.say(answer, "provide_info")
    await customer.say("ya", "affirm")

    own = text(await customer.say("status pesanan saya gimana", "check_order_status"))
    other = text(await customer.say("kalau ORD-2026-00105?", "check_order_status", order_number="ORD-2026-00105"))
    stranger = text(await talk().say("cek ORD-2026-00112", "check_order_status", order_number="ORD-2026-00112"))

    assert "Permintaan ORD-2026-00112 sudah kami terima" in own
    assert "survei" not in other
    assert "ORD-2026-00105" in other
    assert "e-mail atau nomor HP" in stranger


async def test_that_the_instrument_of_the_question_before_is_meant(talk: Any) -> None:
    customer = talk()
    await customer.say("timbangan bayi bisa dikalibrasi?", "faq/instruments_supported")

    asked = text(await customer.say("mau dong 3 unit", "request_quotation"))

    assert "Layanannya yang mana" in asked
    assert (await customer.slots())["items"] == [
        {"kind": "timbangan bayi", "quantity": 3, "display": None, "brand": None}
    ]


@pytest.mark.parametrize(
    ("correction", "row"),
    [
        ("salah, pipetnya 14", "14 unit pipet"),
        ("change the pipet to 14", "14 unit pipet"),
        ("pipetnya analog ya", "12 unit pipet (analog)"),
        ("emailnya ganti rini@maju.example", "rini@maju.example"),
    ],
)
@pytest.mark.parametrize("taken_for", ["provide_info", "stop", "faq/instruments_supported", "change_language"])
async def test_that_a_correction_said_to_the_summary_is_taken(
    talk: Any, correction: str, row: str, taken_for: str
) -> None:
    customer = talk()
    await customer.say("minta penawaran kalibrasi timbangan 3 dan pipet 12", "request_quotation")
    for answer in ("digital", "di lab", "PT Maju Jaya", "Budi", "budi@maju.example"):
        await customer.say(answer, "provide_info")

    assert row in text(await customer.say(correction, taken_for))


async def test_that_a_town_says_where_to_come(talk: Any) -> None:
    customer = talk()
    await customer.say("tera ulang timbangan analog 2 unit", "request_quotation")

    assert "perusahaan" in text(await customer.say("Bekasi", "provide_info", city="Bekasi"))
    assert (await customer.slots())["place"] == "on_site"


async def test_that_a_count_is_corrected_while_a_name_is_asked_for(talk: Any) -> None:
    customer = talk("en")
    await customer.say("a quote to calibrate 6 digital torque wrench in your lab", "request_quotation")
    await customer.say("PT Global", "provide_info")

    await customer.say("make it 8", "provide_info")

    assert (await customer.slots())["items"][0]["quantity"] == 8
