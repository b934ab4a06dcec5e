"""The bot's forms, and which intent begins each: the bot offers them again, and so does the service after a person."""

from __future__ import annotations

from collections.abc import Mapping

FORM_INTENTS: Mapping[str, str] = {
    "order_lookup_form": "check_order_status",
    "quotation_form": "request_quotation",
    "revision_form": "negotiate_quotation",
    "schedule_form": "request_schedule",
    "pickup_form": "request_pickup",
    "complaint_form": "report_complaint",
    "opt_out_form": "opt_out",
    "feedback_form": "give_feedback",
    "personal_data_form": "delete_data",
}
