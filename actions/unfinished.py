"""Offers a form that was left in the middle."""

from __future__ import annotations

from collections.abc import Mapping

from actions.turn import Choice, Line, Turn
from protocol.languages import Language

# What begins each form, and what it is called when it is offered again.
_FORMS: Mapping[str, tuple[str, str, str]] = {
    "order_lookup_form": ("check_order_status", "Cek pesanan", "Check my order"),
    "quotation_form": ("request_quotation", "Lanjut penawaran", "Go on: quotation"),
    "revision_form": ("negotiate_quotation", "Lanjut revisi", "Go on: revision"),
    "schedule_form": ("request_schedule", "Lanjut jadwal", "Go on: schedule"),
    "pickup_form": ("request_pickup", "Lanjut antar jemput", "Go on: pickup"),
    "complaint_form": ("report_complaint", "Lanjut keluhan", "Go on: complaint"),
    "opt_out_form": ("opt_out", "Lanjut stop pesan", "Go on: messages"),
    "feedback_form": ("give_feedback", "Lanjut masukan", "Go on: feedback"),
    "personal_data_form": ("delete_data", "Lanjut data pribadi", "Go on: my data"),
}


UNFINISHED = "unfinished"
"""The slot that names the form."""


def still_unfinished(turn: Turn, form: str | None = None) -> str | None:
    """The form that was left and is not this one."""
    left = turn.left or turn.slot(UNFINISHED)
    return left if left != form else None


def offer_unfinished(turn: Turn, finished: str | None = None) -> tuple[Line, ...]:
    """A line with a button for the form that was left, if there is one that is not just finished."""
    left = still_unfinished(turn, finished)
    if left is None or left not in _FORMS or turn.queued:
        return ()
    intent, indonesian, english = _FORMS[left]
    title = english if turn.language is Language.EN else indonesian
    return (Line("utter_offer_unfinished", {}, (Choice(title, f"/{intent}"), _not_now(turn.language))),)


def try_again(turn: Turn) -> tuple[Choice, ...]:
    """A button that begins the present form anew; what it knows already is kept."""
    if turn.form is None or turn.form not in _FORMS:
        return ()
    title = "Try again" if turn.language is Language.EN else "Coba lagi"
    return (Choice(title, f"/{_FORMS[turn.form][0]}"),)


def _not_now(language: Language) -> Choice:
    return Choice("Not now" if language is Language.EN else "Nanti saja", "/stop")
