"""Takes the wish for another offer: which one, and what should be different."""

from __future__ import annotations

import re

from typing_extensions import override

from actions.form_model import CONFIRMED, NOTHING, Form, Message, Question, Reading, asking
from actions.form_relevance import says_text
from actions.lookup_request import Wanted
from actions.request_form import RequestForm, Saving
from actions.turn import Line
from actions.wording import format_day
from crm.contact_details import without_addresses
from crm.numbers import without_numbers
from crm.orders import OrderView
from crm.requests import Asked, ask_for_revision
from crm.service_tables import RequestKind
from crm.stages import STAGE_RULES, Stage
from crm.working_days import add_working_days

_LONGEST = 1000
# A first sentence that says what should change needs no question for it; "nego dong" does.
_SAYS_WHAT = re.compile(
    r"\d+\s*(?:%|persen|percent|juta|jt|ribu|rb|unit|buah|pcs)|\b(?:diskon|potongan|turun\w*|kurangi|tambah\w*|ganti|ubah"
    r"|termasuk|gratis|sertakan|tempo|dp|cicil\w*|include\w*|free|instalments?"
    r"|hapus|kemahalan|terlalu mahal|termin|discount|lower|reduce|cheaper|remove|replace|too expensive|add)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4


def _read_wish(message: Message) -> Reading:
    text = says_text(message)
    if _adds(message):
        return Reading({"wish": f"{message.draft.get('wish')}; {_clean(message.turn.text)}"[:_LONGEST]})
    if text is None and message.turn.intent == "negotiate_quotation" and not message.turn.is_button:
        said = without_addresses(without_numbers(message.turn.text)).strip(" ,")
        text = said if len(said.split()) >= _FEWEST_WORDS and _SAYS_WHAT.search(said) else None
    if text is None or message.turn.intent in {"affirm", "deny"}:
        return NOTHING
    return Reading({"wish": _clean(text)}) if _clean(text) else NOTHING


def _adds(message: Message) -> bool:
    """True for one more wish, said to the summary ("diskonnya 15% ya")."""
    turn = message.turn
    if turn.requested != CONFIRMED or turn.is_button or turn.text.rstrip().endswith("?"):
        return False
    says_what = len(turn.text.split()) > 2 and _SAYS_WHAT.search(turn.text) is not None
    return says_what and turn.text not in str(message.draft.get("wish"))


def _clean(text: str) -> str:
    return " ".join(without_addresses(without_numbers(text)).split()).strip(" ,")[:_LONGEST]


def _summarise(message: Message) -> Line:
    order = message.order
    number = order.quotations[-1].number if order and order.quotations else (order.number if order else "")
    return Line("utter_revision_summary", {"number": number, "wish": str(message.draft["wish"])})


FORM = Form(
    name="revision_form",
    intents=frozenset({"negotiate_quotation"}),
    questions=(
        Question("wish", _read_wish, asking("utter_revision_ask_wish"), free_text=True, any_matter=True, claims=_adds),
    ),
    summarise=_summarise,
    wanted=Wanted.REVISION,
)


class ValidateRevisionForm(RequestForm):
    """Writes the wish down and moves the order to negotiation."""

    form = FORM

    @override
    def refuse(self, order: OrderView) -> Line | None:
        if not order.quotations:
            return Line("utter_revision_too_early", {"number": order.number})
        open_stages = {Stage.QUOTATION_SENT, Stage.NEGOTIATING}
        return None if order.report.stage in open_stages else Line("utter_revision_too_late", {"number": order.number})

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message, found = saving.message, saving.order
        due = add_working_days(message.today, STAGE_RULES[Stage.NEGOTIATING].usual_days or 1)
        details = {"wish": str(message.draft["wish"])}
        asked = Asked(RequestKind.NEGOTIATION, due, message.turn.turn_id, details)
        await ask_for_revision(saving.session, saving.visitor, asked, found.grant)
        values = {"number": found.order.quotations[-1].number, "day": format_day(due, message.turn.language)}
        return (Line("utter_revision_saved", values),)
