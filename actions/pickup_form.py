"""Takes the wish to have instruments collected, or brought back."""

from __future__ import annotations

import re

from typing_extensions import override

from actions.day_questions import day_in, day_question
from actions.form_model import NOTHING, Draft, Form, Message, Question, Reading, asking
from actions.form_relevance import says_text
from actions.lookup_request import Wanted
from actions.request_form import RequestForm, Saving
from actions.turn import Choice, Line
from actions.word_patterns import words
from actions.wording import format_day
from crm.orders import OrderView
from crm.requests import Asked, save_request
from crm.service_tables import RequestKind
from crm.stages import Stage
from crm.tables import Place
from crm.working_days import add_working_days
from protocol.languages import Language

COLLECT, RETURN, SELF = "collect", "return", "self"
_BEFORE_WORK = {Stage.AWAITING_PO, Stage.SURVEY, Stage.SCHEDULED}
_AFTER_WORK = {Stage.COMPLETED_BA, Stage.RETURNING, Stage.INVOICED}
_LONGEST_ADDRESS = 300
# "Kirim ke Jl. Sudirman 5 hari Jumat ya": the address without the words around it.
_AROUND = re.compile(
    r"^\W*(?:(?:tolong|mohon|please|bisa|minta|kirim\w*|antar\w*|jemput\w*|dikirim|diantar|dijemput|alamat\w*|send|bring"
    r"|deliver|collect|pick|up|it|them|aja|saja|ya|di|ke|from|to|at)\b[\s:,]*)+"
    r"|[\s,]*\b(?:(?:di |on )?hari \w+(?: depan)?|(?:tanggal|tgl) \d\S*(?: \w+)?|besok|lusa|on \w+day|tomorrow)?"
    r"(?: (?:ya|aja|kak|please))*\W*$",
    re.IGNORECASE,
)
_REGISTERED = words(
    "alamat\\w*_terdaftar yang_terdaftar alamat_kantor alamat_biasa registered same_address usual_address"
)
_SELF = words(
    "ambil_sendiri diambil_sendiri jemput_sendiri collect_it collect_them ourselves myself pick_it_up pick_them_up"
)


def _direction(order: OrderView) -> str | None:
    """To us before the work, back after it; None while there is nothing to carry."""
    if order.place is Place.ON_SITE:
        return None
    if order.report.stage in _BEFORE_WORK:
        return COLLECT
    return RETURN if order.report.stage in _AFTER_WORK else None


def _read_direction(message: Message) -> Reading:
    if message.order is None or message.draft.get("direction"):
        return NOTHING
    return Reading({"direction": _direction(message.order)})


def _read_address(message: Message) -> Reading:
    choice, text = message.turn.entity("choice"), says_text(message)
    if message.order and (choice == "registered" or (text and _REGISTERED.search(text))):
        return Reading({"address": message.order.address})
    if choice == SELF or (text and message.draft.get("direction") == RETURN and _SELF.search(text)):
        return Reading({"address": SELF})
    if not text or message.turn.intent in {"affirm", "deny"}:
        return NOTHING
    address = _AROUND.sub("", text).strip(" ,.;:")
    return Reading({"address": address[:_LONGEST_ADDRESS]}) if address else NOTHING


def _ask_address(message: Message) -> Line:
    direction, english = message.draft["direction"], message.turn.language is Language.EN
    choices = []
    if message.order and message.order.address:
        title = "Registered address" if english else "Alamat terdaftar"
        choices.append(Choice(title, '/provide_info{"choice": "registered"}'))
    if direction == RETURN:
        choices.append(Choice("We'll collect it" if english else "Diambil sendiri", '/provide_info{"choice": "self"}'))
    return Line(f"utter_pickup_ask_address_{direction}", {}, tuple(choices))


def _by_us(draft: Draft) -> bool:
    return draft.get("address") != SELF


_DAY = day_question("pickup_day", "utter_pickup_ask_day")


def _summarise(message: Message) -> Line:
    return Line(f"utter_pickup_summary_{_how(message)}", _values(message))


def _how(message: Message) -> str:
    return str(message.draft["direction"]) if _by_us(message.draft) else SELF


def _values(message: Message) -> dict[str, str]:
    return {
        "number": message.order.number if message.order else "",
        "address": str(message.draft["address"]),
        "day": format_day(day_in(message.draft["pickup_day"]), message.turn.language),
    }


FORM = Form(
    name="pickup_form",
    intents=frozenset({"request_pickup"}),
    questions=(
        Question("direction", _read_direction, asking("utter_form_please_confirm")),
        Question("address", _read_address, _ask_address, free_text=True),
        Question("pickup_day", _DAY.read, _DAY.ask, again="utter_schedule_ask_day_again"),
    ),
    summarise=_summarise,
    wanted=Wanted.PICKUP,
)


class ValidatePickupForm(RequestForm):
    """Writes the transport down for the administration, which confirms it."""

    form = FORM

    @override
    def refuse(self, order: OrderView) -> Line | None:
        if _direction(order):
            return None
        if order.place is Place.ON_SITE:
            return Line("utter_pickup_on_site", {"number": order.number})
        return Line("utter_pickup_not_now", {"number": order.number})

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message = saving.message
        due = add_working_days(message.today, 1)
        details = {key: message.draft[key] for key in ("direction", "address", "pickup_day")}
        asked = Asked(RequestKind.PICKUP, due, message.turn.turn_id, details)
        await save_request(saving.session, saving.visitor, asked, saving.order.grant)
        values = {**_values(message), "due": format_day(due, message.turn.language)}
        return (Line(f"utter_pickup_saved_{_how(message)}", values),)
