"""Requests, complaints, feedback, opt-outs, personal data and staff, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from crm.complaints import (
    COMPLAINT_MOVES,
    NewComplaint,
    due_follow_ups,
    move_complaint,
    open_complaint,
    read_history,
    settle_price_difference,
)
from crm.database import reading, writing
from crm.errors import IllegalMoveError
from crm.feedback import Opinion, save_feedback
from crm.identity import Grant, Proof, Visitor, access_order, recognise
from crm.numbering import next_number
from crm.numbers import Document, parse_number
from crm.opt_outs import may_write_to, opt_out
from crm.personal_data import ERASED, erase_personal_data, read_personal_data
from crm.requests import Asked, Inquiry, WantedInstrument, ask_for_revision, open_inquiry, save_request
from crm.service_tables import ComplaintStep, Feedback, FeedbackKind, PriceChoice, Request, RequestKind, Unit
from crm.staff import recognise_staff
from crm.stages import Stage
from crm.tables import (
    Complaint,
    ComplaintCategory,
    ComplaintState,
    Contact,
    Customer,
    Instrument,
    Order,
    Place,
    ServiceType,
    Severity,
    WorkState,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
VISITOR = Visitor("conversation-1", NOW)
INQUIRY = Inquiry(
    instruments=(WantedInstrument("oven", 2, ServiceType.KALIBRASI),),
    place=Place.LABORATORY,
    company="PT Baru",
    person="Budi",
    email="budi@baru.example",
)


def asked(kind: RequestKind, turn: str | None = "turn-1") -> Asked:
    return Asked(kind, date(2026, 11, 26), turn, {"a": 1})


def complaint(turn: str | None = "turn-1", **changes: object) -> NewComplaint:
    values = {
        "category": ComplaintCategory.LATE_WORK,
        "severity": Severity.NORMAL,
        "description": "Molor",
        "answer_due_on": date(2026, 11, 25),
        "turn": turn,
    }
    return NewComplaint(**{**values, **changes})  # type: ignore[arg-type]


async def grant_for(engine: AsyncEngine, suffix: int) -> Grant:
    number = parse_number(f"ORD-2026-{suffix:05d}", 2026)
    assert number is not None
    async with writing(engine) as session:
        access = await access_order(session, VISITOR, number, Proof(email=f"pic{suffix}@example.com"))
    assert access.grant is not None
    return access.grant


async def test_that_an_inquiry_opens_an_order_once_for_a_customer_of_its_own(engine: AsyncEngine) -> None:
    numbers = []
    for _ in range(2):
        async with writing(engine) as session:
            numbers.append(
                await open_inquiry(session, VISITOR, INQUIRY, asked(RequestKind.QUOTATION), 2026, person=None)
            )

    assert numbers == ["ORD-2026-00112"] * 2
    async with reading(engine) as session:
        order = (await session.scalars(sa.select(Order).where(Order.number == "ORD-2026-00112"))).one()
        instruments = list(await session.scalars(sa.select(Instrument).where(Instrument.order_id == order.id)))
    assert (order.stage, order.contact.name, order.contact.customer.name) == (Stage.INQUIRY, "Budi", "PT Baru")
    assert [(each.kind, each.quantity, each.display) for each in instruments] == [("oven", 2, None)]


async def test_that_inquiries_at_the_same_time_get_different_numbers(engine: AsyncEngine) -> None:
    async def ask(number: int) -> str:
        async with writing(engine) as session:
            wish = asked(RequestKind.QUOTATION, f"turn-{number}")
            return await open_inquiry(session, VISITOR, INQUIRY, wish, 2026, person=None)

    numbers = await asyncio.gather(*(ask(number) for number in range(8)))

    assert sorted(numbers) == [f"ORD-2026-{each:05d}" for each in range(112, 120)]


async def test_that_numbers_begin_anew_each_year(engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        assert str(await next_number(session, Document.ORDER, 2027)) == "ORD-2027-00001"
        assert str(await next_number(session, Document.COMPLAINT, 2026)) == "CMP-2026-00109"


async def test_that_a_revision_moves_an_offer_to_negotiation_and_leaves_other_stages(engine: AsyncEngine) -> None:
    stages = {}
    for suffix in (102, 107):
        grant = await grant_for(engine, suffix)
        async with writing(engine) as session:
            await ask_for_revision(session, VISITOR, asked(RequestKind.NEGOTIATION, f"turn-{suffix}"), grant)
        async with reading(engine) as session:
            stages[suffix] = (await session.get_one(Order, grant.order_id)).stage

    assert stages == {102: Stage.NEGOTIATING, 107: Stage.IN_CALIBRATION}


async def test_that_a_repeated_turn_asks_once_and_another_asks_again(engine: AsyncEngine) -> None:
    for turn in ("turn-1", "turn-1", "turn-2", None, None):
        async with writing(engine) as session:
            await save_request(session, VISITOR, asked(RequestKind.RESEND, turn), None)

    async with reading(engine) as session:
        assert await session.scalar(sa.select(sa.func.count(Request.id))) == 4


async def test_that_a_complaint_is_opened_once_with_its_first_step(engine: AsyncEngine) -> None:
    grant = await grant_for(engine, 105)
    numbers = []
    for _ in range(2):
        async with writing(engine) as session:
            numbers.append(await open_complaint(session, VISITOR, complaint(accepted=True), grant, 2026))

    assert numbers == ["CMP-2026-00109"] * 2
    async with reading(engine) as session:
        row = (await session.scalars(sa.select(Complaint).where(Complaint.number == numbers[0]))).one()
        steps = list(await session.scalars(sa.select(ComplaintStep.state)))
        history = await read_history(session, grant)
    assert (row.order_id, row.state) == (grant.order_id, ComplaintState.ACTING)
    assert steps == [ComplaintState.ACTING]
    assert (history.earlier, history.open) == (1, 1)


async def test_that_promised_follow_ups_come_up_on_their_day_until_the_complaint_is_closed(engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        new = complaint(accepted=True, follow_up_on=date(2026, 11, 30))
        number = await open_complaint(session, VISITOR, new, None, 2026)

    async with reading(engine) as session:
        assert await due_follow_ups(session, date(2026, 11, 29)) == ()
        assert await due_follow_ups(session, date(2026, 11, 30)) == (number,)
    async with writing(engine) as session:
        await move_complaint(session, number, ComplaintState.CLOSED, actor="Rina", note="Beres", at=NOW)
        assert await due_follow_ups(session, date(2026, 11, 30)) == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.sampled_from(ComplaintState), max_size=12))
async def test_that_no_sequence_of_steps_leaves_the_complaint_procedure(
    sqlite_engine: AsyncEngine, wishes: list[ComplaintState]
) -> None:
    async with writing(sqlite_engine) as session:
        number = await open_complaint(session, VISITOR, complaint(turn=None), None, 2026)
    for wish in wishes:
        try:
            async with writing(sqlite_engine) as session:
                await move_complaint(session, number, wish, actor="x", note="", at=NOW)
        except IllegalMoveError:
            continue

    async with reading(sqlite_engine) as session:
        row = (await session.scalars(sa.select(Complaint).where(Complaint.number == number))).one()
        query = sa.select(ComplaintStep.state).where(ComplaintStep.complaint_id == row.id).order_by(ComplaintStep.id)
        steps = list(await session.scalars(query))
    assert steps[-1] is row.state
    assert all(after in COMPLAINT_MOVES[before] for before, after in pairwise(steps))


@pytest.mark.parametrize("choice", PriceChoice)
async def test_that_a_price_difference_touches_only_unfinished_instruments_that_differ(
    engine: AsyncEngine, choice: PriceChoice
) -> None:
    grant = await grant_for(engine, 107)
    async with writing(engine) as session:
        settled = await settle_price_difference(session, VISITOR, grant, choice)
        again = await settle_price_difference(session, VISITOR, grant, choice)

    assert settled == ("mikrometer",)
    assert again == ()
    async with reading(engine) as session:
        query = sa.select(Instrument).where(Instrument.order_id == grant.order_id).order_by(Instrument.id)
        works = [each.work for each in await session.scalars(query)]
    middle = WorkState.CANCELLED if choice is PriceChoice.CANCEL else WorkState.IN_WORK
    assert works == [WorkState.DONE, middle, WorkState.WAITING]


async def test_that_feedback_is_kept_once_per_turn_with_the_person_if_known(engine: AsyncEngine) -> None:
    known = Visitor("conversation-1", NOW, "+628110000106")
    for _ in range(2):
        async with writing(engine) as session:
            await save_feedback(session, known, Opinion(FeedbackKind.APPRECIATION, "Mantap", "happy", "turn-1"))

    async with reading(engine) as session:
        rows = list(await session.scalars(sa.select(Feedback)))
    assert [(row.text, row.contact_id is not None) for row in rows] == [("Mantap", True)]


async def test_that_an_opt_out_counts_for_its_own_address(engine: AsyncEngine) -> None:
    async with writing(engine) as session:
        await opt_out(session, VISITOR, ("pic105@example.com",))
        await opt_out(session, VISITOR, ("pic105@example.com",))
        contacts = {each.email: each for each in await session.scalars(sa.select(Contact))}
        assert not await may_write_to(session, contacts["pic105@example.com"])
        assert await may_write_to(session, contacts["pic106@example.com"])


async def test_that_only_a_colleagues_own_number_makes_a_colleague(engine: AsyncEngine) -> None:
    async with reading(engine) as session:
        rina = await recognise_staff(session, Visitor("c", NOW, "+628110000901"))
        assert rina is not None
        assert (rina.name, rina.unit) == ("Rina Kusuma", Unit.ADMINISTRATION)
        assert await recognise_staff(session, Visitor("c", NOW, "+628110000105")) is None
        assert await recognise_staff(session, VISITOR) is None


async def test_that_an_erased_person_is_nowhere_in_the_crm_and_the_companys_papers_stay(engine: AsyncEngine) -> None:
    grant = await grant_for(engine, 108)
    async with writing(engine) as session:
        said = "Bu Maria Wijaya kecewa"
        await open_complaint(session, VISITOR, complaint(description=said), grant, 2026)
        await save_feedback(session, VISITOR, Opinion(FeedbackKind.CRITICISM, said, "neutral", "turn-2"))
        await save_request(session, VISITOR, Asked(RequestKind.RESEND, TODAY, "turn-3", {"to": said}), grant)
        await opt_out(session, VISITOR, ("pic108@example.com",))
        before = await read_personal_data(session, grant.contact_id)
        await erase_personal_data(session, grant.contact_id)

    assert (before.name, before.orders, before.complaints, before.feedback) == ("Maria Wijaya", 1, 2, 1)
    async with reading(engine) as session:
        everything = str([await _dump(session, table) for table in Customer.metadata.sorted_tables])
        order = (await session.scalars(sa.select(Order).where(Order.number == "ORD-2026-00108"))).one()
        assert await recognise(session, VISITOR) == ()
    assert "Maria" not in everything
    assert "pic108@" not in everything
    assert "+628110000108" not in everything
    assert (order.contact.name, order.contact.customer.name) == (ERASED, "PT Tirta Kemas Jaya")


async def _dump(session: object, table: sa.Table) -> list[object]:
    result = await session.execute(sa.select(table))  # type: ignore[attr-defined]
    return [tuple(row) for row in result]
