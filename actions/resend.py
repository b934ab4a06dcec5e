"""Notes that a document is to be sent again."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from actions.identification import Found
from actions.lookup_request import Wanted
from actions.turn import Line, Turn
from actions.word_patterns import words
from actions.wording import format_day, join_words
from crm.identity import Visitor
from crm.orders import OrderView
from crm.requests import Asked, save_request
from crm.service_tables import RequestKind
from crm.working_days import add_working_days

CHOICE = "resend"
"""What the button says; see `utter_certificate_sent` in domain.yml."""
ANSWER_WORKING_DAYS = 1
_AGAIN = words(
    "kirim\\w*_ulang dikirim\\w*_ulang kirim\\w*_lagi kirimin_lagi minta_lagi belum_terima belum_masuk belum_dapat",
    "gak_masuk hilang resend re-send send_\\w+_again send_again another_copy lost",
    "haven'?t_received not_received didn'?t_receive",
)


def wants_it_again(turn: Turn) -> bool:
    """True when the customer asks for a document that has been sent."""
    if turn.is_button:
        return turn.entity("choice") == CHOICE
    return not turn.resumed and _AGAIN.search(turn.text) is not None


def documents_sent(order: OrderView, wanted: Wanted) -> tuple[str, ...]:
    """The numbers of the certificates or invoices that have gone out."""
    if wanted is Wanted.CERTIFICATE:
        return tuple(each.number for each in order.certificates if each.sent_on)
    return tuple(each.number for each in order.invoices) if wanted is Wanted.INVOICE else ()


async def ask_for_resend(
    session: AsyncSession, visitor: Visitor, found: Found, wanted: Wanted, turn: Turn, today: date
) -> tuple[Line, ...]:
    """Writes the wish down and says by when; nothing where nothing has been sent yet."""
    numbers = documents_sent(found.order, wanted)
    if not numbers:
        return ()
    due = add_working_days(today, ANSWER_WORKING_DAYS)
    asked = Asked(RequestKind.RESEND, due, turn.turn_id, {"documents": list(numbers)})
    await save_request(session, visitor, asked, found.grant)
    values = {"document": join_words(numbers, turn.language), "day": format_day(due, turn.language)}
    return (Line("utter_resend_saved", values),)
