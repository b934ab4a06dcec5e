"""A small chaos run; `make chaos` and `make chaos-replicas` are the large ones."""

from __future__ import annotations

import pytest

from tests.chaos.play import Plan, play
from tests.chaos.scene import OneMachine
from tests.paths.product import Product

pytestmark = pytest.mark.paths


async def test_that_nobody_is_let_down_when_bot_and_redis_are_killed(product: Product) -> None:
    product.wait_until_ready()
    scene = OneMachine(product)
    scene.parts = ("bot", "redis")

    report = await play(scene, Plan(conversations=10, seconds=8, kills=2, things=2))

    assert report.killed == {"bot": 1, "redis": 1}
    assert report.verdict.sent > 20
    assert (report.verdict.lost, report.verdict.doubled, report.verdict.unanswered) == ((), (), ())
