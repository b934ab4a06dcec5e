"""Offers revised, dates, transport, feedback, opt-outs, personal data, documents sent again; and colleagues."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import reading, writing
from crm.identity import Visitor
from crm.opt_outs import may_write_to
from crm.requests import Asked, save_request
from crm.service_tables import Feedback, FeedbackKind, Request, RequestKind
from crm.stages import Stage
from crm.tables import Contact, Order
from tests.dialogue.conversation import Bubble


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


async def requests(engine: AsyncEngine, kind: RequestKind) -> list[Request]:
    async with reading(engine) as session:
        return list(await session.scalars(sa.select(Request).where(Request.kind == kind)))


def phone_of(suffix: int) -> str:
    return f"+628110000{suffix}"


# --- another offer ---


async def test_that_a_revision_is_noted_and_the_order_goes_to_negotiation(talk: Any, engine: AsyncEngine) -> None:
    customer = talk()

    proof = await customer.say("mau nego QUO-2026-00102 dong", "negotiate_quotation")
    asked = await customer.say("pic102@example.com", "provide_info")
    summary = await customer.say("minta diskon 10% karena 12 unit", "negotiate_quotation")
    done = text(await customer.tap(summary[-1], "Ya, kirim"))

    assert "e-mail atau nomor HP" in text(proof)
    assert "Bagian mana" in text(asked)
    assert "diskon 10% karena 12 unit" in text(summary)
    assert "QUO-2026-00102" in done
    assert "Kamis, 26 November 2026" in done
    (request,) = await requests(engine, RequestKind.NEGOTIATION)
    assert request.details == {"wish": "minta diskon 10% karena 12 unit"}
    async with reading(engine) as session:
        order = await session.get_one(Order, request.order_id)
    assert order.stage is Stage.NEGOTIATING


async def test_that_a_wish_told_at_once_is_not_asked_for_again(talk: Any) -> None:
    customer = talk("en", phone=phone_of(102))

    summary = text(await customer.say("could you lower the price by 10% please", "negotiate_quotation"))

    assert "lower the price by 10%" in summary


@pytest.mark.parametrize(("suffix", "words"), [(101, "masih kami siapkan"), (106, "sudah disepakati")])
async def test_that_a_revision_at_the_wrong_stage_is_explained(talk: Any, suffix: int, words: str) -> None:
    customer = talk(phone=phone_of(suffix))

    assert words in text(await customer.say("nego harga", "negotiate_quotation"))
    assert await customer.form() is None


# --- a date ---


async def test_that_a_date_is_moved_over_the_weekend_and_the_too_near(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone=phone_of(106))

    offered = await customer.say("mau geser jadwal", "request_schedule")
    weekend = text(await customer.say("sabtu aja", "provide_info"))
    tomorrow = text(await customer.say("besok", "provide_info"))
    vague = text(await customer.say("terserah", "provide_info"))
    summary = await customer.say("kamis minggu depan", "provide_info")
    done = text(await customer.tap(summary[-1], "Ya, kirim"))

    assert next(title for title, _ in offered[-1].buttons) == "Tetap Sen 30 Nov"
    assert "akhir pekan" in weekend
    assert "terlalu dekat" in tomorrow
    assert "Boleh sebutkan tanggalnya" in vague
    assert "Kamis, 3 Desember 2026" in text(summary)
    assert "Rabu, 25 November 2026" in done
    (request,) = await requests(engine, RequestKind.SCHEDULE)
    assert request.details == {"visit": "calibration", "day": "2026-12-03", "kept": False}


async def test_that_the_standing_date_is_confirmed_by_a_tap(talk: Any, engine: AsyncEngine) -> None:
    customer = talk("en", phone=phone_of(106))

    offered = await customer.say("about my date", "request_schedule")
    summary = await customer.tap(offered[-1], "Keep Mon 30 Nov")
    done = text(await customer.tap(summary[-1], "Yes, send it"))

    assert "stays on Monday, 30 November 2026" in text(summary)
    assert "Thank you for confirming" in done
    assert [each.details["kept"] for each in await requests(engine, RequestKind.SCHEDULE)] == [True]


async def test_that_a_holiday_is_named(talk: Any) -> None:
    customer = talk(phone=phone_of(105))

    answer = text(await customer.say("survei tanggal 25 desember bisa?", "request_schedule"))

    assert "hari libur" in answer
    assert "Natal" in answer


async def test_that_a_date_given_first_waits_for_the_order(talk: Any) -> None:
    customer = talk()

    await customer.say("mau survei tanggal 3 desember", "request_schedule")
    await customer.say("ORD-2026-00105", "provide_info")
    summary = text(await customer.say("pic105@example.com", "provide_info"))

    assert "Jadwal survei untuk ORD-2026-00105 kami ajukan Kamis, 3 Desember 2026" in summary


@pytest.mark.parametrize(("suffix", "words"), [(102, "setelah penawarannya"), (107, "sudah berjalan")])
async def test_that_a_date_at_the_wrong_stage_is_explained(talk: Any, suffix: int, words: str) -> None:
    assert words in text(await talk(phone=phone_of(suffix)).say("atur jadwal", "request_schedule"))


# --- transport ---


async def test_that_instruments_are_collected_from_the_registered_address(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone=phone_of(104))

    asked = await customer.say("tolong jemput alat", "request_pickup")
    day = await customer.tap(asked[-1], "Alamat terdaftar")
    summary = await customer.tap(day[-1], "Kam 26 Nov")
    done = text(await customer.tap(summary[-1], "Ya, kirim"))

    assert "Rungkut" in text(summary)
    assert "Penjemputan" in done
    (request,) = await requests(engine, RequestKind.PICKUP)
    assert request.details["direction"] == "collect"


async def test_that_a_customer_may_collect_the_instruments(talk: Any) -> None:
    customer = talk("en", phone=phone_of(109))

    asked = await customer.say("when can I have my instruments back", "request_pickup")
    day = await customer.tap(asked[-1], "We'll collect it")
    summary = text(await customer.say("next friday", "provide_info"))

    assert "Which day" in text(day)
    assert "You collect the instruments" in summary


async def test_that_another_address_is_taken_as_written(talk: Any) -> None:
    customer = talk(phone=phone_of(109))
    await customer.say("antar alat saya", "request_pickup")

    day = text(await customer.say("Jl. Merdeka 10, Cimahi", "nlu_fallback"))
    summary = text(await customer.say("secepatnya", "provide_info"))

    assert "Hari apa" in day
    assert "Jl. Merdeka 10, Cimahi" in summary
    assert "Kamis, 26 November 2026" in summary


@pytest.mark.parametrize(("suffix", "words"), [(106, "dikerjakan di lokasi"), (107, "belum ada yang perlu")])
async def test_that_transport_where_there_is_none_is_explained(talk: Any, suffix: int, words: str) -> None:
    assert words in text(await talk(phone=phone_of(suffix)).say("jemput alat", "request_pickup"))


# --- what customers say of us ---


@pytest.mark.parametrize(
    ("said", "emotion", "language", "kind", "words"),
    [
        ("teknisinya ramah dan cepat, mantap", "happy", "id", FeedbackKind.APPRECIATION, "penyemangat"),
        ("sebaiknya ada notifikasi kalau sertifikat jadi", "neutral", "id", FeedbackKind.SUGGESTION, "sarannya"),
        ("adminnya lama banget balesnya", "disappointed", "id", FeedbackKind.CRITICISM, "mohon maaf"),
        ("great service, very helpful team", "happy", "en", FeedbackKind.APPRECIATION, "kind words"),
        ("you should open on Saturdays", "neutral", "en", FeedbackKind.SUGGESTION, "Thank you for the suggestion"),
    ],
)
async def test_that_opinions_are_told_apart_and_kept(
    talk: Any, engine: AsyncEngine, said: str, emotion: str, language: str, kind: FeedbackKind, words: str
) -> None:
    answer = text(await talk(language).say(said, "give_feedback", emotion))

    assert words in answer
    async with reading(engine) as session:
        feedback = (await session.scalars(sa.select(Feedback))).one()
    assert (feedback.kind, feedback.text) == (kind, said)


async def test_that_an_announced_opinion_is_asked_for(talk: Any) -> None:
    customer = talk()

    assert "Apa yang ingin disampaikan" in text(await customer.say("mau kasih masukan dong", "give_feedback"))
    assert "penyemangat" in text(await customer.say("pelayanannya memuaskan", "provide_info", "happy"))


# --- no more messages ---


async def test_that_messages_stop_after_a_second_question(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone=phone_of(111))

    summary = await customer.say("stop kirim pengingat dong", "opt_out")
    done = text(await customer.tap(summary[-1], "Ya, hentikan"))

    assert "pic111@example.com" not in done
    assert "Sudah kami hentikan" in done
    async with reading(engine) as session:
        contact = (await session.scalars(sa.select(Contact).where(Contact.email == "pic111@example.com"))).one()
        other = (await session.scalars(sa.select(Contact).where(Contact.email == "pic110@example.com"))).one()
        assert not await may_write_to(session, contact)
        assert await may_write_to(session, other)


async def test_that_a_stranger_says_where_the_messages_come_to(talk: Any, engine: AsyncEngine) -> None:
    customer = talk("en")

    assert "Which e-mail" in text(await customer.say("unsubscribe me", "opt_out"))
    summary = await customer.say("pic110@example.com", "provide_info")
    await customer.tap(summary[-1], "Yes, stop them")

    async with reading(engine) as session:
        contact = (await session.scalars(sa.select(Contact).where(Contact.email == "pic110@example.com"))).one()
        assert not await may_write_to(session, contact)


# --- personal data ---


async def test_that_data_are_shown_to_their_owner_only(talk: Any, engine: AsyncEngine) -> None:
    customer = talk()

    assert "nomor pesanannya" in text(await customer.say("data saya apa aja yang disimpan", "delete_data"))
    confirm = await customer.say("ORD-2026-00105 pic105@example.com", "provide_info")
    shown = text(await customer.tap(confirm[-1], "Ya, lanjut"))

    assert "Bambang Setiawan" in shown
    assert "+628110000105" in shown
    assert len(await requests(engine, RequestKind.DATA_COPY)) == 1


async def test_that_data_are_erased_after_a_second_question_that_names_what_stays(
    talk: Any, engine: AsyncEngine
) -> None:
    customer = talk("en", phone=phone_of(105))

    asked = await customer.say("I want something done about my data", "delete_data")
    confirm = await customer.tap(asked[-1], "Erase my data")
    done = text(await customer.tap(confirm[-1], "Yes, go on"))

    assert "tax invoices (10 years)" in text(confirm)
    assert "have been erased" in done
    async with reading(engine) as session:
        names = list(await session.scalars(sa.select(Contact.name)))
        addresses = list(await session.scalars(sa.select(Contact.email))) + list(
            await session.scalars(sa.select(Contact.phone))
        )
    assert "Bambang Setiawan" not in names
    assert "pic105@example.com" not in addresses
    assert phone_of(105) not in addresses
    assert not {"person_name", "company_name", "order_number"} & set(await customer.slots())
    assert len(await requests(engine, RequestKind.DATA_ERASURE)) == 1


async def test_that_never_mind_erases_nothing(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone=phone_of(105))
    confirm = await customer.say("hapus data saya", "delete_data")

    await customer.tap(confirm[-1], "Tidak jadi")

    async with reading(engine) as session:
        assert "Bambang Setiawan" in set(await session.scalars(sa.select(Contact.name)))


# --- documents sent again ---


async def test_that_a_certificate_is_sent_again_by_a_tap_or_a_word(talk: Any, engine: AsyncEngine) -> None:
    customer = talk(phone=phone_of(111))

    told = await customer.say("sertifikat saya mana", "check_certificate")
    tapped = text(await customer.tap(told[-1], "Kirim ulang"))
    said = text(await customer.say("tolong kirim ulang sertifikatnya", "check_certificate"))

    assert "CAL-2026-00111 dan CAL-2026-00112 kami kirim ulang" in tapped
    assert "Rabu, 25 November 2026" in said
    assert len(await requests(engine, RequestKind.RESEND)) == 2


async def test_that_what_was_never_sent_is_not_promised_again(talk: Any, engine: AsyncEngine) -> None:
    answer = text(await talk(phone=phone_of(107)).say("kirim ulang invoice dong", "check_invoice"))

    assert "belum terbit" in answer
    assert await requests(engine, RequestKind.RESEND) == []


# --- colleagues ---


async def test_that_a_colleague_is_recognised_and_passed_to_a_unit(talk: Any) -> None:
    colleague = talk(phone="+628110000901")

    greeting = await colleague.say("pagi", "greet")
    answer = await colleague.tap(greeting[0], "Keuangan")

    assert "Selamat pagi, Kak Rina" in text(greeting)
    assert answer[-1].custom is not None
    assert answer[-1].custom["handoff"]["skill"] == "finance"


async def test_that_a_repeated_turn_asks_once(engine: AsyncEngine) -> None:
    asked = Asked(RequestKind.RESEND, date(2026, 11, 25), "turn-1")
    for _ in range(2):
        async with writing(engine) as session:
            await save_request(session, Visitor("c", datetime(2026, 11, 24, tzinfo=UTC)), asked, None)

    assert len(await requests(engine, RequestKind.RESEND)) == 1


async def test_that_an_address_is_taken_without_the_words_around_it(talk: Any) -> None:
    customer = talk(phone="+628110000109")
    await customer.say("antar alat saya", "request_pickup")

    summary = text(await customer.say("kirim ke Jl. Sudirman 5 Bandung hari jumat ya", "provide_info"))

    assert "Jumat, 27 November 2026 ke:\nJl. Sudirman 5 Bandung\n" in summary


async def test_that_a_goodbye_is_not_answered_with_another_question(talk: Any) -> None:
    customer = talk()
    await customer.say("mau minta penawaran", "request_quotation")

    left = text(await customer.say("nanti lagi ya, dadah", "goodbye"))
    back = await customer.say("halo", "greet")

    assert left.startswith("Terima kasih sudah menghubungi kami")
    assert "Alat apa saja" not in left
    assert ("Lanjut penawaran", "/request_quotation") in back[-1].buttons


async def test_that_a_goodbye_ends_a_look_up_too(talk: Any) -> None:
    customer = talk("en")
    await customer.say("where is my order", "check_order_status")

    assert "order number" not in text(await customer.say("ok thank you, bye", "goodbye"))
    assert await customer.form() is None
