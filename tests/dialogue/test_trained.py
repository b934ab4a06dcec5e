"""The trained bot as customers meet it: its classifier and escalation policy, with the real actions and CRM."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.test import _collect_story_predictions, _create_data_generator
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.dialogue.conversation import Bubble, Conversation, InProcessActions

STORIES = Path(__file__).parent / "stories"
Meet = Callable[..., Conversation]


@pytest.fixture(scope="session")
def trained(trained_model: Path) -> Agent:
    """The bot as it is served."""
    return Agent.load(str(trained_model), action_endpoint=InProcessActions())


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

    failed = [f"{tracker.sender_id}:\n{tracker.export_stories(e2e=True)}" for tracker in evaluation.failed_stories]
    assert not failed, "\n\n".join(failed)
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
