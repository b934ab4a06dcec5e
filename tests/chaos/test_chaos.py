"""A small chaos run; `make chaos` and `make chaos-replicas` are the large ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.play import Plan, play
from tests.chaos.scene import OneMachine

pytestmark = pytest.mark.paths


@pytest.fixture
def scene(tmp_path: Path, trained_model: Path) -> Iterator[OneMachine]:
    running = OneMachine(tmp_path, trained_model, workers=1)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


async def test_that_nobody_is_let_down_when_bot_and_redis_are_killed(scene: OneMachine) -> None:
    scene.parts = ("bot", "redis")

    report = await play(scene, Plan(conversations=10, seconds=8, kills=2, things=2))

    assert report.killed == {"bot": 1, "redis": 1}
    assert report.verdict.sent > 20
    assert (report.verdict.lost, report.verdict.doubled, report.verdict.unanswered) == ((), (), ())
