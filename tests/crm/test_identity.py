from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.database import writing
from crm.identity import VERIFIED_FOR, Access, Outcome, Proof, Visitor, access_order, own_order_ids, recognise
from crm.numbers import DocumentNumber, parse_number
from crm.tables import AccessRecord, FailedAttempt, Verification

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
STRANGER = Visitor("conversation-1", NOW)


def number(text: str) -> DocumentNumber:
    found = parse_number(text, 2026)
    assert found is not None
    return found


async def ask(engine: AsyncEngine, visitor: Visitor, what: str, proof: Proof | None = None) -> Access:
    async with writing(engine) as session:
        return await access_order(session, visitor, number(what), proof)


def later(visitor: Visitor, minutes: float) -> Visitor:
    return replace(visitor, now=visitor.now + timedelta(minutes=minutes))


@pytest.mark.parametrize("proof", [Proof(email="pic105@example.com"), Proof(phone="+628110000105")])
async def test_that_number_and_registered_contact_open_the_order_and_stay_good(
    engine: AsyncEngine, proof: Proof
) -> None:
    assert (await ask(engine, STRANGER, "ORD-2026-00105")).outcome is Outcome.UNVERIFIED

    granted = await ask(engine, STRANGER, "ORD-2026-00105", proof)

    assert granted.outcome is Outcome.GRANTED
    assert granted.grant is not None
    assert (await ask(engine, later(STRANGER, 59), "ORD-2026-00105")).grant == granted.grant


@pytest.mark.parametrize("what", ["INV-2026-00110", "QUO-2026-00102", "CAL-2026-00111", "CMP-2026-00108"])
async def test_that_any_document_of_an_order_leads_to_it(engine: AsyncEngine, what: str) -> None:
    proof = Proof(email=f"pic{int(what[-5:])}@example.com")

    assert (await ask(engine, STRANGER, what, proof)).outcome is Outcome.GRANTED


async def test_that_a_verification_expires(engine: AsyncEngine) -> None:
    await ask(engine, STRANGER, "ORD-2026-00105", Proof(email="pic105@example.com"))
    after = replace(STRANGER, now=NOW + VERIFIED_FOR)

    assert (await ask(engine, after, "ORD-2026-00105")).outcome is Outcome.UNVERIFIED
    async with writing(engine) as session:
        assert await recognise(session, after) == ()


async def test_that_a_verification_belongs_to_its_own_conversation(engine: AsyncEngine) -> None:
    await ask(engine, STRANGER, "ORD-2026-00105", Proof(email="pic105@example.com"))

    other = replace(STRANGER, conversation_id="conversation-2")

    assert (await ask(engine, other, "ORD-2026-00105")).outcome is Outcome.UNVERIFIED


async def test_that_a_number_proved_by_the_channel_opens_its_own_orders_only(engine: AsyncEngine) -> None:
    known = replace(STRANGER, channel_phone="+628110000107")

    assert (await ask(engine, known, "ORD-2026-00107")).outcome is Outcome.GRANTED
    assert (await ask(engine, known, "ORD-2026-00101")).outcome is Outcome.NOT_OWN
    async with writing(engine) as session:
        people = await recognise(session, known)
        assert [person.company for person in people] == ["PT Mitra Presisi Otomotif"]
        assert len(await own_order_ids(session, known)) == 1


@pytest.mark.parametrize("what", ["ORD-2026-00105", "ORD-2026-99999"])
async def test_that_answers_are_the_same_whether_or_not_a_number_exists(engine: AsyncEngine, what: str) -> None:
    wrong = Proof(email="somebody@example.com")

    answers = [await ask(engine, STRANGER, what)] + [await ask(engine, STRANGER, what, wrong) for _ in range(4)]

    outcomes = [(answer.outcome, answer.tries_left) for answer in answers]
    assert outcomes == [
        (Outcome.UNVERIFIED, 3), (Outcome.MISMATCH, 2), (Outcome.MISMATCH, 1), (Outcome.LOCKED, 0), (Outcome.LOCKED, 0),
    ]  # fmt: skip


async def test_that_a_verified_customer_cannot_tell_another_ones_number_from_none(engine: AsyncEngine) -> None:
    known = replace(STRANGER, channel_phone="+628110000107")

    assert await ask(engine, known, "ORD-2026-00101") == await ask(engine, known, "ORD-2026-99999")


async def test_that_the_lock_holds_even_for_the_right_proof_until_it_ends(
    engine: AsyncEngine,
) -> None:
    wrong, right = Proof(email="no@example.com"), Proof(email="pic105@example.com")
    for _ in range(3):
        await ask(engine, STRANGER, "ORD-2026-00105", wrong)

    locked = await ask(engine, later(STRANGER, 14), "ORD-2026-00105", right)

    assert (locked.outcome, locked.locked_until) == (Outcome.LOCKED, NOW + timedelta(minutes=15))
    assert (await ask(engine, later(STRANGER, 15), "ORD-2026-00105", right)).outcome is Outcome.GRANTED


async def test_that_a_number_is_locked_for_every_conversation(engine: AsyncEngine) -> None:
    for each in range(3):
        guesser = replace(STRANGER, conversation_id=f"guesser-{each}")
        await ask(engine, guesser, "ORD-2026-00105", Proof(phone="+628999999999"))

    assert (await ask(engine, STRANGER, "ORD-2026-00105", Proof(phone="+628990000000"))).outcome is Outcome.LOCKED
    assert (await ask(engine, STRANGER, "ORD-2026-00106", Proof(email="pic106@example.com"))).outcome is Outcome.GRANTED


async def test_that_a_locked_conversation_still_sees_what_it_was_verified_for(engine: AsyncEngine) -> None:
    await ask(engine, STRANGER, "ORD-2026-00105", Proof(email="pic105@example.com"))
    for _ in range(3):
        await ask(engine, STRANGER, "ORD-2026-00106", Proof(email="no@example.com"))

    assert (await ask(engine, STRANGER, "ORD-2026-00107")).outcome is Outcome.LOCKED
    assert (await ask(engine, STRANGER, "ORD-2026-00105")).outcome is Outcome.GRANTED


async def test_that_every_read_and_refusal_is_in_the_audit(engine: AsyncEngine) -> None:
    await ask(engine, STRANGER, "ORD-2026-00105")
    await ask(engine, STRANGER, "ORD-2026-00105", Proof(email="no@example.com"))
    await ask(engine, STRANGER, "ORD-2026-00105", Proof(email="pic105@example.com"))

    async with writing(engine) as session:
        rows = list(await session.scalars(sa.select(AccessRecord).order_by(AccessRecord.id)))
    assert [(row.outcome, row.document_number, row.conversation_id) for row in rows] == [
        ("unverified", "ORD-2026-00105", "conversation-1"),
        ("mismatch", "ORD-2026-00105", "conversation-1"),
        ("granted", "ORD-2026-00105", "conversation-1"),
    ]
    assert [row.contact_id is None for row in rows] == [True, True, False]


SEQUENCES = range(101, 112)
TRIES = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from([f"ORD-2026-{each:05d}" for each in (*SEQUENCES, 99999)] + ["INV-2026-00110"]),
            "contact": st.one_of(st.none(), st.sampled_from([*SEQUENCES, 999])),
            "by": st.sampled_from(["email", "phone"]),
            "gap": st.integers(0, 40),
        }
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES)
async def test_that_no_sequence_of_tries_opens_an_order_without_its_own_proof(
    sqlite_engine: AsyncEngine, tries: list[dict[str, Any]]
) -> None:
    async with writing(sqlite_engine) as session:
        await session.execute(sa.delete(FailedAttempt))
        await session.execute(sa.delete(Verification))
    proved: dict[int, datetime] = {}
    visitor = STRANGER
    for each in tries:
        visitor = later(visitor, each["gap"])
        wanted = int(each["number"][-5:])
        access = await ask(sqlite_engine, visitor, each["number"], _proof(each))
        if each["contact"] == wanted and access.grant:
            proved[wanted] = max(proved.get(wanted, visitor.now), visitor.now)

        if access.grant:
            assert visitor.now - proved[wanted] < VERIFIED_FOR
        else:
            assert access.outcome is not Outcome.GRANTED


def _proof(given: dict[str, Any]) -> Proof | None:
    if given["contact"] is None:
        return None
    if given["by"] == "email":
        return Proof(email=f"pic{given['contact']}@example.com")
    return Proof(phone=f"+6281100{given['contact']:05d}")
