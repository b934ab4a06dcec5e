"""Any form can be interrupted at any point, by anything, and goes on as if nothing had been."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.forms import DRAFT_SLOTS
from crm.database import writing
from crm.service_tables import ComplaintStep
from crm.tables import Complaint
from tests.dialogue.conversation import Bubble, Conversation


@dataclass(frozen=True)
class Script:
    """A form's conversation: what begins it, and what the customer then says, with its intent."""

    intent: str
    phone: str | None
    begins: str
    says: tuple[tuple[str, str], ...]
    ends: str
    """Part of the last answer when nothing interrupts."""


SCRIPTS = {
    "lookup": Script(
        "check_order_status", None, "cek pesanan dong",
        (("ORD-2026-00105", "provide_info"), ("pic105@example.com", "provide_info")), "survei lokasi",
    ),
    "quotation": Script(
        "request_quotation", None, "minta penawaran dong",
        (
            ("timbangan 5 unit dan oven", "provide_info"), ("2", "provide_info"), ("kalibrasi", "provide_info"),
            ("digital", "provide_info"), ("di lokasi", "provide_info"), ("Bekasi", "provide_info"),
            ("PT Maju Jaya", "provide_info"), ("Budi", "provide_info"), ("budi@maju.example", "provide_info"),
            ("ya", "affirm"),
        ), "untuk timbangan dan oven sudah kami catat",
    ),
    "revision": Script(
        "negotiate_quotation", "+628110000102", "nego dong",
        (("minta diskon 10%", "provide_info"), ("ya", "affirm")), "Permintaan revisi untuk QUO-2026-00102",
    ),
    "schedule": Script(
        "request_schedule", None, "atur jadwal dong",
        (
            ("ORD-2026-00105", "provide_info"), ("0811 0000 105", "provide_info"), ("3 desember", "provide_info"),
            ("ya", "affirm"),
        ), "Permintaan jadwal survei untuk ORD-2026-00105 pada Kamis, 3 Desember 2026",
    ),
    "pickup": Script(
        "request_pickup", "+628110000109", "antar alat saya",
        (("Jl. Merdeka 10, Cimahi", "provide_info"), ("3 desember", "provide_info"), ("ya", "affirm")),
        "Pengantaran alat dari ORD-2026-00109 pada Kamis, 3 Desember 2026",
    ),
    "complaint": Script(
        "report_complaint", None, "mau komplain",
        (
            ("sertifikat saya salah nama perusahaan", "report_complaint"), ("ORD-2026-00105", "provide_info"),
            ("pic105@example.com", "provide_info"), ("harusnya PT Puri Kencana", "provide_info"), ("setuju", "affirm"),
        ), "Keluhannya tercatat dengan nomor CMP-2026-",
    ),
    "feedback": Script(
        "give_feedback", None, "mau kasih masukan", (("pelayanannya memuaskan", "provide_info"),), "penyemangat",
    ),
    "opt_out": Script(
        "opt_out", None, "stop kirim pesan",
        (("pic110@example.com", "provide_info"), ("ya", "affirm")), "Sudah kami hentikan",
    ),
    "personal_data": Script(
        "delete_data", "+628110000105", "soal data saya", (("lihat data saya", "provide_info"), ("ya", "affirm")),
        "Bambang Setiawan",
    ),
}  # fmt: skip


async def by_faq(customer: Conversation, _: Script) -> list[Bubble]:
    return await customer.say("jam bukanya sampai jam berapa?", "faq/opening_hours")


async def by_thanks(customer: Conversation, _: Script) -> list[Bubble]:
    return await customer.say("makasih ya", "thank")


async def by_nonsense(customer: Conversation, _: Script) -> list[Bubble]:
    return await customer.say("resep rendang dong?", "help")


async def by_a_person(customer: Conversation, script: Script) -> list[Bubble]:
    await customer.say("sama orang dulu", "request_human")
    customer.queued = True
    await customer.say("masih lama?", "faq/agent_hours")
    customer.queued = False
    return await customer.say(f"/{script.intent}", script.intent)


async def by_another_form(customer: Conversation, script: Script) -> list[Bubble]:
    other = "check_certificate" if script.intent == "check_order_status" else "give_feedback"
    if script.intent == "give_feedback":
        other = "opt_out"
    await customer.say("eh satu lagi dong", other)
    return await customer.say(f"/{script.intent}", script.intent)


Interruption = Callable[[Conversation, Script], Awaitable[list[Bubble]]]
INTERRUPTIONS: list[Interruption] = [by_faq, by_thanks, by_nonsense, by_a_person, by_another_form]
# A person takes a complaint over with its number, and words about another matter are part of it; both are tested by
# tests/dialogue/test_complaint.py. Another question about the order is the look-up itself.
# Whoever is invited to say what they think may say anything, and that is the feedback.
LEFT_OUT = {
    ("complaint", by_a_person), ("complaint", by_another_form), ("lookup", by_another_form), ("feedback", by_nonsense),
}  # fmt: skip
CASES = [
    (name, interruption) for name in SCRIPTS for interruption in INTERRUPTIONS if (name, interruption) not in LEFT_OUT
]


def text(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


@pytest.mark.parametrize("name", SCRIPTS)
async def test_that_every_script_reaches_its_end(talk: Any, name: str) -> None:
    assert SCRIPTS[name].ends in text(await lead(talk, SCRIPTS[name], None, 0))


FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Each example is a whole conversation; the bot is loaded once for all of them."""


@FEW
@given(case=st.sampled_from(CASES), point=st.integers(0, 9), twice=st.booleans())
async def test_that_any_form_goes_on_after_any_interruption_at_any_point(
    talk: Any, engine: AsyncEngine, case: tuple[str, Interruption], point: int, twice: bool
) -> None:
    await forget_complaints(engine)
    name, interruption = case
    script = SCRIPTS[name]

    answer = await lead(talk, script, interruption, point % len(script.says), again=twice)

    assert script.ends in text(answer)


@FEW
@given(name=st.sampled_from(sorted(SCRIPTS)), point=st.integers(0, 9))
async def test_that_stop_leaves_any_form_at_any_point_and_forgets_it(
    talk: Any, engine: AsyncEngine, name: str, point: int
) -> None:
    await forget_complaints(engine)
    script = SCRIPTS[name]
    customer: Conversation = talk(phone=script.phone)
    await customer.say(script.begins, script.intent)
    for said, intent in script.says[: point % len(script.says)]:
        await customer.say(said, intent)

    answer = await customer.say("gak jadi deh, stop aja", "stop")

    assert "tidak kita lanjutkan" in text(answer)
    assert await customer.form() is None
    assert not set(await customer.slots()) & set(DRAFT_SLOTS)


async def forget_complaints(engine: AsyncEngine) -> None:
    """One example must not be the history of the next."""
    async with writing(engine) as session:
        await session.execute(sa.delete(ComplaintStep))
        await session.execute(sa.delete(Complaint))


async def lead(
    talk: Any, script: Script, interruption: Interruption | None, point: int, *, again: bool = False
) -> list[Bubble]:
    """Leads the conversation to its end, interrupted before one of the customer's answers."""
    customer: Conversation = talk(phone=script.phone)
    answer = await customer.say(script.begins, script.intent)
    for position, (said, intent) in enumerate(script.says):
        if interruption and position == point:
            for _ in range(2 if again else 1):
                await interruption(customer, script)
        answer = await customer.say(said, intent)
    return answer
