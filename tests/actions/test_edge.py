from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from structlog.testing import capture_logs

from actions.edge import SapaAction
from actions.resources import Resources, set_resources
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import read_turn
from crm.database import create_engine
from protocol.languages import Language


class Broken(SapaAction):
    action_name = "test_broken"

    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        raise ConnectionRefusedError("the database is gone")


class Slow(SapaAction):
    action_name = "test_slow"
    limit_seconds = 0.05

    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        await asyncio.sleep(30)
        return Answer((Line("utter_never"),))


@pytest.fixture(autouse=True)
def opened(tmp_path: Path) -> Iterator[None]:
    set_resources(Resources(create_engine(f"sqlite:///{tmp_path / 'unused.db'}"), ZoneInfo("Asia/Jakarta")))
    yield
    set_resources(None)


def tracker(events: list[dict[str, Any]] | None = None, form: str | None = None, **message: Any) -> Tracker:
    slots = {"language": "en", "emotion": None, "document_number": "ORD-2026-00105"}
    return Tracker("c-1", slots, message, events or [], False, None, {"name": form} if form else {}, "action_listen")


@pytest.mark.parametrize("action", [Broken(), Slow()])
async def test_that_a_failing_or_slow_action_answers_clearly_and_forgets_nothing(
    action: SapaAction,
) -> None:
    dispatcher = CollectingDispatcher()

    events = await action.run(dispatcher, tracker(form="order_lookup_form"), {})

    assert [message["response"] for message in dispatcher.messages] == ["utter_action_failed"]
    changed = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert changed == {"unfinished": "order_lookup_form", "requested_slot": None}
    assert events[-1] == {"event": "active_loop", "timestamp": None, "name": None}


async def test_that_an_action_before_the_database_is_open_fails_as_clearly() -> None:
    set_resources(None)
    dispatcher = CollectingDispatcher()

    await Broken().run(dispatcher, tracker(), {})

    assert dispatcher.messages[0]["response"] == "utter_action_failed"


async def test_that_a_failure_is_logged_by_name_and_place_without_what_the_customer_wrote() -> None:
    with capture_logs() as logged:
        await Broken().run(CollectingDispatcher(), tracker([user("telepon saya 0811-SECRET")], text="0811-SECRET"), {})

    (line,) = logged
    assert (line["event"], line["error"]) == ("action.failed", "ConnectionRefusedError")
    assert "in answer" in line["where"]
    assert "SECRET" not in str(line)
    assert "exc_info" not in line, "whose values a console would print"


def user(text: str, intent: str = "greet") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


def test_that_a_turn_holds_what_the_customer_did_and_said() -> None:
    turn = read_turn(
        tracker(
            [user("halo"), user("/help", "help"), user("jam buka", "faq")],
            text="jam buka",
            intent={"name": "faq", "full_retrieval_intent_name": "faq/opening_hours"},
            entities=[{"entity": "city", "value": "Cilegon"}],
            emotion={"label": "anxious"},
            metadata={"turn": "t-1", "channel": "whatsapp", "phone": "+628110000101", "queued": True},
        )
    )

    assert (turn.intent, turn.entity("city"), turn.emotion) == ("faq/opening_hours", "Cilegon", "anxious")
    assert (turn.turn_id, turn.channel, turn.phone, turn.queued) == ("t-1", "whatsapp", "+628110000101", True)
    assert turn.said == ("halo", "jam buka")
    assert turn.earlier_intents == ("help", "greet")
    assert turn.language is Language.EN


def test_that_a_message_with_no_metadata_is_read_all_the_same() -> None:
    turn = read_turn(tracker(text="hi", intent={"name": None}, entities=None))

    assert (turn.intent, turn.phone, turn.queued) == ("", None, False)


FORM = "order_lookup_form"
RUN = {"event": "action", "name": FORM}
ASKED = {"event": "action", "name": "action_listen"}


@pytest.mark.parametrize(
    ("since", "resumed"),
    [
        ([RUN], False),
        ([{"event": "action", "name": "action_extract_slots"}, RUN], False),
        ([{"event": "action", "name": "utter_faq"}, RUN], True),
        ([{"event": "action", "name": "action_take_info"}, {"event": "active_loop", "name": FORM}, RUN], False),
    ],
)
def test_that_a_form_knows_whether_the_message_was_meant_for_it(since: list[dict[str, Any]], resumed: bool) -> None:
    turn = read_turn(tracker([ASKED, user("jam buka"), *since], form=FORM, text="jam buka", intent={"name": "faq"}))

    assert turn.resumed is resumed
