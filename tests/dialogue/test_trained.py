"""The trained bot as customers meet it: its classifier and escalation policy, with the real actions and CRM."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.test import _collect_story_predictions, _create_data_generator
from rasa.shared.core.domain import Domain
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.dialogue.conversation import Bubble, Conversation, InProcessActions

ROOT = Path(__file__).parents[2]
STORIES = Path(__file__).parent / "stories"
Meet = Callable[..., Conversation]


@pytest.fixture(scope="session")
def trained(trained_model: Path) -> Agent:
    """The bot as it is served."""
    agent = Agent.load(str(trained_model), action_endpoint=InProcessActions())
    assert agent.processor is not None
    # The texts as they stand now: rewording an answer is no reason to train before testing.
    texts = Domain.load(ROOT / "domain.yml").responses
    agent.processor.domain.responses.update(texts)
    agent.processor.nlg.responses.update(texts)  # type: ignore[attr-defined]  # the template generator has them
    return agent


@pytest.fixture
def meet(trained: Agent, engine: AsyncEngine) -> Meet:
    """Begins a conversation with the trained bot."""
    return lambda phone=None, queued=False: Conversation(trained, phone=phone, queued=queued)


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


def test_that_there_are_enough_stories_in_both_languages() -> None:
    counts = {
        file.stem: len(yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]) for file in STORIES.glob("*.yml")
    }

    assert sum(counts.values()) >= 120
    assert min(counts.values()) >= 50


async def test_that_the_trained_bot_follows_every_story(trained: Agent) -> None:
    stories = _create_data_generator(str(STORIES), trained, None, use_conversation_test_files=True)

    evaluation, _, _ = await _collect_story_predictions(stories.generate_story_trackers(), trained, use_e2e=True)

    failed = [tracker.sender_id for tracker in evaluation.failed_stories]
    assert not failed
    assert len(evaluation.successful_stories) >= 120


async def test_that_an_order_is_checked_in_indonesian(meet: Meet) -> None:
    customer = meet()

    asked = text(await customer.write("kak, pesanan saya udah sampe mana ya?"))
    proof = text(await customer.write("ord 2026 105"))
    told = text(await customer.write("pic105@example.com"))

    assert "nomor pesanannya" in asked
    assert "e-mail atau nomor HP" in proof
    assert "survei" in told


async def test_that_an_order_is_checked_in_english_with_a_question_in_between(meet: Meet) -> None:
    customer = meet()

    asked = text(await customer.write("hello, what is the status of my order please?"))
    aside = text(await customer.write("what are your office hours?"))
    told = text(await customer.write("order ORD-2026-00106, phone 0811-0000-106"))

    assert "order number" in asked
    assert "08:00-17:00" in aside
    assert "order number" in aside
    assert "has been settled since" in told


async def test_that_a_quotation_is_asked_for_in_the_words_of_a_customer(meet: Meet) -> None:
    customer = meet()
    await customer.write("halo kak, mau minta penawaran kalibrasi dong")
    await customer.write("timbangan 5 unit sama pressure gauge 3")
    await customer.write("digital semua")
    await customer.write("di lokasi aja")
    await customer.write("Bekasi")
    await customer.write("PT Maju Jaya")
    await customer.write("Budi")
    summary = text(await customer.write("budi@majujaya.example"))
    corrected = text(await customer.write("eh bukan 5, 7 unit"))
    saved = text(await customer.write("ya kirim"))

    assert "5 unit timbangan (digital)" in summary
    assert "PT Maju Jaya" in summary
    assert "Budi, budi@majujaya.example" in summary
    assert "7 unit timbangan (digital)" in corrected
    assert "ORD-2026-00112" in saved


async def test_that_anger_brings_a_person_with_an_apology(meet: Meet) -> None:
    answer = await meet().write("KALIAN INI GIMANA SIH?! alat saya rusak, kerja gak becus, saya marah besar!!")

    assert "Mohon maaf" in text(answer)
    assert any(bubble.custom and "handoff" in bubble.custom for bubble in answer)


async def test_that_a_person_is_called_on_wish(meet: Meet) -> None:
    answer = await meet().write("tolong sambungkan saya ke petugas")

    assert [bubble.custom["handoff"]["reason"] for bubble in answer if bubble.custom] == ["asked"]


async def test_that_the_language_follows_the_wish(meet: Meet) -> None:
    customer = meet()
    await customer.write("halo kak")

    wished = text(await customer.write("can we talk in English please?"))
    after = text(await customer.write("thank you"))

    assert "go on in English" in wished
    assert "You're welcome" in after


async def test_that_hasty_answers_in_a_form_are_taken_for_what_they_answer(meet: Meet) -> None:
    customer = meet()
    await customer.write("mau tanya harga kalibrasi dong")
    await customer.write("timbangan digital 5 sama pressure gauge 3 biji")
    await customer.write("kalibrasi aja")
    await customer.write("di tempat kami aja kak, di karawang")
    waiting = text(await customer.write("bentar ya"))
    await customer.write("PT Sinar Logam Abadi")
    await customer.write("eh pressure gaugenya 4 ya bukan 3")
    await customer.write("dengan Dewi")
    await customer.write("digital yang timbangan, pressure gauge nya analog")
    summary = text(await customer.write("dewi@sinarlogam.co.id"))

    assert "tunggu di sini" in waiting
    assert "5 unit timbangan (digital)\n• 4 unit pressure gauge (analog)" in summary
    assert "lokasi Kakak (Karawang)" in summary
    assert "PT Sinar Logam Abadi\nKontak: Dewi, dewi@sinarlogam.co.id" in summary


async def test_that_an_instrument_is_taken_off_without_leaving_the_form(meet: Meet) -> None:
    customer = meet()
    await customer.write("mau kalibrasi dong kak buat alat lab saya")
    await customer.write("ph meter 2 oven 1 neraca analitik 1")
    await customer.write("semua digital")
    await customer.write("lab")
    await customer.write("universitas padjadjaran")
    await customer.write("rina")
    await customer.write("rina@unpad.ac.id")
    summary = text(await customer.write("eh ovennya gak jadi"))

    assert "oven" not in summary
    assert "neraca analitik" in summary
    assert "Rina" in summary


async def test_that_asking_why_is_answered_and_a_wrong_phone_may_be_put_right(meet: Meet) -> None:
    customer = meet()
    await customer.write("where's my order?")
    where = text(await customer.write("I don't have the number with me"))
    await customer.write("it's ORD-2026-00106")
    why = text(await customer.write("why do you need that?"))
    wrong = text(await customer.write("08110000999"))
    told = text(await customer.write("0811-0000-106"))
    moved = text(await customer.write("great, can we move the date to next Friday?"))
    saved = text(await customer.write("yes"))

    assert "begins with ORD" in where
    assert "only for its owner" in why
    assert "don't match" in wrong
    assert "has been settled" in told
    assert "Friday, 27 November 2026" in moved
    assert "is recorded" in saved


async def test_that_writing_what_a_button_says_is_tapping_it(meet: Meet) -> None:
    customer = meet()
    await customer.write("invoice INV-2026-00110 kok belum saya terima ya")
    told = text(await customer.write("pic110@example.com"))
    sent = text(await customer.write("kirim ulang dong"))

    assert "Rp2.900.000" in told
    assert "INV-2026-00110 kami kirim ulang" in sent


async def test_that_more_wishes_join_a_revision_and_never_erase_anything(meet: Meet) -> None:
    customer = meet("+628110000102")
    await customer.write("penawarannya kemahalan nih, bisa kurang gak?")
    await customer.write("diskon 15% kalau bisa")
    summary = text(await customer.write("15 persen sama ongkir dihapus"))
    saved = text(await customer.write("udah kirim aja"))

    assert "diskon 15%" in summary
    assert "ongkir dihapus" in summary
    assert "Permintaan revisi untuk QUO-2026-00102" in saved


async def test_that_keeping_the_date_after_all_does_not_leave_the_form(meet: Meet) -> None:
    customer = meet("+628110000106")
    await customer.write("jadwal kalibrasi kami bisa dimajukan gak?")
    await customer.write("tanggal 1 desember")
    kept = text(await customer.write("gak jadi deh tetap aja"))
    confirmed = text(await customer.write("iya betul"))

    assert "tetap Senin, 30 November 2026" in kept
    assert "Terima kasih atas konfirmasinya" in confirmed


async def test_that_a_complaint_is_heard_though_its_sentences_look_like_other_things(meet: Meet) -> None:
    customer = meet()
    await customer.write("mau komplain")
    heard = text(await customer.write("sertifikat dari bulan lalu belum juga saya terima, padahal sudah lunas"))
    offered = text(await customer.write("dari oktober"))
    saved = text(await customer.write("ya sudah, setuju"))

    assert "Kami mengerti kekecewaan Kakak" in heard
    assert "Apakah ini bisa diterima" in offered
    assert "Keluhannya tercatat dengan nomor CMP-2026-" in saved


async def test_that_erasing_asks_twice(meet: Meet) -> None:
    customer = meet()
    await customer.write("hapus semua data saya")
    await customer.write("ORD-2026-00104")
    asked = text(await customer.write("pic104@example.com"))
    again = text(await customer.write("nanti saya pikir dulu, mungkin ya"))
    done = text(await customer.write("ya"))

    assert "Yakin mau dihapus" in asked
    assert "sudah kami hapus" not in again
    assert await customer.form() is None
    assert done
