"""Tells where earlier complaints stand."""

from __future__ import annotations

from actions.turn import Line
from actions.wording import format_day
from crm.orders import OrderView
from protocol.languages import Language


def tell_complaints(order: OrderView, language: Language) -> tuple[Line, ...]:
    """The step that each complaint is at, and by when it is answered; or that there is none."""
    if not order.complaints:
        return (Line("utter_complaint_none", {"number": order.number}),)
    return tuple(
        Line(
            f"utter_complaint_{each.state}",
            {
                "complaint": each.number,
                "opened": format_day(each.opened_on, language),
                "due": format_day(each.answer_due_on, language),
            },
        )
        for each in order.complaints
    )
