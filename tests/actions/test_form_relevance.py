from __future__ import annotations

from datetime import date

import pytest

from actions.complaint_form import FORM as COMPLAINT
from actions.feedback_form import FORM as FEEDBACK
from actions.form_engine import read
from actions.form_model import CONFIRMED, Form, Message
from actions.form_relevance import is_aside, says_no, says_yes
from actions.quotation_form import FORM as QUOTATION
from actions.revision_form import FORM as REVISION
from actions.turn import Turn

TODAY = date(2026, 11, 24)


def message(text: str, intent: str, requested: str | None, **draft: object) -> Message:
    return Message(Turn("c", text, intent, form="f", requested=requested), draft, TODAY)


# What the trained classifier makes of answers that it sees without their question.
@pytest.mark.parametrize(
    ("form", "requested", "text", "intent", "slot"),
    [
        (QUOTATION, "service", "kalibrasi", "faq/what_is_calibration", "service"),
        (QUOTATION, "service", "tera ulang", "faq/calibration_vs_tera", "service"),
        (QUOTATION, "place", "di lab aja", "faq/accreditation", "place"),
        (QUOTATION, "place", "di lokasi", "faq/onsite_service", "place"),
        (QUOTATION, "person_name", "Budi", "out_of_scope", "person_name"),
        (QUOTATION, "company_name", "PT Maju Jaya", "nlu_fallback", "company_name"),
        (QUOTATION, "city", "Bekasi", "faq/coverage_area", "city"),
        (REVISION, "wish", "minta diskon 10% karena banyak", "faq/discount", "wish"),
        (COMPLAINT, "complaint", "sertifikat saya belum dikirim", "check_certificate", "complaint"),
        (COMPLAINT, "complaint", "masih belum beres juga", "not_resolved", "complaint"),
        (FEEDBACK, "opinion", "tolong parkirannya diperluas", "help", "opinion"),
        (QUOTATION, "company_name", "Contoso Ltd", "affirm", "company_name"),
        (COMPLAINT, "complaint_order", "lupa nomor pesanannya", "check_order_status", "complaint_order"),
    ],
)
def test_that_the_open_question_takes_its_answer_whatever_the_classifier_thinks(
    form: Form, requested: str, text: str, intent: str, slot: str
) -> None:
    said = message(text, intent, requested, items=[{"kind": "oven", "quantity": 1}])

    assert read(form, said).values[slot]


@pytest.mark.parametrize(
    ("form", "requested", "text", "intent"),
    [
        (QUOTATION, "company_name", "kantornya di mana?", "faq/location"),
        (QUOTATION, "city", "berapa biaya kalibrasi timbangan", "faq/pricing"),
        (QUOTATION, "service", "apa itu tera ulang?", "faq/calibration_vs_tera"),
        (QUOTATION, "email", "status pesanan saya gimana", "check_order_status"),
        (QUOTATION, "items", "udah ah", "stop"),
        (QUOTATION, "items", "halo", "greet"),
        (FEEDBACK, "opinion", "menu", "help"),
        (FEEDBACK, "opinion", "kamu bisa bantu apa aja?", "help"),
        (COMPLAINT, "complaint", "jam bukanya sampai kapan?", "faq/opening_hours"),
        (COMPLAINT, "complaint", "panggilkan orang", "request_human"),
        (QUOTATION, CONFIRMED, "berapa lama prosesnya?", "faq/turnaround_time"),
    ],
)
def test_that_a_question_or_another_wish_is_left_to_the_other_rules(
    form: Form, requested: str, text: str, intent: str
) -> None:
    said = message(text, intent, requested)

    assert not read(form, said)
    assert is_aside(form, said)


@pytest.mark.parametrize(
    ("text", "intent", "yes", "no"),
    [
        ("ya kirim", "affirm", True, False),
        ("sudah betul, tidak ada lagi", "affirm", True, False),
        ("oke", "nlu_fallback", True, False),
        ("ya tapi salah alamatnya", "affirm", True, True),
        ("ada yang salah", "report_complaint", False, True),
        ("bukan", "deny", False, True),
        ("belum", "provide_info", False, True),
        ("kenapa tidak bisa?", "faq/pricing", False, False),
        ("/affirm", "affirm", True, False),
        ("/deny", "deny", False, True),
    ],
)
def test_that_yes_and_no_are_told_apart(text: str, intent: str, yes: bool, no: bool) -> None:
    turn = Turn("c", text, intent, requested=CONFIRMED)

    assert (says_yes(turn), says_no(turn)) == (yes, no)


@pytest.mark.parametrize(
    ("requested", "text", "values"),
    [
        ("company_name", "PT Kalibrasi Lab Nusantara", {"company_name": "PT Kalibrasi Lab Nusantara"}),
        ("company_name", "Laboratorium Prodia", {"company_name": "Laboratorium Prodia"}),
        ("person_name", "Budi, budi@maju.example", {"person_name": "Budi", "email": "budi@maju.example"}),
        ("person_name", "nama saya Budi Santoso", {"person_name": "Budi Santoso"}),
        ("person_name", "my name is John Smith.", {"person_name": "John Smith"}),
        ("person_name", "budi@maju.example", {"email": "budi@maju.example"}),
        ("person_name", "di lab aja eh", {"place": "laboratory"}),
        ("person_name", "iya", {}),
        ("person_name", "gak ada", {}),
    ],
)
def test_that_a_name_is_a_name_and_nothing_else_is_one(requested: str, text: str, values: dict[str, str]) -> None:
    known = {
        "items": [{"kind": "oven", "quantity": 1, "display": "digital"}],
        "quantities_known": True,
        "display": "known",
    }
    said = message(text, "provide_info", requested, **known)

    assert read(QUOTATION, said).values == values


def test_that_a_correction_is_no_name() -> None:
    known = {"items": [{"kind": "pressure gauges", "quantity": 3}], "quantities_known": True}
    said = message("actually make it 4 pressure gauges", "nlu_fallback", "person_name", **known)

    values = read(QUOTATION, said).values

    assert "person_name" not in values
    assert values["items"][0]["quantity"] == 4
