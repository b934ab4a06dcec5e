"""Shows customers what is kept of them, or erases it: identity proved, asked twice, and what the law keeps is named."""

from __future__ import annotations

from typing_extensions import override

from actions.form_model import NOTHING, Form, Message, Question, Reading, asking
from actions.lookup_request import Wanted
from actions.request_form import RequestForm, Saving
from actions.turn import Line
from actions.word_patterns import words
from actions.wording import format_day
from crm.personal_data import erase_personal_data, read_personal_data
from crm.requests import Asked, save_request
from crm.service_tables import RequestKind
from crm.working_days import add_working_days

COPY, ERASE = "copy", "erase"
# The law gives three times 24 hours for either (UU PDP, articles 32 and 43), which one working day keeps, save over the
# longest holidays.
ANSWER_WORKING_DAYS = 1
_ERASE = words("hapus\\w* dihapus musnah\\w* delete erase remove forget")
_COPY = words(
    "lihat salinan ekspor unduh tampilkan tunjukkan data_apa apa_saja apa_aja disimpan akses",
    "copy export download show see access",
)


def _read_wish(message: Message) -> Reading:
    text = message.turn.entity("choice") or message.turn.text
    wishes = [wish for wish, pattern in ((ERASE, _ERASE), (COPY, _COPY)) if pattern.search(text)]
    if len(wishes) != 1 or wishes[0] == message.draft.get("data_wish"):
        return NOTHING
    return Reading({"data_wish": wishes[0]})


def _summarise(message: Message) -> Line:
    return Line(f"utter_personal_data_confirm_{message.draft['data_wish']}")


FORM = Form(
    name="personal_data_form",
    intents=frozenset({"delete_data"}),
    questions=(Question("data_wish", _read_wish, asking("utter_personal_data_ask")),),
    summarise=_summarise,
    wanted=Wanted.PERSONAL_DATA,
    only_plain_yes=True,
)


class ValidatePersonalDataForm(RequestForm):
    """Shows or erases what is kept of the person whom the conversation was proved to be."""

    form = FORM

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message, grant = saving.message, saving.order.grant
        due = add_working_days(message.today, ANSWER_WORKING_DAYS)
        day = format_day(due, message.turn.language)
        if message.draft["data_wish"] == COPY:
            asked = Asked(RequestKind.DATA_COPY, due, message.turn.turn_id)
            await save_request(saving.session, saving.visitor, asked, grant)
            data = await read_personal_data(saving.session, grant.contact_id)
            values = {name: str(value) for name, value in vars(data).items()}
            return (Line("utter_personal_data_shown", values), Line("utter_personal_data_copy_follows", {"day": day}))
        await erase_personal_data(saving.session, grant.contact_id)
        # Written after the erasure, which empties earlier requests; open, because conversations and files follow.
        asked = Asked(RequestKind.DATA_ERASURE, due, message.turn.turn_id)
        await save_request(saving.session, saving.visitor, asked, grant)
        return (Line("utter_personal_data_erased", {"day": day}),)

    @override
    def forgotten(self, saving: Saving) -> tuple[str, ...]:
        """After an erasure the conversation itself must not remember the person either."""
        erased = saving.message.draft["data_wish"] == ERASE
        return ("person_name", "company_name", "order_number", "email") if erased else ()
