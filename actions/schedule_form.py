"""Takes the wish for a date: survey or calibration, a new one, another one, or the one that stands confirmed."""

from __future__ import annotations

from typing_extensions import override

from actions.day_questions import day_choice, day_in, day_question
from actions.form_model import CONFIRMED, NOTHING, Form, Message, Question, Reading, asking
from actions.lookup_request import Wanted
from actions.request_form import RequestForm, Saving
from actions.turn import Choice, Line
from actions.word_patterns import words
from actions.wording import format_day
from crm.orders import OrderView
from crm.requests import Asked, save_request
from crm.service_tables import RequestKind
from crm.stages import Stage
from crm.working_days import add_working_days
from protocol.languages import Language

_SURVEY = words("surve[iy]\\w*")
_KEEP = words("tetap sesuai_jadwal seperti_semula konfirm\\w* keep as_planned stays? confirm\\w*")
# Said to the summary; "konfirmasi" there may mean the date that was just named.
_KEEP_AFTER_ALL = words("tetap seperti_semula keep stays")
_TOO_EARLY = {Stage.INQUIRY, Stage.QUOTATION_SENT, Stage.NEGOTIATING}
_OPEN = {Stage.AWAITING_PO, Stage.SURVEY, Stage.SCHEDULED}
_VISITS = {
    Language.ID: {"survey": "survei", "calibration": "kalibrasi"},
    Language.EN: {"survey": "survey", "calibration": "calibration"},
}


def _read_visit(message: Message) -> Reading:
    """Survey where it is said or where the order stands; else calibration."""
    known = message.draft.get("visit")
    if _SURVEY.search(message.turn.text):
        return Reading({"visit": "survey"}) if known != "survey" else NOTHING
    if known or message.order is None:
        return NOTHING
    return Reading({"visit": "survey" if message.order.report.stage is Stage.SURVEY else "calibration"})


def _read_kept_day(message: Message) -> Reading:
    """The date that stands, when the customer says that it is to stay."""
    standing = _standing_day(message)
    if standing is None or not (message.asked or _keeps_after_all(message)):
        return NOTHING
    keeps = message.turn.entity("choice") == "keep" or not message.asked or _KEEP.search(message.turn.text)
    return Reading({"day": standing}) if keeps else NOTHING


def _keeps_after_all(message: Message) -> bool:
    """True for "gak jadi deh, tetap aja": said to the summary it keeps the date, and does not leave the form."""
    return message.turn.requested == CONFIRMED and _KEEP_AFTER_ALL.search(message.turn.text) is not None


def _standing_day(message: Message) -> str | None:
    order = message.order
    if order is None or order.report.stage is not Stage.SCHEDULED or order.report.expected_on is None:
        return None
    return order.report.expected_on.isoformat()


def _keep_choice(message: Message) -> tuple[Choice, ...]:
    standing = _standing_day(message)
    if standing is None:
        return ()
    day = day_choice(day_in(standing), message.turn.language)
    title = f"Keep {day.title}" if message.turn.language is Language.EN else f"Tetap {day.title}"
    return (Choice(title, '/provide_info{"choice": "keep"}'),)


_DAY = day_question("day", "utter_schedule_ask_day", first=_keep_choice)


def _read_day(message: Message) -> Reading:
    return _read_kept_day(message) or _DAY.read(message)


def _summarise(message: Message) -> Line:
    language = message.turn.language
    response = "utter_schedule_summary_keep" if _is_kept(message) else "utter_schedule_summary"
    return Line(response, _values(message, language))


def _is_kept(message: Message) -> bool:
    return str(message.draft["day"]) == _standing_day(message)


def _values(message: Message, language: Language) -> dict[str, str]:
    return {
        "number": message.order.number if message.order else "",
        "visit": _VISITS[language][str(message.draft["visit"])],
        "day": format_day(day_in(message.draft["day"]), language),
    }


FORM = Form(
    name="schedule_form",
    intents=frozenset({"request_schedule"}),
    questions=(
        Question("visit", _read_visit, asking("utter_schedule_ask_visit")),
        Question(
            "day",
            _read_day,
            _DAY.ask,
            claims=lambda message: not message.turn.is_button and _keeps_after_all(message),
            again="utter_schedule_ask_day_again",
        ),
    ),
    summarise=_summarise,
    wanted=Wanted.SCHEDULE,
)


class ValidateScheduleForm(RequestForm):
    """Writes the date down for the planners, who confirm it."""

    form = FORM

    @override
    def refuse(self, order: OrderView) -> Line | None:
        if order.report.stage in _OPEN:
            return None
        when = "early" if order.report.stage in _TOO_EARLY else "late"
        return Line(f"utter_schedule_too_{when}", {"number": order.number})

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message = saving.message
        language, kept = message.turn.language, _is_kept(message)
        due = add_working_days(message.today, 1)
        details = {"visit": message.draft["visit"], "day": message.draft["day"], "kept": kept}
        asked = Asked(RequestKind.SCHEDULE, due, message.turn.turn_id, details)
        await save_request(saving.session, saving.visitor, asked, saving.order.grant)
        values = {**_values(message, language), "due": format_day(due, language)}
        return (Line("utter_schedule_kept" if kept else "utter_schedule_saved", values),)
