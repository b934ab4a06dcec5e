from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from actions.escalations import find_skill
from actions.handoff import HandOff, choose_sentence, find_reason
from actions.resources import Resources
from actions.turn import Entity, Turn
from crm.database import create_engine
from crm.migrate import upgrade
from protocol.escalation import Escalation, EscalationReason

RESPONSES = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))["responses"]
EMOTIONS = ("neutral", "happy", "disappointed", "angry", "anxious")


@pytest.fixture
def opened(tmp_path: Path) -> Resources:
    return Resources(create_engine(f"sqlite:///{tmp_path / 'unused.db'}"), ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize("reason", EscalationReason)
@pytest.mark.parametrize("emotion", EMOTIONS)
@pytest.mark.parametrize(
    "intent", ["request_human", "request_quotation", "report_complaint", "delete_data", "faq/pricing"]
)
def test_that_there_is_a_sentence_for_every_reason_and_feeling(
    reason: EscalationReason, emotion: str, intent: str
) -> None:
    assert choose_sentence(Turn("c", intent=intent, emotion=emotion), reason) in RESPONSES


def test_that_the_policys_reason_wins_over_the_message() -> None:
    assert (
        find_reason(Turn("c", intent="faq/pricing", slots={"escalation_reason": "emotion"})) is EscalationReason.EMOTION
    )
    assert find_reason(Turn("c", intent="report_complaint")) is EscalationReason.COMPLAINT
    assert find_reason(Turn("c", intent="request_human")) is EscalationReason.ASKED


def test_that_the_unit_is_that_of_the_latest_matter() -> None:
    assert find_skill(Turn("c", intent="check_invoice")) == "finance"
    assert (
        find_skill(Turn("c", intent="request_human", earlier_intents=("thank", "check_calibration_status")))
        == "technician"
    )
    assert find_skill(Turn("c", intent="request_human")) is None


async def test_that_a_person_gets_reason_words_feeling_and_what_is_known(opened: Resources) -> None:
    turn = Turn(
        "c",
        "panggil orang!",
        "request_human",
        emotion="angry",
        said=("halo", "cek pesanan", "kok lama", "panggil orang!"),
        slots={"order_number": "ORD-2026-00105", "lookup": "order", "requested_slot": "contact_proof"},
        form="order_lookup_form",
    )

    answer = await HandOff().answer(turn, opened)

    assert answer.custom is not None
    assert Escalation.from_json(answer.custom["handoff"]) == Escalation(
        EscalationReason.ASKED,
        ("cek pesanan", "kok lama", "panggil orang!"),
        "angry",
        None,
        {"order_number": "ORD-2026-00105", "lookup": "order", "unfinished": "order_lookup_form"},
    )
    assert answer.end_form
    assert [line.response for line in answer.lines] == ["utter_handoff_angry"]


async def test_that_a_waiting_customer_is_not_handed_over_again(opened: Resources) -> None:
    answer = await HandOff().answer(Turn("c", intent="request_human", queued=True), opened)

    assert answer.custom is None
    assert [line.response for line in answer.lines] == ["utter_handoff_already_queued"]


async def test_that_a_complaint_which_goes_straight_to_a_person_has_its_number(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    upgrade(url)
    opened = Resources(create_engine(url), ZoneInfo("Asia/Jakarta"))
    slots = {"escalation_reason": "emotion"}
    turn = Turn("c", "KALIAN NIPU, ALAT SAYA HILANG", "report_complaint", emotion="angry", slots=slots, turn_id="t-1")

    answer = await HandOff().answer(turn, opened)
    again = await HandOff().answer(turn, opened)
    await opened.close()

    number = f"CMP-{datetime.now(ZoneInfo('Asia/Jakarta')).year}-00001"
    assert [line.response for line in answer.lines] == ["utter_handoff_angry", "utter_complaint_number"]
    assert answer.lines[1].values == {"complaint": number}
    assert answer.custom is not None
    assert answer.custom["handoff"]["slots"]["complaint_number"] == number
    assert again == answer


async def test_that_the_person_comes_even_when_the_complaint_cannot_be_written_down(opened: Resources) -> None:
    answer = await HandOff().answer(Turn("c", "alat saya hilang!", "report_complaint", emotion="angry"), opened)

    assert answer.custom is not None
    assert [line.response for line in answer.lines] == ["utter_handoff_angry"]


async def test_that_a_colleague_is_passed_to_the_unit_of_their_choice(opened: Resources) -> None:
    tapped = Turn("c", '/request_human{"unit": "hr"}', "request_human", (Entity("unit", "hr"),))

    answer = await HandOff().answer(tapped, opened)

    assert answer.custom is not None
    assert answer.custom["handoff"]["skill"] == "hr"
    assert [line.response for line in answer.lines] == ["utter_handoff_staff"]
