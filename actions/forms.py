"""All the forms, for what concerns them together."""

from __future__ import annotations

from actions import quotation_form
from actions.form_engine import CONFIRMED, Form
from actions.lookup_request import ASK_NUMBER, ASK_PROOF
from actions.request_form import REMEMBERED

FORMS: tuple[Form, ...] = (quotation_form.FORM,)
DRAFT_SLOTS: tuple[str, ...] = tuple(
    sorted(
        {question.slot for form in FORMS for question in form.questions} - REMEMBERED
        | {ASK_NUMBER, ASK_PROOF, CONFIRMED, "lookup"}
    )
)
"""What is forgotten when a customer stops."""
