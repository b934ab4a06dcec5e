from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.agent_queue.routing import OnDuty, Waiting, can_serve, choose_agent, match
from tests.support.hand_clock import MORNING

BOTH = frozenset({"id", "en"})
RINA = OnDuty("rina", BOTH, idle_since=MORNING)
BAGUS = OnDuty("bagus", BOTH, idle_since=MORNING - timedelta(minutes=5))
BUDI = Waiting("budi", "id")


@pytest.mark.parametrize(
    ("languages", "unit", "language", "skill", "serves"),
    [
        (BOTH, None, "en", None, True),
        ({"id"}, None, "en", None, False),
        (BOTH, None, "id", "finance", True),
        (BOTH, "finance", "id", "finance", True),
        (BOTH, "technician", "id", "finance", False),
        (BOTH, "technician", "id", None, True),
    ],
)
def test_that_language_and_skill_decide_who_can_serve(
    languages: set[str], unit: str | None, language: str, skill: str | None, serves: bool
) -> None:
    assert can_serve(languages, unit, language, skill) is serves


def chosen(waiting: Waiting, *agents: OnDuty) -> str | None:
    agent = choose_agent(waiting, agents)
    return agent.id if agent else None


def test_that_the_one_idle_longest_is_asked_first() -> None:
    assert chosen(BUDI, RINA, BAGUS) == "bagus"
    assert chosen(BUDI, RINA, replace(BAGUS, idle_since=None)) == "bagus", "who has had nobody yet was idle longest"
    assert chosen(BUDI, RINA, replace(BAGUS, held=1)) == "rina", "who holds nobody is idler than who holds somebody"


def test_that_who_served_the_customer_before_is_asked_first_while_they_have_room() -> None:
    known = replace(BUDI, last_agent="rina")

    assert chosen(known, RINA, BAGUS) == "rina"
    assert chosen(known, replace(RINA, free=0), BAGUS) == "bagus"
    assert chosen(known, BAGUS) == "bagus"


def test_that_who_knows_the_matter_is_asked_before_who_can_do_it_too() -> None:
    dewi = replace(RINA, id="dewi", unit="finance", held=2)

    assert chosen(replace(BUDI, skill="finance"), BAGUS, dewi) == "dewi"
    assert chosen(BUDI, BAGUS, dewi) == "bagus"


def test_that_who_has_just_passed_is_not_asked_again() -> None:
    assert chosen(replace(BUDI, asked=frozenset({"bagus"})), RINA, BAGUS) == "rina"
    assert chosen(replace(BUDI, asked=frozenset({"bagus", "rina"})), RINA, BAGUS) is None


LINES = st.lists(st.tuples(st.sampled_from(["id", "en"]), st.sampled_from([None, "finance", "it"])), max_size=6)
AGENTS = st.lists(
    st.tuples(st.sampled_from([{"id"}, {"en"}, BOTH]), st.sampled_from([None, "finance"]), st.integers(0, 2)),
    max_size=4,
)


@settings(max_examples=60)
@given(LINES, AGENTS)
def test_that_nobody_is_passed_over_for_somebody_behind_of_the_same_skill(
    line: list[tuple[str, str | None]], agents: list[tuple[set[str], str | None, int]]
) -> None:
    waiting = [Waiting(str(place), language, skill) for place, (language, skill) in enumerate(line)]
    on_duty = [
        OnDuty(f"a{number}", frozenset(languages), unit, free) for number, (languages, unit, free) in enumerate(agents)
    ]

    offers = match(waiting, on_duty)

    assert len({agent for _, agent in offers}) == len(offers)
    offered = {conversation for conversation, _ in offers}
    for place, behind in enumerate(waiting):
        for before in waiting[:place]:
            if (before.language, before.skill) == (behind.language, behind.skill):
                assert before.id in offered or behind.id not in offered
