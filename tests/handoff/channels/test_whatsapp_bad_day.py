from __future__ import annotations

from datetime import timedelta

from tests.doubles.graph_api.bad_day import Outcome, bad_mischief, run_bad_day
from tests.handoff.channels.conftest import NewWorld
from tests.handoff.channels.whatsapp_world import World
from tests.support.waiting import until


async def test_that_through_a_bad_day_nothing_is_lost_doubled_or_reordered(new_world: NewWorld) -> None:
    world = await new_world(bad_mischief(), workers=2)

    assert await run_bad_day(world, 50) == Outcome(sent=50, seen=50, lost=0, doubled=0, reordered=0)


async def test_that_bubbles_that_came_in_another_order_are_answered_as_they_were_written(new_world: NewWorld) -> None:
    world: World = await new_world(quiet_ms=400)
    phone = world.double.phone()
    # WhatsApp's times are whole seconds: from one reading of the clock they stay apart.
    now = world.clock()

    for text, ago in (("ketiga", 1), ("pertama", 3), ("kedua", 2)):
        phone.say(text, now - timedelta(seconds=ago))
        await world.settle()
    await until(lambda: len(world.bot.texts) == 1)

    assert world.bot.texts == ["pertama\nkedua\nketiga"]
