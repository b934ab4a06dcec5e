"""All the forms, for what concerns them together."""

from __future__ import annotations

from actions import (
    complaint_questions,
    feedback_form,
    opt_out_form,
    personal_data_form,
    pickup_form,
    quotation_form,
    revision_form,
    schedule_form,
)
from actions.form_model import CONFIRMED, Form
from actions.lookup_request import ASK_NUMBER, ASK_PROOF
from actions.request_form import REMEMBERED

FORMS: tuple[Form, ...] = (
    quotation_form.FORM,
    revision_form.FORM,
    schedule_form.FORM,
    pickup_form.FORM,
    complaint_questions.FORM,
    feedback_form.FORM,
    opt_out_form.FORM,
    personal_data_form.FORM,
)
_QUESTIONS = {question.slot for form in FORMS for question in form.questions}
_OTHERS = {ASK_NUMBER, ASK_PROOF, CONFIRMED, "lookup", *complaint_questions.EXTRA_SLOTS}
DRAFT_SLOTS: tuple[str, ...] = tuple(sorted((_QUESTIONS - REMEMBERED) | _OTHERS))
"""What is forgotten when a customer stops."""
