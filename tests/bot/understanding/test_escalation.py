from __future__ import annotations

import pytest

from bot.understanding.escalation import EscalationSettings, Heard, Mood, hear
from protocol.escalation import EscalationReason

SETTINGS = EscalationSettings()


def said(*messages: Heard, mood: Mood | None = None) -> tuple[Mood, list[EscalationReason | None]]:
    mood, reasons = mood or Mood(), []
    for message in messages:
        decision = hear(mood, message, SETTINGS)
        mood = decision.mood
        reasons.append(decision.reason)
    return mood, reasons


def feeling(emotion: str, intent: str = "check_order_status", sureness: float = 0.9, **more: object) -> Heard:
    return Heard(intent=intent, emotion=emotion, emotion_confidence=sureness, **more)  # type: ignore[arg-type]


def test_that_a_wish_for_a_person_is_granted_at_once():
    assert said(Heard(intent="request_human"))[1] == [EscalationReason.ASKED]


def test_that_clear_anger_goes_to_a_person():
    assert said(feeling("angry"))[1] == [EscalationReason.EMOTION]


def test_that_faint_anger_waits_for_a_second_sign():
    assert said(feeling("angry", sureness=0.4))[1] == [None]


def test_that_growing_displeasure_goes_to_a_person():
    assert said(feeling("disappointed"), feeling("disappointed"))[1] == [None, EscalationReason.EMOTION]


def test_that_displeasure_that_fades_stays_with_the_bot():
    assert said(feeling("disappointed"), feeling("neutral"), feeling("disappointed"))[1] == [None, None, None]


def test_that_worry_with_a_deadline_goes_to_a_person():
    assert said(feeling("anxious", text="auditnya besok kak"))[1] == [EscalationReason.EMOTION]
    assert said(feeling("anxious", has_date=True))[1] == [EscalationReason.EMOTION]


def test_that_a_worried_general_question_is_answered_by_the_bot():
    assert said(feeling("anxious", intent="faq", text="audit besok, bisa kilat?"))[1] == [None]


def test_that_worry_without_a_deadline_stays_with_the_bot():
    assert said(feeling("anxious", text="takut hilang"))[1] == [None]


def test_that_two_misunderstandings_running_go_to_a_person():
    lost = Heard(intent="nlu_fallback")

    assert said(lost, lost)[1] == [None, EscalationReason.NOT_UNDERSTOOD]
    assert said(lost, Heard(intent="greet"), lost)[1] == [None, None, None]


def test_that_a_question_which_of_two_is_meant_is_no_misunderstanding():
    wavering = Heard(intent="nlu_fallback", clarified=True)

    assert said(wavering, wavering)[1] == [None, None]


def test_that_two_answers_that_did_not_help_go_to_a_person():
    useless = Heard(intent="not_resolved")

    assert said(useless, Heard(intent="faq"), useless)[1] == [None, None, EscalationReason.NOT_RESOLVED]


def test_that_nobody_who_waits_already_is_handed_over_again():
    assert said(feeling("angry", queued=True), Heard(intent="request_human", queued=True))[1] == [None, None]


def test_that_the_emotion_curve_keeps_the_last_ten_turns():
    mood, _ = said(*[feeling("happy")] * 8, *[feeling("neutral")] * 4)

    assert mood.curve == ("happy",) * 6 + ("neutral",) * 4


def test_that_a_tapped_button_shows_neither_feeling_nor_language():
    before = Mood(language="en", emotion="disappointed", curve=("disappointed",))

    mood, _ = said(Heard(intent="affirm", text="/affirm", language="id", is_choice=True), mood=before)

    assert (mood.language, mood.emotion, mood.curve) == ("en", "disappointed", ("disappointed",))


@pytest.mark.parametrize(("confidence", "language"), [(0.95, "en"), (0.55, "id")])
def test_that_only_a_clear_sentence_changes_the_language(confidence: float, language: str):
    heard = Heard(intent="faq", language="en", language_confidence=confidence)

    assert said(heard, mood=Mood(language="id"))[0].language == language


def test_that_a_wished_language_stays():
    wished = Mood(language="en", language_wished=True)

    assert said(Heard(intent="faq", language="id"), mood=wished)[0].language == "en"
