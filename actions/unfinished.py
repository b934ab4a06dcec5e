"""Offers a form that was left in the middle."""

from __future__ import annotations

from collections.abc import Mapping

from actions.turn import Answer, Choice, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from protocol.forms import FORM_INTENTS
from protocol.languages import Language

# What each form is called when it is offered again.
_TITLES: Mapping[str, tuple[str, str]] = {
    "order_lookup_form": ("Cek pesanan", "Check my order"),
    "quotation_form": ("Lanjut penawaran", "Go on: quotation"),
    "revision_form": ("Lanjut revisi", "Go on: revision"),
    "schedule_form": ("Lanjut jadwal", "Go on: schedule"),
    "pickup_form": ("Lanjut antar jemput", "Go on: pickup"),
    "complaint_form": ("Lanjut keluhan", "Go on: complaint"),
    "opt_out_form": ("Lanjut stop pesan", "Go on: messages"),
    "feedback_form": ("Lanjut masukan", "Go on: feedback"),
    "personal_data_form": ("Lanjut data pribadi", "Go on: my data"),
}


_SHORT = 60
"""Characters of a goodbye; what is longer tells more."""
UNFINISHED = "unfinished"
"""The slot that names the form."""


def still_unfinished(turn: Turn, form: str | None = None) -> str | None:
    """The form that was left and is not this one."""
    left = turn.left or turn.slot(UNFINISHED)
    return left if left != form else None


def offer_unfinished(turn: Turn, finished: str | None = None) -> tuple[Line, ...]:
    """A line with a button for the form that was left, if there is one that is not just finished."""
    left = still_unfinished(turn, finished)
    if left is None or left not in _TITLES or turn.queued:
        return ()
    indonesian, english = _TITLES[left]
    title = english if turn.language is Language.EN else indonesian
    return (Line("utter_offer_unfinished", {}, (Choice(title, f"/{FORM_INTENTS[left]}"), _not_now(turn.language))),)


def says_goodbye(turn: Turn) -> bool:
    """True for a customer who leaves while a form's question is open; a story may hold such words."""
    return turn.intent == "goodbye" and turn.requested is not None and not turn.resumed and len(turn.text) <= _SHORT


def part(turn: Turn) -> Answer:
    """Says goodbye without another question; the form is offered when the customer is back."""
    return Answer((Line("utter_goodbye"),), {UNFINISHED: turn.form, REQUESTED_SLOT: None}, end_form=True)


def try_again(turn: Turn) -> tuple[Choice, ...]:
    """A button that begins the present form anew; what it knows already is kept."""
    if turn.form is None or turn.form not in FORM_INTENTS:
        return ()
    title = "Try again" if turn.language is Language.EN else "Coba lagi"
    return (Choice(title, f"/{FORM_INTENTS[turn.form]}"),)


def _not_now(language: Language) -> Choice:
    return Choice("Not now" if language is Language.EN else "Nanti saja", "/stop")
