"""Tells about the certificates of an order."""

from __future__ import annotations

from actions.order_status import tell_order_status
from actions.turn import Line
from actions.wording import format_day, join_words
from crm.orders import OrderView
from protocol.languages import Language


def tell_certificates(order: OrderView, language: Language) -> tuple[Line, ...]:
    """Numbers and the day they were sent; before that, what they wait for."""
    sent = [each for each in order.certificates if each.sent_on]
    if not sent:
        return (Line("utter_certificate_not_ready", {"number": order.number}), *tell_order_status(order, language))
    numbers = join_words([each.number for each in sent], language)
    day = max(each.sent_on for each in sent if each.sent_on)
    return (
        Line("utter_certificate_sent", {"number": order.number, "numbers": numbers, "day": format_day(day, language)}),
    )
