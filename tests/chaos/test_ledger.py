"""The verdict of a chaos run: it must see every way in which somebody can be let down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.chaos.ledger import Answered, Desk, Experience, Record, Stored, judge

CUSTOMER = Experience(["a", "b"], ["a", "r1", "b", "r2"], {"c"})
RECORD = Record(
    [Stored("c", 1, "a", "customer"), Stored("c", 2, "r1", "bot"), Stored("c", 3, "b", "customer"),
     Stored("c", 4, "r2", "agent")],
    [Answered("c", 1, 1)],
    handled=["t1"],
)  # fmt: skip
DESK = Desk(["r2"], {"c": ["a", "r1", "b", "r2"]})


def test_that_a_run_without_trouble_is_clean() -> None:
    verdict = judge([CUSTOMER], RECORD, DESK)

    assert verdict.is_clean
    assert verdict.line() == "sent 3, seen 3, lost 0, doubled 0, unanswered 0"


@pytest.mark.parametrize(
    ("experience", "record", "desk", "figures"),
    [
        (replace(CUSTOMER, said=["a", "b", "x"]), RECORD, DESK, (1, 0, 0)),
        (replace(CUSTOMER, shown=["a", "r1", "b"]), RECORD, DESK, (1, 0, 0)),
        (replace(CUSTOMER, said=["b", "a"]), RECORD, DESK, (1, 0, 0)),
        (CUSTOMER, RECORD, replace(DESK, said=["r2", "x"]), (1, 0, 0)),
        (CUSTOMER, RECORD, replace(DESK, shown={"c": ["a", "r1", "b"]}), (1, 0, 0)),
        (replace(CUSTOMER, shown=[*CUSTOMER.shown, "r2"]), RECORD, DESK, (0, 1, 0)),
        (CUSTOMER, replace(RECORD, messages=[*RECORD.messages, Stored("d", 1, "r1", "bot")]), DESK, (0, 1, 0)),
        (CUSTOMER, replace(RECORD, handled=["t1", "t1"]), DESK, (0, 1, 0)),
        (CUSTOMER, replace(RECORD, turns=[Answered("c", 1, 3), Answered("c", 3, 3)]), DESK, (0, 1, 0)),
        (CUSTOMER, replace(RECORD, pending=["c"]), DESK, (0, 0, 1)),
        (replace(CUSTOMER, said=["a", "b"]), replace(RECORD, messages=RECORD.messages[:3]), Desk(), (0, 0, 1)),
    ],
)  # fmt: skip
def test_that_every_failing_is_seen(
    experience: Experience, record: Record, desk: Desk, figures: tuple[int, int, int]
) -> None:
    verdict = judge([experience], record, desk)

    assert (len(verdict.lost), len(verdict.doubled), len(verdict.unanswered)) == figures
    assert not verdict.is_clean
