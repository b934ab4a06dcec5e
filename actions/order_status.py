"""Tells where an order stands."""

from __future__ import annotations

from actions.turn import Line
from actions.wording import format_day
from crm.orders import OrderView
from protocol.languages import Language


def tell_order_status(order: OrderView, language: Language) -> tuple[Line, ...]:
    """Stage, since when, what comes next and who acts; then the expected day, or an apology where it has passed."""
    report = order.report
    stage = Line(f"utter_stage_{report.stage}", {"number": order.number, "since": format_day(report.since, language)})
    if report.expected_on is None:
        return (stage,)
    response = "utter_stage_overdue" if report.overdue else "utter_stage_expected"
    return (stage, Line(response, {"day": format_day(report.expected_on, language), "number": order.number}))
