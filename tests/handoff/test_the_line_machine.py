"""Customers, agents, crashes and time in any order; what must hold, holds after every step.

`make machine` plays many more of them (`SAPA_MACHINE_EXAMPLES`).
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handoff.conversations.conversation import BOT_LISTENS, State
from handoff.conversations.tables import AssignmentRow, ConversationRow, MessageRow, RatingRow, TurnRow
from handoff.ids import new_id
from protocol.messages import Sender
from tests.handoff.line_world import CAPACITY, Customer, World
from tests.support.redis_server import RedisServer

AGENTS = ("agent1", "agent2")
MOST = 5
"""Customers; more than both agents can hold at once."""
agents = st.sampled_from(AGENTS)
someone = st.integers(0, MOST - 1)
REFUSED = {403, 404, 409}


class LineMachine(RuleBasedStateMachine):
    """The moves, and what must hold after each."""

    template: ClassVar[Path]
    server: ClassVar[RedisServer]
    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = World(self.template, self.server, self.folder)
        self.run(self.world.open())

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        try:
            self.run(self._nobody_was_let_down())
        finally:
            self.run(self.world.close())
            self.runner.close()

    def who(self, number: int) -> Customer:
        return self.world.customers[number % len(self.world.customers)]

    # Customers

    @initialize()
    def somebody_comes_first(self) -> None:
        self.run(self.world.arrive())

    @precondition(lambda self: len(self.world.customers) < MOST)
    @rule()
    def somebody_comes(self) -> None:
        self.run(self.world.arrive())

    @rule(number=someone, text=st.sampled_from(["jam buka?", "mau bicara dengan orang", "saya marah sekali"]))
    def says(self, number: int, text: str) -> None:
        self.run(self.world.say(self.who(number), text))
        self.run(self.world.settle())

    @rule(number=someone)
    def sends_the_same_again(self, number: int) -> None:
        customer = self.who(number)
        if customer.said:
            self.run(self.world.say(customer, "sama", customer.said[-1]))

    @rule(number=someone, first=st.sampled_from(["jam buka?", "mau bicara dengan orang"]))
    def says_something_just_before_a_crash(self, number: int, first: str) -> None:
        self.run(self.world.say(self.who(number), first))
        self.run(self.world.crash())
        self.run(self.world.settle())

    @rule(number=someone)
    def leaves_the_line(self, number: int) -> None:
        self.run(self.world.send(self.who(number), {"type": "leave"}))

    @rule(number=someone, score=st.integers(1, 5))
    def rates(self, number: int, score: int) -> None:
        for _ in range(2):
            self.run(self.world.send(self.who(number), {"type": "rating", "score": score}))

    # Agents

    @rule(agent=agents, state=st.sampled_from(["online", "away", "offline"]))
    def comes_or_goes(self, agent: str, state: str) -> None:
        assert self.run(self.world.desk(agent, "PUT", "/presence", {"state": state})).is_success

    @rule(agent=agents)
    def takes_next(self, agent: str) -> None:
        waiting = self._rows(ConversationRow, state=State.QUEUED)
        response = self.run(self.world.desk(agent, "POST", "/conversations/next"))
        assert response.status_code in {200, 204} | REFUSED, response.text
        if response.status_code == 200:
            _nobody_more_urgent_was_passed_over(response.json()["id"], waiting)

    @rule(agent=agents, number=someone)
    def claims(self, agent: str, number: int) -> None:
        self._desk(agent, number, "claim", None)

    @rule(agent=agents, number=someone, twice=st.booleans())
    def replies(self, agent: str, number: int, twice: bool) -> None:
        words = {"id": new_id(), "text": "Baik Kak."}
        for _ in range(1 + twice):
            self._desk(agent, number, "messages", words)

    @rule(agent=agents, number=someone)
    def transfers(self, agent: str, number: int) -> None:
        self._desk(agent, number, "transfer", {"unit": "finance"})

    @rule(agent=agents, number=someone)
    def releases(self, agent: str, number: int) -> None:
        self._desk(agent, number, "release", {})

    @rule(agent=agents, number=someone)
    def resolves(self, agent: str, number: int) -> None:
        self._desk(agent, number, "resolve", {"outcome": "answered"})

    # Trouble

    @rule()
    def the_service_crashes(self) -> None:
        self.run(self.world.crash())
        self.run(self.world.settle())

    @rule()
    def redis_comes_back_empty(self) -> None:
        self.world.flush()
        self.run(self.world.settle())

    @rule(failing=st.booleans())
    def the_bot_fails_or_recovers(self, failing: bool) -> None:
        self.world.bot.failing = failing

    @rule(minutes=st.sampled_from([1, 10, 120]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)
        self.run(self.world.settle())

    # What must hold

    @invariant()
    def every_message_is_there_once_and_in_order(self) -> None:
        messages = sorted(self._rows(MessageRow), key=lambda each: (each.conversation_id, each.seq))
        theirs = [each for each in messages if each.sender == Sender.CUSTOMER]
        for customer in self.world.customers:
            mine = [each.id for each in theirs if each.id in customer.said]
            assert mine == customer.said
        assert len({each.id for each in messages}) == len(messages)

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        numbers: dict[str, list[int]] = {}
        for message in self._rows(MessageRow):
            numbers.setdefault(message.conversation_id, []).append(message.seq)
        for row in self._rows(ConversationRow):
            assert sorted(numbers.get(row.id, [])) == list(range(1, row.last_seq + 1))

    @invariant()
    def one_speaks_at_a_time(self) -> None:
        open_ones = [each for each in self._rows(AssignmentRow) if each.ended_at is None]
        in_hands = {row.id: row.agent_id for row in self._rows(ConversationRow, state=State.AGENT)}
        assert {each.conversation_id: each.staff_id for each in open_ones} == in_hands
        assert len(open_ones) == len(in_hands)
        answered = {turn.id for turn in self._rows(TurnRow, state="answered")}
        assert {each.turn_id for each in self._rows(MessageRow, sender=Sender.BOT)} <= answered

    @invariant()
    def nobody_holds_more_than_they_can(self) -> None:
        held = Counter(row.agent_id for row in self._rows(ConversationRow, state=State.AGENT))
        assert max(held.values(), default=0) <= CAPACITY

    @invariant()
    def who_waits_is_in_line_and_nobody_else(self) -> None:
        self.run(self.world.settle())
        in_line = set(self.run(self.world.parts.line.first(0)))
        assert in_line == {row.id for row in self._rows(ConversationRow, state=State.QUEUED)}

    @invariant()
    def each_service_is_rated_at_most_once(self) -> None:
        resolved = {each.id for each in self._rows(AssignmentRow, ended_by="resolved")}
        ratings = Counter(each.assignment_id for each in self._rows(RatingRow))
        assert set(ratings) <= resolved
        thanks = Counter(each.conversation_id for each in self._rows(RatingRow) if each.score is not None)
        asked = Counter(each.conversation_id for each in self._rows(RatingRow))
        assert all(thanks[conversation] <= asked[conversation] for conversation in thanks)

    async def _nobody_was_let_down(self) -> None:
        """In the end every customer has seen everything of their conversation once, and none waits for the bot."""
        await self.world.settle()
        await self.world.hear_all()
        rows = await self.world.rows(ConversationRow)
        assert not [row.id for row in rows if row.state in BOT_LISTENS and row.asked_seq > row.answered_seq]
        for customer in self.world.customers:
            messages = await self.world.rows(MessageRow)
            theirs = {each.id for each in messages if each.conversation_id == customer.conversation}
            assert set(customer.shown) == theirs
            assert [each for each, times in Counter(customer.shown).items() if times > 1] == []

    def _desk(self, agent: str, number: int, what: str, body: Any) -> None:
        conversation = self.who(number).conversation
        response = self.run(self.world.desk(agent, "POST", f"/conversations/{conversation}/{what}", body))
        assert response.is_success or response.status_code in REFUSED, response.text

    def _rows(self, table: type[Any], **values: Any) -> list[Any]:
        found = self.run(self.world.rows(table))
        return [row for row in found if all(getattr(row, name) == value for name, value in values.items())]


def _nobody_more_urgent_was_passed_over(taken: str, waiting: list[ConversationRow]) -> None:
    row = next(each for each in waiting if each.id == taken)
    passed_over = [
        each.id
        for each in waiting
        if each.skill == row.skill and each.urgency >= row.urgency and each.queued_at < row.queued_at
    ]
    assert passed_over == []


def test_that_whatever_happens_in_whatever_order_nobody_is_let_down(
    migrated_file: Path, redis_server: RedisServer, tmp_path: Path
) -> None:
    LineMachine.template, LineMachine.server, LineMachine.folder = migrated_file, redis_server, tmp_path
    examples = int(os.environ.get("SAPA_MACHINE_EXAMPLES", "4"))
    run_state_machine_as_test(
        LineMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, derandomize=examples < 10,
            database=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


pytestmark = pytest.mark.timeout(3000)
