from __future__ import annotations

from typing import Any

import pytest

from tests.dialogue.conversation import Bubble


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


@pytest.mark.parametrize(
    ("said", "intent", "language", "words"),
    [
        ("halo", "greet", "id", "Selamat pagi, Kak!"),
        ("hi there", "greet", "en", "Good morning!"),
        ("dadah", "goodbye", "id", "Sampai jumpa"),
        ("bye", "goodbye", "en", "Goodbye"),
        ("makasih ya", "thank", "id", "Sama-sama"),
        ("thanks", "thank", "en", "You're welcome"),
        ("ya", "affirm", "id", "Ada lagi yang bisa"),
        ("yes", "affirm", "en", "anything else we can help"),
        ("nggak", "deny", "id", "tidak apa-apa"),
        ("no", "deny", "en", "That's fine"),
        ("bisa apa aja", "help", "id", "Ini yang bisa saya bantu"),
        ("menu", "help", "en", "Here's what I can do"),
        ("ini robot ya?", "bot_challenge", "id", "asisten virtual, bukan orang"),
        ("are you human", "bot_challenge", "en", "not a person"),
        ("apa kabar", "chitchat", "id", "kabar baik"),
        ("how are you", "chitchat", "en", "Doing well"),
        ("resep rendang", "out_of_scope", "id", "di luar layanan kami"),
        ("weather?", "out_of_scope", "en", "outside what we do"),
        ("gak membantu", "not_resolved", "id", "belum membantu"),
        ("that didn't help", "not_resolved", "en", "didn't help"),
        ("stop", "stop", "id", "Tidak ada yang sedang berjalan"),
        ("stop", "stop", "en", "Nothing is in progress"),
        ("saya Budi", "provide_info", "id", "untuk keperluan apa"),
        ("PT Maju", "provide_info", "en", "What would you like"),
        ("jam buka?", "faq/opening_hours", "id", "08.00-17.00 WIB"),
        ("opening hours?", "faq/opening_hours", "en", "08:00-17:00"),
        ("alamatnya", "faq/location", "id", "Jakarta Timur"),
        ("address", "faq/location", "en", "East Jakarta"),
        ("kontak", "faq/contact", "id", "layanan@example.com"),
        ("phone number", "faq/contact", "en", "by phone"),
        ("layanannya apa aja", "faq/services_offered", "id", "tera ulang"),
        ("services", "faq/services_offered", "en", "on your site"),
        ("biaya?", "faq/pricing", "id", "surat penawaran"),
        ("how much", "faq/pricing", "en", "quotation"),
        ("alurnya gimana", "faq/order_process", "id", "Berita Acara"),
        ("steps", "faq/order_process", "en", "Berita Acara"),
        ("berapa lama", "faq/turnaround_time", "id", "10 hari kerja"),
        ("how long", "faq/turnaround_time", "en", "10 working days"),
        ("kalibrasi itu apa", "faq/what_is_calibration", "id", "standar acuan"),
        ("what is it", "faq/what_is_calibration", "en", "reference standard"),
        ("berlaku berapa lama", "faq/certificate_validity", "id", "minimal setahun sekali"),
        ("valid until", "faq/certificate_validity", "en", "once a year"),
        ("CS jam berapa", "faq/agent_hours", "id", "Senin sampai Jumat"),
        ("when are agents in", "faq/agent_hours", "en", "Monday to Friday"),
    ],
)
async def test_that_the_bot_answers_in_the_customers_language(
    talk: Any, said: str, intent: str, language: str, words: str
) -> None:
    assert words in text(await talk(language).say(said, intent))


async def test_that_two_near_meanings_become_two_buttons(talk: Any) -> None:
    (answer,) = await talk().clarify("bayarnya gimana", "faq/payment_methods", "check_invoice")

    assert "Maksud Kakak" in answer.text
    assert [title for title, _ in answer.buttons] == ["Cara pembayaran", "Invoice saya"]


async def test_that_what_is_not_understood_is_asked_again_with_a_way_out(talk: Any) -> None:
    (answer,) = await talk("en").clarify("blorp")

    assert "put it another way" in answer.text
    assert ("Talk to a person", "/request_human") in answer.buttons


async def test_that_a_name_is_remembered_and_used(talk: Any) -> None:
    customer = talk()

    assert "Salam kenal, Kak Budi" in text(
        await customer.say("saya Budi Santoso", "provide_info", person_name="Budi Santoso")
    )
    assert "Selamat pagi, Kak Budi" in text(await customer.say("pagi", "greet"))


async def test_that_the_language_changes_on_wish(talk: Any) -> None:
    customer = talk()

    answer = text(await customer.say("can you speak english?", "change_language"))

    assert "go on in English" in answer
    assert (await customer.slots())["language"] == "en"


@pytest.mark.parametrize(("language", "words"), [("id", "sambungkan ke rekan kami"), ("en", "bring in a colleague")])
async def test_that_a_person_is_called_with_a_fitting_sentence(talk: Any, language: str, words: str) -> None:
    sentence, word_to_service = await talk(language).say("orang dong", "request_human")

    assert words in sentence.text
    assert word_to_service.custom["handoff"]["reason"] == "asked"


async def test_that_an_unfinished_look_up_goes_along_and_does_not_ask_on(talk: Any) -> None:
    customer = talk()
    await customer.say("cek ORD-2026-00105", "check_order_status")

    bubbles = await customer.say("sama orang aja deh", "request_human")

    assert len(bubbles) == 2
    assert bubbles[1].custom["handoff"]["slots"]["unfinished"] == "order_lookup_form"
    assert await customer.form() is None


async def test_that_a_waiting_customer_is_not_handed_over_again(talk: Any) -> None:
    customer = talk(queued=True)

    assert [bubble.custom for bubble in await customer.say("mana orangnya", "request_human")] == [None]
    assert "antrean" in text(await customer.say("halo", "greet"))


async def test_that_a_language_that_is_not_spoken_is_not_answered_with_another(talk: Any) -> None:
    customer = talk()

    said = await customer.say("bisa bahasa jawa ga", "change_language")

    assert [bubble.text.split(".")[0] for bubble in said] == [
        "Mohon maaf, Kak, untuk sekarang saya baru bisa berbahasa Indonesia dan Inggris"
    ]
    assert "What can I do" in "".join(bubble.text for bubble in await customer.tap(said[0], "English"))


async def test_that_who_says_their_name_with_the_greeting_is_called_by_it(talk: Any) -> None:
    customer = talk("en")

    said = text(await customer.say("hello, I'm Maria from PT Global", "greet", person_name="Maria"))

    assert said.startswith("Good morning, Maria!")
    assert (await customer.slots())["person_name"] == "Maria"
