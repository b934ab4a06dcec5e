from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from handoff.aftercare.rating import do_rate
from handoff.conversations.reply import do_reply
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.conversations.tables import TurnRow
from handoff.ids import new_id
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from tests.handoff.conftest import House
from tests.support.agents import claim, staff
from tests.support.customers import ask, escalate, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock

ROOT = "/api/desk/reports"


async def serve_one(parts: Parts, clock: HandClock, agent: str = "agent1") -> str:
    """Handed over at 9:00, claimed at 9:01, answered at 9:03, resolved at 9:10, rated 4."""
    conversation = await wait_for_person(parts, Escalation(EscalationReason.EMOTION, emotion="angry"))
    account = await staff(parts, agent)
    clock.advance(minutes=1)
    await claim(parts, conversation, account)
    clock.advance(minutes=2)
    async with parts.record.writing() as session:
        await do_reply(session, conversation, account.id, new_id(), "Halo Kak, mohon maaf atas kendalanya.", clock())
    clock.advance(minutes=7)
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, account.id, Resolution(Outcome.SOLVED), clock())
    async with parts.record.writing() as session:
        await do_rate(session, conversation, 4, "", clock())
    return conversation


async def answer_alone(parts: Parts, clock: HandClock, intent: str, topic: str | None) -> str:
    """The bot answers a question, and the customer says no more."""
    conversation = await ask(parts)
    understood = {"intent": intent, "topic": topic, "emotion": "neutral"}
    async with parts.record.writing() as session:
        session.add(
            TurnRow(
                id=new_id(), conversation_id=conversation, epoch=0, first_seq=1, last_seq=1, state="answered",
                understood=understood, asked_at=clock(), ended_at=clock(),
            )
        )  # fmt: skip
        await session.execute(text("UPDATE conversation SET answered_seq = asked_seq"))
    return conversation


@on_both_databases
async def test_that_the_figures_come_from_the_record(house: House, clock: HandClock) -> None:
    await serve_one(house.parts, clock)
    await answer_alone(house.parts, clock, "faq", "opening_hours")
    await answer_alone(house.parts, clock, "nlu_fallback", None)
    clock.advance(hours=1)

    report = (await (await house.desk("supervisor")).get(f"{ROOT}/overview")).json()

    figures: dict[str, Any] = report["figures"]
    assert (report["period"]["last"], report["period"]["timezone"]) == ("2026-11-24", "Asia/Jakarta")
    assert figures["waits"] == {"count": 1, "median": 60.0, "p90": 60.0}
    assert figures["first_response"]["median"] == 180.0
    assert figures["resolution"]["median"] == 600.0
    bot = {"ended": 3, "handed_over": 1, "handled": 1, "false_containment": 1, "handled_share": pytest.approx(1 / 3)}
    assert figures["bot"] == bot
    assert figures["reasons"] == [{"key": "emotion", "count": 1}]
    assert figures["ratings"]["mean"] == 4.0
    assert figures["volumes"]["by_hour"][9] == figures["volumes"]["customer_messages"] == 3
    assert figures["volumes"]["by_topic"] == [{"key": "opening_hours", "count": 1}]


async def test_that_another_day_has_other_figures(house: House, clock: HandClock) -> None:
    await serve_one(house.parts, clock)
    supervisor = await house.desk("supervisor")

    days = [
        (await supervisor.get(f"{ROOT}/overview", params={"from": day, "to": day})).json()["figures"]
        for day in ("2026-11-23", "2026-11-24")
    ]

    assert [each["handovers"] for each in days] == [0, 1]


async def test_that_the_table_is_a_file(house: House, clock: HandClock) -> None:
    await serve_one(house.parts, clock)

    table = await (await house.desk("supervisor")).get(f"{ROOT}/overview.csv")

    assert table.headers["content-disposition"] == 'attachment; filename="sapa-2026-11-18-2026-11-24.csv"'
    assert "waits.median,,60.0" in table.text


async def test_that_agents_see_their_own_scores_only_and_no_figures(house: House, clock: HandClock) -> None:
    mine = await serve_one(house.parts, clock)
    other = await serve_one(house.parts, clock, "agent2")
    clock.advance(minutes=1)
    rina, supervisor = await house.desk(), await house.desk("supervisor")

    seen, all_seen = [(await who.get(f"{ROOT}/scorecard")).json() for who in (rina, supervisor)]

    assert [each["conversation"] for each in seen["parts"]] == [mine]
    assert {each["name"] for each in seen["groups"] if each["kind"] == "person"} == {"Rina Wulandari"}
    assert {each["conversation"] for each in all_seen["parts"]} == {mine, other}
    assert (await rina.get(f"{ROOT}/overview")).status_code == 403
    assert (await rina.get(f"{ROOT}/overview.csv")).status_code == 403


async def test_that_a_score_shows_the_sentences_that_made_it(house: House, clock: HandClock) -> None:
    await serve_one(house.parts, clock)

    (part,) = (await (await house.desk()).get(f"{ROOT}/scorecard")).json()["parts"]

    checks = {each["name"]: each for each in part["checks"]}
    assert checks["apologises"]["sentences"][0]["text"] == "Halo Kak, mohon maaf atas kendalanya."
    assert (checks["first_reply"]["value"], checks["greets"]["value"], checks["rating"]["value"]) == (0.5, 1.0, 0.75)
    # Responsiveness 50; empathy 100; reliability 100 (stays resolved); assurance (1 + 1 + .75) / 3.
    assert part["dimensions"]["assurance"] == 91.7
    assert part["total"] == 85.4


async def test_that_a_matter_that_comes_back_counts_against_its_resolution(house: House, clock: HandClock) -> None:
    conversation = await serve_one(house.parts, clock)
    clock.advance(hours=1)
    await escalate(house.parts, conversation)
    figures = (await (await house.desk("supervisor")).get(f"{ROOT}/overview")).json()["figures"]

    assert (figures["resolved"], figures["reopened"]) == (1, 1)
